"""What was measured, as text: the bars and whether they are reached, tables for docs/performance.md, and its pictures."""
import re

import analysis
import explanations
import tools
from chart import chart, nanoseconds

# What parses and does no more; the compiler is measured against it.
YARDSTICK = "doas -C"
# The compiler as it is called, with all warnings, and without what only warns.
OURS = {"ours": "rolegate compile", "ours_quiet": "rolegate compile -Wno-all"}


def by_size(figures):
    return {int(size): value for size, value in figures.items()}


def ratio(a, b):
    return f"{a / b:,.0f} times" if a / b >= 10 else f"{a / b:.2f} times"


def us(value):
    return f"{value / 1000:,.1f} µs"


def bars(results):
    """(what, the bar, what was measured, whether the bar is reached) for each bar that the results can tell.

    Each is a ratio of what was measured in turn in this run, or a count of instructions, bytes or calls: a time would say
    something else on another machine.
    """
    decide, compile = by_size(results["decide"]), {name: by_size(f) for name, f in results["compile"].items()}
    most, least = max(decide), min(decide)
    for size, figures in decide.items():
        count = figures["instructions"]
        if count is not None:
            yield (f"a decision at {size:,} statements", "≤ 250 instructions", f"{count:.0f} instructions", count <= 250)
    hbac = by_size(results.get("engines", {}).get("libipa_hbac", {}))
    for size, bar in ((10, 100), (1000, 5000)):
        if size in hbac and size in decide:
            times = hbac[size][0] / decide[size]["again"][0]
            yield f"against libipa_hbac at {size:,} rules", f"≥ {bar:,} times as fast", f"{times:,.0f} times", times >= bar
    for size, figures in decide.items():
        times = figures["against_floor"][0]
        yield f"open, decide, close at {size:,}", "≤ 3.5 times five reads of the file", f"{times:.2f} times", times <= 3.5
    yield from pam_bars(results, most, least)
    yield from compile_bars(compile)
    yield from analysis.bars(results)
    yield from explanations.bars(results)
    yield from tools.bars(results)
    if "grant" in results:
        times = results["grant"]["times"][0]
        yield (f"granting, on a policy of {results['grant']['size']:,} statements", "≤ 4 times its compile",
               f"{times:.2f} times", times <= 4)
    ours = compile[OURS["ours"]]
    for size in (1_000_000,):
        if size in ours:
            each = ours[size]["memory"] / size
            yield f"memory to compile {size:,}", "≤ 400 bytes a statement", f"{each:.0f} bytes", each <= 400
    for size, policy in by_size(results["policies"]).items():
        if size >= 1000:
            each = policy["table"] / size
            yield f"table at {size:,}", "≤ 32 bytes a statement", f"{each:.1f} bytes", each <= 32
            half = policy["table"] / policy["source"]
            yield f"table against its source at {size:,}", "≤ 0.5", f"{half:.2f}", half <= 0.5
    threads = {int(name[8:]): value[0] for name, value in decide[most].items() if name.startswith("threads-")}
    if len(threads) > 1:
        count = max(threads)
        times = threads[count] / threads[1]
        yield f"a check in each of {count} threads against one alone", "≤ 1.2 times", f"{times:.2f} times", times <= 1.2


def compile_bars(compile):
    for size, bar in ((10_000, 1.1), (100_000, 1.1), (1_000_000, 1.6)):
        ours = compile.get(YARDSTICK, {}).get(size, {}).get("ours")
        if ours:
            yield (f"compiling against {YARDSTICK}, which only parses, at {size:,}", f"≤ {bar} times its time",
                   f"{ours[0]:.2f} times", ours[0] <= bar)
    for name in ("checkpolicy", "secilc"):
        for size, figures in compile.get(name, {}).items():
            if size >= 100_000 and figures["ours"]:
                times = 1 / figures["ours"][0]
                yield f"compiling against {name} at {size:,}", "≥ 5 times as fast", f"{times:.1f} times", times >= 5


def pam_bars(results, most, least):
    pam, nss, cold = results["pam"], results["nss"], results["cold"]
    for user in ("kim", "many"):
        value, floor = pam[user][f"rolegate-{most}"][0], pam[user]["pam_permit"][0] + nss[user][0]
        groups = {"kim": 3, "many": 200}[user]
        yield (f"a PAM transaction at {most:,}, {groups} groups", "≤ 1.15 times pam_permit and its NSS look-ups",
               f"{value / floor:.2f} times", value <= 1.15 * floor)
    times = pam["kim"][f"rolegate-{most}"][0] / pam["kim"][f"rolegate-{least}"][0]
    yield f"the same, {most:,} statements against {least:,}", "≤ 1.1 times", f"{times:.2f} times", times <= 1.1
    times = pam["k100"]["pam_access-100"][0] / pam["k100"]["rolegate-groups-100"][0]
    yield "100 group rules, against pam_access", "≥ 40 times as fast", f"{times:.0f} times", times >= 40
    value, floor = cold[f"rolegate-{most}"][0], cold["pam_permit"][0] + nss["kim"][0]
    yield ("in a process of its own", "≤ 1.15 times the same", f"{value / floor:.2f} times", value <= 1.15 * floor)
    more = cold[f"rolegate-{most}"][3] - cold["pam_succeed_if-1"][3]
    yield f"resident memory at {most:,}, over pam_succeed_if", "≤ 128 KiB", f"{more:.0f} KiB", more <= 128
    if results.get("table_calls") is not None:
        yield "system calls on the table", "≤ 12", str(results["table_calls"]), results["table_calls"] <= 12


def bars_text(results):
    rows = list(bars(results))
    width = max(len(row[0]) for row in rows)
    lines = [f"{'reached' if good else 'MISSED ':<8} {what:<{width}}  {value}   (bar: {bar})"
             for what, bar, value, good in rows]
    return "\n".join(lines + [f"{sum(row[3] for row in rows)} of {len(rows)} bars are reached"])


# -- docs/performance.md

def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def bars_table(results):
    return table(["what", "bar", "measured", ""],
                 [[what, bar, value, "reached" if good else "**missed**"] for what, bar, value, good in bars(results)])


def decide_table(results):
    rows = []
    for size, figures in by_size(results["decide"]).items():
        count = figures["instructions"]
        rows.append([f"{size:,}", f"{figures['again'][0]:.0f} ns ({figures['again'][1]:.0f} to {figures['again'][2]:.0f})",
                     "" if count is None else f"{count:.0f}", us(figures["first"][0]),
                     f"{us(figures['shot'][0])} ({us(figures['shot'][1])} to {us(figures['shot'][2])})",
                     us(figures["floor"][0]), us(figures["reload"][0])])
    return table(["statements", "a decision, asked before", "instructions", "a subject's first", "open, decide, close",
                  "five reads of the file", "reload, nothing new"], rows)


def engines_table(results):
    decide, rows = by_size(results["decide"]), []
    for name, figures in results["engines"].items():
        for size, value in by_size(figures).items():
            again = decide.get(size, {}).get("again")
            rows.append([name, f"{size:,}", us(value[0]), ratio(value[0], again[0]) if again else ""])
    return table(["evaluator", "rules", "a decision", "rolegate is faster by"], rows)


def pam_table(results):
    rows = []
    for user in results["pam"]:
        groups = 200 if user == "many" else 3
        floor = results["pam"][user]["pam_permit"][0]
        for name, value in results["pam"][user].items():
            rows.append([name, str(groups), us(value[0]), f"{us(value[1])} to {us(value[2])}", ratio(value[0], floor)])
    for user, groups in (("kim", 3), ("many", 200)):
        value = results["nss"][user]
        rows.append(["getpwnam_r, getgrouplist and a getgrnam_r alone", str(groups), us(value[0]),
                     f"{us(value[1])} to {us(value[2])}", ""])
    return table(["stack", "groups", "a transaction", "from, to", "against pam_permit"], rows)


def cold_table(results):
    return table(["stack", "a process of its own", "from, to", "resident"],
                 [[name, us(value[0]), f"{us(value[1])} to {us(value[2])}", f"{value[3]:.0f} KiB"]
                  for name, value in results["cold"].items()])


def compile_table(results):
    rows = []
    for name, figures in results["compile"].items():
        for size, value in by_size(figures).items():
            wall, ours = value["wall"], value["ours"]
            rows.append([name, f"{size:,}", f"{wall[0] * 1000:,.1f} ms ({wall[1] * 1000:,.1f} to {wall[2] * 1000:,.1f})",
                         f"{size / wall[0]:,.0f}", f"{value['memory'] / 2 ** 20:,.0f} MiB",
                         f"{ours[0]:.2f} ({ours[1]:.2f} to {ours[2]:.2f})" if ours else ""])
    return table(["compiler", "statements", "wall time", "a second", "memory", "compile against it"], rows)


def size_table(results):
    return table(["statements", "source", "table", "bytes a statement", "table / source"],
                 [[f"{size:,}", f"{p['source']:,}", f"{p['table']:,}", f"{p['table'] / size:.1f}",
                   f"{p['table'] / p['source']:.2f}"] for size, p in by_size(results["policies"]).items()])


def explanations_table(results):
    return table(["the roles are held", "answer", "instructions at 100 roles", "at 1,000", "times"],
                 explanations.rows(results))


def tools_table(results):
    return table(["what", "statements", "wall time", "meant on a core of 3.5 GHz"], tools.rows(results))


def analysis_table(results):
    return table(["command", "statements or rules", "wall time", "CPU", "against the compile", "memory"],
                 list(analysis.rows(results)))


def machine_text(results):
    machine = results["machine"]
    missing = ", ".join(sorted(set(results["missing"])))
    count = results.get("compile_instructions")
    text = (f"Measured on {machine['date']}: {machine['cpu']}, {machine['cores']} cores, Linux {machine['kernel']}, a "
            "virtual machine with other work beside it.")
    if count:
        text += f" Compiling {count['size']:,} statements takes {count['count'] / count['size']:,.0f} instructions each."
    return text + (f" Not measured, since not there: {missing}." if missing else "")


PARTS = {"machine": machine_text, "bars": bars_table, "decide": decide_table, "engines": engines_table,
         "pam": pam_table, "cold": cold_table, "compile": compile_table, "sizes": size_table,
         "analysis": analysis_table, "explanations": explanations_table,
         "tools": tools_table}


def line(figures, pick):
    return sorted((size, pick(value)) for size, value in by_size(figures).items())


def analysis_chart(results):
    return chart("What changed, who may", "statements or rules", "CPU",
                 {name: line(figures, lambda f: f["cpu"] * 1e9) for name, figures in results["analysis"].items()}, nanoseconds)


def pictures(results):
    decide = results["decide"]
    engines = {"rolegate": line(decide, lambda f: f["again"][0]), "rolegate, first": line(decide, lambda f: f["first"][0])}
    engines.update({name: line(figures, lambda f: f[0]) for name, figures in results["engines"].items()})
    yield "decisions", chart("A decision in one process", "statements or rules", "time", engines, nanoseconds)
    pam = {"rolegate": sorted((int(name[9:]), value[0]) for name, value in results["pam"]["kim"].items()
                              if re.fullmatch(r"rolegate-\d+", name))}
    for module in ("pam_access", "pam_listfile", "pam_time", "pam_succeed_if"):
        pam[module] = sorted({int(name.rsplit("-", 1)[1]): value[0] for user, stacks in results["pam"].items()
                              if user != "many" for name, value in stacks.items()
                              if name.startswith(module + "-")}.items())
    yield "pam", chart("An account transaction through libpam", "statements or rules", "time", pam, nanoseconds)
    yield "opening", chart("Open a table, decide, close", "statements", "time",
                           {"rolegate": line(decide, lambda f: f["shot"][0])}, nanoseconds)
    yield "compiling", chart("Compiling, checking or parsing a policy", "statements or rules", "wall time",
                             {name: line(figures, lambda f: f["wall"][0] * 1e9)
                              for name, figures in results["compile"].items()}, nanoseconds)
    yield "memory", chart("Memory to compile a policy", "statements or rules", "bytes",
                          {name: line(figures, lambda f: f["memory"]) for name, figures in results["compile"].items()})
    yield "analysis", analysis_chart(results)
    yield "table", chart("Bytes", "statements", "bytes", {
        "table": line(results["policies"], lambda p: p["table"]),
        "source": line(results["policies"], lambda p: p["source"])})


def write(results, docs):
    page = docs / "performance.md"
    text = page.read_text()
    for name, part in PARTS.items():
        text = re.sub(f"(<!-- {name} -->\n).*?(<!-- end -->)", lambda found: found[1] + part(results) + "\n" + found[2],
                      text, flags=re.DOTALL)
    page.write_text(text)
    folder = docs / "performance"
    folder.mkdir(exist_ok=True)
    for name, picture in pictures(results):
        (folder / f"{name}.svg").write_text(picture)
