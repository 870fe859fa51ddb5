"""Every policy of a few statements over 2 users, 2 groups, 2 roles and 2 services, and every request to it.

Owns the enumeration: one policy of each set that renaming users, groups, roles or services makes alike.
"""

from itertools import combinations, permutations, product

from policy import Assign, Exclusive, Permission, Request, Role, Roster, Rule, Service

USERS, GROUPS, ROLES, PERMISSIONS = ("ann", "bob"), ("g", "h"), ("r", "s"), ("p", "q")
NOW = 1767225600
PEOPLE = [("user", u) for u in USERS] + [("group", g) for g in GROUPS]
SUBJECTS = PEOPLE + [("role", r) for r in ROLES]
RULES = [("allow", p, s) for p in PERMISSIONS + ("*",) for s in SUBJECTS]
STATEMENTS = RULES + [("deny", p, s) for _, p, s in RULES]
STATEMENTS += [("assign", r, s) for r in ROLES for s in PEOPLE] + [("exclusive", None, None)]
STATEMENTS += [("roster", None, s) for s in PEOPLE]


def renamings():
    """Every way to rename the users, groups, roles and permissions that maps the statements onto themselves."""
    for parts in product(*(permutations(names) for names in (USERS, GROUPS, ROLES, PERMISSIONS))):
        new = dict(zip(USERS + GROUPS + ROLES + PERMISSIONS, [n for names in parts for n in names]))
        yield lambda statement: (
            statement[0],
            new.get(statement[1], statement[1]),
            statement[2] and (statement[2][0], new[statement[2][1]]),
        ), parts[2] == ROLES


def is_first_of_its_kind(chosen, extends, maps):
    """maps: for each renaming, each statement's new index, and whether it leaves the roles alone."""
    for moved, roles_stay in maps:
        if (roles_stay or not extends) and sorted(moved[i] for i in chosen) < list(chosen):
            return False
    return True


def is_refused(chosen, extends):
    """Whether the language calls it an error: an exclusive set of roles that extend, or of one subject's."""
    if ("exclusive", None, None) not in chosen:
        return False
    given = {(s, r) for kind, r, s in chosen if kind == "assign"}
    return extends or any(all((s, r) in given for r in ROLES) for s in PEOPLE)


def policy_of(chosen, extends):
    out = [Permission(PERMISSIONS), Role("r", ("s",) if extends else ()), Role("s")]
    out += [Service(("x",), ("permission", "p")), Service(("y",), ("permission", "q"))]
    for kind, what, subject in chosen:
        if kind == "exclusive":
            out.append(Exclusive(ROLES))
        elif kind == "roster":
            out.append(Roster((subject,)))
        elif kind == "assign":
            out.append(Assign((what,), (subject,)))
        else:
            out.append(Rule(kind, (what,), (), (subject,)))
    return out


def policies(size):
    """(statements, whether it is refused), for every policy of at most size statements besides declarations."""
    index = {s: i for i, s in enumerate(STATEMENTS)}
    maps = [([index[rename(s)] for s in STATEMENTS], roles_stay) for rename, roles_stay in renamings()]
    for count in range(size + 1):
        for chosen in combinations(range(len(STATEMENTS)), count):
            for extends in (False, True):
                if is_first_of_its_kind(chosen, extends, maps):
                    picked = [STATEMENTS[i] for i in chosen]
                    yield policy_of(picked, extends), is_refused(picked, extends)


def requests():
    values = ("yes", "no", "unknown")
    return [
        Request(user=user, service=service, now=NOW, groups=tuple(zip(GROUPS, membership)))
        for user in USERS
        for service in ("x", "y")
        for membership in product(values, repeat=len(GROUPS))
    ]
