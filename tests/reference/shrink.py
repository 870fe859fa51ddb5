"""Makes a failing case small: drops and simplifies what it can while the case still fails.

Owns the ways to make a policy or a request smaller. What "still fails" means, the caller says; a change that
leaves no valid policy is simply one that no longer fails.
"""

from dataclasses import replace

import policy as syntax
from policy import Limits


def smaller_cond(cond):
    if cond[0] in ("and", "or", "not"):
        yield from cond[1:]
        for i in range(1, len(cond)):
            for less in smaller_cond(cond[i]):
                yield cond[:i] + (less,) + cond[i + 1 :]
    elif cond[0] in ("from", "host", "tty", "date") and len(cond[1]) > 1:
        for i in range(len(cond[1])):
            yield (cond[0], cond[1][:i] + cond[1][i + 1 :])
    elif cond[0] == "time":
        if len(cond[1]) < 7:
            yield (cond[0], tuple(range(7))) + cond[2:]
        if cond[4] is not None:
            yield cond[:4] + (None,)


def smaller_limits(limits):
    for field in ("when", "starting", "until", "because"):
        if getattr(limits, field) is not None:
            yield replace(limits, **{field: None})
    if limits.when is not None:
        for less in smaller_cond(limits.when):
            yield replace(limits, when=less)


def without_one(statement, field, least):
    items = getattr(statement, field)
    if len(items) > least:
        for i in range(len(items)):
            yield replace(statement, **{field: items[:i] + items[i + 1 :]})


def smaller_statement(s):
    least = {"names": 1, "roles": 2 if isinstance(s, syntax.Exclusive) else 1, "patterns": 1, "subjects": 1}
    for field in ("names", "roles", "patterns", "excepts", "subjects", "extends", "rules"):
        if hasattr(s, field):
            yield from without_one(s, field, least.get(field, 0))
    if getattr(s, "limits", Limits()) != Limits():
        yield from (replace(s, limits=less) for less in smaller_limits(s.limits))
    if isinstance(s, syntax.Role):
        if s.gid is not None:
            yield replace(s, gid=None)
        for i, rule in enumerate(s.rules):
            for less in smaller_statement(rule):
                yield replace(s, rules=s.rules[:i] + (less,) + s.rules[i + 1 :])
    if isinstance(s, syntax.Condition):
        yield from (replace(s, cond=less) for less in smaller_cond(s.cond))
    if isinstance(s, (syntax.Service, syntax.Unlisted)):
        if s.when is not None:
            yield replace(s, when=None)
            yield from (replace(s, when=less) for less in smaller_cond(s.when))
        if s.requires is not None and s.requires[0] != "permission":
            yield from (replace(s, requires=less) for less in s.requires[1:])


def smaller_cases(statements, request):
    for i in range(len(statements)):
        yield statements[:i] + statements[i + 1 :], request
    for i, s in enumerate(statements):
        for less in smaller_statement(s):
            yield statements[:i] + [less] + statements[i + 1 :], request
    if request is not None:
        for field in ("groups", "gids"):
            for less in without_one(request, field, 0):
                yield statements, less
        for field, plain in (("origin", None), ("tty", None), ("host", "localhost")):
            if getattr(request, field) != plain:
                yield statements, replace(request, **{field: plain})


def shrunk(statements, request, still_fails, patience=3000):
    """The smallest case that was found, after at most so many tries."""
    statements = list(statements)
    shrinking = True
    while shrinking:
        shrinking = False
        for case in smaller_cases(statements, request):
            patience -= 1
            if patience < 0:
                return statements, request
            if still_fails(*case):
                (statements, request), shrinking = case, True
                break
    return statements, request
