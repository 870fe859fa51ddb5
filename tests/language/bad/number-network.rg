# options: -Wno-all
condition c from 10.0.0.1/8
condition d from 10.0.0.0/33, 2001:db8::1/32, example.com, 300.1.1.1
