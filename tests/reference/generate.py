"""Makes random policies and requests, over vocabularies so small that statements meet.

Owns what is likely: many conditions, spans, unknown memberships and exclusive roles, and instants beside
the edges. Every policy is one that the language accepts; a policy that is refused is a difference.
"""

import ipaddress
from dataclasses import replace
from datetime import datetime, timezone

import model
import policy as syntax
import why
from policy import Limits

USERS = ("maria", "bob", "root", "Maria", "acme user", "deny", "u$er+x@dom.example", "żaneta", "0x")
GROUPS = ("staff", "acme owners", "night-shift", "wheel", "group", "2fa")
GIDS = (1, 27, 1000, 4294967294)
PERMISSIONS = ("a.view", "a.edit", "a.b.view", "a", "ab.view", "b.view", "b.x-1.y_2", "c")
ROLES = ("agent", "admin", "owner", "lead", "night-lead", "Agent")
SERVICES = ("inbox", "billing-tool", "cron", "sshd", "Refund", "a service", "x", "büro")
PERMISSIONS_TOO = ("inbox", "billing-tool", "cron", "sshd", "x")  # the services that may be declared as both
CONDITIONS = ("office", "late", "near", "at-desk", "cold")
ZONES = ("UTC", "UTC", "Asia/Kolkata", "Europe/Berlin", "Europe/Berlin", "America/New_York")
ODD_ZONES = ("Australia/Lord_Howe", "Africa/Cairo", "Africa/Casablanca", "America/Havana", "America/St_Johns")
NETS = ("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "192.168.7.0/24", "0.0.0.0/0", "2001:db8::/32",
        "2001:db8:1::/48", "::ffff:10.0.0.0/104", "::/0", "fe80::/10", "255.255.255.255/32",
        "2001:db8::7/128")  # fmt: skip
HOST_GLOBS = ("web*", "web1", "db?", "*1", "DB1", "*.example.com", "w*1", "*", "web1.example.com")
TTY_GLOBS = ("none", "pts/*", "tty1", "tty?", "console", "*1", ":0", "*")
ORIGINS = ("10.0.0.1", "10.1.2.3", "10.1.255.255", "9.255.255.255", "11.0.0.0", "192.168.7.9", "255.255.255.255",
           "::ffff:10.1.2.3", "::FFFF:a01:203", "::ffff:192.168.7.9%eth0", "2001:db8::7", "2001:DB8:1:0::9",
           "2001:db7::", "fe80::1%eth0", "fe80::1", "::1", "::", "0.0.0.0", "a-name", "10.1.2", "10.1.2.3.4",
           "010.1.2.3", "host.example.com", "2001:db8::/32", "localhost", "10.1.2.3 ")  # fmt: skip
HOSTS = ("web1", "WEB1", "web12", "db1", "db12", "DB1.Example.COM", "web1.example.com", "gw", "gw.example.com", "w1",
         "localhost")  # fmt: skip
TTYS = ("none", "/dev/pts/0", "pts/1", "/dev/tty1", "tty1", "tty11", "console", "/dev/console", ":0", "TTY1", "x/dev/tty1")


BEGINNING = int(datetime(2025, 1, 1, tzinfo=timezone.utc).timestamp())  # days are counted from here


def some(rng, items, low, high):
    return tuple(rng.sample(items, min(len(items), rng.randint(low, high))))


class Maker:
    """Makes one policy."""

    def __init__(self, rng):
        self.rng = rng
        self.users = some(rng, USERS, 2, 4)
        self.groups = some(rng, GROUPS, 2, 4)
        self.gids = some(rng, GIDS, 1, 2)
        self.permissions = some(rng, PERMISSIONS, 3, 6)
        self.roles = some(rng, ROLES, 2, 5)
        # Many roles of one person, few of which have a rule.
        self.crowd = tuple(f"of-many-{i}" for i in range(rng.randint(14, 40))) if rng.random() < 0.05 else ()
        self.roles += self.crowd
        self.zones = some(rng, ZONES, 1, 2) + (some(rng, ODD_ZONES, 1, 1) if rng.random() < 0.15 else ())
        self.zone = rng.choice(self.zones)
        self.services = some(rng, SERVICES, 1, 3)
        self.own = tuple(s for s in self.services if s in PERMISSIONS_TOO and rng.random() < 0.3)
        self.permissions += self.own
        self.named = some(rng, CONDITIONS, 0, 3)
        self.day = rng.randrange(1, 700)  # spans lie around this day
        # A policy of few kinds of atoms has more requests that hang on them.
        self.kinds = some(rng, ("time", "from", "host", "tty", "date"), 1, 4)
        self.busy = rng.choice((0.1, 0.4, 0.7))

    # ---- Conditions ----

    def window(self):
        rng = self.rng
        start = rng.choice((0, 60, 120, 150, 540, 1080, 1320, rng.randrange(1440)))
        end = rng.choice((0, 60, 120, 180, 540, 1080, 1440, start, rng.randrange(1441)))
        if rng.random() < 0.15:
            start, end = 0, 1440
        days = range(7) if rng.random() < 0.4 else [(rng.randrange(7) + i) % 7 for i in range(rng.randint(1, 5))]
        zone = rng.choice(self.zones) if rng.random() < 0.4 else None
        return ("time", tuple(sorted(set(days))), start, end, zone)

    def date(self, day):
        at = datetime.fromtimestamp(BEGINNING + day * 86400, timezone.utc)
        return (at.year, at.month, at.day)

    def dates(self):
        """Days around the spans' day, alone or in a row, that may touch, overlap, and stand in any order."""
        rng, out = self.rng, []
        for _ in range(rng.choice((1, 1, 2, 3))):
            first = self.day + rng.randrange(-9, 9)
            if rng.random() < 0.1:
                first += rng.choice((-1, 1)) * rng.randrange(400)
            out.append((self.date(first), self.date(first + rng.choice((0, 0, 0, 1, 2, 6, 30)))))
        return ("date", tuple(out))

    def atom(self, names):
        rng = self.rng
        if names and rng.random() < 0.3:
            return ("name", rng.choice(names))
        kind = rng.choice(self.kinds)
        if kind == "time":
            return self.window()
        if kind == "date":
            return self.dates()
        if kind == "from":
            nets = [ipaddress.ip_network(n) for n in some(rng, NETS, 1, 2)]
            return ("from", tuple(nets + ["local"] * (rng.random() < 0.2)))
        globs = some(rng, HOST_GLOBS if kind == "host" else TTY_GLOBS, 1, 2)
        if kind == "tty" and rng.random() < 0.25:
            globs = (None,) + globs[: rng.randrange(3)]
        return (kind, globs)

    def cond(self, names, depth=2):
        choice = self.rng.random() if depth > 0 else 0
        if choice < 0.55:
            return self.atom(names)
        if choice < 0.7:
            return ("not", self.cond(names, depth - 1))
        return (self.rng.choice(("and", "or")), self.cond(names, depth - 1), self.cond(names, depth - 1))

    def conditions(self):
        return [syntax.Condition(name, self.cond(self.named[:i])) for i, name in enumerate(self.named)]

    # ---- Limits ----

    def time(self):
        rng = self.rng
        instant = BEGINNING + (self.day + rng.randrange(-9, 9)) * 86400
        if rng.random() < 0.6:
            day = datetime.fromtimestamp(instant, timezone.utc)
            return ("date", day.year, day.month, day.day)
        return ("instant", instant + rng.choice((0, 0, 3600, 45296, -1)), rng.choice((0, 0, 0, 330, -300, 60)))

    def limits(self):
        rng = self.rng
        when = self.cond(self.named) if rng.random() < self.busy else None
        starting, until = None, None
        if rng.random() < self.busy / 2:
            starting = self.time() if rng.random() < 0.5 else None
            until = self.time() if starting is None or rng.random() < 0.5 else None
        if starting is not None and until is not None:
            if model.instant_of(starting, self.zone, False) >= model.instant_of(until, self.zone, True):
                until = None
        because = rng.choice(("HR-77", 'a "quoted" reason', "#5")) if rng.random() < 0.2 else None
        return Limits(when, starting, until, because)

    # ---- Statements ----

    def patterns(self):
        rng = self.rng
        stems = {p[: i + 1] + "*" for p in self.permissions for i, c in enumerate(p) if c == "."}
        every = list(self.permissions) * 2 + sorted(stems) + ["*"]
        return tuple(dict.fromkeys(some(rng, every, 1, 2))), (some(rng, every, 1, 2) if rng.random() < 0.15 else ())

    def subjects(self, roles):
        rng = self.rng
        every = [("user", u) for u in self.users] + [("group", g) for g in self.groups] * 2
        every += [("gid", g) for g in self.gids] + [("everyone", None)] + [("role", r) for r in roles] * 2
        return tuple(dict.fromkeys(some(rng, every, 1, rng.choice((1, 1, 3)))))

    def rule(self, with_subjects=True):
        effect = "allow" if self.rng.random() < 0.65 else "deny"
        patterns, excepts = self.patterns()
        return syntax.Rule(effect, patterns, excepts, self.subjects(self.roles) if with_subjects else (), self.limits())

    def role_statements(self):
        rng, out = self.rng, []
        gids = iter(rng.sample(range(5000, 6000), len(self.roles)))
        for i, name in enumerate(self.roles):
            extends = some(rng, self.roles[:i], 0, 2) if rng.random() < 0.6 else ()
            rules = tuple(self.rule(False) for _ in range(int(rng.random() < 0.15) if name in self.crowd else rng.randint(0, 2)))
            out.append(syntax.Role(name, extends, rules, next(gids) if rng.random() < 0.1 else None))
        return out

    def expression(self, depth=2):
        if depth == 0 or self.rng.random() < 0.6:
            return ("permission", self.rng.choice(self.permissions))
        return (self.rng.choice(("and", "or")), self.expression(depth - 1), self.expression(depth - 1))

    def unlisted(self):
        rng = self.rng
        verdict = rng.choice(("deny", "ignore", None, None))
        if verdict is not None:
            return syntax.Unlisted(verdict)
        return syntax.Unlisted(None, self.expression(), self.cond(self.named) if rng.random() < self.busy / 2 else None)

    def service_statements(self):
        rng = self.rng
        names, out = [s for s in self.services if s not in self.own], []
        if self.own:
            out.append(syntax.Service(self.own, None, self.cond(self.named) if rng.random() < self.busy / 2 else None))
        while names:
            take = self.rng.randint(1, 2)
            when = self.cond(self.named) if self.rng.random() < self.busy / 2 else None
            out.append(syntax.Service(tuple(names[:take]), self.expression(), when))
            names = names[take:]
        return out

    def exclusives(self, up):
        rng, out = self.rng, []
        for _ in range(rng.choice((0, 1, 1, 2))):
            roles = some(rng, self.roles, 2, 3)
            if len(roles) >= 2 and not any(a in up[b] for a in roles for b in roles if a != b):
                out.append(syntax.Exclusive(roles))
        return out

    def assigns(self, exclusives, up):
        """No subject gets two roles of an exclusive set without limits, itself or by what a role of his extends:
        that is an error of the policy."""
        rng, out, given = self.rng, [], set()
        every = [some(rng, self.roles, 1, rng.choice((1, 1, 2))) for _ in range(rng.randint(1, 5))]
        if self.crowd:
            every += [(role,) for role in self.crowd] if rng.random() < 0.5 else [self.crowd]
        for roles in every:
            # Of many roles under as many conditions a reason is soon too much to search for.
            limits = Limits() if set(roles) <= set(self.crowd) and rng.random() < 0.9 else self.limits()
            assign = syntax.Assign(roles, self.subjects(()), limits)
            if replace(assign.limits, because=None) == Limits():
                pairs = {(s, upper) for s in assign.subjects for r in roles for upper in up[r]}
                has_two = lambda s, e: sum((s, r) in given | pairs for r in e.roles) > 1
                if any(has_two(s, e) for s in assign.subjects for e in exclusives):
                    assign = replace(assign, limits=replace(assign.limits, until=("date", 2027, 6, 30)))
                else:
                    given |= pairs
            out.append(assign)
        return out

    def rosters(self, least=0):
        rng = self.rng
        every = [("user", u) for u in self.users] + [("group", g) for g in self.groups] * 2
        every += [("gid", g) for g in self.gids]
        count = max(least, rng.choices((0, 1, 2), (6, 3, 1))[0])
        return [syntax.Roster(tuple(dict.fromkeys(some(rng, every, 1, 3)))) for _ in range(count)]

    def statements(self):
        rng = self.rng
        out = [syntax.Permission(tuple(p for p in self.permissions if p not in self.own))] + self.conditions() + self.role_statements()
        up = model.Policy(out).up
        exclusives = self.exclusives(up)
        out += exclusives + self.assigns(exclusives, up) + self.service_statements() + self.rosters()
        out += [self.rule() for _ in range(rng.randint(1, 6))]
        if self.zone != "UTC" or rng.random() < 0.1:
            out.append(syntax.Zone(self.zone))
        if rng.random() < 0.5:
            out.append(self.unlisted())
        out += [syntax.Header("A policy")] * (rng.random() < 0.1) + [syntax.Contact("Ask us")] * (rng.random() < 0.1)
        rng.shuffle(out)
        return out


# ---- Requests ----


def near_an_edge(rng, maker, policy):
    """An instant on or beside a span's end, a zone's transition or a window's edge."""
    parts = policy.assigns + policy.allows + policy.denies
    spans = [t for p in parts for t in (p.starting, p.until) if abs(t) != model.FOR_EVER]
    atoms = [a for p in parts for a in why.atoms(policy, p.when)]
    for _, when in list(policy.services.values()) + [policy.any_other or (None, None)]:
        atoms += why.atoms(policy, when)
    windows = [a for a in atoms if a[0] == "time"]
    if set(maker.zones) == {"UTC"} and rng.random() < 0.05:
        return rng.choice((0, -1, -86400 * 365 * 100, 4102444800, 253402214400))  # what zones did then is not said
    now = BEGINNING + maker.day * 86400 + rng.randrange(-10 * 86400, 10 * 86400)
    choice = rng.random()
    if spans and choice < 0.35:
        now = rng.choice(spans)
        if rng.random() < 0.5:
            return now + rng.choice((-1, 0, 1))
    dates = [r for a in atoms if a[0] == "date" for r in a[1]]
    if dates and choice < 0.6 and choice > 0.35:
        first, last = rng.choice(dates)
        now = rng.choice(sorted(why.date_edges(*rng.choice((first, why.day_after(last))), policy.zone)) or [now])
        if rng.random() < 0.7:
            return now + rng.choice((-1, 0, 0, 1, 3600, -3600))
    zones = {w[4] or policy.zone for w in windows} - {"UTC", "Asia/Kolkata"}
    if zones and choice > 0.6:
        transition = rng.choice(why.transitions(rng.choice(sorted(zones))))
        now = transition + rng.choice((-1, 0, 1, 1800, 3599, 3600, -1800, 7200, 86400))
        if rng.random() < 0.5:
            return now
    if windows:
        _, _, start, end, zone = rng.choice(windows)
        shift = why.offset(zone or policy.zone, now)
        day = (now + shift) // 86400 + rng.choice((-1, 0, 0, 1))
        now = day * 86400 - shift + rng.choice((start, end)) * 60 + rng.choice((-1, 0, 0, 1, 60))
    return now


def make_request(rng, maker, policy):
    membership = lambda: rng.choices(("yes", "no", "unknown"), (5, 6, 2))[0]
    request = syntax.Request(
        user=rng.choice(maker.users + ("stranger",)),
        service=rng.choice(maker.services) if rng.random() < (0.97 if policy.any_other is None else 0.8) else "not-listed",
        now=near_an_edge(rng, maker, policy),
        groups=tuple((g, membership()) for g in maker.groups),
        gids=tuple((g, membership()) for g in maker.gids),
        origin=rng.choice(ORIGINS) if rng.random() < 0.7 else None,
        tty=rng.choice(TTYS) if rng.random() < 0.7 else None,
        host=rng.choice(HOSTS) if rng.random() < 0.85 else None,
    )
    if rng.random() < 0.1:
        return replace(request, service=None, permission=rng.choice(maker.permissions))
    return request


def hidden(rng, request):
    """The same request with one fact less, if there is one to hide."""
    ways = []
    for field in ("groups", "gids"):
        for i, (name, value) in enumerate(getattr(request, field)):
            if value != "unknown":
                pairs = list(getattr(request, field))
                pairs[i] = (name, "unknown")
                ways.append({field: tuple(pairs)})
    # That there is no origin or no terminal is known, so those are no facts less.
    if request.origin is not None and model.address_of(request.origin) is not None:
        ways.append({"origin": "a-name"})
    ways.append({"host": None})
    return replace(request, **rng.choice(ways))


def make_test(request, verdict):
    """The policy's own test of that verdict, or None where a test cannot put it."""
    if verdict == "unlisted" or not request.host or request.service == "not-listed":
        return None
    return syntax.Test("as the reference says", request, verdict == "allow")
