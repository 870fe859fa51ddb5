"""The comparison with the reference evaluator through NSS: whatever memberships a request has, accounts are made up by
which the user has these, in one of the ways in which that can come about, and the product finds them out by itself.
"""

import os
import random
import sys

import gate
import generate
import membership
import model
import text
import why
from count import Count
from machine import NO_GID, RECORD_MAX, Accounts, Group, Machine

OWN = Group("own group", 900)
OTHER = 700  # and above: gids that no policy names


class World:
    """Accounts for one request."""

    def __init__(self, rng, request):
        self.rng, self.user = rng, request.user
        self.accounts = Accounts(users={"root": 0, request.user: OWN.gid}, files=[OWN])
        self.list = []
        self.free = iter(range(OTHER, OWN.gid))
        for name, member in request.groups:
            rng.choice(WAYS[member])(self, name, next(self.free))
        for gid, member in request.gids:
            rng.choice(GID_WAYS[member])(self, f"number {gid}", gid)
        self.accounts.lists[self.user] = tuple(self.list)
        self.accounts.otherwise = rng.choice(("notfound", "unavail", "tryagain"))

    def line(self, name, gid, *members):
        self.accounts.files.append(Group(name, gid, members))

    def record(self, name, gid, *members, size=0, keys="ng"):
        self.accounts.records.append(Group(name, gid, members, size, keys))

    # ---- yes ----

    def in_line(self, name, gid):
        self.line(name, gid, "zoe", self.user)

    def in_record(self, name, gid):
        self.record(name, gid, self.user)
        self.list.append(gid)

    def in_memberless(self, name, gid):
        self.record(name, gid)
        self.list.append(gid)

    # ---- no ----

    def not_in_line(self, name, gid):
        self.line(name, gid, "zoe")

    def not_in_two_lines(self, name, gid):
        self.line(name, gid, "zoe")
        self.line(name, next(self.free))

    def not_in_record(self, name, gid):
        self.record(name, gid, "zoe")

    # ---- unknown ----

    def nowhere(self, name, gid):
        pass

    def look_up_fails(self, name, gid):
        key = ("g", gid) if name.startswith("number ") else ("n", name)
        self.accounts.failing[key] = self.rng.choice(("unavail", "tryagain"))

    def record_names_him(self, name, gid):
        self.record(name, gid, "zoe", self.user)

    def record_too_large(self, name, gid):
        self.record(name, gid, size=RECORD_MAX + 1)

    def no_gid(self, name, gid):
        self.record(name, NO_GID, keys="n")

    def second_line(self, name, gid):
        self.line(name, gid)
        self.line(name, next(self.free), self.user)

    def another_name_for_the_gid(self, name, gid):
        self.line(f"also {name}", gid, self.user)
        self.line(name, gid)


WAYS = {
    "yes": (World.in_line, World.in_record, World.in_memberless),
    "no": (World.not_in_line, World.not_in_two_lines, World.not_in_record),
    "unknown": (World.nowhere, World.look_up_fails, World.record_names_him, World.record_too_large, World.no_gid,
                World.second_line, World.another_name_for_the_gid),
}  # fmt: skip
GID_WAYS = {
    "yes": (World.in_line, World.in_record, World.in_memberless),
    "no": (World.not_in_line, World.not_in_record),
    "unknown": (World.nowhere, World.look_up_fails, World.record_names_him, World.record_too_large),
}


def main():
    seed, policies = os.environ.get("SEED", "1"), int(os.environ.get("POLICIES", "400"))
    count, machine = Count(), Machine()
    for i in range(policies):
        rng = random.Random(f"{seed}/{i}")
        maker = generate.Maker(rng)
        statements = maker.statements()
        policy, printed = model.Policy(statements), text.policy_text(statements, rng)
        for _ in range(3):
            request = generate.make_request(rng, maker, policy)
            world = World(rng, request)
            machine.write(world.accounts)
            for subject, member in request.groups + request.gids:
                made_up = membership.of(world.accounts, subject, request.user, True)
                if made_up != member:
                    count.same("the accounts were made up wrongly", (subject, member), made_up, world.accounts)
            answer, _ = machine.ask(printed, request)
            context = printed, request, world.accounts, f"seed {seed}/{i}"
            count.same("the reference, through NSS", why.why(policy, request), gate.said(answer), *context)
            wanted = model.verdict(policy, request)
            if machine.ask_all(printed, request) != wanted:
                count.same("the reference, through NSS, all found out", wanted, "another answer", *context)
    machine.product.stop()
    return count.end("compared") > 0


sys.exit(main())
