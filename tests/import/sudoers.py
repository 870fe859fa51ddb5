"""sudoers.py ROLEGATE FILES SEED: random sudoers, imported, beside what `sudo -l -U` says of each user.

Somebody may use sudo where sudo lets him run one of three commands, two of which the rules name, as root or as another.
/etc/sudoers is written to: run in a mount namespace, under nss_wrapper with the accounts of run.sh.
"""
import json
import os
import random
import socket
import subprocess
import sys
import tempfile

rolegate, files, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
r = random.Random(seed)
GROUPS = {"root": ["root"], "ann": ["ann", "wheel"], "bob": ["bob", "wheel", "staff"], "cem": ["staff"],
          "dora": ["dora", "staff"]}
HOST = socket.gethostname()


def some(pool, most=2):
    return ", ".join(r.choice(["", "", "", "!"]) + one for one in r.sample(pool, r.randint(1, most)))


def line():
    users = some(["ann", "bob", "cem", "dora", "%wheel", "%staff", "ALL", "root", "Bob", "%#200"]
                 + (["#1001", "+net"] if r.random() < 0.1 else []), 3)
    hosts = r.choice(["ALL", "ALL", "ALL", HOST, "other", f"ALL, !{HOST}", "!other, ALL", "10.0.0.0/8", "*"])
    runas = r.choice(["", "", "(ALL)", "(ALL:ALL)", "(root)", "(ann)"])
    times = r.choice([""] * 8 + ["NOTBEFORE=20200101000000Z ", "NOTAFTER=20200101000000Z ", "NOTAFTER=20900101000000Z "])
    tags = r.choice([""] * 8 + ["NOPASSWD: ", "NOEXEC: "])
    options = r.choice([""] * 8 + ["CWD=/tmp "])
    commands = r.choice(["ALL", "ALL", "ALL, !/bin/true", "!ALL", "/bin/true", "/bin/true, /bin/ls", "!/bin/true",
                         "ALL, !ALL", "!ALL, /bin/ls", "/bin/ls, !/bin/ls"])
    return f"{users} {hosts} = {runas} {options}{times}{tags}{commands}\n"


def may_run(user):
    for runas in ("root", "ann"):
        for command in ("/bin/cat", "/bin/true", "/bin/ls"):
            said = subprocess.run(["sudo", "-n", "-l", "-U", user, "-u", runas, command], capture_output=True, text=True)
            if said.returncode == 0:
                return True
    return False


def main():
    asked = differ = narrower = lossy = allowed = refused = 0
    with tempfile.TemporaryDirectory() as folder:
        policy = f"{folder}/policy.rg"
        for _ in range(files):
            text = "".join(line() for _ in range(r.randint(1, 5)))
            with open("/etc/sudoers", "w", encoding="utf-8") as file:
                file.write(text)
            made = subprocess.run([rolegate, "import", "sudoers", "-s", "sudo"], capture_output=True, text=True)
            if made.returncode == 2 and "neither JSON nor CSV" in made.stderr:
                refused += 1
                continue
            with open(policy, "w", encoding="utf-8") as file:
                file.write(made.stdout)
            checked = subprocess.run([rolegate, "check", "-Werror", policy], capture_output=True, text=True)
            if made.returncode == 2 or checked.returncode != 0:
                raise SystemExit(f"{text}{made.stderr}{checked.stderr}\n0 passed, 1 failed")
            lossy += made.returncode
            requests = "".join(json.dumps({"user": user, "groups": GROUPS[user], "service": "sudo", "host": HOST}) + "\n"
                               for user in GROUPS)
            requests = requests.replace('"staff"]', '"staff", 200]')
            answers = subprocess.run([rolegate, "replay", "--policy", policy, "-"], input=requests, capture_output=True,
                                     text=True).stdout.splitlines()
            for user, answer in zip(GROUPS, answers, strict=True):
                want, got = may_run(user), json.loads(answer)["verdict"] == "allow"
                asked += 1
                allowed += want
                if want and not got and made.returncode == 1:
                    narrower += 1
                elif want != got:
                    differ += 1
                    print(f"FAILED  {user}: sudo {want}, policy {got}\n{text}{made.stdout}")
    print(f"sudoers: {asked} users by {files} files, {allowed} allowed, {differ} differ; of {lossy} files something is lost, "
          f"{narrower} answers are narrower, and {refused} files are refused")
    print(f"{asked - differ} passed, {differ} failed")


if __name__ == "__main__":
    main()
