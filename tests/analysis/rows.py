#!/usr/bin/env python3
"""What `who` and `matrix` say of random small policies, against the reference evaluator.

Owns the comparison. Each row is somebody: in no group, in one, one user, one who holds one role alone; in many
situations he must be allowed exactly where one of the row's conditions holds. The conditions are not believed: each is
put into a policy of its own, as it was printed, and the product is asked. Then pairs: who gets there by two subjects
only is listed, and whoever keeps others out. And `can USER` without a service, of somebody in some groups and perhaps in
others: what is open now, and all that opens from now on, is said, and where.

    rows.py --rolegate COMMAND --driver DRIVER [--policies N] [--seed N]
"""

import argparse
import itertools
import json
import os
import random
import subprocess
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
import text

ALONE = "zz-alone"  # a group of the reference's, which has one role and nothing else


def without_rosters(statements):
    return [s for s in statements if not isinstance(s, syntax.Roster)]


class Subject:
    """The person of a row, or of two: policy and request, for the reference."""

    def __init__(self, statements, rows):
        statements = list(statements)
        if rows[0]["kind"] != "outsider":
            statements = without_rosters(statements)
        self.user, groups, gids = "someone", [], []
        for row in rows:
            kind, name = row["kind"], row.get("name")
            if kind == "user":
                self.user = name
            elif kind == "group":
                groups.append((name, "yes"))
            elif kind == "gid":
                gids.append((int(name), "yes"))
            elif kind == "role":
                statements.append(syntax.Assign((name,), (("group", ALONE),)))
                groups.append((ALONE, "yes"))
        self.groups, self.gids = tuple(groups), tuple(gids)
        self.policy = model.Policy(statements)

    def may(self, service, situation):
        now, (origin, tty, host) = situation
        request = syntax.Request(self.user, service, now, None, self.groups, self.gids, origin, tty, host)
        return model.verdict(self.policy, request) == "allow"


def condition_policy(statements, lists):
    """A policy in which permission r.N is everybody's where one of the N-th list of conditions holds."""
    kept = [s for s in statements if isinstance(s, (syntax.Zone, syntax.Condition))]
    lines = [text.policy_text(kept).rstrip("\n"), 'service s requires r.x', "permission r.x"]
    for i, pieces in enumerate(lists):
        lines.append(f"permission r.n{i}")
        for piece in pieces:
            when = "" if not piece or piece.startswith(("starting ", "until ")) else "when "
            lines.append(f"allow r.n{i} to everyone {when}{piece}")
    return "\n".join(lines) + "\n"


def run(options, *arguments):
    command = subprocess.run([options.rolegate, *arguments], capture_output=True, text=True, timeout=120)
    return command.returncode, command.stdout, command.stderr


def named_nodes(statements):
    return [{"kind": k, "name": str(n)} for k, n in claims.subjects_named(statements) if k in ("user", "group", "gid")]


def compare_rows(options, driver, policy, service, situations, path):
    """What is wrong with what `who` says of a service, and its answer."""
    status, out, err = run(options, "who", service, "--policy", path, "--json")
    if status not in (0, 1):
        return [f"who {service}: status {status}: {err[:300]}"], None
    said = json.loads(out)
    wrong = []
    every = [{"kind": "everyone"}] + named_nodes(policy.statements)
    every += [{"kind": "role", "name": s.name} for s in policy.statements if isinstance(s, syntax.Role)]
    if any(isinstance(s, syntax.Roster) for s in policy.statements):
        every.append({"kind": "outsider"})
    listed = {(r["kind"], r.get("name")): r for r in said["rows"]}
    if not {k for k in listed} <= {(r["kind"], r.get("name")) for r in every}:
        wrong.append(f"rows of nobody: {listed}")
    lists = [listed.get((r["kind"], r.get("name")), {"when": []})["when"] for r in every]
    pairs = {frozenset((s["kind"], s.get("name")) for s in p["subjects"]): p["when"] for p in said["together"]}
    couples = [c for c in itertools.combinations(named_nodes(policy.statements), 2)
               if not all(s["kind"] == "user" for s in c)]  # fmt: skip
    lists += [pairs.get(frozenset((s["kind"], s["name"]) for s in c), []) for c in couples]
    whole = condition_policy(policy.statements, lists)
    requests = [
        syntax.Request("someone", None, now, f"r.n{i}", (), (), *place)
        for now, place in situations
        for i in range(len(lists))
    ]
    answers = driver.ask(whole, requests, "V")
    if isinstance(answers, str):
        return wrong + [f"what {service} says is refused: {answers[:400]}"], said
    if any(isinstance(a, str) for a in answers):
        return wrong + ["the driver is at odds with itself"], said
    answer = iter(answers)
    subjects = [Subject(policy.statements, [r]) for r in every]
    both = [Subject(policy.statements, list(c)) for c in couples]
    alone = {(r["kind"], r.get("name")): s for r, s in zip(every, subjects)}
    kept_out = {(d["kind"], d.get("name")) for d in said["kept_out"]}
    for situation in situations:
        may = {}
        for row, subject in zip(every, subjects):
            key = (row["kind"], row.get("name"))
            may[key] = subject.may(service, situation)
            holds = next(answer).verdict == "allow"
            if holds != may[key] and (holds or listed.get(key, {"exact": True})["exact"]):
                wrong.append(f"{service}: {key} at {situation}: {may[key]}, and the row says {listed.get(key)}")
        for couple, subject in zip(couples, both):
            keys = [(s["kind"], s["name"]) for s in couple]
            together = subject.may(service, situation)
            new = together and not any(may[k] for k in keys)
            if new != (next(answer).verdict == "allow"):
                wrong.append(f"{service}: {keys} at {situation}: {new}, and the pair says {pairs}")
            for one, other in (keys, keys[::-1]):
                if may[one] and not together and other not in kept_out:
                    wrong.append(f"{service}: {other} keeps {one} out at {situation}, and is not said to")
    return wrong, said


def compare_matrix(options, path, whos):
    """Whether the matrix says of roles what `who` says of them."""
    status, out, err = run(options, "matrix", "--policy", path, "--format", "json")
    if status != 0:
        return [f"matrix: status {status}: {err[:300]}"]
    wrong = []
    for cell in json.loads(out)["cells"]:
        if cell["service"] == "*" and "*" not in whos:  # what is required of services that are not listed
            whos["*"] = json.loads(run(options, "who", "*", "--policy", path, "--json")[1])
        rows = whos[cell["service"]]["rows"]
        row = next((r for r in rows if (r.get("name") == cell["role"] and r["kind"] == "role" if "role" in cell else r["kind"] == "everyone")), None)  # fmt: skip
        if cell["may"] != (row is not None) or (row is not None and cell["when"] != row["when"]):
            wrong.append(f"matrix: {cell}, and who says {row}")
    for form, first in (("csv", "service,everyone"), ("markdown", "| | everyone |"), ("text", " ")):
        status, out, err = run(options, "matrix", "--policy", path, "--format", form)
        if status != 0 or not out.startswith(first):
            wrong.append(f"matrix --format {form}: status {status}, {out[:100]}")
    return wrong


def compare_abilities(rng, options, driver, policy, services, situations, path):
    """What is wrong with what `can USER` says without a service, of one random person at one of the situations."""
    named = sorted(claims.subjects_named(policy.statements), key=str)
    users = [n for k, n in named if k == "user"] + ["someone"]
    member = lambda wanted: tuple((n, rng.choice(("yes", "unknown"))) for k, n in named if k == wanted and rng.random() < 0.5)  # fmt: skip
    user, groups, gids = rng.choice(users), member("group"), member("gid")
    at, place = rng.choice(situations)
    arguments = ["can", str(user), "--policy", path, "--json", "--at", text.Printer().time(("instant", at, 0))]
    arguments += ["--from", place[0] or "local", "--tty", "/dev/none" if place[1] == "none" else place[1] or "none", "--host", place[2] or ""]
    for option, members in (("group", groups), ("gid", gids)):
        for name, value in members:
            arguments += [f"--{'unknown-' if value == 'unknown' else ''}{option}", str(name)]
    if not groups and not gids:
        arguments.append("--no-groups")
    status, out, err = run(options, *arguments)
    if status not in (0, 1):
        return [f"{arguments}: status {status}: {err[:300]}"]
    listed = {a["service"]: a for a in json.loads(out)["may"]}
    lists = [listed.get(s, {"when": []})["when"] for s in services]
    whole = condition_policy(policy.statements, lists)
    later = [(now, where) for now, where in situations if now >= at] + [(at, place)]
    requests = [syntax.Request("someone", None, now, f"r.n{i}", (), (), *where)
                for now, where in later for i in range(len(services))]  # fmt: skip
    answers = driver.ask(whole, requests, "V")
    if isinstance(answers, str):
        return [f"what {arguments} says is refused: {answers[:400]}"]
    answer, wrong, reference = iter(answers), [], model.Policy(policy.statements)
    for now, where in later:
        for service in services:
            request = syntax.Request(user, service, now, None, groups, gids, *where)
            may, holds = model.verdict(reference, request) == "allow", next(answer).verdict == "allow"
            if may != holds and (holds or listed.get(service, {"exact": True})["exact"]):
                wrong.append(f"{arguments}: {service} at {now}, {where}: {may}, and it says {listed.get(service)}")
            if (now, where) == (at, place) and may != (listed.get(service, {}).get("verdict") == "allow"):
                wrong.append(f"{arguments}: {service} now: {may}, and it says {listed.get(service)}")
    if status != (0 if any(a["verdict"] == "allow" for a in listed.values()) else 1):
        wrong.append(f"{arguments}: status {status}")
    return wrong


def one_policy(rng, options, driver, folder):
    policy = claims.Policy(rng)
    path = os.path.join(folder, "policy.rg")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text.policy_text(policy.statements))
    every = policy.places_and_times(rng)
    situations = rng.sample(every, min(len(every), options.situations))
    wrong, whos = [], {}
    for service in sorted({n for s in policy.statements if isinstance(s, syntax.Service) for n in s.names}):
        more, whos[service] = compare_rows(options, driver, policy, service, situations, path)
        wrong += more
    if not wrong:
        wrong += compare_matrix(options, path, whos)
    for _ in range(3):
        wrong += compare_abilities(rng, options, driver, policy, sorted(whos), situations, path)
    return wrong


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options.add_argument("--driver", required=True)
    options.add_argument("--policies", type=int, default=60)
    options.add_argument("--situations", type=int, default=12)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    driver, failed = product.Product(options.driver), 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.policies):
            wrong = one_policy(random.Random(seed), options, driver, folder)
            failed += bool(wrong)
            for one in wrong[:5]:
                print(f"seed {seed}: {one}")
    driver.stop()
    print(f"{options.policies - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
