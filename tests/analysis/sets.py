#!/usr/bin/env python3
"""What `diff` says of policies in which it takes three subjects and more together, against brute force.

Owns the comparison. Policies are made of exclusive roles, denials and services that require several permissions; the
second has one to three statements of other kinds or in other places. Each user is tried in every set of groups and
from three origins: whoever gains or loses on a permission or a service must be told of there, alone or as the first of
those who do together; whoever is told of in a set must gain or lose as that set, and by none of them alone; and
nothing may be left undecided.

    sets.py --rolegate COMMAND [--policies N] [--seed N]
"""

import argparse
import ipaddress
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "reference")]
import model
import policy as syntax
import text

GROUPS = [("group", f"g{i}") for i in range(5)]
USERS = [("user", "ann"), ("user", "bob")]
PERMISSIONS = ("p", "q", "r")
NOW = 1_750_000_000
INSIDE = ("name", "inside")
PLACES = (None, "10.1.2.3", "a-name.example")


class Maker:
    def __init__(self, rng):
        self.rng = rng
        self.roles = [f"r{i}" for i in range(rng.randint(2, 5))]

    def limits(self):
        return syntax.Limits(when=INSIDE) if self.rng.random() < 0.2 else syntax.NO_LIMITS

    def subject(self):
        draw = self.rng.random()
        return self.rng.choice(USERS) if draw < 0.15 else ("everyone", None) if draw < 0.2 else self.rng.choice(GROUPS)

    def movable(self):
        """A statement that may come and go."""
        draw = self.rng.random()
        if draw < 0.45:
            return syntax.Assign((self.rng.choice(self.roles),), (self.subject(),), self.limits())
        if draw < 0.6 and len(self.roles) > 1:
            return syntax.Exclusive(tuple(self.rng.sample(self.roles, 2)))
        effect = "allow" if self.rng.random() < 0.7 else "deny"
        return syntax.Rule(effect, (self.rng.choice(PERMISSIONS),), (), (self.subject(),), self.limits())

    def fixed(self):
        """Permissions, a condition and roles, which stay."""
        network = ("from", (ipaddress.ip_network("10.0.0.0/8"),))
        made = [syntax.Permission(PERMISSIONS), syntax.Condition("inside", network)]
        for i, name in enumerate(self.roles):
            rules = tuple(
                syntax.Rule("allow" if self.rng.random() < 0.85 else "deny", (p,))
                for p in PERMISSIONS if self.rng.random() < 0.4
            )  # fmt: skip
            extends = (self.rng.choice(self.roles[:i]),) if i > 0 and self.rng.random() < 0.3 else ()
            made.append(syntax.Role(name, extends, rules))
        return made

    def service(self):
        expression = ("permission", PERMISSIONS[0])
        for name in PERMISSIONS[1:]:
            expression = (self.rng.choice(("and", "and", "or")), expression, ("permission", name))
        return syntax.Service(("s",), expression)


def policies(rng):
    """Two, of which the second is accepted or not."""
    maker = Maker(rng)
    fixed, service = maker.fixed(), maker.service()
    old = [maker.movable() for _ in range(rng.randint(4, 14))]
    new = list(old)
    for _ in range(rng.randint(1, 3)):
        draw = rng.random()
        if new and draw < 0.4:
            new.remove(rng.choice(new))
        elif new and draw < 0.6:
            new[rng.randrange(len(new))] = maker.movable()
        else:
            new.append(maker.movable())
    other = maker.service() if rng.random() < 0.2 else service
    return fixed + [service] + old, fixed + [other] + new


def people():
    for user in ["someone"] + [name for _, name in USERS]:
        for size in range(len(GROUPS) + 1):
            for groups in itertools.combinations(GROUPS, size):
                yield user, groups


class Policy:
    """Who may what, by brute force."""

    def __init__(self, statements):
        self.model = model.Policy(statements)

    def may(self, user, groups, origin):
        request = syntax.Request(
            user, None, NOW, permission="p", groups=tuple((name, "yes") for _, name in groups), origin=origin
        )
        situation = model.Situation(self.model, request)
        found = {("permission", p) for p in PERMISSIONS if situation.permission(p)}
        expression, _ = self.model.services["s"]
        return found | ({("service", "s")} if situation.holds(expression) else set())


def subjects(who):
    return {(row["kind"], row.get("name")) for row in who}


class Case:
    def __init__(self, rng):
        self.old, self.new = policies(rng)
        self.wrong = []

    def told(self, said):
        """By target and way, those who are told of, roles left out."""
        found = {}
        for target in said["differences"]:
            name = ("service", target["service"]) if "service" in target else ("permission", target["permission"])
            for change in target["changes"]:
                if change["who"][0]["kind"] == "role":
                    continue
                for way in ("gains", "loses"):
                    if change[way]:
                        found.setdefault((name, way), []).append(change["who"])
        return found

    def compare(self, said):
        old, new, told = Policy(self.old), Policy(self.new), self.told(said)
        shifts = {}
        for user, groups in people():
            for origin in PLACES:
                before, after = old.may(user, groups, origin), new.may(user, groups, origin)
                for name in before ^ after:
                    way = "gains" if name in after else "loses"
                    his = {("user", user), ("everyone", None), *groups}
                    if not any(subjects(who[:1]) <= his for who in told.get((name, way), [])):
                        self.wrong.append(f"{user} in {groups} from {origin} {way} {name}, and nobody is told of him")
                    shifts.setdefault((name, way), []).append(his)
        for (name, way), sets in told.items():
            for who in sets:
                person = subjects(who) | {("everyone", None)}
                if not any(person == his - {("user", "someone")} for his in shifts.get((name, way), [])):
                    self.wrong.append(f"{who} are told of, and none who is that {way} {name}")
        for flag, way in (("widens", "gains"), ("narrows", "loses")):
            if not said[flag] and any(w == way for _, w in shifts):
                self.wrong.append(f"{flag} is {said[flag]}")
        return max((len(who) for sets in told.values() for who in sets), default=0)

    def run(self, rolegate, folder):
        """What is wrong, None where the language refuses one of them; and how many the largest set told of has."""
        paths = []
        for name, statements in (("old.rg", self.old), ("new.rg", self.new)):
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text.policy_text(statements))
        run = subprocess.run([rolegate, "diff", *paths, "--format", "json"], capture_output=True, text=True, timeout=120)
        if run.returncode == 2 and " error: " in run.stderr and "[" in run.stderr:
            return None, 0
        if run.returncode not in (0, 1):
            return [f"status {run.returncode}: {run.stderr[:300]}"], 0
        said = json.loads(run.stdout)
        if not said["complete"]:
            self.wrong.append("not complete")
        largest = self.compare(said)
        return self.wrong, largest


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--driver")
    options.add_argument("--policies", type=int, default=80)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    passed = failed = large = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in itertools.count(options.seed):
            if passed + failed >= options.policies:
                break
            wrong, largest = Case(random.Random(seed)).run(options.rolegate, folder)
            if wrong is None:
                continue
            passed, failed, large = passed + (not wrong), failed + bool(wrong), large + (largest > 2)
            for one in wrong[:4]:
                print(f"seed {seed}: {one}")
    print(f"in {large} of them it took three together and more")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
