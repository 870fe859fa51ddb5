#!/usr/bin/env python3
"""That what `who` prints of a condition is read again as the same one.

Owns the law: a policy whose rules are random, several for each group, is asked who may use its service; the same rules
written with the conditions of that answer must be no difference for any group to `diff`, whatever the time, the place,
the terminal and the host, known or not.

    regions.py --rolegate COMMAND [--policies N] [--seed N]
"""

import argparse
import json
import os
import random
import sys
import tempfile

import rows
from rows import claims, syntax, text

GROUPS = 6


def lines_of(statements):
    return text.policy_text(statements).rstrip("\n").split("\n")


def policy_text(declared, rules):
    return "\n".join(lines_of(declared) + ["permission zz.use", "service zz requires zz.use", *rules]) + "\n"


def one_policy(rng, options, folder):
    """What is wrong, in words; how many conditions were read again, and how many are too long to be printed whole."""
    maker = claims.Small(rng)
    declared = [s for s in maker.statements() if isinstance(s, (syntax.Zone, syntax.Condition))]
    rules = []
    for i in range(GROUPS):
        for _ in range(rng.randint(1, 4)):
            effect = "deny" if rng.random() < 0.2 else "allow"
            rule = syntax.Rule(effect, ("zz.use",), (), (("group", f"zz{i}"),), maker.limits())
            rules += [line for line in lines_of([rule]) if line]
    path = lambda name: os.path.join(folder, name)
    with open(path("old.rg"), "w", encoding="utf-8", newline="") as file:
        file.write(policy_text(declared, rules))
    status, out, err = rows.run(options, "who", "zz", "--policy", path("old.rg"), "--json")
    if status not in (0, 1):
        return ([] if " error: " in err else [f"who: status {status}: {err[:300]}"]), 0, 0
    said = {row["name"]: row for row in json.loads(out)["rows"] if row["kind"] == "group"}
    long = {name for name, row in said.items() if not row["exact"]}
    again = []
    for name, row in said.items():
        for piece in row["when"] or [""]:
            when = "" if not piece or piece.startswith(("starting ", "until ")) else "when "
            again.append(f"allow zz.use to group {name} {when}{piece}")
    with open(path("new.rg"), "w", encoding="utf-8", newline="") as file:
        file.write(policy_text(declared, again))
    status, out, err = rows.run(options, "diff", path("old.rg"), path("new.rg"), "--format", "json")
    if status not in (0, 1):
        return [f"diff: status {status}: {err[:400]}"], 0, 0
    told = json.loads(out)
    alone = [c for t in told["differences"] for c in t["changes"] if len(c["who"]) == 1]  # a deny shows with others
    wrong = [f"it is not the same: {c}" for c in alone if c["who"][0].get("name") not in long]
    if not told["complete"]:
        wrong.append("it was not found out whether it is the same")
    return wrong, len(said) - len(long), len(long)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--driver")
    options.add_argument("--policies", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    failed = whole = long = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.policies):
            wrong, exact, more = one_policy(random.Random(seed), options, folder)
            failed, whole, long = failed + bool(wrong), whole + exact, long + more
            for one in wrong[:3]:
                print(f"seed {seed}: {one}")
    print(f"{whole} conditions were read again, {long} are too long for that")
    print(f"{options.policies - failed} passed, {failed} failed")
    return 0 if failed == 0 and whole > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
