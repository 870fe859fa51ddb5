#!/usr/bin/env python3
"""What `rolegate check` warns of in random policies is so: without the statement `rolegate diff` finds no difference, and
nobody can use the service.

    warned.py --rolegate COMMAND [--policies N] [--seed N]
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

import claims
from claims import syntax, text


class Policy(claims.Policy):
    """A random policy with more rules than most for each subject, and what its services come to as claims."""

    def __init__(self, rng):
        super().__init__(rng)
        maker = claims.Small(rng)
        maker.permissions, maker.roles = tuple(self.model.permissions), tuple(self.model.up)
        maker.zone = self.model.zone
        subjects = [("user", u) for u in maker.users] + [("group", g) for g in maker.groups] + [("everyone", None)]
        for _ in range(12):
            rule = maker.rule()
            limits = syntax.Limits(None if rng.random() < 0.2 else maker.cond(()), None, None, "why")
            self.statements.append(syntax.Rule(rule.effect, rule.patterns, (), (rng.choice(subjects),), limits))
        self.model = claims.model.Policy(self.statements)
        self.claims = [(False, ("everyone", None), ("service", s)) for s in self.model.services]

    def parts(self):
        """Each statement's text, ended."""
        return [text.policy_text([s]).rstrip("\n") + "\n" for s in self.statements]


def write(folder, name, parts):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("".join(parts))
    return path


def one_policy(options, folder, seed, counts):
    rng = random.Random(seed)
    policy = Policy(rng)
    parts = policy.parts()
    run = lambda *words: subprocess.run([options.rolegate, *words], capture_output=True, text=True, timeout=120)
    path = write(folder, "whole.rg", parts)
    said = run("check", "-Wno-all", "-W", "redundant", "-W", "overridden-allow", "-W", "unreachable-service", path).stderr
    starts = [1 + "".join(parts[:i]).count("\n") for i in range(len(parts))]
    least = dict(zip((c[2][1] for c in policy.claims), policy.brute(rng)))
    for line, words, name in re.findall(r"^[^ ]*whole.rg:(\d+):\d+: warning: (.*) \[([a-z-]+)\]$", said, re.M):
        statement = max(i for i, start in enumerate(starts) if start <= int(line))
        if name == "unreachable-service":
            service = re.search(r'"(.*?)"', words)
            good = service is None or least[service[1]] is None
        elif isinstance(policy.statements[statement], syntax.Rule) and ("rule" in words or "overrides" in words):
            without = write(folder, "without.rg", parts[:statement] + parts[statement + 1 :])
            difference = run("diff", path, without)
            counts["undecided"] += difference.returncode == 2
            good = difference.returncode in (0, 2)
        else:
            continue
        counts["situations"] += "where it is in force" in words
        counts["passed" if good else "failed"] += 1
        if not good:
            print(f"seed {seed}, line {line}: {words}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--policies", type=int, default=40)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    counts = dict.fromkeys(("passed", "failed", "undecided", "situations"), 0)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.policies):
            one_policy(options, folder, seed, counts)
    print(f"{counts['situations']} by their situations, {counts['undecided']} that diff does not decide")
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    return 0 if counts["failed"] == 0 and counts["situations"] > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
