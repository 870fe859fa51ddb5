#!/usr/bin/env python3
"""Which folder may use which, and that nothing goes round in circles.

A wing is a folder. Each may use those above it in the list, and itself: what a file includes is looked at, and what its
object file asks the linker for. And no file may lead back to itself, neither by what headers include nor by what is
called. What breaks this is printed, a line each; the exit status is then 1. The argument is the folder of the build.
"""

import os
import re
import subprocess
import sys

# Each uses only what stands above it.
WINGS = [
    "lib/base",
    "lib",
    "lib/table",
    "lib/decide",
    "lib/explain",
    "lib/inspect",
    "lib/verify",
    "lib/dump",
    "lib/nss",
    "pam_module",
    "policy-compiler/support",
    "policy-compiler/compile/source",
    "policy-compiler/compile/diag",
    "policy-compiler/compile/ir",
    "policy-compiler/compile/ast",
    "policy-compiler/compile/scan",
    "policy-compiler/compile/parse",
    "policy-compiler/compile/zone",
    "policy-compiler/compile/resolve",
    "policy-compiler/machine/nss",
    "policy-compiler/compile/check",
    "policy-compiler/compile/lower",
    "policy-compiler/compile/emit",
    "policy-compiler/answer",
    "policy-compiler/compile/suite",
    "policy-compiler/compile/prove",
    "policy-compiler/compile",
    "policy-compiler/tools/fmt",
    "policy-compiler/tools/fix",
    "policy-compiler/machine/pam",
    "policy-compiler/tools/start",
    "policy-compiler/machine/install",
    "policy-compiler/machine/requests",
    "policy-compiler/machine/findings",
    "policy-compiler/analysis",
    "policy-compiler/machine/exceptions",
    "policy-compiler/tools/lsp",
    "policy-compiler/tools/import",
    "policy-compiler/commands",
    "policy-compiler",
]
ROOTS = ["lib", "policy-compiler", "pam_module"]
PLACE = {wing: number for number, wing in enumerate(WINGS)}


def sources():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *ROOTS], capture_output=True, text=True,
                            check=True).stdout
    return [path for path in listed.split() if re.search(r"\.[chly]$", path) and os.path.exists(path)]


def noun(path):
    return os.path.splitext(path)[0]


def found(path, name, known):
    """The file that an include leads to, or None. A generated header stands beside its grammar."""
    for folder in [os.path.dirname(path), *ROOTS]:
        file = os.path.normpath(os.path.join(folder, name))
        if file in known or f"{noun(file)}.y" in known:
            return file
    return None


def includes():
    paths = sources()
    known = set(paths)
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for name in re.findall(r'^\s*#\s*include "([^"]+\.h)"', file.read(), re.M):
                used = found(path, name, known)
                if used is None:
                    print(f"{path}: nothing is {name}")
                else:
                    yield path, used, f'includes "{name}"'


def symbols(objects, option):
    """Pairs of an object's file and a symbol."""
    listed = subprocess.run(["nm", "-A", "-P", "-g", option, *objects.values()], capture_output=True, text=True,
                            check=True).stdout
    nouns = {path: one for one, path in objects.items()}
    for line in listed.split("\n"):
        if line:
            path, name = line.split(": ")[0], line.split(": ")[1].split(" ")[0]
            yield nouns[path], name


def calls(build):
    objects = {one: f"{build}/{one}.o" for one in sorted({noun(path) for path in sources()})
               if os.path.exists(f"{build}/{one}.o")}
    owners = {}
    for one, name in symbols(objects, "--defined-only"):
        owners.setdefault(name, []).append(one)
    for one, name in symbols(objects, "--undefined-only"):
        # lib/nss has stand-ins under names of lib/decide; the linker takes the one of its own folder.
        near = [owner for owner in owners.get(name, []) if os.path.dirname(owner) == os.path.dirname(one)]
        for owner in near or owners.get(name, [])[:1]:
            yield one, owner, f"uses {name}"


def circles(arrows):
    """The sets of files that lead to each other (Tarjan's strongly connected components)."""
    after = {}
    for one, other in arrows:
        after.setdefault(one, set()).add(other)
    number, low, stack, sets = {}, {}, [], []

    def visit(one):
        number[one] = low[one] = len(number)
        stack.append(one)
        for other in sorted(after.get(one, ())):
            if other not in number:
                visit(other)
                low[one] = min(low[one], low[other])
            elif other in stack:
                low[one] = min(low[one], number[other])
        if low[one] == number[one]:
            at = stack.index(one)
            sets.append(stack[at:])
            del stack[at:]

    sys.setrecursionlimit(10000)
    for one in sorted(after):
        if one not in number:
            visit(one)
    return [sorted(one) for one in sets if len(one) > 1]


def order_broken(arrows):
    for (one, other), why in arrows.items():
        wing, used = os.path.dirname(one), os.path.dirname(other)
        for folder in (wing, used):
            if folder not in PLACE:
                yield f"{folder}: this folder is not in the list of wings"
        if wing in PLACE and used in PLACE and PLACE[used] > PLACE[wing]:
            yield f"{one}: {why}, and {used} stands below {wing}"


def circles_broken(arrows):
    for circle in circles(arrows):
        yield "a circle: " + ", ".join(circle)
        for (one, other), why in sorted(arrows.items()):
            if one in circle and other in circle:
                yield f"    {one} {why} of {other}"


def main():
    broken = []
    for kind in (includes(), calls(sys.argv[1])):
        arrows = {(one, other): why for one, other, why in kind if one != other}
        broken += [*order_broken(arrows), *circles_broken(arrows)]
    print("\n".join(sorted(set(broken), key=broken.index)), end="\n" if broken else "")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
