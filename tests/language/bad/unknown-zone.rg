# options: -Wno-all
zone "Europe/Berlim"
