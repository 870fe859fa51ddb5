#!/usr/bin/env python3
"""Claims under delegation on random policies with a bounded include, against what its files could say.

Owns the comparison. What a bound admits is written, for each person, by hand: everything at once, and random parts of
it; the reference evaluator says what comes of that. A claim that `check` takes for proved must have nobody against it
then. Of one that it refutes, what it says to write is written into the bounded file, and the same claim without
`under delegation` must be refuted by `check` then. Shares no code with the engine.

    delegated.py --rolegate COMMAND [--policies N] [--seed N]
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

import claims
from claims import model, syntax, text

SITUATIONS = 10
CONTENTS = 3
FRESH = ("group", "some-group")


class Bounded(claims.Policy):
    """A random policy with one bounded include."""

    def __init__(self, rng):
        super().__init__(rng)
        rules = [s for s in self.statements if isinstance(s, syntax.Rule)]
        self.statements += [syntax.Rule("allow", (self.model.permissions[0],), (), (("user", "root"),))]
        self.model = model.Policy(self.statements)
        self.by = tuple(rng.sample([("user", u) for u in self.users if u != "someone"] + [("group", g) for g in self.groups], 1))
        self.bounds = [b for b in (self.bound(rng, rules) for _ in range(rng.randint(1, 3))) if b]
        self.claims += [(rng.random() < 0.5, ("user", "root"), ("permission", rng.choice(self.model.permissions)))]
        self.users = sorted(set(self.users) | {"root"})

    def bound(self, rng, rules):
        verb = rng.choice(("allow", "deny", "assign"))
        kinds = rng.choice((("users",), ("users",), ("groups",), ("users", "groups"), ("everyone",), ("users", "everyone")))
        if verb != "assign":
            return verb, tuple(rng.sample(self.model.permissions, rng.randint(1, 2))), kinds
        denying = {s[1] for r in rules if r.effect == "deny" for s in r.subjects if s[0] == "role"}
        for role in (s for s in self.statements if isinstance(s, syntax.Role)):
            if role.gid or any(r.effect == "deny" for r in role.rules):
                denying.add(role.name)
        bad = denying.union(*self.model.exclusives)
        good = [r for r, up in self.model.up.items() if not up & bad]
        return (verb, (rng.choice(good),), kinds) if good else None

    def whole(self, delegated):
        """The policy's text, and the lines of its claims."""
        names = ", ".join(f"{k} {text.Printer(None).name(n)}" for k, n in self.by)
        lines = [f'include "exceptions/*.rg" only by {names} {{']
        lines += [f"    {verb} {', '.join(things)} to {', '.join(kinds)} for 31 days" for verb, things, kinds in self.bounds]
        before = "\n".join(lines + ["}"]) + "\n"
        said, at = self.text()
        if delegated:
            said = re.sub(r"(?m)^((?:never|always) .*)$", r"\1 under delegation", said)
        return before + said, [line + len(lines) + 1 for line in at]

    def admitted(self, user, groups):
        """Each statement that could be written and speaks of a person."""
        barred = {("user", "root"), ("group", "root"), *self.by}
        subjects = {
            "users": [("user", user)],
            "groups": list(groups) + [FRESH],
            "everyone": [("everyone", None)],
        }
        for verb, things, kinds in self.bounds:
            for subject in (s for kind in kinds for s in subjects[kind] if s not in barred):
                for thing in things:
                    if verb == "assign":
                        yield syntax.Assign((thing,), (subject,))
                    else:
                        yield syntax.Rule(verb, (thing,), (), (subject,))

    def broken(self, rng):
        """By claim, whether somebody is against it with something that could be written."""
        found = [None] * len(self.claims)
        whole, environment = self.model, self.places_and_times(rng)
        environment = environment if len(environment) <= SITUATIONS else rng.sample(environment, SITUATIONS)
        for user, groups in self.people():
            for more in ((), (FRESH,)):
                every = list(self.admitted(user, groups + more))
                kinds = lambda *names: [s for s in every if getattr(s, "effect", "assign") in names]
                contents = [kinds("allow"), kinds("allow", "assign"), kinds("deny"), kinds("deny", "assign")]
                contents += [rng.sample(every, rng.randint(0, len(every))) for _ in range(CONTENTS)]
                for content in contents:
                    self.model = model.Policy(self.statements + content)
                    for now, place in environment:
                        self.one_situation(self.request(user, groups + more, now, place), content, found)
        self.model = whole
        return found

    def one_situation(self, request, content, found):
        known = request.host is not None and (request.origin is None or model.address_of(request.origin) is not None)
        situation = model.Situation(self.model, request)
        for i, claim in enumerate(self.claims):
            if found[i] is None and self.is_against(claim, situation, known):
                found[i] = (request, content)


def write(path, content):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(content)


def check(options, path):
    command = [options.rolegate, "check", "-Wno-all", path]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stderr


def one_policy(options, folder, seed, counts):
    rng = random.Random(seed)
    policy = Bounded(rng)
    if not policy.bounds:
        return
    main, bounded = os.path.join(folder, "policy.rg"), os.path.join(folder, "exceptions", "one.rg")
    whole, lines = policy.whole(True)
    plain, _ = policy.whole(False)
    write(main, whole)
    write(bounded, "")
    said = check(options, main)
    found, odd = claims.reports(said, len(lines))
    counts["failed"] += len(odd)
    for one in odd:
        print(f"seed {seed}: not expected: {one}")
    for claim, line, against in zip(policy.claims, lines, policy.broken(rng)):
        name = f"seed {seed}, line {line}"
        if found.get(line) == "undecided":
            counts["undecided"] += 1
            continue
        good = True
        if line not in found and against is not None:
            good = False
            print(f"{name}: holds, they say, and {against[0]} is against it with {against[1]}")
        elif line in found:
            report = said.split(f"policy.rg:{line}:", 1)[1].split("note: reproduce", 1)[0]
            write(bounded, "\n".join(re.findall(r"^note: the include in [^ ]+ admits: (.*)$", report, re.M)) + "\n")
            write(main, plain)
            now, odd = claims.reports(check(options, main), len(lines))
            good = not odd and line in now
            if not good:
                print(f"{name}: what is to be written breaks nothing: {report}{odd}")
            counts["written"] += "admits:" in report
            write(main, whole)
            write(bounded, "")
        counts["passed" if good else "failed"] += 1


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--policies", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    counts = dict.fromkeys(("passed", "failed", "undecided", "written"), 0)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "exceptions"))
        for seed in range(options.seed, options.seed + options.policies):
            one_policy(options, folder, seed, counts)
    print(f"{counts['undecided']} undecided, {counts['written']} refuted by what could be written")
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    return 0 if counts["failed"] == 0 and counts["written"] > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
