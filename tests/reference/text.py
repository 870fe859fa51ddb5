"""Prints a policy's statements as policy text, each time in another of the forms that the language allows.

Owns the spelling: white space, comments, quoting, escapes, optional parentheses, the order of limits, the
ways to write days, networks and times. What is printed never depends on what it means.
"""

import random
import re
from datetime import datetime, timedelta, timezone

import policy as syntax

RESERVED = frozenset(
    """allow always and assign at because by condition contact daily date days deny everyone except exclusive
    extends for from gid given group groups host hours ignore in include local may never not only or permission
    policy requires role roster service starting test time to tty unknown unlisted until user users utc when
    zone""".split()
)
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PLAIN_NAME = re.compile(r"[A-Za-z0-9_.@+$][A-Za-z0-9_.@+$-]*\Z")
PLAIN_GLOB = re.compile(r'[^\s{}(),"#]+\Z')
PLAIN_TTY = re.compile(r'(?!none\Z)[^\s{}(),"#]+\Z')  # the bare word is no terminal


class Printer:
    """Prints with the whims of a random generator; with None, in the plainest form."""

    def __init__(self, rng=None):
        self.rng = rng
        self.wild = 0.0 if rng is None else rng.choice((0.0, 0.05, 0.3))

    def whim(self, chance=1.0):
        return self.wild > 0 and self.rng.random() < self.wild * chance

    def likely(self):
        """What is a whim nowhere: as often as not, and never in the plainest form."""
        return self.rng is not None and self.rng.random() < 0.5

    def shuffled(self, items):
        items = list(items)
        if self.rng is not None:
            self.rng.shuffle(items)
        return items

    # ---- Words ----

    def string(self, text):
        out = []
        for char in text:
            if char in '"\\':
                out.append("\\" + char)
            elif self.whim(0.3) and ord(char) < 128:
                out.append(self.rng.choice((f"\\x{ord(char):02x}", f"\\x{ord(char):02X}")))
            else:
                out.append(char)
        return '"' + "".join(out) + '"'

    def name(self, text, pattern=PLAIN_NAME):
        plain = pattern.match(text) and text not in RESERVED
        return text if plain and not self.whim(0.5) else self.string(text)

    def commas(self, items):
        out = []
        for item in items:
            out += ([","] if out else []) + (item if isinstance(item, list) else [item])
        return out

    def subject(self, subject):
        kind, name = subject
        if kind == "everyone":
            return ["everyone"]
        return [kind, str(name) if kind == "gid" else self.name(name)]

    def time(self, time):
        if time[0] == "date":
            return "%04d-%02d-%02d" % time[1:]
        _, seconds, minutes = time
        wall = datetime.fromtimestamp(seconds, timezone.utc) + timedelta(minutes=minutes)
        sign, size = ("+" if minutes >= 0 else "-"), abs(minutes)
        zone = "Z" if minutes == 0 and not self.whim() else f"{sign}{size // 60:02d}:{size % 60:02d}"
        return wall.strftime("%Y-%m-%dT%H:%M:%S") + zone

    # ---- Conditions ----

    def days(self, days):
        if len(days) == 7 and not self.whim():
            return ["daily"]
        items, left = [], set(days)
        for day in self.shuffled(days):
            run = []
            while day in left:
                left.discard(day)
                run.append(DAY_NAMES[day])
                day = (day + 1) % 7
            if len(run) > 2 or (len(run) == 2 and self.whim()):
                items.append(run[0] + "-" + run[-1])
            else:
                items += run
        return self.commas(items)

    def zone(self, name):
        return "utc" if name == "UTC" and not self.whim() else self.string(name)

    def net(self, net):
        if net == "local":
            return net
        mapped = net.version == 6 and net.network_address.ipv4_mapped is not None and net.prefixlen >= 96
        address = f"::ffff:{net.network_address.ipv4_mapped}" if mapped else str(net.network_address)
        if net.version == 6 and self.whim():
            address = self.rng.choice((address.upper(), net.network_address.exploded))
        whole = net.prefixlen == net.max_prefixlen and not self.whim()
        return address if whole else f"{address}/{net.prefixlen}"

    def atom(self, cond):
        kind = cond[0]
        if kind == "name":
            return [self.name(cond[1])]
        if kind == "time":
            _, days, start, end, zone = cond
            window = ["%02d:%02d-%02d:%02d" % (start // 60, start % 60, end // 60, end % 60)]
            if (start, end) == (0, 1440) and self.likely():
                window = []
            return ["time"] + self.days(days) + window + (["zone", self.zone(zone)] if zone else [])
        if kind == "date":
            day = "%04d-%02d-%02d"
            single = lambda first, last: first == last and not self.whim()
            return ["date"] + self.commas(day % f if single(f, l) else f"{day % f}..{day % l}" for f, l in cond[1])
        if kind == "from":
            return ["from"] + self.commas(self.net(n) for n in cond[1])
        if kind == "tty":
            return [kind] + self.commas("none" if g is None else self.name(g, PLAIN_TTY) for g in cond[1])
        return [kind] + self.commas(self.name(g, PLAIN_GLOB) for g in cond[1])

    def cond(self, cond, tightness=0):
        """tightness: 0 where `or` may stand bare, 1 where `and` may, 2 where only `not` and atoms may."""
        kind = cond[0]
        if kind == "not":
            out, own = ["not"] + self.cond(cond[1], 2), 2
        elif kind in ("and", "or"):
            own = 0 if kind == "or" else 1
            out = self.cond(cond[1], own) + [kind] + self.cond(cond[2], own)
        else:
            out, own = self.atom(cond), 2
        return ["("] + out + [")"] if own < tightness or self.whim(0.5) else out

    def requires(self, expression, tightness=0):
        if expression[0] == "permission":
            out, own = [self.name(expression[1])], 2
        else:
            own = 0 if expression[0] == "or" else 1
            out = self.requires(expression[1], own) + [expression[0]] + self.requires(expression[2], own)
        return ["("] + out + [")"] if own < tightness or self.whim(0.5) else out

    # ---- Statements ----

    def limits(self, limits):
        parts = []
        if limits.when is not None:
            parts.append(["when"] + self.cond(limits.when))
        if limits.starting is not None:
            parts.append(["starting", self.time(limits.starting)])
        if limits.until is not None:
            parts.append(["until", self.time(limits.until)])
        if limits.because is not None:
            parts.append(["because", self.string(limits.because)])
        return [token for part in self.shuffled(parts) for token in part]

    def whom(self, subjects, limits=syntax.NO_LIMITS):
        """A list with a span behind it must stand in parentheses, and any may."""
        out = self.commas(map(self.subject, subjects))
        spanned = limits.starting is not None or limits.until is not None
        return ["("] + out + [")"] if (spanned and len(subjects) > 1) or self.whim(0.5) else out

    def rule(self, rule):
        out = [rule.effect] + self.commas(rule.patterns)
        if rule.excepts:
            out += ["except"] + self.commas(rule.excepts)
        if rule.subjects:
            out += ["to"] + self.whom(rule.subjects, rule.limits)
        return out + self.limits(rule.limits)

    def role(self, role):
        out = ["role", self.name(role.name)] + ([self.string("a title")] if self.whim() else [])
        out += ["gid", str(role.gid)] if role.gid is not None else []
        out += ["extends"] + self.commas(self.name(r) for r in role.extends) if role.extends else []
        return out + ["{"] + [token for rule in role.rules for token in self.rule(rule)] + ["}"]

    def statement(self, s):
        names = lambda items: self.commas(self.name(n) for n in items)
        if isinstance(s, syntax.Header):
            return ["policy", self.string(s.text)]
        if isinstance(s, syntax.Zone):
            return ["zone", self.zone(s.name)]
        if isinstance(s, syntax.Contact):
            return ["contact", self.string(s.text)]
        if isinstance(s, syntax.Unlisted):
            if s.requires is None:
                return ["unlisted", s.verdict]
            when = ["when"] + self.cond(s.when) if s.when is not None else []
            return ["unlisted", "requires"] + self.requires(s.requires) + when
        if isinstance(s, syntax.Permission):
            title = lambda: [self.string('say "what"')] if self.whim() else []
            return ["permission"] + self.commas([self.name(n)] + title() for n in s.names)
        if isinstance(s, syntax.Rule):
            return self.rule(s)
        if isinstance(s, syntax.Role):
            return self.role(s)
        if isinstance(s, syntax.Service):
            when = ["when"] + self.cond(s.when) if s.when is not None else []
            title = [self.string("a title")] if self.whim() else []
            requires = ["requires"] + self.requires(s.requires) if s.requires is not None else []
            return ["service"] + names(s.names) + requires + when + title
        if isinstance(s, syntax.Assign):
            return ["assign"] + names(s.roles) + ["to"] + self.whom(s.subjects, s.limits) + self.limits(s.limits)
        if isinstance(s, syntax.Condition):
            return ["condition", self.name(s.name)] + self.cond(s.cond)
        if isinstance(s, syntax.Test):
            return self.test(s)
        if isinstance(s, syntax.Roster):
            return ["roster"] + self.whom(s.subjects)
        assert isinstance(s, syntax.Exclusive)
        return ["exclusive"] + names(s.roles)

    def test(self, test):
        ask = test.request
        groups = lambda value: self.commas(
            [[self.name(g)] for g, v in ask.groups if v == value] + [["gid", str(g)] for g, v in ask.gids if v == value]
        )
        out = ["test", self.string(test.title), "{", "given", "user", self.name(ask.user)]
        facts = [["at", self.time(("instant", ask.now, 0))]]
        for word, value in (("in", "yes"), ("unknown", "unknown")):
            facts += [[word] + groups(value)] if groups(value) else []
        if ask.origin is not None or self.whim():
            facts.append(["from", "local" if ask.origin is None else self.name(ask.origin, PLAIN_GLOB)])
        if ask.tty is not None or self.whim():
            facts.append(["tty", "none" if ask.tty is None else self.name(ask.tty, PLAIN_TTY)])
        if ask.host != "localhost" or self.whim():
            facts.append(["host", self.name(ask.host, PLAIN_GLOB)])
        out += [token for fact in self.shuffled(facts) for token in fact]
        out += ["may"] if test.allowed else ["may", "not"]
        return out + (["permission", ask.permission] if ask.permission else [self.name(ask.service)]) + ["}"]

    # ---- White space ----

    def space(self):
        if not self.whim():
            return " "
        return self.rng.choice(("\t", "\n", "  \n\t", "\r\n", " # { \"\n", "\n#\n", "\n# deny * to everyone\n"))

    def joined(self, tokens):
        out = ""
        for token in tokens:
            apart = out and not (out[-1] in '{}(),"' or token[0] in '{}(),"')
            tight = not out or token == "," or out[-1] == "(" or token == ")"
            if out and not (tight and not self.whim()) and (apart or not self.whim()):
                out += self.space()
            out += token
        return out


def in_order(statements):
    """The same order, but that the statement `zone` follows none that could end in a time window: the language
    would take it for the window's own."""
    statements = list(statements)
    open_ended = (syntax.Rule, syntax.Service, syntax.Unlisted, syntax.Assign, syntax.Condition)
    for at, s in enumerate(statements):
        if isinstance(s, syntax.Zone):
            while at > 0 and isinstance(statements[at - 1], open_ended):
                statements[at - 1], statements[at] = statements[at], statements[at - 1]
                at -= 1
            break
    return statements


def policy_text(statements, rng=None):
    printer = Printer(rng)
    lines = [printer.joined(printer.statement(s)) for s in in_order(statements)]
    return "\n".join(lines) + ("" if printer.whim() else "\n")
