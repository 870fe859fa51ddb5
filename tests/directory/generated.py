"""The law of memberships, on made-up accounts and policies: whether somebody is in a group depends on that alone.

Names and gids are few, so that they meet: one name with two gids, one gid with two names, lists that are too short,
records without members, look-ups that fail. For each account and group, `allow p to` and `deny p to` that group are
asked, as a policy of nothing else, and then amid all kinds of other statements. Both must answer what membership.py
says, and nobody may have been looked up whom the tables do not name.
"""

import os
import random
import sys

import gate
import membership
from count import Count
from machine import NO_GID, RECORD_MAX, Accounts, Group, Machine

NAMES = ("con", "ops", "desk", "domain users", "Con", "ACME\\con", "x1", "x2")
GIDS = tuple(range(3000, 3008))
USERS = ("lou", "kim", "eve")
CROWD = tuple(f"crowd{i}" for i in range(20))  # groups that nobody is in
ORDERS = ("files rgplay", "files rgplay", "files rgplay", "rgplay files", "files", "rgplay")
HOW = ("notfound", "unavail", "tryagain")


def members(rng):
    return tuple(rng.sample(USERS + ("zoe",), rng.choice((0, 0, 1, 2))))


def files(rng):
    groups = [Group("root", 0), Group("users", 100)] * (rng.random() < 0.8)
    return groups + [Group(rng.choice(NAMES), rng.choice(GIDS), members(rng)) for _ in range(rng.randint(0, 4))]


def record(rng):
    odd = rng.random()
    who = None if odd < 0.05 else members(rng)
    size = RECORD_MAX + 1 if 0.05 < odd < 0.1 else rng.choice((0, 0, 0, 3000, 70000))
    gid = NO_GID if 0.1 < odd < 0.13 else rng.choice(GIDS)
    return Group(rng.choice(NAMES), gid, who, size, "ng" if rng.random() < 0.9 else rng.choice("ng"))


def accounts_of(rng):
    """A directory's list of a user's gids is what its records say, less some and more some."""
    records = [record(rng) for _ in range(rng.randint(0, 6))]
    lists = {}
    for user in USERS:
        said = {g.gid for g in records if g.members and user in g.members and g.gid != NO_GID}
        said = {gid for gid in said if rng.random() < 0.8}
        lists[user] = tuple(sorted(said | set(rng.sample(GIDS, rng.choice((0, 0, 0, 1))))))
    if rng.random() < 0.3:  # sssd's ignore_group_members
        records = [Group(g.name, g.gid, (), g.size, g.keys) for g in records]
    keys = [("n", name) for name in NAMES] + [("g", gid) for gid in GIDS] + [("l", user) for user in USERS]
    failing = {key: rng.choice(HOW) for key in rng.sample(keys, rng.choice((0, 0, 1, 3)))}
    primary = (100, 100, 100) + GIDS[:2]
    return Accounts(
        users={"root": 0, **{user: rng.choice(primary) for user in USERS}},
        files=files(rng),
        records=records + [Group(name, 5000 + i) for i, name in enumerate(CROWD)],
        lists=lists,
        failing=failing,
        otherwise=rng.choice(HOW + ("notfound",)),
        order=rng.choice(ORDERS),
    )


# ---- Other statements ----


def unlike(rng, accounts, user, keeps_out):
    """Subjects that the user is for sure none of; as members of the same list they change nothing."""
    every = [s for s in NAMES + GIDS if membership.of(accounts, s, user, keeps_out) == "no"]
    crowd = [s for s in CROWD if membership.of(accounts, s, user, keeps_out) == "no"]
    return rng.sample(every, rng.randint(0, len(every))) + rng.sample(crowd, rng.randint(0, len(crowd)))


def some_subjects(rng):
    return ", ".join(map(gate.word, rng.sample(NAMES + GIDS, rng.randint(1, 4))))


def elsewhere(rng):
    """Statements about other permissions, services and roles, which say nothing of p."""
    lines = ["permission q.a, q.b, r", "service t requires q.a or r", "service u requires q.b and r"]
    lines += [f"{rng.choice(('allow', 'deny'))} {rng.choice(('q.a', 'q.*', 'r'))} to {some_subjects(rng)}"
              for _ in range(rng.randint(0, 4))]  # fmt: skip
    if rng.random() < 0.6:
        lines += ["role one { allow q.a }", "role two { allow q.b }", "role low extends one { allow r }"]
        lines += ["exclusive one, two"]
        lines += [f"assign {rng.choice(('one', 'two', 'low'))} to ({some_subjects(rng)}) until 2099-01-01"
                  for _ in range(rng.randint(1, 4))]  # fmt: skip
    rng.shuffle(lines)
    return "\n".join(lines) + "\n"


class Law:
    def __init__(self, seed):
        self.seed = seed
        self.count, self.machine = Count(), Machine()

    def ask(self, title, wanted, text, accounts, user, seen_at_most):
        answer, seen = self.machine.ask(text, gate.request(user))
        context = (text, accounts, f"seed {self.seed}")
        self.count.same(f"{title}: {user}", wanted, gate.said(answer), *context)
        self.count.same(f"{title}: {user}: looked up", set(), set(seen) - seen_at_most, *context)
        if self.machine.ask_all(text, gate.request(user)) != wanted[0]:
            self.count.same(f"{title}: {user}: all found out", wanted[0], "another answer", *context)

    def one(self, rng, accounts, user, subject, way):
        keeps_out = way == "deny"
        make, answers = (gate.denies, gate.DENY_ANSWERS) if keeps_out else (gate.allows, gate.ALLOW_ANSWERS)
        wanted = answers[membership.of(accounts, subject, user, keeps_out)]
        may = lambda named: membership.may_look_up(accounts, named, user, named if keeps_out else ())
        self.ask(f"{way} alone", wanted, make(subject), accounts, user, may({subject}))
        others = unlike(rng, accounts, user, keeps_out)
        text = make(subject, *(s for s in others if s != subject)) + elsewhere(rng)
        self.ask(f"{way} amid others", wanted, text, accounts, user, may({subject, *others}))

    def run(self, worlds):
        for i in range(worlds):
            rng = random.Random(f"{self.seed}/{i}")
            accounts = accounts_of(rng)
            self.machine.write(accounts)
            for user in USERS:
                for subject in rng.sample(NAMES, 3) + rng.sample(GIDS, 1):
                    for way in ("allow", "deny"):
                        self.one(rng, accounts, user, subject, way)
        self.machine.product.stop()
        return self.count.end("generated")


sys.exit(Law(os.environ.get("SEED", "1")).run(int(os.environ.get("WORLDS", "100"))) > 0)
