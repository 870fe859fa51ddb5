#!/usr/bin/env python3
"""Certificates of random claims are accepted, and none proves what is not so.

Each random policy is looked at as it is and with one statement more. The certificate of one is put to the table of the
other: where a claim that holds in the one is violated in the other, it must be refused. And each way to spoil a
certificate is tried on those of policies that are written here, one of them with claims under delegation.

    certified.py --rolegate COMMAND [--policies N] [--seed N]
"""

import argparse
import copy
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile

import certificate
import claims
import delegated

SPOILED = """
permission billing.view, billing.edit, mail.read, mail.send
service billing requires billing.view and (billing.edit or mail.send)
service mail requires mail.read when time mon-fri 08:00-18:00 zone "Europe/Vienna" or not time mon-fri 08:00-18:00 zone "Europe/Vienna"
role agent { allow mail.* deny billing.view }
role clerk { allow billing.* }
role lead extends clerk { allow mail.send when time mon-fri 08:00-18:00 }
assign agent to group agents
assign clerk to group clerks
assign lead to group leads
allow billing.view to user maria
allow billing.edit to user maria when time sat-sun
deny billing.edit to group agents when time sat-sun
deny billing.* to group guests
allow mail.read to everyone
never role agent may billing, permission billing.*
never group guests may billing, permission billing.edit
never role clerk may permission mail.send
always role agent may permission mail.send
always group elsewhere may mail
"""


UNDER_DELEGATION = """
include "exceptions/*.rg" only by group leads, user ines {
    allow mail.* except mail.purge to users for 31 days
    assign reader to users, groups for 7 days
    deny mail.purge to users for 7 days
}
permission billing.view, billing.edit, mail.read, mail.send, mail.purge
service billing requires billing.view and (billing.edit or mail.send)
service mail requires mail.read
service purge requires mail.purge and mail.send
role agent { allow mail.read deny billing.view }
role reader { allow mail.read }
role clerk { allow billing.* }
role boss { allow mail.purge }
assign agent to group agents
assign clerk to group clerical
assign boss to user maria
deny mail.send to user maria
allow mail.read to user root
never role agent may billing, permission billing.* under delegation
never user root may permission mail.send under delegation
never everyone may purge under delegation
always role clerk may permission billing.* under delegation
always user root may mail under delegation
"""


def lines_without(text):
    """The text with its claims gone, line by line."""
    return "\n".join("#" if line.startswith(("never ", "always ")) else line for line in text.split("\n"))


class Compiled:
    """A policy's text with its table, and its certificate."""

    def __init__(self, options, folder, name, text):
        path = lambda suffix: os.path.join(folder, name + suffix)
        for suffix, content in (("-claims.rg", text), (".rg", lines_without(text))):
            with open(path(suffix), "w", encoding="utf-8", newline="") as file:
                file.write(content)
        run = lambda *words: subprocess.run([options.rolegate, *words], capture_output=True, text=True, timeout=120)
        made = run("compile", "-Wno-all", path(".rg"), "-o", path(".rgt"))
        self.said = run("check", "-Wno-all", "--certificate", path(".json"), path("-claims.rg"))
        self.good = made.returncode == 0 and os.path.exists(path(".json"))
        if self.good:
            self.policy = certificate.Policy(path(".rgt"))
            with open(path(".json"), encoding="utf-8") as file:
                self.claims = json.load(file)["claims"]
            for part in (self.policy.allows, self.policy.denies, self.policy.assigns):
                part[:] = [p._replace(place=(name + "-claims.rg", p.place[1])) for p in part]


def why_refused(policy, claim):
    """Why the proofs of a claim do not prove it of a policy, or None; "missing" where there is none."""
    subject = next(iter(claim["subject"].items()))
    subject = certificate.EVERYONE if subject[0] == "everyone" else subject
    for proof in claim["proofs"]:
        if "missing" in proof:
            return "missing"
        if "service" in claim:
            demand, when = policy.services[claim["service"]]
        else:
            demand, when = proof["permission"], None
        asked = copy.copy(policy).delegated(claim["claim"] == "always", subject) if "under" in claim else policy
        try:
            certificate.Check(asked, claim["claim"] == "always", subject, demand, when, proof["cases"]).run()
        except certificate.Refused as problem:
            return str(problem)
    return None


def renamed(claim, old, new):
    """A copy of a claim with its places in another file."""
    return json.loads(json.dumps(claim).replace(json.dumps(old + "-claims.rg"), json.dumps(new + "-claims.rg")))


class Counts:
    def __init__(self):
        self.passed = self.failed = self.missing = self.crossed = 0

    def take(self, good, *words):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(*words)


def random_policy(options, folder, seed, counts):
    rng = random.Random(seed)
    policy = claims.Policy(rng)
    text, _ = policy.text()
    maker = claims.Small(rng)
    role = claims.syntax.Assign((rng.choice(maker.roles),), tuple(maker.subjects([])[:1])) if maker.roles else None
    more = claims.text.policy_text([maker.rule() if role is None or rng.random() < 0.7 else role])
    one, two = (Compiled(options, folder, name, whole) for name, whole in (("one", text), ("two", text + more)))
    if not one.good or not two.good:
        return
    for ours, name, theirs, other in ((one, "one", two, "two"), (two, "two", one, "one")):
        for claim, same in zip(ours.claims, theirs.claims):
            if claim["verdict"] != "holds":
                continue
            why = why_refused(ours.policy, claim)
            counts.missing += why == "missing"
            counts.take(why in (None, "missing"), f"seed {seed}, {name}, {claim['place']}: {why}")
            if why is None and same["verdict"] == "violated":
                counts.crossed += 1
                counts.take(why_refused(theirs.policy, renamed(claim, name, other)) is not None,
                            f"seed {seed}, {other}, {claim['place']}: what is not so is proved")


class Delegated(Compiled):
    """The same for a policy with a bounded include: its text in two folders, so that its places are the same."""

    def __init__(self, options, folder, text):
        claimed, plain = (os.path.join(folder, name) for name in ("claimed", "plain"))
        for path, content in ((claimed, text), (plain, lines_without(text))):
            os.makedirs(os.path.join(path, "exceptions"), exist_ok=True)
            with open(os.path.join(path, "policy.rg"), "w", encoding="utf-8", newline="") as file:
                file.write(content)
        run = lambda *words: subprocess.run([options.rolegate, *words], capture_output=True, text=True, timeout=120)
        table, proofs = os.path.join(folder, "table.rgt"), os.path.join(folder, "proofs.json")
        made = run("compile", "-Wno-all", os.path.join(plain, "policy.rg"), "-o", table)
        run("check", "-Wno-all", "--certificate", proofs, os.path.join(claimed, "policy.rg"))
        self.good = made.returncode == 0 and os.path.exists(proofs)
        if self.good:
            self.policy = certificate.Policy(table)
            with open(proofs, encoding="utf-8") as file:
                self.claims = json.load(file)["claims"]


def delegated_policy(options, folder, seed, counts):
    """A policy with bounds, one with a rule more, and one with a bound less: what holds in one, put to another."""
    rng = random.Random(seed)
    policy = delegated.Bounded(rng)
    if not policy.bounds:
        return
    text, _ = policy.whole(True)
    maker = claims.Small(rng)
    texts = [text, text + claims.text.policy_text([maker.rule()])]
    if len(policy.bounds) > 1:
        lines = text.split("\n")
        lines[len(policy.bounds)] = "#"
        texts.append("\n".join(lines))
    made = []
    for number, one in enumerate(texts):
        made.append(Delegated(options, os.path.join(folder, f"{seed}-{number}"), one))
    for ours, theirs in itertools.permutations([one for one in made if one.good], 2):
        for claim, same in zip(ours.claims, theirs.claims):
            if claim["verdict"] != "holds":
                continue
            why = why_refused(ours.policy, claim)
            counts.missing += why == "missing"
            counts.take(why in (None, "missing"), f"seed {seed}, delegated, {claim['place']}: {why}")
            if why is None and same["verdict"] == "violated":
                counts.crossed += 1
                counts.take(why_refused(theirs.policy, claim) is not None,
                            f"seed {seed}, delegated, {claim['place']}: what is not so is proved")


def spoilings(given):
    """Certificates that are spoiled, each in one way: what was done, and the certificate."""
    def each(what, change):
        for c, claim in enumerate(given["claims"]):
            for p, proof in enumerate(claim["proofs"]):
                for k, case in enumerate(proof["cases"]):
                    if case["never"] == "not allowed":  # of one permission alone, "shut out" says the same
                        continue
                    copied = copy.deepcopy(given)
                    if change(copied["claims"][c]["proofs"][p]["cases"], k) is not False:
                        yield f"{what}: {claim['place']['line']}, {k}", copied

    def because(cases, k, change):
        if not cases[k]["because"]:
            return False
        change(cases[k]["because"])
        return None

    def other_line(entries):
        for place in ("rule", "assign"):
            if place in entries[0]:
                entries[0][place]["line"] += 1

    words = {"allowed": "denied", "not denied": "not allowed", "not allowed": "not denied", "denied": "allowed", "shut out": "let in", "let in": "shut out"}
    yield from each("a case is gone", lambda cases, k: cases.pop(k) and None)
    yield from each("a reason is gone", lambda cases, k: because(cases, k, lambda b: b.pop()))
    yield from each("a reason in another line", lambda cases, k: because(cases, k, other_line))
    yield from each("a reason of another kind", lambda cases, k: because(cases, k, lambda b: b[0].update(kind="void")))
    yield from each("another question", lambda cases, k: cases[k].update(never=words[cases[k]["never"]]))
    def other_option(entries, **change):
        options = [s["option"] for s in entries if "option" in s]
        for option in options:
            option.update(change)
        return bool(options)

    yield from each("another bound", lambda cases, k: other_option(cases[k]["subjects"], bound=9))
    yield from each("another include", lambda cases, k: other_option(cases[k]["subjects"], line=1))
    yield from each("other subjects", lambda cases, k: cases[k].update(subjects=[{"group": "nobody"}, {"group": "clerks"}]))
    for what, change in (
        ("another source", lambda c: c["sources"][0].update(sha256="0" * 64)),
        ("no source", lambda c: c["sources"].pop()),
        ("a claim is gone", lambda c: c["claims"].pop()),
        ("a claim more", lambda c: c["claims"].append(c["claims"][0])),
        ("it is of the policy as it is", lambda c: c["claims"][0].pop("under", False) and None),
        ("it is of what may be written", lambda c: "under" not in c["claims"][0] and c["claims"][0].update(under="delegation")),
        ("another claim", lambda c: c["claims"][0].update(claim="always")),
        ("another subject", lambda c: c["claims"][0].update(subject={"role": "clerk"})),
        ("another service", lambda c: c["claims"][0].update(service="mail")),
        ("another line", lambda c: c["claims"][0]["place"].update(line=1)),
        ("a permission is gone", lambda c: c["claims"][1]["proofs"].pop()),
        ("another permission", lambda c: c["claims"][1]["proofs"][0].update(permission="mail.read")),
        ("no cases", lambda c: c["claims"][0]["proofs"][0].update(cases=[])),
        ("no proofs", lambda c: c["claims"][0].update(proofs=[])),
    ):
        copied = copy.deepcopy(given)
        if change(copied) is not False:
            yield what, copied


def spoiled(options, folder, text, counts):
    path = lambda name: os.path.join(folder, name)
    with open(path("spoiled.rg"), "w", encoding="utf-8") as file:
        file.write(text)
    for words in (["compile", "-o", path("spoiled.rgt")], ["check", "--certificate", path("spoiled.json")]):
        subprocess.run([options.rolegate, words[0], "-Wno-all", path("spoiled.rg"), *words[1:]], check=True, timeout=60)
    with open(path("spoiled.json"), encoding="utf-8") as file:
        whole = json.load(file)
    accepts = lambda given: certificate.check((folder, folder), path("spoiled.rgt"), given)
    found = accepts(whole)
    counts.take(found["proved"] >= 8 and not found["not proved"], "the whole certificate:", found)
    for what, given in spoilings(whole):
        try:
            accepts(given)
            counts.take(False, f"{what}: it is accepted")
        except (certificate.Refused, KeyError, IndexError):
            counts.take(True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--policies", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    counts = Counts()
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "exceptions"))
        for text in (SPOILED, UNDER_DELEGATION):
            spoiled(options, folder, text, counts)
        for seed in range(options.seed, options.seed + options.policies):
            random_policy(options, folder, seed, counts)
            delegated_policy(options, folder, seed, counts)
    print(f"{counts.missing} without a proof, {counts.crossed} put to a policy of which they are not true")
    print(f"{counts.passed} passed, {counts.failed} failed")
    return 0 if counts.failed == 0 and counts.crossed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
