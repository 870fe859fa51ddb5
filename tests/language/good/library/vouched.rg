# The people of the directory, and those of this machine.
roster group acme-all, user root
