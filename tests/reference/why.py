"""The reason of a verdict, by "Why" of the language's manual page.

Owns the reasons, and the search for another instant or another place at which a request would be allowed.
The search asks the evaluator at one instant and one place for each combination of spans, windows, networks
and globs that there is; it trusts nothing but model.py. `thorough` makes it ask about the whole policy instead
of the part that can matter, and at more instants: far slower, and the test that the short cuts are right.
"""

import copy
import ipaddress
import itertools
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache

import model
from model import FALSE, FOR_EVER, TRUE, Setting, Situation

# What is said of "some other time" is said of these years: zones have rules for them, and none for ever.
FIRST = int(datetime(2020, 1, 1, tzinfo=timezone.utc).timestamp())
LAST = int(datetime(2038, 1, 1, tzinfo=timezone.utc).timestamp())
DAY = 86400
OBSTACLES = ("denied", "conflict", "undetermined", "not-here", "not-now")


# ---- Instants ----


def offset(zone, instant):
    wall = datetime.fromtimestamp(instant, model.zone_named(zone))
    return int(wall.utcoffset().total_seconds())


@lru_cache(maxsize=None)
def transitions(zone):
    """The instants at which a zone's offset changes, found by looking at each day."""
    found = []
    for day in range(FIRST, LAST, DAY):
        low, high = day, day + DAY
        before, after = offset(zone, low), offset(zone, high)
        if before != after:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
            found.append(high)
    return found


@lru_cache(maxsize=None)
def date_edges(year, month, day, zone):
    """The instants at which a zone's calendar comes to a day, or falls back behind its beginning: every quarter of an
    hour around it is asked for its date."""
    middle = int(datetime(year, month, day, tzinfo=timezone.utc).timestamp())
    begun = lambda t: datetime.fromtimestamp(t, model.zone_named(zone)).timetuple()[:3] >= (year, month, day)
    quarters = range(middle - 28 * 3600, middle + 28 * 3600, 900)
    return frozenset(t for t in quarters if begun(t) != begun(t - 900))


def day_after(date):
    return (datetime(*date) + timedelta(days=1)).timetuple()[:3]


def edges(windows, start, end):
    """The instants of [start, end) at which a window may open or close, or a day begins; offsets are constant there."""
    found = {start}
    for _, opens, closes, zone in windows:
        shift = offset(zone, start)
        for day in range((start + shift) // DAY, (end + shift) // DAY + 1):
            for minute in (0, opens, closes):
                instant = day * DAY + minute * 60 - shift
                if start <= instant < end:
                    found.add(instant)
    return found


@lru_cache(maxsize=4096)
def instants(boundaries, windows, thorough=False):
    """At least one instant for each combination of spans and windows that is ever in force together."""
    zones = sorted({window[3] for window in windows})
    breaks = {FIRST, LAST} | {b for b in boundaries if FIRST < b < LAST}
    for zone in zones:
        breaks.update(transitions(zone))
    breaks = sorted(breaks)
    seen_stretches, found = set(), {}
    for start, end in zip(breaks, breaks[1:]):
        spans = tuple(start >= b for b in sorted(boundaries))
        if end - start > 8 * DAY:
            # A week and a day of it shows all: the next weeks look the same, as does any stretch like it.
            stretch = (spans, tuple(offset(zone, start) for zone in zones))
            if stretch in seen_stretches and not thorough:
                continue
            seen_stretches.add(stretch)
            end = start + 8 * DAY
        for instant in sorted(edges(windows, start, end)):
            key = instant if thorough else (spans, tuple(model.in_window(instant, *w) for w in windows))
            found.setdefault(key, instant)
    return tuple(found.values())


# ---- Places ----


@lru_cache(maxsize=None)
def origins(nets):
    """Origins for each combination of networks: local, a name, and the addresses at each network's ends."""
    addresses = {ipaddress.ip_address("192.0.2.1"), ipaddress.ip_address("2001:db8:ffff::1")}
    for net in nets:
        if net != "local":
            family = ipaddress.IPv4Address if net.version == 4 else ipaddress.IPv6Address
            first, last = int(net.network_address), int(net.broadcast_address)
            for number in (first - 1, first, last, last + 1):
                if 0 <= number < 1 << (32 if net.version == 4 else 128):
                    addresses.add(family(number))
    return (None, "a-name") + tuple(sorted(str(a) for a in addresses))


def one_each(texts, key):
    found = {}
    for text in texts:
        found.setdefault(key(text), text)
    return tuple(found.values())


def closure(glob, positions):
    found = set(positions)
    for position in positions:
        while position < len(glob) and glob[position] == "*":
            position += 1
            found.add(position)
    return frozenset(found)


def step(glob, positions, char):
    """Where a glob can stand after one more character, from where it could stand before."""
    moved = set()
    for position in positions:
        if position < len(glob):
            if glob[position] == "*":
                moved.add(position)
            elif glob[position] in ("?", char):
                moved.add(position + 1)
    return closure(glob, moved)


@lru_cache(maxsize=None)
def texts_for(globs, as_host):
    """A text for each combination of globs that a text can match, found by trying all texts, shortest first.

    As the name of a host, a glob may match its first label instead, which is not empty.
    """
    if not globs:
        return ("x",)
    alphabet = sorted(set("".join(globs)) - set("*?") | {"."})
    alphabet.append(next(c for c in "zyxwvutsrq" if c not in alphabet))
    whole = lambda state: tuple(len(g) in p for g, p in zip(globs, state))
    start = tuple(closure(glob, {0}) for glob in globs)
    queue, seen, found = [("", start, None)], set(), {}
    for text, state, label in queue:
        for char in alphabet:
            if as_host and not text and char == ".":
                continue
            next_label = whole(state) if as_host and char == "." and label is None else label
            next_state = tuple(step(g, p, char) for g, p in zip(globs, state))
            matches = whole(next_state)
            if as_host:
                first = whole(next_state) if next_label is None else next_label
                matches = tuple(a or b for a, b in zip(matches, first))
            found.setdefault(matches, text + char)
            if (next_state, next_label) not in seen:
                seen.add((next_state, next_label))
                queue.append((text + char, next_state, next_label))
    return tuple(found.values())


# ---- What can matter ----


def relevant(policy, request):
    """The policy without the rules and assignments that cannot matter to this request, whatever the setting:
    those for somebody else, those for other permissions, and those of roles that these do not depend on."""
    part_of = copy.copy(policy)
    expression, _ = policy.requires(request)
    wanted = set(model.permissions_of(expression))
    value = lambda s: TRUE if s[0] == "role" else model.subject_value(policy, request, s)
    mine = lambda p: any(value(s) != FALSE for s in p.subjects)
    part_of.allows = [p for p in policy.allows if p.what & wanted and mine(p)]
    part_of.denies = [p for p in policy.denies if p.what & wanted and mine(p)]
    roles = {s[1] for p in part_of.allows + part_of.denies for s in p.subjects if s[0] == "role"}
    reach = set().union(*(up for up in policy.up.values() if up & roles))
    for exclusive in policy.exclusives:
        if reach & set(exclusive):
            roles |= set(exclusive)
    part_of.assigns = [p for p in policy.assigns if policy.up[p.what] & roles and mine(p)]
    return part_of


def atoms(policy, cond):
    """The atoms of a condition, names replaced by what they stand for."""
    if cond is None:
        return []
    if cond[0] == "name":
        return atoms(policy, policy.conditions[cond[1]])
    if cond[0] in ("and", "or", "not"):
        return [a for c in cond[1:] for a in atoms(policy, c)]
    return [cond]


class Search:
    """Where and when a request could be made, as far as a policy can tell the difference."""

    def __init__(self, policy, request, thorough=False):
        self.policy = policy if thorough else relevant(policy, request)
        self.request = request
        self.thorough = thorough
        parts = self.policy.assigns + self.policy.allows + self.policy.denies
        whens = [p.when for p in parts] + [policy.requires(request)[1]]
        self.atoms = [a for w in dict.fromkeys(whens) for a in atoms(policy, w)]
        self.boundaries = {t for p in parts for t in (p.starting, p.until) if abs(t) != FOR_EVER}
        for first, last in {r for a in self.of_kind("date") for r in a[1]}:
            self.boundaries |= date_edges(*first, policy.zone) | date_edges(*day_after(last), policy.zone)

    def of_kind(self, kind):
        return [a for a in self.atoms if a[0] == kind]

    def instants(self, more_boundaries=()):
        windows = {(a[1], a[2], a[3], a[4] or self.policy.zone) for a in self.of_kind("time")}
        boundaries = frozenset(self.boundaries | set(more_boundaries))
        return instants(boundaries, tuple(sorted(windows)), self.thorough)

    def places(self):
        """At least one place for each combination of values that the atoms about places can have."""
        nets = sorted({n for a in self.of_kind("from") for n in a[1]}, key=str)
        globs = lambda kind: {g for a in self.of_kind(kind) for g in a[1] if g is not None}
        hosts = (None,) + texts_for(tuple(sorted(map(model.lower, globs("host")))), True)
        # These are names as they are matched: what the request says has a /dev/ before it.
        ttys = (None,) + tuple("/dev/" + t for t in texts_for(tuple(sorted(globs("tty"))), False))
        values = lambda kind, value: lambda text: tuple(value(text, a[1]) for a in self.of_kind(kind))
        return list(
            itertools.product(
                one_each(origins(tuple(nets)), values("from", model.from_nets)),
                one_each(ttys, values("tty", model.on_tty)),
                one_each(hosts, values("host", model.on_host)),
            )
        )

    def hopeless(self):
        """Whether even every allow and every assignment that is not for somebody else, with nothing in
        the way, would not be enough. Then there is nothing to search for."""
        always = lambda p: replace(p, when=None, starting=-FOR_EVER, until=FOR_EVER)
        best = copy.copy(self.policy)
        best.assigns = [always(p) for p in self.policy.assigns]
        best.allows = [always(p) for p in self.policy.allows]
        best.denies, best.exclusives = [], []
        return not Situation(best, self.request, Setting(favourable=True)).holds(best.requires(self.request)[0])

    def possible(self, out_of_the_way):
        """Whether the request would be allowed with these obstacles out of the way."""
        setting = Setting(
            favourable="undetermined" in out_of_the_way,
            no_denies="denied" in out_of_the_way,
            no_exclusives="conflict" in out_of_the_way,
        )
        here = (self.request.origin, self.request.tty, self.request.host)
        places = self.places() if "not-here" in out_of_the_way else [here]
        nows = self.instants() if "not-now" in out_of_the_way else [self.request.now]
        for now in nows:
            for origin, tty, host in places:
                elsewhere = replace(self.request, now=now, origin=origin, tty=tty, host=host)
                if Situation(self.policy, elsewhere, setting).allowed():
                    return True
        return False

    def next_is(self, has_next, instant):
        """Whether it is so that the request is next allowed at that instant, or never again."""
        allowed = lambda now: Situation(self.policy, replace(self.request, now=now)).allowed()
        now = self.request.now
        if not has_next:
            return not any(allowed(t) for t in self.instants([now]) if t > now)
        between = [t for t in self.instants([now, now + 1, instant]) if now < t < instant]
        return now < instant and allowed(instant) and not any(map(allowed, between))


def why(policy, request, thorough=False):
    """The verdict and its reason."""
    verdict = model.verdict(policy, request)
    if policy.requires(request) is None:
        return verdict, "unlisted"
    if verdict == "allow":
        return verdict, "granted"
    search = Search(policy, request, thorough)
    if not thorough and search.hopeless():
        return verdict, "not-granted"
    for obstacle in OBSTACLES:
        if search.possible({obstacle}):
            return verdict, obstacle
    if not search.possible(set(OBSTACLES)):
        return verdict, "not-granted"
    for obstacle in OBSTACLES:
        if not search.possible(set(OBSTACLES) - {obstacle}):
            return verdict, obstacle
    return verdict, "denied"
