# Whoever has a complete list of groups is not told what he may.
unlisted deny
roster group staff
