"""
Holds what people read to what is there: each example is compiled and run, each list compared with its source.

Environment: BUILD, ROLEGATE. The last line is `N passed, N failed`.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

BUILD, ROLEGATE = os.environ["BUILD"], os.environ["ROLEGATE"]
passed = failed = 0


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def run(*command, stdin=None):
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def check(name, holds, detail=""):
    """Counts a case, and shows what is wrong with it."""
    global passed, failed
    if holds:
        passed += 1
        return
    failed += 1
    print(f"FAILED {name}")
    for line in str(detail).splitlines()[:40]:
        print(f"    {line}")


def same(name, want, got):
    check(name, want == got, f"want {want!r}\ngot  {got!r}")


def blocks(page, begin=".Bd -literal"):
    """The displays of a page, as a person reads them."""
    found = re.findall(re.escape(begin) + r"[^\n]*\n(.*?)\n\.Ed", page, re.S)
    return [block.replace("\\e", "\\").replace("\\(dq", '"') + "\n" for block in found]


def compiles(name, policy, *options):
    got = run(ROLEGATE, "check", "-I", "policies", *options, "-", stdin=policy)
    same(f"{name}: compiles", (0, True), (got.returncode, ": error: " not in got.stderr))
    if got.returncode != 0:
        print(got.stderr)


def is_formed(name, policy):
    got = run(ROLEGATE, "fmt", "-", stdin=policy)
    same(f"{name}: is in its form", (0, policy), (got.returncode, got.stdout))


# ---- rolegate-policy(5) ----


def policy_page():
    page = text("man/rolegate-policy.5")
    got = run("tests/manual/ids.sh")
    check("rolegate-policy(5) lists every id with its severity and summary", got.returncode == 0, got.stdout)
    compiles("the whole policy of rolegate-policy(5)", blocks(page)[0])
    for block in blocks(page):
        if not block.startswith("allow always and"):  # the reserved words
            is_formed(f"rolegate-policy(5): {block.split()[0:3]}", block)
    examples = page[page.index(".Sh EXAMPLES") : page.index(".Sh DIAGNOSTICS")]
    snippets = [line.replace("\\(dq", '"') for line in re.findall(r"^\.Dl (.*)$", examples, re.M)] + blocks(examples)
    check("rolegate-policy(5) has examples", len(snippets) >= 5)
    for snippet in snippets:
        compiles(f"example {snippet.split()[0:3]}", "include <predefined>\n" + snippet, "--allow-empty")
        is_formed(f"example {snippet.split()[0:3]}", snippet.rstrip("\n") + "\n")
    for number in ("65,535", "500"):
        check(f"rolegate-policy(5) says the limit {number}", number in page)


# ---- rolegate(3) ----


def squeezed(prototype):
    return re.sub(r"\s*([(),*])\s*", r"\1", " ".join(prototype.split()))


def header_prototypes(header):
    plain = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    found = re.findall(r"^((?:enum|const|void|int|uint64_t)[^;{}#=]*?\b(rolegate_\w+)\([^;{}]*\));", plain, re.M)
    return {name: squeezed(prototype) for prototype, name in found}


def page_prototypes(page):
    found = {}
    synopsis = page[page.index(".Sh SYNOPSIS") : page.index(".Sh DESCRIPTION")]
    for kind, name, arguments in re.findall(r'^\.Ft "?([^"\n]*)"?\n\.Fo (\w+)\n(.*?)\.Fc', synopsis, re.M | re.S):
        listed = ", ".join(re.findall(r'^\.Fa "([^"]*)"$', arguments, re.M))
        found[name] = squeezed(f"{kind} {name}({listed})")
    for kind, name, argument in re.findall(r'^\.Ft "?([^"\n]*)"?\n\.Fn (\w+) (\w+)$', synopsis, re.M):
        found[name] = squeezed(f"{kind} {name}({argument})")
    return found


def numbered(page, mark):
    part = page[page.index(f'.\\" {mark}: begin') : page.index(f'.\\" {mark}: end')]
    items = re.findall(r"^\.It Dv ROLEGATE_(\w+) Pq (\d+)\n((?:[^.].*\n)+)", part, re.M)
    return [(name, number, " ".join(words.split())) for name, number, words in items]


def header_list(header, macro):
    body = re.search(rf"#define {macro}\(X\)(.*?[^\\])\n", header, re.S).group(1)
    return re.findall(r'X\((\w+), (\d+), "([^"]*)"\)', body)


EXAMPLE_POLICY = """
zone utc
permission tools.use
service open   requires tools.use
service closed requires tools.use when gone
condition gone time daily 00:00-00:00 and from 192.0.2.1
allow tools.use to user root because "it is the example"
"""


def example_program(folder, page):
    program, binary, table = (os.path.join(folder, name) for name in ("ask.c", "ask", "table"))
    part = page[page.index('.\\" example: begin') : page.index('.\\" example: end')]
    with open(program, "w", encoding="utf-8") as file:
        file.write(blocks(part)[0])
    built = run(*os.environ.get("CC", "gcc").split(), "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Ilib", "-o", binary,
                program, f"{BUILD}/librolegate.a")
    check("the program of rolegate(3) builds without a warning", built.returncode == 0, built.stderr)
    made = run(ROLEGATE, "compile", "-o", table, "-", stdin=EXAMPLE_POLICY)
    check("its policy compiles", made.returncode == 0, made.stderr)
    if built.returncode != 0 or made.returncode != 0:
        return
    for arguments, want in (
        ((table, "root", "open"), (0, "allow: granted\n<stdin>:7 it is the example\n")),
        ((table, "root", "closed"), (1, "deny: not-here\n<stdin>:5 \n")),
        ((table, "root", "nothing"), (1, "deny: unlisted\n")),
        ((table + ".none", "root", "open"), (2, "")),
        ((table, "root:x", "open"), (2, "")),
    ):
        got = run(binary, *arguments)
        same(f"the program of rolegate(3) with {arguments[1:]}", want, (got.returncode, got.stdout))


def library_page():
    page, header = text("man/rolegate.3"), text("lib/rolegate.h")
    declared, shown = header_prototypes(header), page_prototypes(page)
    check("the header declares functions", len(declared) > 15, declared)
    same("rolegate(3) shows every function", sorted(declared), sorted(shown))
    for name, prototype in declared.items():
        same(f"rolegate(3) shows {name} as it is", prototype, shown.get(name))
    named = re.findall(r"^\.Nm (rolegate_\w+)", page[: page.index(".Sh LIBRARY")], re.M)
    same("rolegate(3) names every function", sorted(declared), sorted(named))
    same("rolegate(3) lists the statuses", header_list(header, "ROLEGATE_STATUS_LIST"), numbered(page, "statuses"))
    same("rolegate(3) lists the reasons", header_list(header, "ROLEGATE_REASON_LIST"), numbered(page, "reasons"))
    for constant in re.findall(r"\b(ROLEGATE_(?:TIMING|STATEMENT|LAZY|WHOLE|HOST|MISSING|MEMBER|NOT_MEMBER)\w*)\b", header):
        if "LIST" not in constant:
            check(f"rolegate(3) says {constant}", constant in page)
    with tempfile.TemporaryDirectory(prefix="rolegate-manual-") as folder:
        example_program(folder, page)


# ---- README and docs ----


STATEMENT = re.compile(r"(?:include|role|service|permission|condition|assign|allow|deny|never|always|test|zone|unlisted) ")


def parts_of_policies(page):
    """What stands indented or is put into a file by a shell, and is well formed as statements."""
    shown = [re.sub(r"^    ", "", block, flags=re.M) for block in re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", page, re.M)]
    written = [text for _, text in re.findall(r"<<'?(\w+)'?\n(.*?)^\1$", page, re.M | re.S)]
    for part in shown + written:
        if STATEMENT.match(part) and run(ROLEGATE, "fmt", "-", stdin=part).returncode == 0:
            yield part


def prose(path):
    page = text(path)
    makefile, base = text("Makefile"), os.path.dirname(path)
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page):
        check(f"{path}: the link to {target}", os.path.exists(os.path.join(base, target)))
    names = re.findall(r"`([\w./*-]+\.(?:[chly]|py|sh|rg|def|map)|(?:\w+/)+)`", page)
    for name in names:
        found = glob.glob(name) or glob.glob("**/" + name.replace("NAME", "*"), recursive=True)
        check(f"{path}: {name} is there", [file for file in found if not file.startswith("build")] != [])
    code = " ".join("".join(pair) for pair in re.findall(r"`([^`\n]+)`|^    (.+)$", page, re.M))
    for target in re.findall(r"\bmake ([a-z-]+)", code):
        check(f"{path}: make {target}", re.search(rf"^(?:[a-z-]+ )*{target}(?: [a-z-]+)*:", makefile, re.M))
    for policy in re.findall(r"^```rolegate\n(.*?)^```", page, re.M | re.S):
        compiles(f"the policy of {path}", policy)
        is_formed(f"the policy of {path}", policy)
    for part in parts_of_policies(page):
        is_formed(f"{path}: {part.split()[0:3]}", part)


def readme():
    """The question that README shows gets the answer that it shows."""
    page = text("README.md")
    before = page[: page.index("    $ rolegate can ")]
    policy = re.findall(r"^```rolegate\n(.*?)^```", before, re.M | re.S)[-1]
    command, answer = re.search(r"^    \$ rolegate (can .*)\n((?:    .*\n)+)", page, re.M).groups()
    with tempfile.TemporaryDirectory(prefix="rolegate-manual-") as folder:
        with open(os.path.join(folder, "desk.rg"), "w", encoding="utf-8") as file:
            file.write(policy)
        got = run(ROLEGATE, *command.replace("desk.rg", os.path.join(folder, "desk.rg")).split())
    same("README.md: the answer", re.sub(r"^    ", "", answer, flags=re.M), got.stdout)


policy_page()
library_page()
readme()
for document in [*sorted(glob.glob("*.md")), *sorted(glob.glob("docs/*.md"))]:
    prose(document)
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
