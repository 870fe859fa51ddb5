"""What proofs, `diff`, `who` and `matrix` cost, against a compile of the policy; secilc's neverallow and sediff beside.

The second policy of a diff is the first without 200 of its rules. sediff compares compiled SELinux policies of as many
rules, also without 200 of them: it looks at each rule as it is written, while diff says what it comes to for people. secilc compiles as many
rules, and checks as many neverallow rules as there are claims, all of which hold.
"""
import random
import re
import shutil

import generate
import peers

SIZES = [1000, 10_000, 100_000]
GONE = 200
CLAIMS = {1000: 50, 10_000: 200, 100_000: 1000}
TURNS = 5


def without(text, first_word):
    """The text without GONE of its lines that begin so, or a tenth of them."""
    lines = text.split("\n")
    rules = [i for i, line in enumerate(lines) if line.startswith(first_word)]
    count = min(GONE, len(rules) // 10)
    gone = set(rules[:: max(1, len(rules) // count)][:count])
    return "\n".join(line for i, line in enumerate(lines) if i not in gone)


def claims(text, count):
    """Random claims on the services of a policy: four in five a never, most of them violated, each with its witness."""
    rng = random.Random(count)
    named = lambda form: sorted(set(re.findall(form, text, re.M)))
    roles, groups = named(r"^role ([\w-]+)"), named(r"\bgroup ([\w-]+)")
    subjects = [f"role {r}" for r in roles], [f"group {g}" for g in groups], ["everyone"]
    services = named(r"^service ([\w-]+)")
    word = lambda: "always" if rng.random() < 0.2 else "never"
    return "".join(f"{word()} {rng.choice(rng.choice(subjects))} may {rng.choice(services)}\n" for _ in range(count))


def commands(bench, size):
    """By name, what is run; the compile that the others are held against is first."""
    old, new = bench.work / f"{size}.rg", bench.work / f"{size}-less.rg"
    if not old.exists():
        old.write_text(generate.Policy(size, 1).text() + "\n")
    text, claimed = old.read_text(), bench.work / f"{size}-claimed.rg"
    claimed.write_text(text + claims(text, CLAIMS[size]))
    new.write_text(without(text, ("allow ", "deny ")))
    service = next(line.split()[1] for line in text.split("\n") if line.startswith("service ") and "bench" not in line)
    found = {"rolegate compile -Wno-all": [bench.rolegate, "compile", "-Wno-all", old, "-o", bench.work / "out.rgt"],
             "rolegate check, with claims": [bench.rolegate, "check", "-Wno-all", claimed],
             "rolegate diff": [bench.rolegate, "diff", old, new, "--fail-on", "narrow"],
             "rolegate who": [bench.rolegate, "who", service, "--policy", old],
             "rolegate matrix": [bench.rolegate, "matrix", "--policy", old]}
    if shutil.which("sediff") and shutil.which("checkpolicy"):
        rules = peers.selinux(size)
        tables = []
        for name, text in (("old", rules), ("new", without(rules, "allow "))):
            source, made = bench.work / f"{size}-{name}.conf", bench.work / f"{size}-{name}.pp"
            source.write_text(text)
            bench.output("checkpolicy", "-o", made, source)
            tables.append(made)
        found["sediff"] = ["sediff", *tables]
    if shutil.which("secilc"):
        rules = bench.work / f"{size}-never.cil"
        rules.write_text(peers.cil(size, CLAIMS[size]))
        found["secilc, with neverallow"] = ["secilc", "-f", "/dev/null", "-o", bench.work / "out.cil", rules]
    return found


def measure(bench):
    """By name and size: the medians of wall and CPU seconds, the memory, and the CPU against the compile's."""
    bench.has("sediff", "setools")
    bench.has("secilc", "secilc")
    figures = {}
    for size in SIZES:
        seen, run = {}, commands(bench, size)
        for _ in range(TURNS):
            for name, command in run.items():
                cost = bench.cost(["sh", "-c", '"$@" >/dev/null; [ $? -lt 2 ]', "sh", *command])
                if cost is not None:
                    seen.setdefault(name, []).append(cost)
        compile_cpu = middle(seen["rolegate compile -Wno-all"], 1)
        for name, costs in seen.items():
            figures.setdefault(name, {})[size] = {"wall": middle(costs, 0), "cpu": middle(costs, 1),
                                                  "memory": middle(costs, 2), "times": middle(costs, 1) / compile_cpu}
    return figures


def middle(costs, part):
    return sorted(cost[part] for cost in costs)[len(costs) // 2]


def bars(results):
    figures = {name: {int(size): value for size, value in sizes.items()}
               for name, sizes in results.get("analysis", {}).items()}
    for size, most in ((10_000, 32), (100_000, 128)):
        if size in figures.get("rolegate check, with claims", {}):
            memory = figures["rolegate check, with claims"][size]["memory"] / 2 ** 20
            yield f"proofs at {size:,} statements, memory", f"≤ {most} MiB", f"{memory:.0f} MiB", memory <= most
    for name, size, bar in (("rolegate check, with claims", 10_000, 10), ("rolegate check, with claims", 100_000, 20),
                            ("rolegate diff", 10_000, 15), ("rolegate diff", 100_000, 15), ("rolegate who", 10_000, 10),
                            ("rolegate matrix", 10_000, 10)):
        if size in figures.get(name, {}):
            times = figures[name][size]["times"]
            yield f"{name} at {size:,} statements", f"≤ {bar} times the compile of one", f"{times:.1f} times", times <= bar


def rows(results):
    for name, sizes in results.get("analysis", {}).items():
        for size, value in sizes.items():
            yield [name, f"{int(size):,}", f"{value['wall'] * 1000:,.0f} ms", f"{value['cpu'] * 1000:,.0f} ms",
                   f"{value['times']:.1f}", f"{value['memory'] / 2 ** 20:,.0f} MiB"]
