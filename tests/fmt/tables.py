"""
What is formatted compiles to the same table, but for lines and digests: the policies of this tree, and random ones. And
what does not compile draws the same reports.

The last line is `N passed, N failed`.
"""
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests", "reference"))
import generate  # noqa: E402
import text  # noqa: E402

ROLEGATE = os.environ["ROLEGATE"]
FOLDERS = ["policies", "policies/examples", "tests/language/*", "tests/language/*/*.d", "tests/command/policies",
           "tests/table/policies", "tests/examples"]  # fmt: skip
SAME_LINE = {"tests/table/policies/odd.rg"}  # statements that are one because they stand on one line
RANDOM = int(os.environ.get("POLICIES", "400"))


def run(*command):
    return subprocess.run([ROLEGATE, *command], capture_output=True, text=True, errors="surrogateescape", check=False)


def meaning(path):
    """What a policy means: its table as text without places, or what is wrong with it."""
    table = path + ".rgt"
    got = run("compile", "-I", f"{TREE}/policies", "-I", os.path.dirname(path), "-o", table, path)
    if got.returncode != 0:
        said = re.sub(r"line \d+|\d+:\d+", "", got.stderr).replace(os.path.dirname(path), "")
        return sorted(re.findall(r": (error|warning): ([^\n]*)", said))
    marks = r"#(?:rolegate dump|source|line) [^\n]*\n"
    dump = re.sub(marks, "", run("dump", table).stdout)
    os.remove(table)
    # Statements on one line are listed in another order than those on several, and the same one once.
    blocks = [sorted(set(block.split("\n"))) for block in re.split(r"\n(?! |})", dump)]
    return sorted({"\n".join(block) for block in blocks if block != [""]})


def is_formed(path):
    got = run("fmt", "--check", path)
    return (got.returncode, got.stdout) == (0, "")


def compared(before, after, path):
    """Problems with one file, in the folder as it was and in the one that was formatted."""
    got = run("fmt", "--write", after)
    if got.returncode == 2 and got.stderr != "" and got.stdout == "":
        with open(before, "rb") as one, open(after, "rb") as other:
            return None if one.read() == other.read() else f"{path} was refused, and written"
    if got.returncode != 0:
        return f"{path}: exit status {got.returncode}\n{got.stderr}"
    if not is_formed(after):
        return f"{path} is not in its form when it is formatted"
    return None


def folder_problems(folder, work):
    """Problems with each file of a folder, then what its policies mean, all of it formatted."""
    name = os.path.basename(folder)
    for part in ("before", "after"):
        shutil.copytree(f"{TREE}/{folder}", f"{work}/{part}/{name}", symlinks=True)
    files = sorted(os.path.basename(path) for path in glob.glob(f"{TREE}/{folder}/*.rg") if os.path.isfile(path))
    for file in files:
        yield compared(f"{work}/before/{name}/{file}", f"{work}/after/{name}/{file}", f"{folder}/{file}")
    for file in (file for file in files if f"{folder}/{file}" not in SAME_LINE):
        one, other = (meaning(f"{work}/{part}/{name}/{file}") for part in ("before", "after"))
        yield None if one == other else f"{folder}/{file} means something else\n{one}\n{other}"[:4000]


def random_problems(seed, work):
    rng = random.Random(seed)
    maker = generate.Maker(rng)
    written = text.policy_text(maker.statements(), rng)
    path, other = f"{work}/one.rg", f"{work}/other.rg"
    for name in (path, other):
        with open(name, "w", encoding="utf-8", newline="") as file:
            file.write(written)
    yield compared(path, other, f"random policy {seed}")
    yield None if meaning(path) == meaning(other) else f"random policy {seed} means something else\n{written}"


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="rolegate-fmt-") as work:
        problems = [problem for pattern in FOLDERS for folder in sorted(glob.glob(pattern, root_dir=TREE))
                    if os.path.isdir(f"{TREE}/{folder}")
                    for problem in folder_problems(folder, tempfile.mkdtemp(dir=work))]
        for seed in range(RANDOM):
            problems += random_problems(seed, work)
    for problem in problems:
        passed, failed = passed + (problem is None), failed + (problem is not None)
        if problem is not None and failed < 20:
            print("FAILED", problem)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
