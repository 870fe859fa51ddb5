"""A machine of its own to ask: /etc of a mount namespace, and the directory that the source rgplay plays there.

Owns what the account database says, and asks it as glibc does: `found`, `none` or `error` for a group, the gids of a
user. The files are written from that same data. Knows nothing of what rolegate makes of it.
"""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from product import Product

RECORD_MAX = 64 << 20  # bytes of a group's record that rolegate looks at
NO_GID = 4294967295
LOCAL_SOURCES = ("files", "db", "extrausers", "altfiles", "systemd", "mymachines", "rolegate")


@dataclass(frozen=True)
class Group:
    """A record. members None: without any list. keys: n, found by its name, g, found by its gid."""

    name: str
    gid: int
    members: tuple | None = ()
    size: int = 0
    keys: str = "ng"

    def line(self):
        return f"{self.name}:x:{self.gid}:{','.join(self.members)}\n"

    def source_line(self):
        members = "null" if self.members is None else ",".join(self.members) or "-"
        return f"group\t{self.keys}\t{self.name}\t{self.gid}\t{members}\t{self.size}\n"


@dataclass
class Accounts:
    """What the sources know. order: the sources of groups, as nsswitch.conf names them, without actions."""

    users: dict = field(default_factory=dict)  # of /etc/passwd: name to primary gid
    files: list = field(default_factory=list)  # the lines of /etc/group
    records: list = field(default_factory=list)  # the directory's
    lists: dict = field(default_factory=dict)  # user to the gids that the directory gives
    aliases: dict = field(default_factory=dict)  # another spelling of a group's name to the directory's
    failing: dict = field(default_factory=dict)  # (n, g or l, name or gid) to how the directory fails there
    otherwise: str = "notfound"  # what the directory says of all else
    accounts: list = field(default_factory=list)  # (asked, name, gid): the directory's users
    order: str = "files rgplay"

    # ---- As glibc asks ----

    def of_files(self, what, key):
        found = [g for g in self.files if key == (g.name if what == "n" else g.gid)]
        return ("success", found[0]) if found else ("notfound", None)

    def of_directory(self, what, key):
        if (what, key) in self.failing:
            return self.failing[what, key], None
        name = self.aliases.get(key, key)
        found = [g for g in self.records if what in g.keys and name == (g.name if what == "n" else g.gid)]
        if not found:
            return self.otherwise, None
        return ("tryagain", None) if found[0].size > RECORD_MAX else ("success", found[0])

    def group(self, what, key):
        """("found", record), ("none", None) or ("error", None): the last source has the last word."""
        status = "notfound"
        for source in self.order.split():
            status, record = (self.of_files if source == "files" else self.of_directory)(what, key)
            if status == "success":
                return "found", record
        return ("none" if status == "notfound" else "error"), None

    def gids(self, user):
        primary = {**self.users, **{name: gid for _, name, gid in self.accounts}}[user]
        gids = {primary}
        if "files" in self.order.split():
            gids |= {g.gid for g in self.files if user in g.members}
        if "rgplay" in self.order.split() and ("l", user) not in self.failing:
            gids |= set(self.lists.get(user, ()))
        return gids

    def is_local(self):
        return all(source in LOCAL_SOURCES for source in self.order.split())

    # ---- As files ----

    def source(self):
        lines = [f"user\t{asked}\t{name}\t7000\t{gid}\n" for asked, name, gid in self.accounts]
        lines += [f"list\t{user}\t{','.join(map(str, gids))}\n" for user, gids in self.lists.items() if gids]
        lines += [f"alias\t{asked}\t{name}\n" for asked, name in self.aliases.items()]
        lines += [f"fail\t{what}\t{key}\t{how}\n" for (what, key), how in self.failing.items()]
        return "".join(lines + [g.source_line() for g in self.records] + [f"else\t{self.otherwise}\n"])


class Machine:
    """Writes the files, and asks rolegate in a process that sees them."""

    def __init__(self):
        if os.environ.get("INSIDE") != "1":
            sys.exit("this replaces /etc/passwd and /etc/group: run.sh gives it an /etc of its own")
        self.work = Path(os.environ["RGPLAY"]).parent
        self.product = Product(os.environ["DRIVER"])
        self.sources = None

    def nsswitch(self, text):
        """A process that has read one nsswitch.conf is not relied on to read another."""
        self.product.stop()
        self.sources = text
        Path("/etc/nsswitch.conf").write_text(text)

    def write(self, accounts):
        users = enumerate(accounts.users.items())
        Path("/etc/passwd").write_text("".join(f"{name}:x:{1000 + i}:{gid}::/:/bin/sh\n" for i, (name, gid) in users))
        Path("/etc/group").write_text("".join(g.line() for g in accounts.files))
        Path(os.environ["RGPLAY"]).write_text(accounts.source())
        sources = f"passwd: files rgplay\ngroup: {accounts.order}\n"
        if sources != self.sources:
            self.nsswitch(sources)

    def ask(self, text, request):
        """The answer, or a text that says why there is none; and the look-ups that the directory has seen."""
        log = Path(os.environ["RGPLAY_LOG"])
        log.write_text("")
        answers = self.product.ask(text, [request], "N")
        return answers if isinstance(answers, str) else answers[0], log.read_text().splitlines()

    def ask_all(self, text, request):
        """The answer's verdict where all is found out that any question can need."""
        answers = self.product.ask(text, [request], "A")
        return answers if isinstance(answers, str) or isinstance(answers[0], str) else answers[0].verdict
