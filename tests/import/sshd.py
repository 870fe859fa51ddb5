#!/usr/bin/env python3
"""sshd.py ROLEGATE SSHD FILES SEED: random sshd_config, imported, beside what `sshd -T -C` says of each connection.

sshd says which lists hold for a connection, Match blocks considered; that all four must let somebody in, and what a word of
them matches, is worked out here from sshd_config(5). Run under nss_wrapper, with the accounts of run.sh.
"""
import ipaddress
import json
import os
import random
import subprocess
import sys
import tempfile

rolegate, sshd, files, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
r = random.Random(seed)
GROUPS = {"root": ["root"], "ann": ["ann", "wheel"], "bob": ["bob", "wheel", "staff"], "cem": ["staff"],
          "dora": ["dora", "staff"]}
ADDRESSES = ["10.1.2.3", "10.2.3.4", "192.168.1.5", "2001:db8::1", "203.0.113.9"]
PLACES = ["10.0.0.0/8", "10.1.0.0/16", "192.168.1.5", "2001:db8::/32", "0.0.0.0/0", "*", "::/0", "10.2.3.4/32"]
USERS = ["root", "ann", "bob", "cem", "dora", "nobody", "*", "Ann"]
LISTS = {"AllowUsers": "users", "DenyUsers": "users", "AllowGroups": "groups", "DenyGroups": "groups"}


def word(kind):
    if kind == "groups":
        return r.choice(["wheel", "staff", "ann", "nosuch", "*", "st*", "root"])
    if r.random() < 0.06:
        return r.choice(["a*", "?ob", "ann@*.example.org", "bob@10.1.*"])
    return r.choice(USERS) + (f"@{r.choice(PLACES)}" if r.random() < 0.3 else "")


def line():
    name = r.choice(list(LISTS))
    words = [word(LISTS[name]) for _ in range(r.randint(1, 3))]
    return f"{r.choice([name, name.lower()])}{r.choice([' ', '  ', chr(9), '='])}{' '.join(words)}"


def criterion():
    kind = r.choice(["User", "Group", "Address", "User", "Address"] + (["Host"] if r.random() < 0.1 else []))
    pool = {"User": ["root", "ann", "bob", "cem"], "Group": ["wheel", "staff", "ann"],
            "Address": ["10.0.0.0/8", "10.1.0.0/16", "192.168.1.5", "2001:db8::/32"], "Host": ["*.example.org", "10.*"]}[kind]
    return f"{kind} {','.join(r.choice(['', '', '!']) + one for one in r.sample(pool, r.randint(1, 2)))}"


def config():
    lines = [line() for _ in range(r.randint(0, 3))]
    for _ in range(r.randint(0, 2)):
        lines.append("Match " + ("all" if r.random() < 0.1 else " ".join(criterion() for _ in range(r.randint(1, 2)))))
        lines += [f"  {line()}" for _ in range(r.randint(0, 2))]
        if r.random() < 0.3:
            lines.append("  X11Forwarding no  # a comment")
    return "\n".join(lines) + "\n"


def glob(text, pattern):
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(glob(text[i:], pattern[1:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and glob(text[1:], pattern[1:])


def user_matches(user, address, pattern):
    name, at, place = pattern.partition("@")
    if not glob(user, name):
        return False
    if not at:
        return True
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(place)
    except ValueError:
        return glob(address, place)


def lets_in(path, user, address):
    said = subprocess.run([sshd, "-T", "-h", f"{path}.key", "-f", path, "-C",                            f"user={user},host={address},addr={address},laddr=192.0.2.1,lport=22"],
                          capture_output=True, text=True)
    if said.returncode != 0:
        raise SystemExit(f"sshd -T: {said.stderr}\n{open(path).read()}\n0 passed, 1 failed")
    lists = {name.lower(): [] for name in LISTS}
    for one in said.stdout.splitlines():
        name, _, rest = one.partition(" ")
        if name in lists:
            lists[name] += rest.split()
    users = {name: any(user_matches(user, address, one) for one in lists[name]) for name in ("allowusers", "denyusers")}
    groups = {name: any(glob(group, one) for one in lists[name] for group in GROUPS[user])
              for name in ("allowgroups", "denygroups")}
    return (not users["denyusers"] and (users["allowusers"] or not lists["allowusers"])
            and not groups["denygroups"] and (groups["allowgroups"] or not lists["allowgroups"]))


def main():
    asked = differ = narrower = lossy = allowed = 0
    with tempfile.TemporaryDirectory() as folder:
        path, policy = f"{folder}/sshd_config", f"{folder}/policy.rg"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{path}.key"], check=True)
        for _ in range(files):
            with open(path, "w", encoding="utf-8") as file:
                file.write(config())
            made = subprocess.run([rolegate, "import", "sshd", path, "-s", "sshd"], capture_output=True, text=True)
            with open(policy, "w", encoding="utf-8") as file:
                file.write(made.stdout)
            checked = subprocess.run([rolegate, "check", "-Werror", policy], capture_output=True, text=True)
            if made.returncode == 2 or checked.returncode != 0:
                raise SystemExit(f"{open(path).read()}{made.stderr}{checked.stderr}\n0 passed, 1 failed")
            lossy += made.returncode
            questions = [(user, address) for user in GROUPS for address in r.sample(ADDRESSES, 2)]
            requests = "".join(json.dumps({"user": user, "groups": GROUPS[user], "service": "sshd", "from": address,
                                           "tty": "ssh"}) + "\n" for user, address in questions)
            answers = subprocess.run([rolegate, "replay", "--policy", policy, "-"], input=requests, capture_output=True,
                                     text=True).stdout.splitlines()
            for (user, address), answer in zip(questions, answers, strict=True):
                want, got = lets_in(path, user, address), json.loads(answer)["verdict"] == "allow"
                asked += 1
                allowed += want
                if want and not got and made.returncode == 1:
                    narrower += 1
                elif want != got:
                    differ += 1
                    print(f"FAILED  {user} from {address}: sshd {want}, policy {got}\n{open(path).read()}{made.stdout}")
    print(f"sshd: {asked} connections by {files} files, {allowed} allowed, {differ} differ; of {lossy} files something is "
          f"lost, and {narrower} answers are narrower")
    print(f"{asked - differ} passed, {differ} failed")


if __name__ == "__main__":
    main()
