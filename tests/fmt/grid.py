"""
Comments and blank lines at every gap between the tokens of statements of every kind: none is lost, moved past a token,
or doubled, and what was formatted is in its form.

The tokens are cut by a reader of this file's own. The last line is `N passed, N failed`.
"""
import os
import re
import subprocess
import sys
import tempfile

ROLEGATE = os.environ["ROLEGATE"]

# Every form of the grammar. Units, which stand on lines of their own, are apart from each other by " | ".
STATEMENTS = [
    'policy "A policy"',
    'zone utc',
    'zone local',
    'zone "Europe/Berlin"',
    'contact "Ask: us"',
    'unlisted deny',
    'unlisted ignore',
    'unlisted requires a.b and ( c or d ) when x',
    'include "conf.d/*.rg"',
    'include <predefined>',
    'include "e.rg" only { | }',
    'include "e.rg" only by group g { | allow a.b to users for 31 days | deny * except a.b , c to users , groups | }',
    'include <e> only by 2 of user a , role b { | assign r , s to groups , everyone for 2 hours | }',
    'include "e.rg" only by ( user a , gid 5 ) { | allow a to everyone | }',
    'roster group all , user root',
    'roster ( group all , gid 7 )',
    'permission a.b',
    'permission a.b "What it is"',
    'permission a.b , c "Longer" , d.e.f "What ü is"',
    'permission a.b , c',
    'role r { | }',
    'role r "What it is" gid 500 extends a , b { | allow a , b.* except b.c when x because "y" | deny * | }',
    'role r { | allow a | }',
    'role r { | deny a when from 10.0.0.0/8 and not ( time daily 08:00-09:00 zone utc or tty none ) | }',
    'service a',
    'service a , b "What it is"',
    'service a requires b.c and ( d or "e" ) when x or not y "What it is"',
    'service a when time mon-fri "What it is"',
    'service a when time mon , tue-wed 08:00-09:00 zone "Europe/Berlin" "What it is"',
    'condition c x',
    'condition c time daily',
    'condition c time mon-fri , sat 08:00-09:00 zone local',
    'condition c date 2026-01-01..2026-02-01 , 2027-01-01 and from local , 10.0.0.0/8 , "2001:db8::/32"',
    'condition c host web* , db? or not not tty tty1 , none',
    'assign r to user u',
    'assign r , s to group "a b" , gid 7 , everyone when x starting 2026-01-01 until 2026-12-31 because "y"',
    'assign r to ( user u , user v ) until 2026-12-31T18:00:00Z',
    'allow a to user u',
    'allow a , b.* except b.c to role r , everyone because "x" until 2026-01-01',
    'deny * except a to ( user u , role r ) starting 2026-01-01',
    'deny a to group g when x',
    'exclusive a , b',
    'exclusive a , b , "c"',
    'never user u may a',
    'always everyone may permission a.b , b , permission c',
    'never role r may permission *',
    'always gid 7 may "a b"',
    'test "nothing" { | }',
    'test "one" { | given user u | may a | }',
    'test "two" { | given user u in g , gid 7 unknown h at 2026-01-01T00:00:00Z from 10.0.0.1 tty tty1 host web1 | '
    'may a , permission b.c | may not d | given user "v w" from local | may a | }',
]
NEIGHBOURS = ('zone utc', 'exclusive x , y')

# What is put into a gap; "$" is a comment's sign and number.
FILLS = [
    " $1 one\n",
    "\n$1 one\n",
    "\n\n$1 one\n",
    "\n$1 one\n\n",
    "\n\n\n$1 one \t\n\n\n\n",
    " $1 one\n$2 two\n",
    " $1 one\n\n$2 two\n\n$3\n",
    "\n$1 one\n\n\n$2 two\n",
    "\r\n$1 one\r\n\r\n$2 two\r\n",
    "\r$1 \"one\" { }\r\r$2 #two ü\r",
    "\n\n",
    "\n \t\n\n\n",
    "\r\n\r\n",
    "\t\v\f",
    "\n",
]

TOKEN = re.compile(r'[ \t\v\f]+|(?P<line>\r\n|\n|\r)|(?P<comment>#[^\r\n]*)|(?P<token>"(?:[^"\\\r\n]|\\.)*"|[{}(),]|'
                   r'[^ \t\v\f\r\n"#(){},]+)')


def cut(text):
    """Tokens, and for each, and the end, what stands before it: comments and blank lines, in order."""
    tokens, gaps, lines = [], [[]], 0
    begins = True
    for found in TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "line":
            lines += 1
        elif kind is not None:
            if lines > 1:
                gaps[-1].append("blank")
            begins |= lines > 0
            if kind == "comment":
                gaps[-1].append(("own " if begins else "behind ") + found.group().rstrip(" \t\v\f"))
            else:
                tokens.append(found.group())
                gaps.append([])
            lines, begins = 0, False
    if lines > 1:
        gaps[-1].append("blank")
    return tokens, gaps


def wanted(tokens, gaps, units):
    """What is to stand in the gaps: of blank lines those at the edge of a file or body, and within a unit those that
    are neither beside a comment nor behind a comma, are none of the form."""
    result = []
    for number, gap in enumerate(gaps):
        want = list(gap)
        before = tokens[number - 1] if number > 0 else None
        if before is None or before == "{":
            while want and want[0] == "blank":
                want.pop(0)
            if want[1:2] == ["blank"] and want[0].startswith("behind "):
                while want[1:2] == ["blank"]:
                    want.pop(1)
        if number == len(tokens) or tokens[number] == "}":
            while want and want[-1] == "blank":
                want.pop()
        if number not in units and want == ["blank"] and before != ",":
            want = []
        result.append(want)
    return result


class Case:
    def __init__(self, statement, gap, fill):
        words = []
        self.units = set()
        for whole in (NEIGHBOURS[0], statement, NEIGHBOURS[1]):
            for unit in whole.split(" | "):
                self.units.add(len(words))
                words += re.findall(r'"[^"]*"|\S+', unit)
        self.units.add(len(words))
        if "{ | }" in statement:
            self.units.discard(words.index("}"))
        self.apart = statement.count(" | ") != 2 or "\n" in fill and words[gap - 1 : gap] == ["{"]
        fill = re.sub(r"\$(\d)", r"# \1", fill)
        self.name = f"{statement!r}, gap {gap}, {fill!r}"
        self.text = "".join(fill + word if number == gap else ("" if number == 0 else " ") + word
                            for number, word in enumerate([*words, ""])) + ("\n" if gap < len(words) else "")


def line_begins(text):
    """The numbers of the tokens before which a line begins, and of the end."""
    found, number = {0}, 0
    for token in TOKEN.finditer(text):
        number += token.lastgroup == "token"
        if token.lastgroup == "line":
            found.add(number)
    return found


def cases():
    for statement in STATEMENTS:
        words = len(re.findall(r'"[^"]*"|[^\s|]+', " ".join((NEIGHBOURS[0], statement, NEIGHBOURS[1]))))
        for gap in range(words + 1):
            for fill in FILLS:
                yield Case(statement, gap, fill)


def formatted(folder, texts):
    """What fmt makes of each; one run for many."""
    names, found = [], []
    for number, text in enumerate(texts):
        names.append(f"{folder}/{number}.rg")
        with open(names[-1], "w", encoding="utf-8", newline="") as file:
            file.write(text)
    for begin in range(0, len(names), 500):
        some = names[begin : begin + 500]
        got = subprocess.run([ROLEGATE, "fmt", "--diff", "--write", *some], capture_output=True, text=True, check=False)
        if got.returncode != 0:
            print(got.stderr[:2000])
    for name in names:
        with open(name, encoding="utf-8", newline="") as file:
            found.append(file.read())
    return names, found


def problem(case, got):
    tokens, gaps = cut(case.text)
    new_tokens, new_gaps = cut(got)
    if tokens != new_tokens:
        return "other tokens"
    want = wanted(tokens, gaps, case.units)
    for number, (one, other) in enumerate(zip(want, new_gaps)):
        if one != other:
            return f"before token {number}: {other}, not {one}"
    if case.apart and not case.units <= line_begins(got):
        return "a unit does not begin a line"
    if "\r" in got or re.search(r"[ \t\v\f]\n|\n\n\n", got) or not got.endswith("\n") or got.startswith("\n"):
        return "the lines are not clean"
    return None


def main():
    passed = failed = 0
    everything = list(cases())
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # each file that is written is synced
    with tempfile.TemporaryDirectory(prefix="rolegate-fmt-", dir=memory) as folder:
        names, texts = formatted(folder, [case.text for case in everything])
        for case, text in zip(everything, texts):
            wrong = problem(case, text)
            passed, failed = passed + (wrong is None), failed + (wrong is not None)
            if wrong is not None and failed < 20:
                print(f"FAILED {case.name}: {wrong}\n{text}")
        for begin in range(0, len(names), 500):
            got = subprocess.run([ROLEGATE, "fmt", "--check", *names[begin : begin + 500]], capture_output=True,
                                 text=True, check=False)
            if (got.returncode, got.stdout, got.stderr) != (0, "", ""):
                print("FAILED what was formatted is not in its form:", got.stdout[:1000], got.stderr[:1000])
                failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
