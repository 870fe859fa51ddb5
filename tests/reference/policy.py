"""A policy and a request as plain data: what the generator makes, the printer prints and the model decides on.

Owns the shapes of the statements, and nothing about what they mean. A policy is a list of these
statements, in any order. Imports nothing of the product, and nothing outside the standard library.

A condition is a nested tuple:
    ("name", NAME)                              ("from", (NET, ...))       NET an ipaddress network or "local"
    ("time", (DAY, ...), START, END, ZONE)      ("host", (GLOB, ...))      DAY 0 is Monday, START and END in
    ("not", COND)                               ("tty", (GLOB, ...))       minutes of the day, ZONE a name or None
                                                a GLOB of a tty may be None: the bare word `none`
    ("date", ((FIRST, LAST), ...))              FIRST and LAST (Y, M, D), both included
    ("and", COND, COND) ("or", COND, COND)
A service's expression is ("permission", NAME), ("and", E, E) or ("or", E, E).
A subject is ("user", NAME), ("group", NAME), ("gid", N), ("everyone", None) or ("role", NAME).
A time of `starting` or `until` is ("date", Y, M, D) or ("instant", SECONDS SINCE 1970, OFFSET TO PRINT IT WITH).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    when: tuple | None = None
    starting: tuple | None = None
    until: tuple | None = None
    because: str | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True)
class Header:
    text: str


@dataclass(frozen=True)
class Zone:
    name: str  # "UTC" or an IANA name


@dataclass(frozen=True)
class Contact:
    text: str


@dataclass(frozen=True)
class Unlisted:
    verdict: str | None  # "deny" or "ignore"; None: what it requires decides, and its `when`
    requires: tuple | None = None
    when: tuple | None = None


@dataclass(frozen=True)
class Permission:
    names: tuple


@dataclass(frozen=True)
class Rule:
    """A rule. In the body of a role, subjects is empty: there the subject is the role."""

    effect: str  # "allow" or "deny"
    patterns: tuple
    excepts: tuple = ()
    subjects: tuple = ()
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Role:
    name: str
    extends: tuple = ()
    rules: tuple = ()
    gid: int | None = None


@dataclass(frozen=True)
class Service:
    names: tuple
    requires: tuple | None  # None: each name is a permission as well, declared here
    when: tuple | None = None


@dataclass(frozen=True)
class Assign:
    roles: tuple
    subjects: tuple
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Condition:
    name: str
    cond: tuple


@dataclass(frozen=True)
class Exclusive:
    roles: tuple


@dataclass(frozen=True)
class Roster:
    subjects: tuple  # users, groups, gids


@dataclass(frozen=True)
class Request:
    """groups and gids: (name or number, "yes" | "no" | "unknown") pairs; what is not named is a "no".

    service or permission is set, the other is None. origin: None is local, and text that is no IP address
    is an origin of that name. tty None: there is none. host None: the name cannot be read.
    """

    user: str
    service: str | None
    now: int
    permission: str | None = None
    groups: tuple = ()
    gids: tuple = ()
    origin: str | None = None
    tty: str | None = None
    host: str | None = "localhost"


@dataclass(frozen=True)
class Test:
    """A test of one request and one answer. The request's host can be read, and its service is listed."""

    title: str
    request: Request
    allowed: bool
