#!/usr/bin/env python3
"""Policies that are hard to prove anything of: `rolegate check` gives an answer, or says that it gives none.

Each runs within 1 GiB of memory. What is expected is known by how the policy was made.

    hard.py --rolegate COMMAND
"""

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile

GIB = 1 << 30


def three_sat(variables, clauses, seed):
    """A service that is open to whoever has groups that satisfy a random formula, each clause one of three."""
    rng = random.Random(seed)
    name = lambda v: f"v{v}." + rng.choice("pn")
    terms = ["(" + " or ".join(name(v) for v in rng.sample(range(variables), 3)) + ")" for _ in range(clauses)]
    lines = ["permission " + ", ".join(f"v{i}.p, v{i}.n" for i in range(variables))]
    lines.append("service s requires " + " and ".join(terms))
    for i in range(variables):
        lines += [f"allow v{i}.p to group g{i}", f"allow v{i}.n to everyone", f"deny v{i}.n to group g{i}"]
    return lines


def pigeons(holes):
    """The same for a formula that nothing satisfies: one pigeon more than there are holes."""
    var = lambda p, h: f"v{p}-{h}"
    cells = [(p, h) for p in range(holes + 1) for h in range(holes)]
    terms = ["(" + " or ".join(f"{var(p, h)}.p" for h in range(holes)) + ")" for p in range(holes + 1)]
    for h in range(holes):
        terms += [f"({var(p, h)}.n or {var(q, h)}.n)" for p in range(holes + 1) for q in range(p)]
    lines = ["permission " + ", ".join(f"{var(*c)}.p, {var(*c)}.n" for c in cells)]
    lines.append("service s requires " + " and ".join(terms))
    for c in cells:
        group = f"g{c[0]}-{c[1]}"
        lines += [f"allow {var(*c)}.p to group {group}", f"allow {var(*c)}.n to everyone", f"deny {var(*c)}.n to group {group}"]
    return lines


def guarded(condition):
    return [f"role r {{ allow p when {condition} }}", "assign r to group g", "service s requires p"]


def globs(count):
    conditions = [f"condition c{i} tty *{chr(97 + i % 26)}{i}*" for i in range(count)]
    return ["permission p"] + conditions + guarded(" and ".join(f"c{i}" for i in range(count)))


def unfit(count):
    """More globs than texts are told apart by, of which two are against each other."""
    return [one.replace(" }", " and tty x* and tty y* }") for one in globs(count)]


def windows(count):
    zones = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca")
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    lines = [
        f'condition c{i} time {days[i % 7]} {i % 24:02d}:{i * 7 % 60:02d}-{(i + 5) % 24:02d}:00 zone "{zones[i % 5]}"'
        for i in range(count)
    ]
    return ["permission p"] + lines + guarded(" or ".join(f"c{i}" for i in range(count)))


def chain(count):
    lines = ["permission " + ", ".join(f"p{i}" for i in range(count))]
    for i in range(count):
        lines += [f"role r{i} {{ allow p{i} }}", f"assign r{i} to group g{i}"]
    return lines + [f"exclusive r{i}, r{i + 1}" for i in range(count - 1)]


# name, policy, claims, exit status: 0 they hold, 1 one does not, 2 that could not be determined
CASES = (
    ("a small formula that can be satisfied", three_sat(12, 30, 1), ["never everyone may s"], 1),
    ("a small one that cannot", pigeons(2), ["never everyone may s"], 0),
    ("a large formula", three_sat(100, 426, 2), ["never everyone may s"], 1),
    ("a formula of 200 variables at the threshold", three_sat(200, 852, 2), ["never everyone may s"], 0),
    ("a formula of 200 variables that nothing satisfies", three_sat(200, 900, 6), ["never everyone may s"], 0),
    ("pigeons, which a solver is slow at", pigeons(7), ["never everyone may s"], 0),
    ("a formula that somebody does not satisfy", three_sat(100, 426, 2), ["always everyone may s"], 1),
    ("64 globs", globs(64), ["never role r may s"], 1),
    ("64 globs, and two that no text fits", unfit(64), ["never role r may s"], 2),
    ("8 globs, all at once", globs(8), ["never role r may s"], 1),
    ("40 windows in five zones, one of them", windows(40), ["never role r may s"], 1),
    ("40 windows in five zones, not always", windows(40), ["always role r may s"], 1),
    ("a chain of exclusive roles: who holds one alone", chain(1000), ["always role r3 may permission p3"], 0),
    ("a chain of exclusive roles: who may hold its neighbour", chain(1000), ["always group g5 may permission p5"], 1),
    ("a chain of exclusive roles: its neighbour's", chain(1000), ["never group g5 may permission p6"], 0),
    ("a chain of exclusive roles: another's", chain(1000), ["never group g5 may permission p7"], 1),
    ("100,000 claims", chain(100), [f"never role r{i % 100} may permission p{(i + 1 + i // 100 % 99) % 100}" for i in range(100_000)], 0),
    ("10,000 claims that do not hold", chain(100), [f"never everyone may permission p{i % 100}" for i in range(10_000)], 1),
)  # fmt: skip


# name, policy, a statement more, exit status of `diff --fail-on widen`: 0 nobody gains, 1 somebody does
DIFFS = (
    ("pigeons: another hole takes twelve subjects with him", pigeons(12), "allow v0-0.p to group h", 1),
    ("pigeons, of whom more are kept out", pigeons(7), "deny v0-0.p to group h", 0),
    ("a formula of 200 variables, and more denied", three_sat(200, 852, 2), "deny v3.p to group h", 0),
    ("a chain of exclusive roles, one more in it", chain(1000), "exclusive r0, r9", 0),
)


def diff_status(rolegate, folder, lines, more):
    paths = []
    for name, text in (("old.rg", lines), ("new.rg", lines + [more])):
        paths.append(os.path.join(folder, name))
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write("\n".join(text) + "\n")
    return subprocess.run([rolegate, "diff", *paths, "--fail-on", "widen"], capture_output=True).returncode


def killed(command):
    """The exit status where the solver is killed while it works."""
    check = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    children = ""
    while not children and check.poll() is None:
        try:
            with open(f"/proc/{check.pid}/task/{check.pid}/children", encoding="ascii") as file:
                children = file.read()
        except FileNotFoundError:
            pass
    for child in children.split():
        os.kill(int(child), signal.SIGKILL)
    said = check.communicate()[1]
    return check.returncode if "could not be decided" in said and children else -1


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rolegate", required=True)
    options = options.parse_args()
    limit = None if os.environ.get("SANITIZED") else lambda: resource.setrlimit(resource.RLIMIT_AS, (GIB, GIB))
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "hard.rg")
        for name, lines, claims, status in CASES:
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n".join(lines + claims) + "\n")
            command = [options.rolegate, "check", "-Wno-all", path]
            run = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit)
            good = run.returncode == status
            passed, failed = passed + good, failed + (not good)
            if not good:
                print(f"{name}: status {run.returncode}, not {status}: {run.stderr[:300]}")
        for name, lines, more, status in DIFFS:
            found = diff_status(options.rolegate, folder, lines, more)
            passed, failed = passed + (found == status), failed + (found != status)
            if found != status:
                print(f"{name}: status {found}, not {status}")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(pigeons(16) + ["never everyone may s"]) + "\n")
        status = killed([options.rolegate, "check", "-Wno-all", path])
        passed, failed = passed + (status == 2), failed + (status != 2)
        if status != 2:
            print(f"the solver is killed: status {status}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
