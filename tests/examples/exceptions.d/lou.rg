# As `rolegate grant` would write it: within the bounds of the include that names this file.
allow broadcast.send to user lou starting 2098-01-01 until 2098-01-31 because "SUP-1235"
