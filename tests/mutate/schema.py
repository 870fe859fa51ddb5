"""All mutants of a file in one program: each function stands there once whole and once for each of its mutants, and
calls the one whose number is written into the program.

So a file is compiled once and a program linked once for all mutants of the file, and a mutant is a number that is put
where the mark is. Reads the tree's own style, as mutants.py does.
"""

import re
from dataclasses import dataclass

from mutants import FUNCTION, silenced

MARK = b"mutant at work:\0"
HEAD = """\
static volatile struct {
    char mark[16];
    unsigned number;
} mutant_at_work = {"mutant at work:", 0};
"""
ERROR = re.compile(r"^[^:\n]+:(\d+):\d+: error: ", re.M)


@dataclass(frozen=True)
class Function:
    name: str
    first: int  # the line in which its signature begins
    body: int  # that of its brace
    end: int  # the line behind its last one

    def signature(self, lines, name):
        text = "\n".join(lines[self.first : self.body])
        return re.sub(rf"\b{self.name}\(", f"{name}(", text, count=1)

    def head_and_parameters(self, lines):
        text = silenced("\n".join(lines[self.first : self.body]))
        found = re.search(rf"\b{self.name}\((.*)\)[^()]*$", text, re.S)
        return text[: found.start()], parameters_of(found.group(1))


def parameters_of(text):
    """The names of what stands between a signature's brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [name_of(part) for part in parts if part.strip() != "void"]


def name_of(parameter):
    pointer = re.search(r"\(\*(\w+)\)", parameter)
    return pointer.group(1) if pointer else re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)*$", parameter).group(1)


def functions_of(source):
    """The functions of a source, in order."""
    lines = silenced(source).split("\n")
    found, first, name, body = [], 0, "", None
    for number, line in enumerate(lines):
        start = FUNCTION.match(line) if body is None else None
        if start and not line.endswith(";"):
            first, name = number, start.group(1)
        elif line == "{" and body is None:
            body = number
        elif line == "}" and body is not None:
            found.append(Function(name, first, body, number + 1))
            body = None
    return found


class Schema:
    """The text, and which of its lines are which mutant's; numbers are 1 and above, 0 is the file as it is."""

    def __init__(self, source, mutants):
        self.lines, self.spans = [], []
        self.source = source.split("\n")
        self.numbers = {mutant: number for number, mutant in enumerate(mutants, 1)}
        at = 0
        for function in functions_of(source):
            mine = [mutant for mutant in mutants if function.body < mutant.first < function.end]
            if not mine:
                continue
            self.lines += self.source[at : function.first]
            self.lines += HEAD.splitlines() if at == 0 else []
            self.add(function, mine)
            at = function.end
        self.lines += self.source[at:]

    def add(self, function, mutants):
        head, parameters = function.head_and_parameters(self.source)
        call = f"({', '.join(parameters)});"
        give = "" if re.search(r"\bvoid\s*$", head) else "return "
        end = " return;" if give == "" else ""
        self.lines.append(function.signature(self.source, function.name) + ";")
        self.variant(function, f"{function.name}__whole", self.source, None)
        for mutant in mutants:
            changed = list(self.source)
            changed[mutant.first : mutant.end] = mutant.text
            self.variant(function, f"{function.name}__{self.numbers[mutant]}", changed, mutant)
        self.lines += [function.signature(self.source, function.name), "{", "    switch (mutant_at_work.number) {"]
        for mutant in mutants:
            number = self.numbers[mutant]
            self.lines.append((mutant, f"    case {number}: {give}{function.name}__{number}{call}{end}"))
        self.lines += [f"    default: {give}{function.name}__whole{call}{end}", "    }", "}"]

    def variant(self, function, name, lines, mutant):
        signature = re.sub(r"\b(?:static|ENTRY) |__attribute__\(\(visibility\(\"default\"\)\)\) ", "",
                           function.signature(lines, name))
        text = [f"static __attribute__((noinline, noclone)) {signature}", *lines[function.body : function.end]]
        self.lines += [(mutant, line) for line in "\n".join(text).split("\n")]

    def text(self, unbuilt):
        """The program without the mutants that do not build; and, for each of its lines, whose it is."""
        kept = [line if isinstance(line, tuple) else (None, line) for line in self.lines]
        kept = [(mutant, line) for mutant, line in kept if mutant not in unbuilt]
        flat = [(mutant, part) for mutant, line in kept for part in line.split("\n")]
        return "\n".join(line for _, line in flat), [mutant for mutant, _ in flat]


def unbuilt_of(said, owners):
    """The mutants in whose lines the compiler has found errors; None stands for a line of the file as it is."""
    return {owners[int(line) - 1] for line in ERROR.findall(said)}


def codes_of(assembly):
    """The machine code of each function, by its section, with the names of labels by the order in which they come."""
    codes, labels, name = {}, {}, None
    for part in re.split(r"^(?=\s*\.section\s)", assembly, flags=re.M):
        section = re.match(r"\s*\.section\s+([^,\s]+)", part)
        text = re.match(r"\.text\.(?:unlikely\.)?(\w+)", section.group(1)) if section else None
        if text:
            name = text.group(1)
        if name is None or section.group(1).startswith((".rodata.str", ".rodata.cst", ".debug", ".note")):
            continue
        own = labels.setdefault(name, {})
        part = part.partition("\n")[2].replace(name, "SELF")
        part = re.sub(r"\.L(?!C)[A-Z]*\d+", lambda found: own.setdefault(found.group(), f"L{len(own)}"), part)
        codes[name] = codes.get(name, "") + part
    return codes
