"""The reference evaluator: which verdict the language's manual page gives, said as literally as Python allows.

Owns "What a policy decides", steps 1 to 8, and the meaning of the conditions. Written from the language's
page alone; shares no code, no table and no idea with the compiler or the library. Slow on purpose.

A Kleene value is 0 (false), 1 (unknown) or 2 (true): `and` is the least, `or` the greatest, `not` is 2 - v.
"""

import ipaddress
import itertools
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import policy as syntax

FALSE, UNKNOWN, TRUE = 0, 1, 2
MEMBERSHIP = {"no": FALSE, "unknown": UNKNOWN, "yes": TRUE}
FOR_EVER = 1 << 62
UTC_ZONE = timezone.utc


# ---- Clocks ----


@lru_cache(maxsize=None)
def zone_named(name):
    return UTC_ZONE if name == "UTC" else ZoneInfo(name)


@lru_cache(maxsize=None)
def day_bounds(zone, year, month, day):
    """The first instant of a local day, and the first instant after its last one.

    Looked up the slow way: every quarter of an hour of the three days around it is asked for its date.
    """
    wanted = (year, month, day)
    start = int(datetime(year, month, day, tzinfo=UTC_ZONE).timestamp()) - 86400
    inside = []
    for instant in range(start, start + 3 * 86400, 900):
        wall = datetime.fromtimestamp(instant, zone_named(zone))
        if (wall.year, wall.month, wall.day) == wanted:
            inside.append(instant)
    return inside[0], inside[-1] + 900


def instant_of(time, zone, as_until):
    if time[0] == "instant":
        return time[1]
    first, after = day_bounds(zone, *time[1:])
    return after if as_until else first


@lru_cache(maxsize=1 << 16)
def wall_clock(now, zone):
    """The day of the week (Monday is 0) and the second of the day that a clock on the wall shows."""
    wall = datetime.fromtimestamp(now, zone_named(zone))
    return wall.weekday(), wall.hour * 3600 + wall.minute * 60 + wall.second


def in_window(now, days, start, end, zone):
    d, m = wall_clock(now, zone)
    start, end = start * 60, end * 60
    if d in days and start <= m and (m < end or end <= start):
        return TRUE
    if end <= start and (d - 1) % 7 in days and m < end:
        return TRUE
    return FALSE


@lru_cache(maxsize=1 << 16)
def on_dates(now, ranges, zone):
    """Whether the calendar on the wall shows one of the days."""
    wall = datetime.fromtimestamp(now, zone_named(zone))
    today = (wall.year, wall.month, wall.day)
    return TRUE if any(first <= today <= last for first, last in ranges) else FALSE


# ---- Places ----


@lru_cache(maxsize=None)
def address_of(origin):
    """The IP address that an origin is, or None. A mapped IPv4 address is that; a %zone is dropped."""
    try:
        address = ipaddress.ip_address(origin.split("%", 1)[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=None)
def network_of(net):
    """A network as it counts: one that lies in the mapped addresses is its IPv4 network."""
    if net.version == 6 and net.prefixlen >= 96 and net.network_address.ipv4_mapped is not None:
        return ipaddress.ip_network((net.network_address.ipv4_mapped, net.prefixlen - 96))
    return net


def from_nets(origin, nets):
    if origin is None:
        return TRUE if "local" in nets else FALSE
    address = address_of(origin)
    if address is None:
        return UNKNOWN if any(net != "local" for net in nets) else FALSE
    for net in nets:
        if net != "local":
            counted = network_of(net)
            if counted.version == address.version and address in counted:
                return TRUE
    return FALSE


@lru_cache(maxsize=1 << 16)
def glob_matches(glob, text):
    if not glob:
        return not text
    if glob[0] == "*":
        return glob_matches(glob[1:], text) or (text != "" and glob_matches(glob, text[1:]))
    return text != "" and glob[0] in ("?", text[0]) and glob_matches(glob[1:], text[1:])


def lower(text):
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


@lru_cache(maxsize=1 << 14)
def on_host(host, globs):
    if not host:
        return UNKNOWN
    host = lower(host)
    names = (host, host.split(".", 1)[0])
    return TRUE if any(glob_matches(lower(g), n) for g in globs for n in names) else FALSE


@lru_cache(maxsize=1 << 14)
def on_tty(tty, globs):
    """A glob that is None is the bare word `none`."""
    if not tty:
        return TRUE if None in globs else UNKNOWN
    name = tty.removeprefix("/dev/")
    return TRUE if any(g is not None and glob_matches(g, name) for g in globs) else FALSE


# ---- A policy, read ----


@dataclass(frozen=True)
class Part:
    """One statement: an assignment of one role, or a rule. Its subjects are one OR."""

    what: str | frozenset  # the role that is assigned, or the permissions that a rule names
    subjects: tuple
    when: tuple | None
    starting: int
    until: int


class Policy:
    """A list of statements, indexed. Attributes: zone, unlisted, permissions, up, conditions, services,
    exclusives, rosters, and the Parts assigns, allows, denies."""

    def __init__(self, statements):
        of = lambda kind: [s for s in statements if isinstance(s, kind)]
        self.zone = next((s.name for s in of(syntax.Zone)), "UTC")
        said = next(iter(of(syntax.Unlisted)), syntax.Unlisted("deny"))
        self.unlisted = said.verdict
        self.any_other = (said.requires, said.when) if said.requires is not None else None
        self.permissions = [n for s in of(syntax.Permission) for n in s.names]
        self.permissions += [n for s in of(syntax.Service) if s.requires is None for n in s.names]
        self.conditions = {s.name: s.cond for s in of(syntax.Condition)}
        self.services = {n: (s.requires or ("permission", n), s.when) for s in of(syntax.Service) for n in s.names}
        self.exclusives = [s.roles for s in of(syntax.Exclusive)]
        self.rosters = [s.subjects for s in of(syntax.Roster)]
        self.extends = {s.name: s.extends for s in of(syntax.Role)}
        self.up = {name: self._up(name) for name in self.extends}
        self.assigns, self.allows, self.denies = [], [], []
        for s in of(syntax.Assign):
            for role in s.roles:
                self.assigns.append(self._part(role, s.subjects, s.limits))
        for s in of(syntax.Role):
            for rule in s.rules:
                self._add_rule(rule, (("role", s.name),))
        for s in of(syntax.Rule):
            self._add_rule(s, s.subjects)

    def _up(self, role):
        roles = {role}
        for parent in self.extends[role]:
            roles |= self._up(parent)
        return frozenset(roles)

    def _part(self, what, subjects, limits):
        starting, until = -FOR_EVER, FOR_EVER
        if limits.starting is not None:
            starting = instant_of(limits.starting, self.zone, False)
        if limits.until is not None:
            until = instant_of(limits.until, self.zone, True)
        return Part(what, subjects, limits.when, starting, until)

    def _add_rule(self, rule, subjects):
        names = frozenset(self.matching(rule.patterns)) - frozenset(self.matching(rule.excepts))
        parts = self.allows if rule.effect == "allow" else self.denies
        parts.append(self._part(names, subjects, rule.limits))

    def matching(self, patterns):
        """The declared permissions that one of the patterns matches."""
        return [
            p
            for p in self.permissions
            if any(q == "*" or p == q or (q.endswith(".*") and p.startswith(q[:-1])) for q in patterns)
        ]

    def requires(self, request):
        """The expression and the `when` that a request asks for; None where its service is not listed, and nothing is
        required of those that are not."""
        if request.permission is not None:
            return ("permission", request.permission), None
        return self.services.get(request.service, self.any_other)


def condition(policy, request, cond):
    if cond is None:
        return TRUE
    kind = cond[0]
    if kind == "and":
        return min(condition(policy, request, cond[1]), condition(policy, request, cond[2]))
    if kind == "or":
        return max(condition(policy, request, cond[1]), condition(policy, request, cond[2]))
    if kind == "not":
        return 2 - condition(policy, request, cond[1])
    if kind == "name":
        return condition(policy, request, policy.conditions[cond[1]])
    if kind == "time":
        return in_window(request.now, cond[1], cond[2], cond[3], cond[4] or policy.zone)
    if kind == "date":
        return on_dates(request.now, cond[1], policy.zone)
    if kind == "from":
        return from_nets(request.origin, cond[1])
    if kind == "host":
        return on_host(request.host, cond[1])
    assert kind == "tty"
    return on_tty(request.tty, cond[1])


def as_found(request, subject):
    """What is known of a subject that is no role, before a roster is applied."""
    kind, name = subject
    if kind == "everyone":
        return TRUE
    if kind == "user":
        return TRUE if request.user == name else FALSE
    known = request.groups if kind == "group" else request.gids
    return MEMBERSHIP[dict(known).get(name, "no")]


def on_rosters(policy, request):
    """Whether each roster has a subject that is true for the user."""
    return all(any(as_found(request, subject) == TRUE for subject in roster) for roster in policy.rosters)


def subject_value(policy, request, subject):
    """Step 1, for every subject but a role."""
    value = as_found(request, subject)
    if value == FALSE and subject[0] in ("group", "gid") and not on_rosters(policy, request):
        return UNKNOWN
    return value


def in_force(part, request):
    """Step 2."""
    return part.starting <= request.now < part.until


# ---- What is allowed ----


@dataclass(frozen=True)
class Setting:
    """Which obstacles are out of the way. The plain setting is the decision; the others are for the reasons."""

    favourable: bool = False  # what is unknown counts, at each use, as what lets in
    no_denies: bool = False  # deny rules in force whose subject and `when` are both true are left out
    no_exclusives: bool = False


PLAIN = Setting()


class Situation:
    """A policy and a request under a setting: steps 3 to 7."""

    def __init__(self, policy, request, setting=PLAIN):
        self.policy, self.request, self.setting = policy, request, setting
        self.assigned = {}  # for step 5: unknown settled favourably
        held = {}
        for part in policy.assigns:
            if in_force(part, request):
                subject = max(subject_value(policy, request, s) for s in part.subjects)
                when = condition(policy, request, part.when)
                role = part.what
                self.assigned[role] = max(self.assigned.get(role, FALSE), min(self.up(subject), self.up(when)))
                held[role] = max(held.get(role, FALSE), self.down(min(subject, when)))
        self.hold = dict.fromkeys(policy.up, FALSE)
        for role, value in held.items():
            for upper in policy.up[role]:
                self.hold[upper] = max(self.hold[upper], value)
        self.conflict = set()
        if not setting.no_exclusives:
            for roles in policy.exclusives:
                holding = [r for r in roles if self.hold[r] != FALSE]
                if len(holding) >= 2:
                    self.conflict.update(holding)
        self.granting = set()
        for role, value in self.assigned.items():
            void = any(upper in self.conflict for upper in policy.up[role])
            if value == TRUE and not void:
                self.granting.update(policy.up[role])

    def up(self, value):
        return TRUE if self.setting.favourable and value == UNKNOWN else value

    def down(self, value):
        return FALSE if self.setting.favourable and value == UNKNOWN else value

    def granting_value(self, subject):
        if subject[0] == "role":
            return TRUE if subject[1] in self.granting else FALSE
        return self.up(subject_value(self.policy, self.request, subject))

    def holding_value(self, subject):
        if subject[0] == "role":
            return self.hold[subject[1]]
        return subject_value(self.policy, self.request, subject)

    def allow_applies(self, part):
        subject = max(map(self.granting_value, part.subjects))
        return subject == TRUE and self.up(condition(self.policy, self.request, part.when)) == TRUE

    def deny_applies(self, part):
        subject = self.down(max(map(self.holding_value, part.subjects)))
        when = self.down(condition(self.policy, self.request, part.when))
        if self.setting.no_denies and subject == TRUE and when == TRUE:
            return False
        return subject != FALSE and when != FALSE

    def permission(self, name):
        """Step 6."""
        policy, request = self.policy, self.request
        named = lambda parts: (p for p in parts if name in p.what and in_force(p, request))
        if not any(self.allow_applies(part) for part in named(policy.allows)):
            return False
        return not any(self.deny_applies(part) for part in named(policy.denies))

    def holds(self, expression):
        if expression[0] == "permission":
            return self.permission(expression[1])
        parts = [self.holds(e) for e in expression[1:]]
        return all(parts) if expression[0] == "and" else any(parts)

    def allowed(self):
        """Step 7, for a service that is listed, or a permission."""
        expression, when = self.policy.requires(self.request)
        if self.up(condition(self.policy, self.request, when)) != TRUE:
            return False
        return self.holds(expression)


def verdict(policy, request):
    """"allow", "deny" or "unlisted"."""
    if policy.requires(request) is None:
        return "deny" if policy.unlisted == "deny" else "unlisted"
    return "allow" if Situation(policy, request).allowed() else "deny"


def permissions_of(expression):
    """The permissions that an expression names, each once, in its order."""
    if expression[0] == "permission":
        return [expression[1]]
    return list(dict.fromkeys(p for e in expression[1:] for p in permissions_of(e)))


def true_with(expression, allowed):
    """Whether an expression holds where exactly these permissions are allowed."""
    if expression[0] == "permission":
        return expression[1] in allowed
    parts = [true_with(e, allowed) for e in expression[1:]]
    return all(parts) if expression[0] == "and" else any(parts)


def wrong_missing(policy, request, said):
    """What is wrong with a list of missing permissions, or None: it must be a smallest set that would do."""
    situation = Situation(policy, request)
    expression, _ = policy.requires(request)
    every = permissions_of(expression)
    allowed = {p for p in every if situation.permission(p)}
    lacking = [p for p in every if p not in allowed]
    if len(set(said)) != len(said) or not set(said) <= set(lacking):
        return f"{said}: not all of them are missing once, but {lacking}"
    if not true_with(expression, allowed | set(said)):
        return f"{said} would not do"
    for size in range(len(said)):
        for fewer in itertools.combinations(lacking, size):
            if true_with(expression, allowed | set(fewer)):
                return f"{said}: {list(fewer)} would do"
    return None
