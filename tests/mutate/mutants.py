"""The mutants of a C source: the same text with one small fault in it.

Reads the tree's own style, not C in general: a function's body begins with a brace in the first column and ends with
one. Comments, strings and characters are never changed, nor is anything outside a function.
"""

import re
from dataclasses import dataclass

SILENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)

# What is found within a line, and what each becomes.
SWAPS = [
    (r"==", ["!="]),
    (r"!=", ["=="]),
    (r"<=", ["<"]),
    (r">=", [">"]),
    (r"(?<= )<(?= )", ["<="]),
    (r"(?<= )>(?= )", [">="]),
    (r"&&", ["||"]),
    (r"\|\|", ["&&"]),
    (r"!(?=[a-z(])", [""]),
    (r"\|=", ["&="]),
    (r"&=", ["|="]),
    (r"\+=", ["-="]),
    (r"-=", ["+="]),
    (r"(?<= )\+(?= )", ["-"]),
    (r"(?<= )-(?= )", ["+"]),
    (r"(?<= )\|(?= )", ["&"]),
    (r"(?<= )&(?= )", ["|"]),
    (r"\b0\b", ["1"]),
    (r"\b1\b", ["0", "2"]),
    (r"\b2\b", ["1"]),
    (r"\btrue\b", ["false"]),
    (r"\bfalse\b", ["true"]),
    (r"\bYES\b", ["MAYBE"]),
    (r"\bMAYBE\b", ["NO", "YES"]),
    (r"\bNO\b", ["MAYBE"]),
    (r"\bNEED_SURE\b", ["NEED_YES"]),
    (r"\bNEED_ROSTER\b", ["NEED_YES", "NEED_SURE"]),
    (r"\bNEED_YES\b", ["NEED_SURE"]),
    (r"\bkleene_and\b", ["kleene_or"]),
    (r"\bkleene_or\b", ["kleene_and"]),
    (r"\bcounts_for\b", ["counts_against"]),
    (r"\bcounts_against\b", ["counts_for"]),
    (r"\bbreak;", ["continue;"]),
    (r"\bcontinue;", ["break;"]),
    (r"(?<=return )ROLEGATE_(?!OK\b|ALLOW\b)[A-Z_]+", ["ROLEGATE_OK"]),
    (r"(?<= = )ROLEGATE_(?!OK\b|ALLOW\b)[A-Z_]+", ["ROLEGATE_OK"]),
    (r"\bROLEGATE_DENY\b", ["ROLEGATE_ALLOW"]),
    (r"\bPAM_PERM_DENIED\b", ["PAM_IGNORE", "PAM_SUCCESS"]),
    (r"\bPAM_(?:SYSTEM|BUF)_ERR\b", ["PAM_IGNORE", "PAM_SUCCESS"]),
    (r"\bNSS_STATUS_(?:UNAVAIL|TRYAGAIN|SUCCESS)\b", ["NSS_STATUS_NOTFOUND"]),
    (r"\bNSS_STATUS_NOTFOUND\b", ["NSS_STATUS_UNAVAIL"]),
]
SWAPS = [(re.compile(pattern), becomes) for pattern, becomes in SWAPS]
# A condition without an operator of its own, on one line: it is negated.
PLAIN_CONDITION = re.compile(r"\b(?:if|while) \(((?!!)[^=<>&|]+)\)(?= \{$|$)")
# A statement that only does something: a call, or a value that is given.
CALL = re.compile(r"(?:\(void\))?[a-z_]\w*\(.*\);$")
ASSIGNMENT = re.compile(r"\*?[a-z_][\w.>\-\[\]]*(?:\[[^\]]*\][\w.>\-]*)* (?:[-+|&]|<<|>>)?= .*;$|[\w.>\-\[\]]+(?:\+\+|--);$")
FUNCTION = re.compile(r"^(?:__attribute__\(\(.*?\)\)+ )?[A-Za-z_].*?\b(\w+)\(")


@dataclass(frozen=True)
class Mutant:
    path: str  # of the file, in the tree
    function: str
    first: int  # the lines that change, counted from 0: from first to before end
    end: int
    old: str  # those lines, blanks at their ends off, joined by one blank
    new: str
    before: str  # the line above
    text: tuple  # the lines that stand there instead

    @property
    def place(self):
        return f"{self.path}:{self.first + 1}"

    @property
    def key(self):
        """What is the same when lines move, and when the file does."""
        return self.path.rsplit("/", 1)[-1], self.function, self.before, self.old, self.new

    def apply(self, source):
        lines = source.split("\n")
        lines[self.first : self.end] = self.text
        return "\n".join(lines)


def plain(lines):
    return " ".join(line.strip() for line in lines).strip()


def silenced(source):
    """The source with blanks for comments, strings and characters, at the same places."""
    return SILENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)


def bodies(lines):
    """Each line of a function's body: its number, and the function's name."""
    function, inside = "", False
    for number, line in enumerate(lines):
        if not inside and (found := FUNCTION.match(line)) and not line.endswith(";"):
            function = found.group(1)
        if line == "}":
            inside = False
        if inside:
            yield number, function
        if line == "{":
            inside = True


def statement_end(lines, first):
    """The line behind a statement that begins at a line, or None where a block begins within."""
    for number in range(first, len(lines)):
        if lines[number].endswith(";"):
            return number + 1
        if lines[number].endswith(("{", "}")) or not lines[number].strip():
            return None
    return None


def swaps(line, silent):
    """Each text that a line becomes when one thing in it is changed."""
    for pattern, becomes in SWAPS:
        for found in pattern.finditer(silent):
            for new in becomes:
                yield line[: found.start()] + new + line[found.end() :]
    if found := PLAIN_CONDITION.search(silent):
        yield line[: found.start(1)] + "!(" + line[found.start(1) : found.end(1)] + ")" + line[found.end(1) :]


def mutants_of(path, source):
    lines, silent = source.split("\n"), silenced(source).split("\n")
    seen = set()
    for number, function in bodies(silent):
        if silent[number].lstrip().startswith("#"):
            continue
        above = lines[number - 1].strip()
        for text in swaps(lines[number], silent[number]):
            if (number, text) not in seen:
                seen.add((number, text))
                yield Mutant(path, function, number, number + 1, lines[number].strip(), text.strip(), above, (text,))
        before = silent[number - 1].rstrip()
        if not before.endswith(("{", "}", ";", ":", ")", "else")) and before.strip():
            continue  # goes on from the line above
        end = statement_end(silent, number)
        statement = plain(silent[number:end]) if end is not None else ""
        if CALL.match(statement) or ASSIGNMENT.match(statement):
            indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
            text = (indent + ";",) + ("",) * (end - number - 1)
            yield Mutant(path, function, number, end, plain(lines[number:end]), ";", above, text)
