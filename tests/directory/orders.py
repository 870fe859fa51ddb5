"""Every kind of nsswitch.conf: whether this machine's groups are local by it, and so "there is none" a no.

Lou is in no group that anybody knows of, and the directory is away: it says "none" without an error, or that it is
unavailable. A deny to such a group may be passed over only where every source of groups is of this machine.
"""

import os
import subprocess
import sys
from pathlib import Path

import gate
from count import Count
from machine import Accounts, Group, Machine

NSSWITCH = Path("/etc/nsswitch.conf")
LOCAL, UNKNOWN = ("allow", "granted"), ("deny", "undetermined")

# The `group` line, and what it makes of a group that nobody knows.
LINES = [
    ("group: files", LOCAL),
    ("group:files", LOCAL),
    (" \tgroup :\tfiles", LOCAL),
    ("group: files # rgplay", UNKNOWN),  # glibc asks rgplay: only a whole line is a comment
    (" # group: files rgplay\ngroup: files", LOCAL),
    ("group: files db", LOCAL),
    ("group: files systemd", LOCAL),
    ("group: files [SUCCESS=merge] systemd", LOCAL),
    ("group: files extrausers altfiles mymachines rolegate", LOCAL),
    ("group: compat", LOCAL),
    ("group: files rgplay", UNKNOWN),
    ("group: rgplay files", UNKNOWN),
    ("group: files systemd rgplay", UNKNOWN),
    ("group: files rgplay systemd", UNKNOWN),
    ("group: files rgplay rolegate", UNKNOWN),
    ("group: files rolegate rgplay", UNKNOWN),
    ("group: files rgplay compat", UNKNOWN),
    ("group: files [SUCCESS=merge] rgplay [SUCCESS=merge] systemd", UNKNOWN),
    ("group: files rgplay [UNAVAIL=return TRYAGAIN=return] systemd", UNKNOWN),
    ("group: files [SUCCESS=merge] rgplay [SUCCESS=merge UNAVAIL=return TRYAGAIN=return] systemd", UNKNOWN),
    ("group: files rgplay [UNAVAIL=return TRYAGAIN=return] rolegate", UNKNOWN),
    ("group: files [NOTFOUND=return] rgplay", UNKNOWN),
    ("group: files [!SUCCESS=return] rgplay", UNKNOWN),
    ("group: files [ NOTFOUND = return ] rgplay", UNKNOWN),
    ("group: files[NOTFOUND=return]rgplay", UNKNOWN),
    ("group: files [success=RETURN notfound=Continue] rgplay", UNKNOWN),
    ("group: files [NOTFOUND=continue] [UNAVAIL=return] rgplay", UNKNOWN),
    ("group: files nosuchsource", UNKNOWN),
    ("group: files sss", UNKNOWN),
    ("group: files ldap", UNKNOWN),
    ("group: files winbind", UNKNOWN),
    ("group: files\ngroup: files rgplay", UNKNOWN),
    ("group: files rgplay\ngroup: files", UNKNOWN),
    ("group: files\ninitgroups: files rgplay", UNKNOWN),
    ("initgroups: files rgplay\ngroup: files", UNKNOWN),
    ("group: files\ninitgroups: files", LOCAL),
    ("initgroups: files", LOCAL),
    ("", LOCAL),
    ("sudoers: files rgplay\nnetgroup: nis\nhosts: files dns\ngroup: files", LOCAL),
    ("group_compat: rgplay\ngroup: files", LOCAL),
    ("# group: files rgplay\n\n\t\n#", LOCAL),
    ("group: files\n" + "# a comment\n" * 1000, LOCAL),
]

# What no machine has, and an attacker or an accident may: nobody is let in, whatever else becomes of it.
BROKEN = [
    ("a line without a colon", "passwd: files\ngroup files\n"),
    ("an action that is not closed", "passwd: files\ngroup: files [NOTFOUND=return\n"),
    ("an action that closes what is not open", "passwd: files\ngroup: files NOTFOUND=return]\n"),
    ("an action without a source", "passwd: files\ngroup: [NOTFOUND=return] files\n"),
    ("bytes", "passwd: files\ngroup: files\n\x01\x7f\x1b[2J\n"),
    ("a NUL", "passwd: files\ngroup: files\n\0\n"),
    ("1 MiB", "passwd: files\ngroup: files\n" + "# a comment\n" * 87400),
    ("1 MiB on one line", "passwd: files\ngroup: files" + " " * (1 << 20) + "\n"),
    ("64 KiB and one byte", "passwd: files\ngroup: files\n" + "#" * (65537 - 27)),
]


class Orders:
    def __init__(self):
        self.count, self.machine = Count(), Machine()
        self.accounts = Accounts(users={"root": 0, "lou": 100}, files=[Group("root", 0), Group("users", 100)])
        self.machine.write(self.accounts)

    def lou(self):
        self.machine.product.stop()
        return gate.said(self.machine.ask(gate.denies("contractors"), gate.request("lou"))[0])

    def is_shut(self, title):
        said = self.lou()
        self.count.same(title, True, said[0] != "allow", said)

    def lines(self):
        for otherwise in ("notfound", "unavail", "tryagain"):
            self.accounts.otherwise = otherwise
            self.machine.write(self.accounts)
            for line, wanted in LINES:
                NSSWITCH.write_text(f"passwd: files rgplay\n{line}\n")
                self.count.same(f"{line[:90]!r}, the directory says {otherwise}", wanted, self.lou())
        self.accounts.otherwise = "notfound"
        self.machine.write(self.accounts)

    def compat(self):
        NSSWITCH.write_text("passwd: files\ngroup: compat\n")
        group = Path("/etc/group")
        before = group.read_text()
        for line in ("+", "+:::", "+lou:::", "-contractors", "+@netgroup"):
            group.write_text(before + line + "\n")
            self.count.same(f"compat with the line {line}", UNKNOWN, self.lou())
        group.write_text("+\n" + before)
        self.count.same("compat with a first line +", UNKNOWN, self.lou())
        group.write_text(before + "# +\nc+:x:9:\n")
        self.count.same("compat with a + elsewhere", LOCAL, self.lou())
        NSSWITCH.write_text("passwd: files\ngroup: files\n")
        group.write_text(before + "+:::\n")
        self.count.same("a line + without compat", LOCAL, self.lou())
        group.write_text(before)

    def systemd(self):
        """Whoever listens in this folder answers for users and groups; nss-systemd itself is silent here (run.sh)."""
        userdb = Path("/run/systemd/userdb")
        NSSWITCH.write_text("passwd: files\ngroup: files systemd\n")
        userdb.mkdir(parents=True)
        self.count.same("userdb: empty", LOCAL, self.lou())
        for name in ("io.systemd.DynamicUser", "io.systemd.Machine"):
            (userdb / name).touch()
        self.count.same("userdb: systemd's own", LOCAL, self.lou())
        for name in ("org.example.Directory", "io.systemdx", "io.systemd", ".hidden", "io.systemd\n.x"):
            (userdb / name).touch()
            self.count.same(f"userdb: {name!r}", UNKNOWN, self.lou())
            (userdb / name).unlink()
        for path in userdb.iterdir():
            path.unlink()
        userdb.rmdir()
        userdb.touch()
        self.count.same("userdb: no folder", UNKNOWN, self.lou())
        userdb.unlink()

    def files(self):
        NSSWITCH.unlink()
        self.count.same("no nsswitch.conf", LOCAL, self.lou())
        NSSWITCH.symlink_to("/etc/nowhere")
        self.count.same("a link to nowhere", LOCAL, self.lou())
        NSSWITCH.unlink()
        NSSWITCH.mkdir()
        self.is_shut("a folder")
        NSSWITCH.rmdir()
        for title, text in BROKEN:
            NSSWITCH.write_text(text)
            self.is_shut(title)
        NSSWITCH.write_text("passwd: files\ngroup: files\n" + "#" * (65536 - 27))
        self.count.same("64 KiB", LOCAL, self.lou())
        self.pipe()
        self.unreadable()

    def pipe(self):
        """A pipe that somebody writes to for ever: glibc reads it, rolegate does not wait for it."""
        NSSWITCH.unlink()
        os.mkfifo(NSSWITCH)
        # A reader may close before all is written: the writer goes on, or the next one to open the pipe waits for ever.
        script = "trap '' PIPE; while :; do printf 'passwd: files\\ngroup: files\\n' >/etc/nsswitch.conf; done"
        writer = subprocess.Popen(["/bin/sh", "-c", script], stderr=subprocess.DEVNULL)
        self.is_shut("a pipe")
        writer.kill()
        writer.wait()
        NSSWITCH.unlink()

    def unreadable(self):
        """glibc takes a file that may not be read for none; rolegate does not."""
        NSSWITCH.write_text("passwd: files\ngroup: files rgplay\n")
        NSSWITCH.chmod(0)
        driver = self.machine.product.driver
        script = Path(driver).with_name("as-nobody")
        script.write_text(f'#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups "{driver}"\n')
        script.chmod(0o755)
        self.machine.product.stop()
        self.machine.product.driver = str(script)
        self.count.same("a file that may not be read", UNKNOWN, self.lou())
        NSSWITCH.chmod(0o644)
        self.count.same("the same, where it may", UNKNOWN, self.lou())
        NSSWITCH.write_text("passwd: files\ngroup: files\n")
        self.count.same("a machine of files, asked by nobody", LOCAL, self.lou())


def main():
    orders = Orders()
    orders.lines()
    orders.compat()
    orders.systemd()
    orders.files()
    orders.machine.product.stop()
    return orders.count.end("orders") > 0


sys.exit(main())
