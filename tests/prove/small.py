#!/usr/bin/env python3
"""Every policy of a few statements, and every claim on it, against brute force by the reference evaluator.

Owns the list of claims: never and always, for everybody, both users and one that has no name in it, both groups, both
roles, on both services. The policies are those of tests/reference. A claim that is taken for proved must have nobody
against it, and one that is refuted is so by its own witness, and by no one with fewer subjects.

    small.py --rolegate COMMAND [--size N] [--parts N]      how many statements; one in so many policies
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from types import SimpleNamespace

import claims
import exhaustive
import model

SUBJECTS = exhaustive.SUBJECTS + [("everyone", None), ("user", "stranger"), ("group", "elsewhere")]
CLAIMS = [(always, s, ("service", name)) for always in (False, True) for s in SUBJECTS for name in ("x", "y")]
PLACE = (None, None, "localhost")
NEVER = SimpleNamespace(random=lambda: 1.0)  # `rolegate can` is asked of no witness: claims.py does


class Small(claims.Policy):
    def __init__(self, statements):
        self.statements, self.model, self.claims = statements, model.Policy(statements), CLAIMS
        self.users = [*exhaustive.USERS, "stranger", "someone"]
        self.groups, self.gids = [*exhaustive.GROUPS, "elsewhere"], []

    def least(self):
        """By claim: the least cost of somebody against it, or None."""
        least = [None] * len(CLAIMS)
        for user, chosen in self.people():
            request = self.request(user, chosen, exhaustive.NOW, PLACE)
            situation = model.Situation(self.model, request)
            for i, claim in enumerate(CLAIMS):
                cost = self.cost(claim, request)
                if (least[i] is None or cost < least[i]) and self.is_against(claim, situation, True):
                    least[i] = cost
        return least


def wrong_of(statements, options, path):
    policy = Small(statements)
    whole, lines = policy.text()
    with open(path, "w", encoding="utf-8") as file:
        file.write(whole)
    run = subprocess.run([options.rolegate, "check", "-Wno-all", path], capture_output=True, text=True, timeout=120)
    found, odd = claims.reports(run.stderr, len(lines))
    wrong = [f"not expected: {one}" for one in odd]
    for claim, line, cost in zip(CLAIMS, lines, policy.least()):
        said = found.get(line)
        if said is None and (line in found or cost is not None):
            wrong.append(f"line {line}: holds, they say, and somebody is against it (cost {cost})")
        elif said == "undecided":
            wrong.append(f"line {line}: undecided")
        elif said is not None:
            wrong += claims.witness_problems(policy, claim, line, said, cost, options, NEVER)
    return [f"{one}\n{whole}" for one in wrong]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--size", type=int, default=2)
    options.add_argument("--parts", type=int, default=1)
    options = options.parse_args()
    options.can, options.solver = 0, None
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        every = (statements for statements, refused in exhaustive.policies(options.size) if not refused)
        for statements in itertools.islice(every, 0, None, options.parts):
            wrong = wrong_of(statements, options, os.path.join(folder, "small.rg"))
            passed, failed = passed + len(CLAIMS) - len(wrong), failed + len(wrong)
            for one in wrong[:3]:
                print(one)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
