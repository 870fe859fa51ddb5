#!/usr/bin/env python3
"""Random claims on random small policies: what `rolegate check` proves, against the reference evaluator's brute force.

Owns the comparison. Who is against a claim is looked for in every set of the policy's groups, for every user and one
that has no name in it, at the instants and places that tests/reference makes of the conditions. A claim that `check`
takes for proved must have nobody against it there; one that it refutes must be refuted by its own witness, as the
reference evaluator sees it, and by no one with fewer subjects. Shares no code with the engine.

    claims.py --rolegate COMMAND [--claims N] [--seed N] [--keep FOLDER] [--can N] [--solver COMMAND]
"""

import argparse
import itertools
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import datetime

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference"))
import generate
import model
import policy as syntax
import text
import why

CLAIMS_EACH = 12
SITUATIONS = 70  # places and times of one policy that are looked at
COST = {"everyone": 0, "group": 2, "gid": 2, "user": 3}


class Small(generate.Maker):
    """A policy with few names, so that every set of groups can be tried."""

    def __init__(self, rng):
        super().__init__(rng)
        self.users = self.users[:2]
        self.groups = self.groups[: rng.choice((2, 3))]
        self.gids = self.gids[: rng.choice((0, 0, 1))]
        self.kinds = self.kinds[:2]
        self.busy = rng.choice((0.0, 0.1, 0.3))


def subjects_named(statements):
    named = set()
    for s in statements:
        if isinstance(s, (syntax.Rule, syntax.Assign, syntax.Roster)):
            named |= set(s.subjects)
    return named


class Policy:
    """A random policy with claims on it."""

    def __init__(self, rng):
        maker = Small(rng)
        self.statements = maker.statements()
        self.model = model.Policy(self.statements)
        named = subjects_named(self.statements)
        names = lambda kind, more: sorted({n for k, n in named if k == kind} | set(more))
        self.claims = [self.claim(rng, maker) for _ in range(CLAIMS_EACH)]
        subjects = [c[1] for c in self.claims]
        self.users = names("user", [n for k, n in subjects if k == "user"]) + ["someone"]
        self.groups = names("group", [n for k, n in subjects if k == "group"])
        self.gids = names("gid", [n for k, n in subjects if k == "gid"])
        self.found = {}

    def claim(self, rng, maker):
        """(always?, subject, target): the target a service or, ("permission", pattern)."""
        kinds = [("role", r) for r in maker.roles] * 2 + [("group", g) for g in maker.groups]
        kinds += [("user", u) for u in maker.users] + [("everyone", None), ("user", "stranger"), ("group", "elsewhere")]
        kinds += [("gid", g) for g in maker.gids]
        patterns = [("permission", p) for p in maker.permissions] * 2 + [("permission", "*")]
        services = [("service", s) for s in maker.services] * 3
        return rng.random() < 0.4, rng.choice(kinds), rng.choice(services + patterns)

    def text(self):
        """The policy's text, and the line of each claim."""
        printer = text.Printer(None)
        whole = text.policy_text(self.statements)
        if not whole.endswith("\n"):
            whole += "\n"
        first = whole.count("\n") + 1
        for always, subject, (kind, name) in self.claims:
            words = ["always" if always else "never"] + printer.subject(subject) + ["may"]
            words += ["permission", name] if kind == "permission" else [printer.name(name)]
            whole += " ".join(words) + "\n"
        return whole, [first + i for i in range(len(self.claims))]

    # ---- brute force ----

    def places_and_times(self, rng):
        request = syntax.Request("someone", None, 0, permission=self.model.permissions[0])
        search = why.Search(self.model, request, thorough=True)
        search.thorough = False
        for _, when in self.model.services.values():
            search.atoms += why.atoms(self.model, when)
        nows = list(search.instants([generate.BEGINNING]))
        places = search.places()
        every = list(itertools.product(nows, places))
        return every if len(every) <= SITUATIONS else rng.sample(every, SITUATIONS)

    def people(self):
        for user in self.users:
            for size in range(len(self.groups) + len(self.gids) + 1):
                for chosen in itertools.combinations(
                    [("group", g) for g in self.groups] + [("gid", g) for g in self.gids], size
                ):
                    yield user, chosen

    def request(self, user, chosen, now, place):
        origin, tty, host = place
        return syntax.Request(
            user, None, now, permission=self.model.permissions[0],
            groups=tuple((n, "yes") for k, n in chosen if k == "group"),
            gids=tuple((n, "yes") for k, n in chosen if k == "gid"),
            origin=origin, tty=tty, host=host,
        )  # fmt: skip

    def is_against(self, claim, situation, known):
        """Whether somebody in a situation is against a claim; known: as far as `always` goes."""
        always, (kind, name), target = claim
        request, allowed = situation.request, situation.permission
        if always and not known:
            return False
        if kind == "user" and request.user != name:
            return False
        if kind in ("group", "gid") and model.as_found(request, (kind, name)) != model.TRUE:
            return False
        if kind == "role":
            outside = [r for r in self.model.up if r not in self.model.up[name]]
            if situation.hold[name] != model.TRUE or any(situation.hold[r] != model.FALSE for r in outside):
                return False
        if target[0] == "service":
            expression, when = self.model.services[target[1]]
            may = model.condition(self.model, request, when) == model.TRUE and situation.holds(expression)
            return may != always
        each = [allowed(p) for p in self.model.matching((target[1],))]
        return not all(each) if always else any(each)

    def cost(self, claim, request):
        fixed = claim[1] if claim[1][0] == "user" else None
        named = {n for k, n in subjects_named(self.statements) if k == "user"}
        user = COST["user"] if request.user in named and fixed is None else 0
        return user + 2 * (len(request.groups) + len(request.gids))

    def brute(self, rng):
        """By claim: the least cost of somebody against it, or None."""
        least = [None] * len(self.claims)
        environment = self.places_and_times(rng)
        for user, chosen in self.people():
            for now, place in environment:
                request = self.request(user, chosen, now, place)
                known = place[2] is not None and (place[0] is None or model.address_of(place[0]) is not None)
                situation = model.Situation(self.model, request)
                for i, claim in enumerate(self.claims):
                    cost = self.cost(claim, request)
                    if (least[i] is None or cost < least[i]) and self.is_against(claim, situation, known):
                        least[i] = cost
        return least


class Witness:
    """What a report of `check` says to try."""

    def __init__(self, command):
        words = shlex.split(command)
        assert words[:2] == ["rolegate", "can"], words
        self.words = words
        options = argparse.ArgumentParser()
        options.add_argument("user")
        options.add_argument("service", nargs="?")
        for name in ("permission", "policy", "at", "from", "tty", "host"):
            options.add_argument("--" + name)
        options.add_argument("--group", action="append", default=[])
        options.add_argument("--gid", action="append", default=[], type=int)
        options.add_argument("--no-groups", action="store_true")
        options.add_argument("--why", action="store_true")
        self.said = options.parse_args(words[2:])

    def request(self):
        said = self.said
        now = int(datetime.fromisoformat(said.at.replace("Z", "+00:00")).timestamp()) if said.at else generate.BEGINNING
        origin = getattr(said, "from")
        return syntax.Request(
            said.user, None, now, permission=said.permission or "",
            groups=tuple((g, "yes") for g in said.group), gids=tuple((g, "yes") for g in said.gid),
            origin=None if origin in (None, "local") else origin,
            tty=None if said.tty in (None, "none") else said.tty,
            host="localhost" if said.host is None else said.host or None,
        )  # fmt: skip


def reports(said, count):
    """By line of the policy: "violated" with its witness, or "undecided"; and what is neither."""
    found, odd, line = {}, [], None
    for one in said.splitlines():
        place = re.match(r"[^ ]*:(\d+):\d+: (error|warning): .*\[([a-z-]+)\]$", one)
        if place:
            line = int(place[1])
            if place[3] == "claim-violated":
                found[line] = None
            elif place[3] == "claim-undecided":
                found[line] = "undecided"
            else:
                odd.append(one)
        elif one.startswith("note: reproduce: "):
            found[line] = Witness(one[len("note: reproduce: ") :])
    return found, odd


def one_policy(rng, options, folder):
    """Compares one policy; returns what is wrong, in words."""
    policy, wrong = Policy(rng), []
    path = os.path.join(folder, "policy.rg")
    whole, lines = policy.text()
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(whole)
    run = subprocess.run([options.solver or options.rolegate, "check", "-Wno-all", path], capture_output=True, text=True, timeout=120)
    found, odd = reports(run.stderr, len(lines))
    wrong += [f"not expected: {one}" for one in odd]
    if run.returncode != (1 if any(w != "undecided" for w in found.values()) else 2 if found else 0):
        wrong.append(f"exit status {run.returncode}: {run.stderr[:300]}")
    least = policy.brute(rng)
    undecided = 0
    for claim, line, cost in zip(policy.claims, lines, least):
        said = found.get(line)
        if said == "undecided":
            undecided += 1
            if options.tell_undecided:
                print(f"undecided, line {line}:\n{whole}")
        elif said is None and line in found:
            wrong.append(f"line {line}: no witness")
        elif said is None and cost is not None:
            wrong.append(f"line {line}: holds, they say, and somebody is against it (cost {cost})")
        elif said is not None:
            wrong += witness_problems(policy, claim, line, said, cost, options, rng)
    if wrong and options.keep:
        os.makedirs(options.keep, exist_ok=True)
        with open(os.path.join(options.keep, f"{abs(hash(whole)) % 10**8}.rg"), "w", encoding="utf-8") as file:
            file.write(whole)
    return len(lines), undecided, len(found), wrong, whole


def witness_problems(policy, claim, line, witness, cost, options, rng):
    request = witness.request()
    situation = model.Situation(policy.model, request)
    known = request.host is not None and (request.origin is None or model.address_of(request.origin) is not None)
    if not policy.is_against(claim, situation, known):
        return [f"line {line}: the witness is none: {shlex.join(witness.words)}"]
    wrong = []
    own = policy.cost(claim, request)
    if cost is not None and own > cost and not policy.model.exclusives and not options.solver:
        wrong.append(f"line {line}: the witness costs {own}, and there is one for {cost}: {shlex.join(witness.words)}")
    if rng.random() < options.can:
        run = subprocess.run([options.rolegate] + witness.words[1:], capture_output=True, text=True, timeout=60)
        if run.returncode != (1 if claim[0] else 0):
            wrong.append(f"line {line}: {shlex.join(witness.words)} has status {run.returncode}: {run.stderr}")
    return wrong


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--claims", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--can", type=float, default=0.1, help="the share of witnesses that `rolegate can` is asked")
    options.add_argument("--solver", help="a command that leaves all claims to the solver, whose witnesses may be dear")
    options.add_argument("--tell-undecided", action="store_true")
    options.add_argument("--keep", help="a folder for policies with differences")
    options = options.parse_args()
    passed = failed = undecided = violated = 0
    seed = options.seed
    with tempfile.TemporaryDirectory() as folder:
        while passed + failed < options.claims:
            count, not_known, against, wrong, whole = one_policy(random.Random(seed), options, folder)
            passed, failed = passed + count - len(wrong), failed + len(wrong)
            undecided, violated = undecided + not_known, violated + against - not_known
            for one in wrong:
                print(f"seed {seed}: {one}")
            seed += 1
    print(f"{violated} refuted, {undecided} undecided, seeds {options.seed} to {seed - 1}")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
