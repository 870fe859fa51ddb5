#!/usr/bin/env python3
"""Print a large policy, of the kind that a company with many departments, products and exceptions would have.

usage: generate.py N [SEED]

About N statements, N from 10 on; the same N and SEED give the same policy everywhere. It compiles without errors.
Permissions, roles, services, conditions and groups grow with the square root of N; what grows with N is what does
in life: exceptions for single users, with a reason and mostly with an end, and assignments of roles to groups. There
are about five statements for each user, and three for each ticket.
"""
import random
import sys


class Dice:
    """Only random.random() is promised to give the same in every version of Python, so all comes from that."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def below(self, limit):
        return int(self.random() * limit)

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def chance(self, percent):
        return self.random() * 100 < percent


DEPARTMENTS = ["sales", "support", "billing", "legal", "hr", "it", "ops", "lab", "press", "audit", "design", "stores"]
PRODUCTS = ["inbox", "ledger", "reports", "broadcast", "calls", "forms", "fleet", "vault", "search", "maps", "orders"]
ACTIONS = ["view", "create", "edit", "remove", "export", "approve", "assign", "configure"]
FIRST = ["maria", "kim", "ravi", "lena", "omar", "aiko", "paul", "ines", "jonas", "priya", "tariq", "sofia", "liam"]
LAST = ["silva", "chen", "patel", "novak", "okafor", "sato", "meyer", "rossi", "berg", "khan", "diaz", "kaya", "moore"]
CONDITIONS = [
    ("office-hours", "time mon-fri 09:00-18:00"),
    ("late-shift", 'time daily 22:00-06:00 zone "Europe/Berlin"'),
    ("office-net", "from 10.0.0.0/8, 192.168.10.0/24, 2001:db8::/32"),
    ("on-site", "office-net or from local"),
    ("at-work", "office-hours and on-site"),
    ("console", "tty tty?, ttyS*"),
    ("ledger-hosts", "host ledger-*, db?.books.example"),
    ("quiet", "not office-hours and not late-shift"),
]
TICKETS = ["SUP", "HR", "SEC", "OPS", "FIN"]


class Policy:
    def __init__(self, count, seed):
        self.dice, self.count, self.printed, self.lines = Dice(seed), count, 0, []
        root = max(1, int(count ** 0.5))
        self.products = [self.numbered(PRODUCTS, i) for i in range(1 + root // 8)]
        self.departments = [self.numbered(DEPARTMENTS, i) for i in range(1 + root // 6)]
        self.roles, self.groups = [], []
        self.conditions = CONDITIONS if count >= 60 else []

    @staticmethod
    def numbered(names, i):
        return names[i % len(names)] + (str(i // len(names) + 1) if i >= len(names) else "")

    def put(self, line, statements=1):
        self.lines.append(line)
        self.printed += statements

    def permission(self):
        return f"{self.dice.pick(self.products)}.{self.dice.pick(self.actions)}"

    def patterns(self):
        """Mostly one permission; now and then several, all of a product, or all but some."""
        product = self.dice.pick(self.products)
        roll = self.dice.below(100)
        if roll < 70:
            return self.permission()
        if roll < 82:
            return f"{self.permission()}, {self.permission()}"
        if roll < 94:
            return f"{product}.*"
        return f"{product}.* except {product}.{self.dice.pick(self.actions)}"

    def user(self):
        dice = self.dice
        return f"{dice.pick(FIRST)}.{dice.pick(LAST)}{dice.below(1 + self.count // 850)}"

    def because(self):
        return f' because "{self.dice.pick(TICKETS)}-{1000 + self.dice.below(10 + self.count // 3)}"'

    def limits(self):
        text = ""
        if self.conditions and self.dice.chance(8):
            text += f" when {self.dice.pick(self.conditions)[0]}"
        if self.dice.chance(75):
            text += f" until {2030 + self.dice.below(5)}-{1 + self.dice.below(12):02}-{1 + self.dice.below(28):02}"
        return text + self.because()

    def text(self):
        self.actions = ACTIONS if self.count >= 60 else ACTIONS[:2]
        self.header()
        self.write_roles()
        self.services()
        self.write_assignments()
        self.exceptions()
        return "\n".join(self.lines)

    def header(self):
        self.lines.append(f'# A generated policy of about {self.count} statements.\n')
        self.put('policy "A company of many departments"')
        self.put('zone "Asia/Kolkata"')
        self.put('contact "Ask the service desk: desk@company.example"')
        for name, text in self.conditions:
            self.put(f"condition {name} {text}")
        for product in self.products:
            names = ", ".join(f'{product}.{action} "{action.capitalize()} in {product}"' for action in self.actions)
            self.put(f"permission {names}")

    def role(self, name, parents, rules):
        extends = f" extends {', '.join(parents)}" if parents else ""
        self.put(f'role {name} "The {name} role"{extends} {{')
        for rule in rules:
            self.put("    " + rule)
        self.lines.append("}")
        self.roles.append(name)

    def write_roles(self):
        """Each department: members, editors above them, a lead above those; and one reader of everything."""
        self.role("auditor", [], [f"allow {product}.view" for product in self.products[:40]])
        for department in self.departments:
            home = self.dice.pick(self.products)
            self.role(f"{department}-member", [], [f"allow {home}.view", f"allow {self.permission()}"])
            if self.count < 60:
                continue
            when = " when at-work" if self.dice.chance(20) else ""
            self.role(f"{department}-editor", [f"{department}-member"], [f"allow {home}.edit, {home}.create{when}"])
            self.role(f"{department}-lead", [f"{department}-editor"],
                      [f"allow {home}.*", f"deny {self.permission()} when quiet"])

    def services(self):
        for product in self.products:
            self.put(f'service {product} requires {product}.view "The {product} tool"')
            if self.count < 60:
                continue
            when = f" when {self.dice.pick(self.conditions)[0]}" if self.dice.chance(15) else ""
            self.put(f"service {product}-admin requires {product}.view and "
                     f"({product}.configure or {product}.approve and {product}.assign){when}")

    def write_assignments(self):
        """A tenth of what is left, but at least one group for each role."""
        for i in range(max(len(self.roles), (self.count - self.printed) // 10)):
            role = self.roles[i % len(self.roles)]
            name = f"{role}s" if i < len(self.roles) else f"{role}s-{i // len(self.roles)}"
            self.groups.append(name)
            subject = f"group {name}" if self.dice.chance(97) else f"group {name}, gid {20000 + i}"
            self.put(f"assign {role} to {subject}")
        if self.count >= 60:
            self.put("exclusive auditor, " + self.roles[1])

    def exceptions(self):
        while self.printed < self.count:
            roll = self.dice.below(100)
            if roll < 70:
                self.put(f"allow {self.patterns()} to user {self.user()}{self.limits()}")
            elif roll < 80:
                self.put(f"deny {self.patterns()} to user {self.user()}{self.because()}")
            elif roll < 88:
                self.put(f"allow {self.patterns()} to group {self.dice.pick(self.groups)}{self.limits()}")
            elif roll < 90:
                self.put(f"deny {self.permission()} to group {self.dice.pick(self.groups)} when {self.window()}"
                         f"{self.because()}")
            elif roll < 92:
                self.put(f"allow {self.permission()} to role {self.dice.pick(self.roles)}{self.limits()}")
            else:
                self.put(f"assign {self.dice.pick(self.roles[1:])} to user {self.user()}{self.limits()}")

    def window(self):
        start = self.dice.below(20)
        return f"time {self.dice.pick(['mon-fri', 'sat, sun', 'daily'])} {start:02}:00-{start + 4:02}:30"


def main(arguments):
    if not 1 <= len(arguments) <= 2 or not all(item.isdigit() for item in arguments) or int(arguments[0]) < 10:
        print("usage: generate.py N [SEED]     (N from 10 on)", file=sys.stderr)
        return 2
    print(Policy(int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1).text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
