#!/usr/bin/env python3
"""Checks a certificate of `rolegate check --certificate`: whether each claim that is said to hold does, by its cases.

Goes through every person that the claims' proofs must speak of (docs/certificate.md), by the statements of the table,
and has each case confirmed in every situation that their conditions can tell apart; of what a case says that it rests
on, nothing but that counts. Shares no code with the compiler: it reads the table by tests/table, and conditions,
instants and places are those of tests/reference. What is wrong is printed; then the exit status is 1.

    certificate.py FOLDER TABLE CERTIFICATE [INCLUDED]      where the policy is; where what it includes as <NAME> is
"""

import copy
import functools
import hashlib
import ipaddress
import itertools
import json
import os
import re
import sys
from collections import namedtuple
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "reference"), os.path.join(HERE, "..", "table")]
import model
import policy as syntax
import read_table
import why

why.FIRST, why.LAST = 0, 14_800_000_000  # over all zones' rules, which come again after 400 years
EVERYONE = ("everyone", None)
Part = namedtuple("Part", "place owners what when starting until")
Way = namedtuple("Way", "rule assign role")  # two Parts, the second or None; the role that it assigns


class Refused(Exception):
    pass


def need(fact, *words):
    if not fact:
        raise Refused(" ".join(map(str, words)))


class Policy:
    """A table, as the language speaks of it."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.table = table = read_table.Table(file.read())
        names = [role["name"] for role in table.role_list]
        self.zone = self.zone_name(table.out["zone"]) or "UTC"
        self.permissions = [p["name"] for p in table.permission_list]
        self.up = {}
        for role in table.role_list:  # parents come first
            self.up[role["name"]] = {role["name"]}.union(*(self.up[names[p]] for p in role["parents"]))
        self.exclusives = [{names[r] for r in one["roles"]} for one in table.out["exclusives"]]
        node = lambda at: (table.nodes_at[at]["kind"], table.nodes_at[at].get("name"))
        self.rosters = [{node(at) for at in one["users"] + one["groups"]} for one in table.out["rosters"]]
        self.services = {s["name"]: (s["requires"], self.condition(s["when"])) for s in table.out["services"]}
        self.allows, self.denies, self.assigns = [], [], []
        for one in table.out["statements"]:
            limits = one.get("limits", {})
            owners = [tuple(owner.split(" ", 1)) if " " in owner else EVERYONE for owner in one["owners"]]
            owners = [(kind, int(name)) if kind == "gid" else (kind, name) for kind, name in owners]
            rest = (self.condition(limits.get("when")), limits.get("starting", -model.FOR_EVER), limits.get("until", model.FOR_EVER))
            if one["kind"] == "assign":
                self.assigns += [Part(self.place(one), owners, role, *rest) for role in one["roles"]]
            else:
                named = frozenset(self.matching(one["patterns"])) - frozenset(self.matching(one["except"]))
                (self.allows if one["kind"] == "allow" else self.denies).append(Part(self.place(one), owners, named, *rest))
        self.options = {}
        self.known = {o for p in self.allows + self.denies + self.assigns for o in p.owners if o[0] != "role"}.union(*self.rosters)

    def delegated(self, always, subject):
        """The policy without what bounded files say, and with each bound as an option that somebody may be given."""
        self.options = {}
        files = [f["name"] for f in self.table.out["files"]]
        bounded = {files[f] for one in self.table.out["delegations"] for f in one["files"]}
        for name in ("allows", "denies", "assigns"):
            setattr(self, name, [part for part in getattr(self, name) if part.place[0] not in bounded])
        for one in self.table.out["delegations"]:
            barred = {("user", "root"), *(node for node in one["by"] if node[0] == "user")}
            for number, bound in enumerate(one["bounds"], 1):
                self.option(self.place(one), number, bound, barred if bound["to"] == ["users"] else set(), always)
        self.known = self.known | set(self.options) | {subject, ("user", "root")}
        self.known = {node for node in self.known if node[0] != "role"}
        return self

    def option(self, place, number, bound, barred, always):
        always_on = (None, -model.FOR_EVER, model.FOR_EVER)
        add = lambda parts, what, *role: (
            self.options.update({("option", (*place, number, *role)): barred}),
            parts.append(Part(place, [("option", (*place, number, *role))], what, *always_on)),
        )
        for role in bound.get("roles", ()):
            name = self.table.role_list[role]["name"]
            add(self.assigns, name, name)
        if bound["kind"] == ("deny" if always else "allow"):
            what = frozenset(self.matching(bound["patterns"])) - frozenset(self.matching(bound["except"]))
            add(self.denies if always else self.allows, what)

    def admits(self, node, draft):
        """Whether nobody in a draft with the node is barred from what it is given."""
        users = {n for n in (*draft, node) if n[0] == "user"}
        return not any(users & self.options.get(n, set()) for n in (*draft, node))

    def place(self, one):
        return self.table.out["files"][one["place"][0]]["name"], one["place"][1]

    def matching(self, patterns):
        return [p for p in self.permissions if any(q in ("*", p) or q.endswith(".*") and p.startswith(q[:-1]) for q in patterns)]

    def zone_name(self, at):
        return None if at is None else self.table.zones_at[at]["name"]

    def condition(self, at):
        return None if at is None else self.tree(self.table.conditions_at[at])

    def tree(self, one):
        if "is" in one:
            return self.tree(one["is"])
        if "not" in one:
            return ("not", self.tree(one["not"]))
        for word in ("and", "or"):
            if word in one:
                return (word, *map(self.tree, one[word]))
        if "days" in one and "start" in one:
            return ("time", tuple(d for d in range(7) if one["days"] >> d & 1), one["start"], one["end"], self.zone_name(one["zone"]) or "UTC")
        if "dates" in one:
            day = lambda n: (date(1970, 1, 1) + timedelta(days=n)).timetuple()[:3]
            return ("date", tuple((day(a), day(b)) for a, b in one["dates"]))
        if "local" in one:
            nets = [(bytes.fromhex(n.split("/")[0]), int(n.split("/")[1])) for n in one["v4"] + one["v6"]]
            return ("from", ("local",) * one["local"] + tuple(ipaddress.ip_network(n) for n in nets))
        kind = "host" if "host" in one else "tty"
        return (kind, tuple(g or None for g in one[kind]))

    def ways(self, rules, node, permission):
        """Rules on a permission that speak of a node: of itself, or of a role that it is assigned."""
        for rule in rules:
            if permission not in rule.what:
                continue
            if node in rule.owners:
                yield Way(rule, None, None)
            roles = {name for kind, name in rule.owners if kind == "role"}
            for assign in self.assigns:
                if node in assign.owners and roles & self.up[assign.what]:
                    yield Way(rule, assign, assign.what)

    def conflict(self, role, other):
        """Whether who is assigned both has two roles of one exclusive set."""
        return any(len(one & (self.up[role] | self.up[other])) > 1 and (role != other or len(one & self.up[role]) > 1)
                   and one & self.up[role] and one & self.up[other] for one in self.exclusives)

    def touches(self, role):
        return any(one & self.up[role] for one in self.exclusives)

    @functools.lru_cache(maxsize=4096)
    def situations(self, guards):
        """One for each combination of what guards, (when, starting, until), can be."""
        search = why.Search.__new__(why.Search)
        search.policy, search.thorough = self, False
        search.atoms = sorted({a for g in guards for a in why.atoms(self, g[0])}, key=repr)
        search.boundaries = {t for g in guards for t in g[1:] if abs(t) != model.FOR_EVER}
        for first, last in {r for a in search.of_kind("date") for r in a[1]}:
            search.boundaries |= why.date_edges(*first, self.zone) | why.date_edges(*why.day_after(last), self.zone)
        return [syntax.Request("", None, now, origin=origin, tty=tty, host=host)
                for now, origin, tty, host in itertools.product(search.instants([0]), *self.places(search))]

    @staticmethod
    def places(search):
        """Origins, terminals and hosts: one of each kind, known or not, for each combination of their atoms' values."""
        atoms = lambda kind: [a[1] for a in search.of_kind(kind)]
        globs = lambda kind, change: tuple(sorted({change(g) for a in atoms(kind) for g in a if g is not None}))
        nets = tuple(sorted({n for a in atoms("from") for n in a}, key=str))
        hosts = (None,) + why.texts_for(globs("host", model.lower), True)
        ttys = (None,) + tuple("/dev/" + t for t in why.texts_for(globs("tty", str), False))
        values = lambda kind, value: lambda text: tuple(value(text, a) for a in atoms(kind))
        origin = lambda o: (values("from", model.from_nets)(o), o is None or bool(model.address_of(o)))
        return (why.one_each(why.origins(nets), origin), why.one_each(ttys, values("tty", model.on_tty)),
                why.one_each(hosts, lambda h: (values("host", model.on_host)(h), h is None)))


class Check:
    """One claim, and the service or permission that is asked for."""

    def __init__(self, policy, always, subject, demand, when, cases):
        self.policy, self.always, self.subject, self.when, self.cases = policy, always, subject, when, {}
        self.demand = demand
        for one in cases:
            subjects = [(k, tuple(v.values()) if k == "option" else v) for s in one["subjects"] for k, v in s.items()]
            key = (one["never"], self.key(subjects), tuple(one["permissions"]))
            self.cases[key] = [(b["kind"], *(tuple(b[w].values()) if w in b else None for w in ("rule", "assign"))) for b in one["because"]]
        self.holders = {o for a in policy.assigns if subject[0] == "role" and a.what == subject[1] for o in a.owners}

    def key(self, draft):
        return frozenset(n for n in draft if n in self.policy.known and n[0] != "everyone")

    def vouched(self, draft):
        return all(roster & set(draft) for roster in self.policy.rosters)

    def joined(self, draft, node):
        """The draft with a node more; None where that is nobody, or he is in it."""
        users = {n for n in draft if n[0] == "user"} | ({self.subject} if self.subject[0] == "user" else set())
        barred = node in draft or node[0] == "user" and users - {node} or not self.policy.admits(node, (*draft, *users))
        return None if barred else draft + (node,)

    def run(self):
        claimants = sorted(self.holders, key=repr) if self.subject[0] == "role" else [self.subject]
        for claimant in claimants:
            draft = tuple(dict.fromkeys((EVERYONE, claimant)))
            if not self.always:
                self.reach(draft, [self.demand], ())
                continue
            for start in [draft] + list(self.vouching(draft)):
                self.final("shut out", start, False)
                self.miss(start, [self.demand])

    # ---- never ----

    def reach(self, draft, goals, wanted):
        if not goals:
            self.final("let in", draft, True)
        elif isinstance(goals[0], dict):
            word, parts = next(iter(goals[0].items()))
            for more in [parts] if word == "and" else [[part] for part in parts]:
                self.reach(draft, more + goals[1:], wanted)
        elif goals[0] in wanted:
            self.reach(draft, goals[1:], wanted)
        else:
            permission, wanted = goals[0], wanted + (goals[0],)
            comes = lambda node: any(w.role is None or not self.policy.conflict(w.role, w.role)
                                     for w in self.policy.ways(self.policy.allows, node, permission))
            nodes = [n for n in sorted(self.policy.known, key=repr) if comes(n)]
            if not nodes or self.settled("not denied", draft, wanted):
                return
            for option in [draft] + [self.joined(draft, n) for n in nodes]:
                if option and any(n in nodes for n in option) and not self.settled("allowed", option, wanted):
                    self.reach(option, goals[1:], wanted)

    # ---- always ----

    def vouching(self, draft):
        for roster in self.policy.rosters:
            if not roster & set(draft):
                for more in (self.joined(draft, n) for n in sorted(roster, key=repr)):
                    if more:
                        yield from [more] if self.vouched(more) else self.vouching(more)
                return

    def miss(self, draft, goals):
        if not goals:
            self.final("shut out", draft, True)
        elif isinstance(goals[0], dict):
            word, parts = next(iter(goals[0].items()))
            for more in [parts] if word == "or" else [[part] for part in parts]:
                self.miss(draft, more + goals[1:])
        else:
            if not self.settled("not allowed", draft, goals[:1]):
                self.miss(draft, goals[1:])
            for node in sorted(self.policy.known, key=repr):
                more = self.joined(draft, node) if any(self.policy.ways(self.policy.denies, node, goals[0])) else None
                if more and not self.settled("denied", more, goals[:1]):
                    self.miss(more, goals[1:])

    # ---- cases ----

    def final(self, word, draft, vouch):
        need(self.settled(word, draft, ()), "nothing says why", *self.key(draft), "are never", word)
        unmet = [roster for roster in self.policy.rosters if not roster & set(draft)]
        for node in sorted(unmet[0], key=repr) if unmet and vouch else []:
            if self.joined(draft, node):
                self.final(word, self.joined(draft, node), True)

    def settled(self, word, draft, permissions):
        """Whether there is such a case; one that is not true is an error."""
        because = self.cases.get((word, self.key(draft), tuple(permissions)))
        if because is None:
            return False
        off = word in ("let in", "not allowed", "shut out") and not self.vouched(draft)
        person = Person(self, draft, off, because)
        meets = {
            "not denied": lambda s: person.fits(s) and all(person.allowed(s, p) for p in permissions[:-1]) and not person.denied(s, permissions[-1]),
            "allowed": lambda s: person.fits(s) and all(person.allowed(s, p) for p in permissions),
            "let in": lambda s: person.fits(s) and person.met(s, self.demand),
            "not allowed": lambda s: person.fits(s) and not person.allowed(s, permissions[-1]),
            "denied": lambda s: person.fits(s) and person.denied(s, permissions[-1]),
            "shut out": lambda s: person.fits(s) and not (person.surely(s, self.when) and person.met(s, self.demand)),
        }[word]
        if word in ("not denied", "allowed", "let in"):
            inner, meets = meets, lambda s: person.surely(s, self.when) and inner(s)
        for situation in self.policy.situations(person.guards(permissions)):
            known = situation.host is not None and (situation.origin is None or model.address_of(situation.origin))
            need(not (known or not self.always) or not meets(situation), "not true:", *self.key(draft), "never", word, *permissions, situation)
        return True


class Person:
    """Somebody with these subjects, and nothing against him but what a case says."""

    def __init__(self, check, draft, off, because):
        self.check, self.policy, self.draft, self.off, self.because = check, check.policy, draft, off, set(because)
        counts = [n for n in self.policy.known if n in draft or off and n[0] in ("group", "gid")]
        self.counting = sorted(counts, key=repr)
        self.held = [a for n in self.counting for a in self.policy.assigns if n in a.owners]
        self.found = {}
        role, blamed = check.subject[1], lambda kind, a: (kind, None, a.place) in self.because
        if check.subject[0] == "role":
            self.own = [a for a in self.policy.assigns if a.what == role and set(a.owners) & set(draft)]
            self.other = [a for a in self.held if a.what not in self.policy.up[role] and blamed("other role", a)]
        self.voiding = self.held if check.always else [a for a in self.held if blamed("void", a)]

    def parts(self, permission):
        """By a permission: ways in, each with what makes it void, and denials, as far as they count."""
        if permission not in self.found:
            place, blamed = lambda part: part and part.place, self.because
            lists = lambda rules, nodes: [w for n in nodes for w in self.policy.ways(rules, n, permission)]
            allows, denies = lists(self.policy.allows, self.draft), lists(self.policy.denies, self.counting)
            if self.check.always:  # who has a role that could be void is not gone through
                allows = [w for w in allows if ("allow", w.rule.place, place(w.assign)) in blamed and not (w.role and self.policy.touches(w.role))]
            else:
                denies = [w for w in denies if ("deny", w.rule.place, place(w.assign)) in blamed]
            void = lambda w: [a for a in self.voiding if w.role and self.policy.conflict(w.role, a.what)]
            self.found[permission] = [(w, void(w)) for w in allows], denies
        return self.found[permission]

    def guards(self, permissions):
        names = permissions or [p for p in self.policy.permissions if p in json.dumps(self.check.demand)]
        parts = [p for n in names for w, void in self.parts(n)[0] for p in (w.rule, w.assign, *void)]
        parts += [p for n in names for w in self.parts(n)[1] for p in (w.rule, w.assign)]
        parts += self.own + self.other if self.check.subject[0] == "role" else []
        return frozenset(p[3:] for p in parts if p) | {(self.check.when, -model.FOR_EVER, model.FOR_EVER)}

    def value(self, situation, part):
        if part is None:
            return model.TRUE
        return model.condition(self.policy, situation, part.when) if part.starting <= situation.now < part.until else model.FALSE

    def surely(self, situation, when):
        return model.condition(self.policy, situation, when) == model.TRUE

    def fits(self, s):
        if self.check.subject[0] != "role":
            return True
        return any(self.value(s, a) == model.TRUE for a in self.own) and all(self.value(s, a) == model.FALSE for a in self.other)

    def denied(self, s, permission):
        return any(self.value(s, w.rule) != model.FALSE != self.value(s, w.assign) for w in self.parts(permission)[1])

    def allowed(self, s, permission):
        comes = lambda w, void: self.value(s, w.rule) == self.value(s, w.assign) == model.TRUE and all(self.value(s, a) == model.FALSE for a in void)
        return any(comes(*way) for way in self.parts(permission)[0]) and not self.denied(s, permission)

    def met(self, s, demand):
        if isinstance(demand, str):
            return self.allowed(s, demand)
        word, parts = next(iter(demand.items()))
        return (all if word == "and" else any)(self.met(s, part) for part in parts)


def source(folders, name):
    return os.path.join(folders[1], name[1:-1] + ".rg") if name[0] == "<" else os.path.join(folders[0], name)


def claims_of(folders, names):
    """The claims of a policy's files: (file, line of its first word, word, subject, [target])."""
    tokens = re.compile(r'#[^\r\n]*|"(?:\\.|[^"\\])*"|[^\s{}(),"#]+|[{}(),]|\r\n?|\n')
    for name in names:
        with open(source(folders, name), encoding="utf-8", newline="") as file:
            line, words = 1, []
            for token in tokens.findall(file.read()):
                line += token[0] in "\r\n"
                words += [] if token[0] in "#\r\n" else [(token, line)]
        text = lambda token: re.sub(r"\\x(..)|\\(.)", lambda m: chr(int(m[1], 16)) if m[1] else m[2], token[1:-1]) if token[0] == '"' else token
        for at, (word, line) in enumerate(words):
            if word not in ("never", "always"):
                continue
            kind, end = words[at + 1][0], at + (2 if words[at + 1][0] == "everyone" else 3)
            subject = None if kind == "everyone" else int(words[at + 2][0]) if kind == "gid" else text(words[at + 2][0])
            targets = []
            while words[end][0] in ("may", ","):
                pattern = words[end + 1][0] == "permission"
                targets.append(("pattern" if pattern else "service", text(words[end + 1 + pattern][0])))
                end += 2 + pattern
                if end == len(words):
                    break
            under = end < len(words) and words[end][0] == "under"
            yield name, line, word, (kind, subject), [(*target, under) for target in targets]


def check(folders, table, certificate):
    policy = Policy(table)
    files = [(f["name"], f["sha256"]) for f in policy.table.out["files"]]
    need([(s["file"], s["sha256"]) for s in certificate["sources"]] == files, "it is about other sources than the table")
    for name, digest in files:
        if name.endswith("/"):  # what an include's pattern has met
            continue
        with open(source(folders, name), "rb") as file:
            need(hashlib.sha256(file.read()).hexdigest() == digest, name, "has changed")
    wanted = [(*claim[:4], target) for claim in claims_of(folders, [f for f, _ in files if not f.endswith("/")]) for target in claim[4]]
    listed = [((*c["place"].values(), c["claim"], tuple(next(iter(c["subject"].items()))), c)) for c in certificate["claims"]]
    target = lambda c: (*(("service", c["service"]) if "service" in c else ("pattern", c["pattern"])), "under" in c)
    shape = lambda claim: (*claim[:3], EVERYONE if claim[3][0] == "everyone" else claim[3], claim[4])
    need(sorted(map(repr, map(shape, wanted))) == sorted(repr(shape((*c[:4], target(c[4])))) for c in listed), "it is about other claims")
    counts = {"proved": 0, "not proved": 0, "do not hold": 0}
    for name, line, word, subject, claim in listed:
        if claim["verdict"] != "holds":
            counts["do not hold"] += 1
            continue
        service = claim.get("service")
        names = [None] if service else policy.matching([claim["pattern"]])
        need([p.get("permission") for p in claim["proofs"]] == names, f"{name}:{line}: there are not all permissions")
        for proof in claim["proofs"]:
            if "missing" in proof:
                counts["not proved"] += 1
                continue
            asked = copy.copy(policy).delegated(word == "always", subject) if "under" in claim else policy
            demand, when = asked.services[service] if service else (proof["permission"], None)
            try:
                Check(asked, word == "always", EVERYONE if subject[0] == "everyone" else subject, demand, when, proof["cases"]).run()
            except Refused as why_not:
                raise Refused(f"{name}:{line}: {service or proof['permission']}: {why_not}") from None
            counts["proved"] += 1
    return counts


if __name__ == "__main__":
    try:
        with open(sys.argv[3], encoding="utf-8") as given:
            print(", ".join(f"{n} {w}" for w, n in check((sys.argv[1], sys.argv[-1]), sys.argv[2], json.load(given)).items()))
    except (Refused, KeyError, ValueError, TypeError) as problem:
        print(f"refused: {problem}")
        sys.exit(1)
