# A service without `requires` whose name is no permission's, or is declared besides.
permission sudo
service "a service", Refund
service sshd, sudo
service sshd
service door
permission door
allow * to everyone
