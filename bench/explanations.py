"""What a reason costs a person with many roles: instructions of one explanation at 1,000 roles against 100.

By how the roles come to him, and by what the answer is. Every answer rests on a few of the roles, as it does in life,
but for those of "all", where each of them would do.
"""

ROLES = 100, 1000
BAR = 3
LOOPS = 1, 11
HELD = {
    "by the person": ("allow x.p{i}", "user u"),
    "by groups": ("allow x.p{i}", "group g{i}"),
    "all of them grant": ("allow x.p{i}, p", "user u"),
    "all extend one that grants": ("allow x.p{i}", "user u"),
    "by the person, until a date": ("allow x.p{i}", "user u until 2030-01-01"),
    "by the person, at certain times": ("allow x.p{i}", "user u when time mon-fri 08:00-18:00"),
    "by groups, from certain places": ("allow x.p{i}", "group g{i} when from 10.0.0.0/8"),
}
ANSWERS = {
    "allow": "",
    "denied": 'deny p to user u because "no"\n',
    "denied by a role": "deny p to role r{third}\n",
    "not granted": "",
    "not now": "allow z to user u when time mon-fri 09:00-10:00\n",
}
OTHER = "not granted", "not now"  # these are asked for a permission that no role has


def policy(held, answer, count):
    rules, subject = HELD[held]
    extends = " extends base" if held == "all extend one that grants" else ""
    text = "zone utc\npermission p, z\nservice s requires p\nservice other requires z\n"
    text += "permission " + ", ".join(f"x.p{i}" for i in range(count)) + "\nrole base { allow p }\n"
    for i in range(count):
        more = ", p" if held.startswith("by") and i == count // 2 else ""
        text += f"role r{i}{extends} {{ {rules.format(i=i)}{more} }}\nassign r{i} to {subject.format(i=i)}\n"
    return text + ANSWERS[answer].format(third=count // 3)


def cost(bench, held, answer, count):
    """Instructions of one explanation, or None where there is no valgrind."""
    source, table = bench.work / "explained.rg", bench.work / "explained.rgt"
    source.write_text(policy(held, answer, count))
    bench.output(bench.rolegate, "compile", "-Wno-all", source, "-o", table)
    groups = [f"g{i}" for i in range(count)] if held.startswith("by groups") else []
    few, many = (bench.instructions(bench.home / "explain", table, "u", "other" if answer in OTHER else "s", loops, *groups)
                 for loops in LOOPS)
    return few and (many - few) / (LOOPS[1] - LOOPS[0])


def measure(bench):
    """(how the roles are held, the answer, instructions by number of roles) for each of both; [] without valgrind."""
    rows = [(held, answer, [cost(bench, held, answer, count) for count in ROLES]) for held in HELD for answer in ANSWERS]
    rows = [row for row in rows if None not in row[2]]
    for held, answer, (few, many) in rows:
        print(f"  {held + ', ' + answer:<46} {few:10,.0f} {many:10,.0f} instructions, {many / few:.2f} times")
    return rows


def bars(results):
    found = [many / few for _, _, (few, many) in results.get("explanations", [])]
    if found:
        yield ("a reason for a person with 1,000 roles against 100, at most", f"≤ {BAR} times", f"{max(found):.2f} times",
               max(found) <= BAR)


def rows(results):
    return [[held, answer, f"{few:,.0f}", f"{many:,.0f}", f"{many / few:.2f}"]
            for held, answer, (few, many) in results.get("explanations", [])]
