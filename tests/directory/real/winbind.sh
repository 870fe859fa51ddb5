# winbind.sh - the cells of winbind over a domain controller of samba's, on the same machine.
. /rg/lib.sh
# shellcheck disable=SC2034 # lib.sh reads it
directory=winbind
version samba winbind
sources files winbind
sed 's/group \(acmestaff\|contractors\|parentgrp\)/group "ACME\\\\\1"/' cells.rg >prefixed.rg
./rolegate compile prefixed.rg -o cells.rgt -Wno-all
rm -f /etc/samba/smb.conf && rm -rf /var/lib/samba/private/*
echo "127.0.0.1 dc1.acme.test dc1" >>/etc/hosts
samba-tool domain provision --realm=ACME.TEST --domain=ACME --server-role=dc --dns-backend=NONE --adminpass='Passw0rd!x' \
    --option="interfaces=lo" --option="bind interfaces only=yes" --option="winbind enum users=no" >provision 2>&1
sed -i 's/^\[global\]/[global]\n\ttemplate shell = \/bin\/sh\n\tserver services = ldap, cldap, kdc, drepl, winbindd, rpc, s3fs/' \
    /etc/samba/smb.conf
for user in maria bob dave; do samba-tool user create $user 'Passw0rd!x'; done >>provision 2>&1
for group in acmestaff contractors; do samba-tool group add $group; done >>provision 2>&1
samba-tool group addmembers acmestaff maria >>provision 2>&1
samba-tool group addmembers contractors maria,dave >>provision 2>&1
samba -D
wait_for wbinfo -p
wait_for getent passwd 'ACME\maria'
samba_pids() { pgrep -x "samba|winbindd|smbd"; }
samba_dead() {
    # shellcheck disable=SC2046
    kill -KILL $(samba_pids) 2>/dev/null
    wait_for no_samba
}
no_samba() { ! samba_pids >/dev/null; }

cell A "server up" staff maria
cell A "server up" staff bob
cell A "server up" staff MARIA
cell A "server up" staff 'ACME\maria'
cell A "server up" no-contractors maria
cell A "server up" no-contractors dave
cell A "server up" no-contractors bob
cell A "server up" no-contractors lou
cell A "server up" no-contractors root
printf 'permission login.x\nservice login requires login.x\nallow login.x to everyone\ndeny login.x to user dave because "HR"\n' >plain.rg
finds D3 'deny to user dave, whom winbind calls ACME\dave' "check --resolve" other-spelling \
    ./rolegate check --resolve plain.rg
printf 'permission login.x\nservice login requires login.x\nallow login.x to everyone\ndeny login.x to group nosuch because "HR"\n' >none.rg
finds D4 "deny to a group that nobody knows" "check --resolve" nosuch ./rolegate check --resolve none.rg
samba_dead
cell F "samba and winbind dead" staff maria
cell F "samba and winbind dead" no-contractors maria
cell F "samba and winbind dead" no-contractors lou
cell F "samba and winbind dead" no-contractors root
