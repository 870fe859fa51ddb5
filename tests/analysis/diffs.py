#!/usr/bin/env python3
"""What `diff` says of two random small policies, against brute force by the reference evaluator; and its laws.

Owns the comparison. The second policy is the first with a few statements dropped, doubled, turned or exchanged. Every
set of groups for every user is asked in many situations: if one of them gains or loses something, diff says so; and a
row that gains or loses does so exactly where its pieces hold, each of which is put to the product as it was printed.
Laws: a policy and itself, and one with its roles renamed and its statements in another order, do not differ; what is
gained one way is lost the other way.

    diffs.py --rolegate COMMAND --driver DRIVER [--policies N] [--seed N]
"""

import argparse
import copy
import json
import os
import random
import re
import shlex
import sys
import tempfile
from dataclasses import replace

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "reference"), os.path.join(HERE, "..", "prove")]
import claims
import generate
import model
import policy as syntax
import product
import rows
import text

try:
    import jsonschema
except ImportError:
    jsonschema = SCHEMA = None
else:
    with open(os.path.join(HERE, "..", "..", "docs", "diff.schema.json"), encoding="utf-8") as file:
        SCHEMA = jsonschema.Draft7Validator(json.load(file))

def changed(rng, maker, statements):
    """The statements with one to three changes that the language accepts."""
    statements = list(statements)
    for _ in range(rng.randint(1, 3)):
        movable = [i for i, s in enumerate(statements) if isinstance(s, (syntax.Rule, syntax.Assign))]
        choice = rng.random()
        if movable and choice < 0.3:
            del statements[rng.choice(movable)]
        elif choice < 0.6:
            statements.append(maker.rule())
        elif movable and choice < 0.8:
            at = rng.choice(movable)
            statements[at] = replace(statements[at], limits=maker.limits())
        else:
            rules = [i for i in movable if isinstance(statements[i], syntax.Rule)]
            if rules:
                at = rng.choice(rules)
                effect = "deny" if statements[at].effect == "allow" else "allow"
                statements[at] = replace(statements[at], effect=effect)
    return statements


def renamed(rng, statements):
    """The same policy: roles under other names, statements in another order."""
    name = lambda r: f"r-{r}".lower() + ("" if r.islower() else "-c")
    subject = lambda s: (s[0], name(s[1])) if s[0] == "role" else s
    out = []
    for s in statements:
        if isinstance(s, syntax.Role):
            s = replace(s, name=name(s.name), extends=tuple(map(name, s.extends)))
        elif isinstance(s, syntax.Rule):
            s = replace(s, subjects=tuple(map(subject, s.subjects)))
        elif isinstance(s, syntax.Assign):
            s = replace(s, roles=tuple(map(name, s.roles)))
        elif isinstance(s, syntax.Exclusive):
            s = replace(s, roles=tuple(map(name, s.roles)))
        out.append(s)
    rng.shuffle(out)
    return out


class Case:
    def __init__(self, rng, options, driver, folder):
        self.options, self.driver, self.folder, self.rng = options, driver, folder, rng
        self.first = claims.Policy(rng)
        self.maker = claims.Small(rng)
        for name in ("users", "groups", "gids", "permissions", "roles", "named", "zones", "zone", "day"):
            setattr(self.maker, name, self.vocabulary(name))
        self.second = claims.Policy.__new__(claims.Policy)
        self.second.statements = changed(rng, self.maker, self.first.statements)
        self.wrong = []

    def vocabulary(self, name):
        of = lambda kind: [s for s in self.first.statements if isinstance(s, kind)]
        named = claims.subjects_named(self.first.statements)
        if name in ("users", "groups", "gids"):
            found = tuple(sorted({n for k, n in named if k == name[:-1]}, key=str))
            return found or {"users": ("bob",), "groups": ("staff",), "gids": (27,)}[name]
        if name == "permissions":
            return tuple(n for s in of(syntax.Permission) for n in s.names)
        if name == "roles":
            return tuple(s.name for s in of(syntax.Role))
        if name == "named":
            return tuple(s.name for s in of(syntax.Condition))
        if name == "zone":
            return self.first.model.zone
        if name == "zones":
            return (self.first.model.zone,)
        return 300

    def write(self, name, statements):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text.policy_text(statements))
        return path

    def diff(self, old, new, *arguments):
        return rows.run(self.options, "diff", old, new, *arguments)

    def laws(self, old, new, said):
        same = self.write("same.rg", renamed(self.rng, self.first.statements))
        for other in (old, same):
            status, out, err = self.diff(old, other)
            if status != 0:
                self.wrong.append(f"differs from itself ({os.path.basename(other)}): {out[:400]}{err[:200]}")
        status, out, err = self.diff(new, old, "--format", "json")
        mirror = json.loads(out)
        key = lambda d, gained, lost: sorted(
            (t.get("service") or "", t.get("permission") or "", str([w for w in c["who"]]), c[gained], c[lost])
            for t in d["differences"] for c in t["changes"] if len(c["who"]) == 1
        )  # fmt: skip
        if key(said, "gains", "loses") != key(mirror, "loses", "gains"):
            self.wrong.append(f"the mirror differs: {said} {mirror}")
        for what, flag in (("widen", "widens"), ("narrow", "narrows")):
            status, out, err = self.diff(old, new, "--fail-on", what)
            if status != (1 if said[flag] else 0):
                self.wrong.append(f"--fail-on {what}: status {status}, and {flag} is {said[flag]}")

    def people(self):
        union = copy.copy(self.first)
        named = claims.subjects_named(self.first.statements) | claims.subjects_named(self.second.statements)
        names = lambda kind: sorted((n for k, n in named if k == kind), key=str)
        union.users, union.groups, union.gids = names("user") + ["someone"], names("group"), names("gid")
        return union.people()

    def brute(self, situations, said):
        """Somebody who gains or loses, and is not spoken of at all."""
        permissions = self.first.model.permissions
        gained = lost = None
        for user, chosen in self.people():
            for now, place in situations:
                request = self.first.request(user, chosen, now, place)
                before, after = model.Situation(self.first.model, request), model.Situation(self.second.model, request)
                for name in permissions:
                    was, is_now = before.permission(name), after.permission(name)
                    if is_now and not was:
                        gained = (user, chosen, now, place, name)
                    if was and not is_now:
                        lost = (user, chosen, now, place, name)
        if gained and not said["widens"]:
            self.wrong.append(f"somebody gains, and diff says nobody does: {gained}")
        if lost and not said["narrows"]:
            self.wrong.append(f"somebody loses, and diff says nobody does: {lost}")

    def row_subjects(self, side):
        statements = (self.first if side == 0 else self.second).statements
        return {(k, str(n) if n is not None else None): rows.Subject(statements, [{"kind": k, "name": n}])
                for k, n in self.row_names()}  # fmt: skip

    def row_names(self):
        named = claims.subjects_named(self.first.statements) | claims.subjects_named(self.second.statements)
        found = [(k, n) for k, n in named if k in ("user", "group", "gid")] + [("everyone", None)]
        return found + [("role", s.name) for s in self.first.statements if isinstance(s, syntax.Role)]

    def compare_rows(self, situations, said):
        """That rows gain and lose exactly where it is said, for each permission."""
        old, new = self.row_subjects(0), self.row_subjects(1)
        told = {}
        for target in said["differences"]:
            for change in target["changes"]:
                if len(change["who"]) == 1 and "permission" in target:
                    told[(target["permission"], change["who"][0]["kind"], change["who"][0].get("name"))] = change
        cells = [(p, k, n) for p in self.first.model.permissions for k, n in old]
        lists = [told.get(c, {"gained": []})["gained"] for c in cells] + [told.get(c, {"lost": []})["lost"] for c in cells]
        whole = rows.condition_policy(self.first.statements, lists)
        situations = situations[: self.options.situations]
        requests = [
            syntax.Request("someone", None, now, f"r.n{i}", (), (), *place)
            for now, place in situations for i in range(len(lists))
        ]  # fmt: skip
        answers = self.driver.ask(whole, requests, "V")
        if isinstance(answers, str):
            self.wrong.append(f"what is said is refused: {answers[:300]}")
            return
        answer = iter(answers)
        for now, place in situations:
            may = lambda subject, permission: model.Situation(
                subject.policy,
                syntax.Request(subject.user, None, now, permission, subject.groups, subject.gids, *place),
            ).permission(permission)
            before = [may(old[(k, n)], p) for p, k, n in cells]
            after = [may(new[(k, n)], p) for p, k, n in cells]
            for sign, was, is_now in (("gained", before, after), ("lost", after, before)):
                for cell, a, b in zip(cells, was, is_now):
                    holds, change = next(answer).verdict == "allow", told.get(cell)
                    is_new = b and not a
                    if holds and not is_new or is_new and not holds and (change is None or change["exact"]):
                        self.wrong.append(f"{cell} {sign} at {now} {place}: {is_new}, and it says {change}")

    def witnesses(self, said):
        """That each change of a subject has one, and that the command says what it is said to show."""
        changes = [(t, c) for t in said["differences"] for c in t["changes"] if c["who"][0]["kind"] != "role"]
        for target, change in changes:
            if change["command"] is None and not said["on_rosters"]:
                self.wrong.append(f"no witness: {target} {change}")
        shown = [c for c in changes if c[1]["command"] is not None]
        for target, change in self.rng.sample(shown, min(len(shown), 2)):
            status, out, err = rows.run(self.options, *shlex.split(change["command"])[1:])
            if status != (0 if change["gains"] and target["new"] or change["loses"] and not target["new"] else 1):
                self.wrong.append(f"{change['command']}: status {status}: {out[:200]}{err[:200]}")

    def accounts(self, old, new, situations):
        """That who gains and who loses of some people is found, in files as getent prints them."""
        people = self.rng.sample(list(self.people()), min(12, len(list(self.people()))))
        subjects = sorted({s for _, chosen in people for s in chosen}, key=str)
        gids = {s: s[1] if s[0] == "gid" else 70000 + i for i, s in enumerate(subjects)}
        named, lines, members = {}, [], {s: [] for s in subjects}
        for i, (user, chosen) in enumerate(people):
            account = f"p{i}" if user == "someone" else user
            if account not in named and not any(c in account for c in ":,\n/"):
                named[account] = (user, chosen)
                lines.append(f"{account}:x:{2000 + i}:69999::/:/bin/sh\n")
                for subject in chosen:
                    members[subject].append(account)
        folder = os.path.join(self.folder, "accounts")
        os.makedirs(folder, exist_ok=True)
        group = lambda s: s[1] if s[0] == "group" else f"gid{s[1]}"
        with open(os.path.join(folder, "passwd"), "w", encoding="utf-8") as file:
            file.writelines(lines)
        with open(os.path.join(folder, "group"), "w", encoding="utf-8") as file:
            file.writelines(f"{group(s)}:x:{gids[s]}:{','.join(members[s])}\n" for s in subjects)
        status, out, err = self.diff(old, new, "--accounts", folder, "--format", "json")
        said = json.loads(out)
        if SCHEMA is not None:
            self.wrong += [f"schema: {e.message}" for e in SCHEMA.iter_errors(said)]
        told = {t["permission"]: t for t in said["differences"] if "permission" in t}
        if said["people"]["all"] != len(named):
            self.wrong.append(f"{len(named)} accounts, and {said['people']}")
        for account, (user, chosen) in named.items():
            for now, place in situations:
                request = self.first.request(account, chosen, now, place)
                before, after = model.Situation(self.first.model, request), model.Situation(self.second.model, request)
                for name in self.first.model.permissions:
                    was, is_now = before.permission(name), after.permission(name)
                    key = "gainers" if is_now and not was else "losers" if was and not is_now else None
                    if key and account not in told.get(name, {key: []})[key]:
                        self.wrong.append(f"{account} in {chosen} is none of the {key} of {name} at {now} {place}")

    def run(self):
        old, new = self.write("old.rg", self.first.statements), self.write("new.rg", self.second.statements)
        status, out, err = self.diff(old, new, "--format", "json")
        if status == 2 and "error:" in err:
            return []  # the change is one that the language refuses
        if status not in (0, 1):
            return [f"status {status}: {err[:300]}"]
        said = json.loads(out)
        self.second.model = model.Policy(self.second.statements)
        self.second.claims = []
        if said["on_rosters"]:
            self.options_rosters = True
        situations = self.first.places_and_times(self.rng) + self.second_situations()
        situations = self.rng.sample(situations, min(len(situations), 30))
        if SCHEMA is not None:
            self.wrong += [f"schema: {e.message}" for e in SCHEMA.iter_errors(said)]
        self.witnesses(said)
        self.laws(old, new, said)
        self.brute(situations, said)
        self.accounts(old, new, situations[:8])
        self.compare_rows(situations, said)
        for form in ("text", "markdown"):
            if self.diff(old, new, "--format", form)[0] != status:
                self.wrong.append(f"--format {form} has another status")
        return self.wrong

    def second_situations(self):
        return claims.Policy.places_and_times(self.second, self.rng)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--driver", required=True)
    options.add_argument("--policies", type=int, default=60)
    options.add_argument("--situations", type=int, default=6)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    driver, passed, failed, seed = product.Product(options.driver), 0, 0, options.seed
    with tempfile.TemporaryDirectory() as folder:
        while passed + failed < options.policies:
            case = Case(random.Random(seed), options, driver, folder)
            wrong = case.run()
            passed, failed = passed + (not wrong), failed + bool(wrong)
            for one in wrong[:4]:
                print(f"seed {seed}: {one}")
            seed += 1
    driver.stop()
    skipped = 0 if SCHEMA else 1
    if skipped:
        print("skipped: the schema, since python3-jsonschema is missing")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
