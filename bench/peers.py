"""What the peers are given: files that ask of each of them what the benchmark asks of rolegate.

Every function returns the text of a configuration of about n rules; in those that a program evaluates, the last rule is
the one that matches, since all of them go through their rules in order.
"""
import random


def access(n):
    """access.conf(5): n rules on groups; the user is in the last one, and everybody else is kept out."""
    return "".join(f"+:(group-{i}):ALL\n" for i in range(n)) + "-:ALL:ALL\n"


def listfile(n):
    return "".join(f"group-{i}\n" for i in range(n))


def time(n):
    """time.conf(5): n rules on other users; it reads all of them."""
    return "".join(f"bench;*;user-{i};Al0000-2400\n" for i in range(n))


def group_rules(n):
    """The rules of access(n), as a role policy."""
    rules = "".join(f"allow bench.use to group group-{i}\n" for i in range(n))
    return "permission bench.use\nservice bench requires bench.use\n" + rules


def _dice(n):
    return random.Random(n)


def doas(n):
    dice = _dice(n)
    return "".join(f"permit nopass keepenv user{dice.randrange(n)} as root cmd /usr/bin/tool{dice.randrange(1000)}\n"
                   for _ in range(n))


def sudoers(n):
    dice = _dice(n)
    return "".join(f"user{dice.randrange(n)} ALL=(root) NOPASSWD: /usr/bin/tool{dice.randrange(1000)}\n"
                   for _ in range(n))


def apparmor(n):
    """Profiles of ten rules each."""
    profiles = []
    for i in range(max(1, n // 10)):
        rules = "".join(f"  /srv/tool{i}/file{j} r,\n" for j in range(10))
        profiles.append(f"profile bench{i} /usr/bin/tool{i} {{\n{rules}}}\n")
    return "".join(profiles)


def selinux(n):
    """A policy.conf(5) without constraints: n rules between types."""
    dice = _dice(n)
    types = max(10, n // 20)
    lines = ["class file", "class process", "sid kernel", "class file { read write }", "class process { transition }"]
    lines += [f"type type{i};" for i in range(types)]
    lines += [f"allow type{dice.randrange(types)} type{dice.randrange(types)}:file {{ read write }};" for _ in range(n)]
    lines += ["role r;", *(f"role r types type{i};" for i in range(types)), "user u roles r;", "sid kernel u:r:type0"]
    return "\n".join(lines) + "\n"


def cil(n, claims=0):
    """The same for secilc, with so many neverallow rules that hold, each of one type and ten others."""
    dice = _dice(n)
    types = max(10, n // 20)
    allowed = set()
    lines = ["(class file (read write))", "(class process (transition))", "(classorder (file process))", "(sid kernel)",
             "(sidorder (kernel))", "(user u)", "(role r)", "(userrole u r)", "(sensitivity s0)",
             "(sensitivityorder (s0))", "(category c0)", "(categoryorder (c0))", "(sensitivitycategory s0 (c0))",
             "(level low (s0))", "(levelrange lr (low low))", "(userlevel u low)", "(userrange u lr)"]
    lines += [f"(type t{i})\n(roletype r t{i})" for i in range(types)]
    for _ in range(n):
        source, target = dice.randrange(types), dice.randrange(types)
        allowed.add((source, target))
        lines.append(f"(allow t{source} t{target} (file (read write)))")
    for i in range(claims):
        source = dice.randrange(types)
        targets = [t for t in dice.sample(range(types), min(types, 20)) if (source, t) not in allowed][:10]
        lines += [f"(typeattribute a{i})", f"(typeattributeset a{i} ({' '.join(f't{t}' for t in targets)}))",
                  f"(neverallow t{source} a{i} (file (write)))"]
    lines += ["(context c (u r t0 lr))", "(sidcontext kernel c)"]
    return "\n".join(lines) + "\n"
