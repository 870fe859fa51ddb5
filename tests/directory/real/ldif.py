"""Prints the directory: dc=acme,dc=test with people, ou=bis (groupOfNames, nested) and ou=nis (memberUid)."""

BASE = "dc=acme,dc=test"


def entry(dn, **attributes):
    print("dn: " + dn)
    for key, values in attributes.items():
        for value in values if isinstance(values, list) else [values]:
            print(f"{key}: {value}")
    print()


def user(name, number):
    entry(f"uid={name},ou=people,{BASE}", objectClass=["inetOrgPerson", "posixAccount"], uid=name, cn=name, sn=name,
          uidNumber=number, gidNumber=30000, homeDirectory=f"/home/{name}", loginShell="/bin/sh")  # fmt: skip


def group(name, gid, members, nested=(), only_nis=()):
    people = [f"uid={m},ou=people,{BASE}" for m in members] + [f"cn={g},ou=bis,{BASE}" for g in nested]
    entry(f"cn={name},ou=bis,{BASE}", objectClass=["groupOfNames", "extensibleObject"], cn=name, gidNumber=gid,
          member=people)  # fmt: skip
    entry(f"cn={name},ou=nis,{BASE}", objectClass="posixGroup", cn=name, gidNumber=gid,
          memberUid=list(members) + list(only_nis))  # fmt: skip


named = ["maria", "bob", "kim", "dave", "eve", "john doe", "Upper"]
many = [f"u{i:05d}" for i in range(1, 10001)]
entry(BASE, objectClass=["top", "domain"], dc="acme")
for unit in ("people", "bis", "nis"):
    entry(f"ou={unit},{BASE}", objectClass="organizationalUnit", ou=unit)
for number, name in enumerate(named):
    user(name, 40001 + number)
for number, name in enumerate(many):
    user(name, 50001 + number)
group("users ldap", 30000, ["eve"])
group("acmestaff", 20001, ["maria", "john doe", "Upper"])
group("contractors", 20002, ["maria", "dave", "john doe", "Upper"], only_nis=["lou"])
group("childgrp", 20003, ["kim"])
group("parentgrp", 20004, ["eve"], ["childgrp"])
group("big10k", 20005, many)
group("domain users", 20006, ["maria", "bob"])
group("everybody", 20007, named)
group("staff", 20050, ["maria"])
group("collide", 2000, ["eve"])
entry(f"cn=big60k,ou=nis,{BASE}", objectClass="posixGroup", cn="big60k", gidNumber=20060,
      memberUid=["bob"] + [f"longusername{i:06d}" for i in range(60000)])  # fmt: skip
