"""
What `check --fix` leaves: none of what it has fixed, nothing new, and, of what is safe, every decision as it was.

Each policy of tests/language, which are full of mistakes, and random ones. The last line is `N passed, N failed`.
"""
import collections
import glob
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests", "reference"))
import generate  # noqa: E402
import text  # noqa: E402

ROLEGATE = os.environ["ROLEGATE"]
RANDOM = int(os.environ.get("POLICIES", "300"))
passed = failed = 0
offered, gone = set(), set()  # ids whose reports had edits, and those of which a policy lost reports by them


def check(name, holds, detail=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds and failed < 20:
        print(f"FAILED {name}\n{detail}"[:3000])


def run(*command):
    return subprocess.run([ROLEGATE, *command], capture_output=True, text=True, errors="surrogateescape", check=False)


def reports(path):
    got = run("check", "--format", "json", "-I", f"{TREE}/policies", path)
    return got.returncode, json.loads(got.stdout)["diagnostics"]


def kinds(diagnostics):
    return collections.Counter(one["id"] for one in diagnostics)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def offset(lines, line, column):
    """The place of a character in bytes: a byte order mark, which no column counts, stands before the first line."""
    mark = 3 if line == 1 and lines[0].startswith(b"\xef\xbb\xbf") else 0
    return sum(len(one) for one in lines[: line - 1]) + mark + len(lines[line - 1][mark:].decode(errors="replace")[: column - 1].encode())


def causes(path, before, report, said):
    """Whether a report's edits, done by hand, draw one of the ids that the command named."""
    named = said.strip().rsplit(" not: ", 1)[-1].split(" would be reported")[0].split(", ")
    keep = text_now = read(path)
    lines = keep.splitlines(keepends=True) + [b""]
    for edit in sorted(report["edits"], key=lambda edit: (edit["line"], edit["column"]), reverse=True):
        if edit["file"] != path:
            return False
        begin, end = offset(lines, edit["line"], edit["column"]), offset(lines, edit["end_line"], edit["end_column"])
        text_now = text_now[:begin] + edit["text"].encode() + text_now[end:]
    with open(path, "wb") as file:
        file.write(text_now)
    more = kinds(reports(path)[1]) - kinds(before)
    with open(path, "wb") as file:
        file.write(keep)
    return bool(set(more) & set(named))


def fixed(name, path, *options):
    """Fixes a policy, and holds what is left to what was there."""
    original, keep = path + ".rgt", read(path)
    run("compile", "-I", f"{TREE}/policies", "-o", original, path)
    status, before = reports(path)
    for one in before:
        check(f"{name}: what is suggested can be done", "suggestion" not in one or "edits" in one, one)
    shown = run("check", "--fix", *options, "--diff", "-I", f"{TREE}/policies", path)
    check(f"{name}: --diff writes nothing", read(path) == keep)
    got = run("check", "--fix", *options, "-I", f"{TREE}/policies", path)
    check(f"{name}: it says the same with --diff", got.returncode == shown.returncode, got.stderr + shown.stderr)
    after_status, after = reports(path)
    more = kinds(after) - kinds(before)
    check(f"{name}: nothing is worse", (not more and after_status <= status) or status == 1, f"{more}\n{got.stderr}")
    done = int(got.stderr.strip().split("\n")[-1].split()[0])
    possible = [one for one in before if "edits" in one and (one["safe"] or options)]
    check(f"{name}: what is fixed is gone", done == 0 or kinds(after) != kinds(before) or status == 1, got.stderr)
    if done == 0 and name not in LEFT:
        for one in possible:
            check(f"{name}: what is not fixed would cause something else", causes(path, before, one, got.stderr), one)
    if options:
        offered.update(one["id"] for one in possible)
        gone.update(one["id"] for one in possible if kinds(after)[one["id"]] < kinds(before)[one["id"]])
    again = run("check", "--fix", *options, "-I", f"{TREE}/policies", path)
    check(f"{name}: a second time there is nothing to do", again.stderr.endswith("0 fixed\n") or "\n0 fixed, " in "\n" + again.stderr, again.stderr)
    if not options and status == 0:
        same = run("diff", "--fail-on", "any", "-I", f"{TREE}/policies", original, path)
        check(f"{name}: decides as before", same.returncode == 0, same.stdout + same.stderr)
    if options and "/mistakes/" in name:
        check(f"{name}: a statement that was mended is well formed", not [one for one in possible if one["id"] == "syntax"] or not kinds(after)["syntax"], after)
    if os.path.basename(path) == "one.rg" and done > 0 and not options:
        check(f"{name}: the tests hold still", after_status == status)
    if os.path.exists(original):
        os.remove(original)


# Where the only edits are in files of a bounded include, which are others' to change.
LEFT = {"tests/language/bad/not-bounded.rg"}


def main():
    with tempfile.TemporaryDirectory(prefix="rolegate-fix-") as work:
        for folder in sorted(glob.glob(f"{TREE}/tests/language/*/")):
            for options in ((), ("--unsafe",)):
                copy = f"{work}/{os.path.basename(folder[:-1])}{len(options)}"
                shutil.copytree(folder, copy, symlinks=True)
                for path in sorted(glob.glob(f"{copy}/*.rg")):
                    fresh = f"{TREE}/tests/language/{os.path.basename(folder[:-1])}/{os.path.basename(path)}"
                    if os.path.isfile(fresh):
                        shutil.copy(fresh, path)
                        fixed(os.path.relpath(fresh, TREE), path, *options)
        check("each id whose reports have edits has a policy that they mend", offered == gone, offered - gone)
        for seed in range(RANDOM):
            rng = random.Random(seed)
            path = f"{work}/one.rg"
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text.policy_text(generate.Maker(rng).statements(), rng))
            fixed(f"random policy {seed}", path)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
