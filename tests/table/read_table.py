#!/usr/bin/env python3
"""Read a rolegate table from its description alone, and print all that it says as JSON.

Written from the comments of lib/table/format.h, apart from the library, to show that they are enough for another reader.
Every byte must be accounted for, every order that the format states must hold, every number must be in its
shortest form, and every reference must meet the beginning of a record; else the exit status is 1. XXH3 is not in
Python's standard library, so the sums of blocks and the hashes of the index are left to emit_test.c; that the index
lists every name exactly once is checked here.

usage: read_table.py TABLE [--sizes]     (--sizes: bytes by section instead of the contents)
"""
import json
import sys

BLOCK = 1024
SECTIONS = ["meta", "files", "requests", "services", "index", "roles", "permissions", "patterns", "role_data",
            "exclusives", "rosters", "delegations", "limits", "conditions", "sets", "zones", "owners", "pages", "nodes", "rule_lists", "statements",
            "strings"]
SUM = 8
HEADER_SECTIONS = 28
HEADER_END = HEADER_SECTIONS + 4 * len(SECTIONS)
RULES_INLINE = 8
STACK_MAX = 32
PAGE_BUCKETS, BUCKET_MEAN, BUCKET_MAX = 64, 4, 32


class Malformed(Exception):
    pass


def need(condition, text):
    if not condition:
        raise Malformed(text)


def ascending(values, text):
    need(all(a < b for a, b in zip(values, values[1:])), text + " do not ascend")


class Cursor:
    """Reads on from the start of some bytes."""

    def __init__(self, data, what):
        self.data, self.at, self.what = data, 0, what

    def take(self, length):
        need(length <= len(self.data) - self.at, self.what + ": a record runs past the end")
        self.at += length
        return self.data[self.at - length:self.at]

    def u8(self):
        return self.take(1)[0]

    def u32(self):
        return int.from_bytes(self.take(4), "little")

    def u64(self):
        return int.from_bytes(self.take(8), "little")

    def leb(self, bits):
        value, shift = 0, 0
        while True:
            byte = self.u8()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                need(byte or shift == 7, self.what + ": a number is not in its shortest form")
                need(value < 1 << bits, self.what + ": a number is too large")
                return value
            need(shift < bits, self.what + ": a number is too long")

    def uv(self):
        return self.leb(32)

    def number_and_kind(self):
        return divmod(self.uv(), 4)

    def sv(self):
        value = self.leb(64)
        return value >> 1 if value & 1 == 0 else -(value >> 1) - 1

    def string(self):
        text = self.take(self.uv())
        need(self.u8() == 0, self.what + ": a string has no 0 byte behind it")
        return text

    def uvs(self):
        return [self.uv() for _ in range(self.uv())]

    def steps(self, count=None):
        found = []
        for _ in range(self.uv() if count is None else count):
            found.append(self.uv() + (found[-1] if found else 0))
        need(all(value < 1 << 32 for value in found), self.what + ": a list runs too far")
        return found

    def done(self):
        return self.at == len(self.data)


def text(value):
    return value.decode("utf-8", "surrogateescape")


class Table:
    def __init__(self, data):
        self.data = data
        self.header()
        self.out = {"flags": self.flags}
        self.date_zones = set()
        self.used = {}  # section: offsets that something refers to
        for part in (self.strings, self.zones, self.conditions, self.limits, self.permissions, self.patterns,
                     self.sets, self.statements, self.roles, self.exclusives, self.nodes, self.rosters, self.role_data,
                     self.owners, self.rule_lists, self.requests, self.services, self.index, self.files,
                     self.delegations, self.meta,
                     self.ownership, self.everything_used):
            part()

    # -- the file

    def header(self):
        blocks = [self.data[at:at + BLOCK] for at in range(0, len(self.data), BLOCK)]
        need(len(self.data) >= HEADER_END + SUM and len(blocks[-1]) > SUM, "the last block has no content")
        data = b"".join(block[:-SUM] for block in blocks)
        need(data[:8] == b"\x89RGT\r\n\x1a\n", "not a table")
        cursor = Cursor(data, "header")
        cursor.take(8)
        need(cursor.u32() == 3, "another version")
        self.flags = cursor.u32()
        need(self.flags & ~15 == 0, "an unknown flag")
        need(cursor.u32() == len(self.data), "the size is not the file's")
        cursor.u64()
        sizes = [cursor.u32() for _ in SECTIONS]
        start = cursor.at
        self.raw = {}
        for name, size in zip(SECTIONS, sizes):
            self.raw[name] = data[start:start + size]
            start += size
        need(start == len(data), "the sections do not end with the file")

    def records(self, name, read):
        """{offset: record} of a section whose records read(cursor) reads, and the raw bytes of each."""
        cursor = Cursor(self.raw[name], name)
        found, raw = {}, []
        while not cursor.done():
            at = cursor.at
            found[at] = read(cursor)
            raw.append(cursor.data[at:cursor.at])
        return found, raw

    def fixed(self, name, size):
        raw = self.raw[name]
        need(len(raw) % size == 0, name + ": not a whole number of elements")
        return [Cursor(raw[at:at + size], name) for at in range(0, len(raw), size)]

    def ref(self, name, offset):
        need(offset in getattr(self, name + "_at"), f"a reference to {name} at {offset} meets no record")
        self.used.setdefault(name, set()).add(offset)
        return offset

    def maybe(self, name, offset):
        return None if offset == 0 else self.ref(name, offset - 1)

    def string(self, offset):
        return text(self.strings_at[self.ref("strings", offset)])

    def role(self, number):
        need(number < len(self.raw["roles"]) // 4, "no such role")
        return number

    def pattern(self, number):
        need(number < len(self.pattern_list), "no such pattern")
        return number

    def place(self, file, line):
        need(file < len(self.raw["files"]) // 36 and line >= 1, "a place that is nowhere")
        return [file, line]

    # -- the sections

    def strings(self):
        self.strings_at, _ = self.records("strings", Cursor.string)
        values = list(self.strings_at.values())
        need(values and values[0] == b"", "the first string is not the empty one")
        need(all(len(value) <= 65535 and 0 not in value for value in values), "a string that cannot be")
        ascending(values, "strings")
        self.used["strings"] = {0}

    def zones(self):
        def rule(cursor):
            return {"kind": cursor.u8(), "a": cursor.uv(), "b": cursor.uv(), "c": cursor.uv(), "second": cursor.sv()}

        def read(cursor):
            name = cursor.uv()
            names.append(name)
            zone = {"name": self.string(name), "types": [cursor.sv() for _ in range(cursor.uv())]}
            zone["first"] = cursor.uv()
            times = cursor.uv()
            zone["times"] = [(cursor.u64() ^ 1 << 63) - (1 << 63) for _ in range(times)]
            zone["time_types"] = [cursor.u8() for _ in range(times)]
            kind = cursor.u8()
            need(kind <= 1, "an unknown kind of zone rule")
            if kind == 1:
                zone["standard"], zone["daylight"] = cursor.sv(), cursor.sv()
                zone["start"], zone["end"] = rule(cursor), rule(cursor)
                need(all(zone[end]["kind"] in (1, 2, 3) for end in ("start", "end")), "an unknown kind of day")
            need(len(zone["types"]) <= 256 and len(set(zone["types"])) == len(zone["types"]), "zone: types")
            need(all(i < len(zone["types"]) for i in zone["time_types"] + [zone["first"]]), "zone: no such type")
            ascending(zone["times"], "a zone's transitions")
            return zone

        names = []
        self.zones_at, _ = self.records("zones", read)
        ascending(names, "zones")
        self.out["zones"] = list(self.zones_at.values())

    def program(self, data):
        def globs(empty):
            found = [self.string(cursor.uv()) for _ in range(cursor.uv())]
            ascending([glob.encode("utf-8", "surrogateescape") for glob in found], "globs")
            need(found and (empty or "" not in found), "no globs, or an empty one")
            return found

        def nets(size):
            found = [(bytes(cursor.take(size)), cursor.u8()) for _ in range(cursor.uv())]
            end = -1
            for address, length in found:
                need(length <= 8 * size, "a prefix is too long")
                first = int.from_bytes(address, "big")
                need(first % (1 << 8 * size - length) == 0, "host bits are set")
                need(first > end, "networks do not ascend, or one is inside another")
                end = first + (1 << 8 * size - length) - 1
            return [f"{address.hex()}/{length}" for address, length in found]

        cursor, stack, most = Cursor(data, "program"), [], 0
        while not cursor.done():
            code = cursor.u8()
            if code in (1, 2):
                need(len(stack) >= 2, "a program's stack is too short")
                right, left = stack.pop(), stack.pop()
                stack.append({"and" if code == 1 else "or": [left, right]})
            elif code == 3:
                need(stack, "a program's stack is too short")
                stack.append({"not": stack.pop()})
            elif code == 4:
                need(stack, "a program's stack is too short")
                stack.append({"name": self.string(cursor.uv()), "is": stack.pop()})
            elif code == 5:
                stack.append({"days": cursor.u8(), "start": cursor.uv(), "end": cursor.uv(),
                              "zone": self.maybe("zones", cursor.uv())})
                need(0 < stack[-1]["days"] < 128 and stack[-1]["start"] < 1440 and stack[-1]["end"] <= 1440, "window")
            elif code == 6:
                local = cursor.u8()
                need(local <= 1, "from: local is 0 or 1")
                stack.append({"local": local, "v4": nets(4), "v6": nets(16)})
            elif code == 9:
                zone, days = self.maybe("zones", cursor.uv()), []
                for _ in range(cursor.uv()):
                    first = cursor.uv() + (days[-1][1] if days else 0)
                    need(not days or first > days[-1][1] + 1, "days are not apart")
                    days.append([first, first + cursor.uv()])
                need(days and days[-1][1] <= 3652424, "no days, or days too late")
                stack.append({"dates": days, "zone": zone})
                self.date_zones.add(zone)
            elif code in (7, 8):
                stack.append({"host" if code == 7 else "tty": globs(code == 8)})
            else:
                raise Malformed("an unknown operation")
            most = max(most, len(stack))
        need(len(stack) == 1 and most <= STACK_MAX, "a program that does not give one value, or needs too much room")
        return stack[0]

    def conditions(self):
        self.conditions_at, raw = self.records("conditions", lambda cursor: self.program(cursor.take(cursor.uv())))
        ascending(raw, "conditions")
        self.out["conditions"] = {str(at): value for at, value in self.conditions_at.items()}

    def limits(self):
        def read(cursor):
            when, flags = cursor.number_and_kind()
            need(when or flags, "limits that cannot be")
            limit = {"when": self.maybe("conditions", when)}
            if flags & 1:
                limit["starting"] = cursor.sv()
            if flags & 2:
                limit["until"] = cursor.sv()
            return limit

        self.limits_at, raw = self.records("limits", read)
        ascending(raw, "limits")

    def permissions(self):
        self.permission_list = []
        for cursor in self.fixed("permissions", 12):
            self.permission_list.append({"name": self.string(cursor.u32()), "description": self.string(cursor.u32()),
                                         "narrowest": cursor.u32()})
        ascending([item["name"] for item in self.permission_list], "permissions")
        self.out["permissions"] = self.permission_list

    def patterns(self):
        self.pattern_list = []
        for cursor in self.fixed("patterns", 20):
            self.pattern_list.append({"text": self.string(cursor.u32()), "lo": cursor.u32(), "hi": cursor.u32(),
                                      "wider": cursor.u32(), "owners": cursor.u32()})
        patterns, permissions = self.pattern_list, self.permission_list
        ascending([(p["lo"], -p["hi"], p["text"]) for p in patterns], "patterns")
        for number, pattern in enumerate(patterns):
            wide = pattern["text"]
            names = [i for i, p in enumerate(permissions)
                     if wide in ("*", p["name"]) or wide.endswith(".*") and p["name"].startswith(wide[:-1])]
            need(names == list(range(pattern["lo"], pattern["hi"])) and names, "a pattern's range")
            holding = [i for i in range(number) if patterns[i]["hi"] >= pattern["hi"]]
            need(pattern["wider"] == max(holding, default=-1) + 1, "a pattern's wider one") if len(patterns) < 5000 \
                else None
        for number, permission in enumerate(permissions if len(patterns) < 5000 else []):
            holding = [i for i, p in enumerate(patterns) if p["lo"] <= number < p["hi"]]
            need(permission["narrowest"] == max(holding, default=-1) + 1, "a permission's narrowest pattern")
        self.out["patterns"] = patterns

    def sets(self):
        def read(cursor):
            found = {}
            for half in ("patterns", "except"):
                found[half] = [self.pattern(number) for number in cursor.uvs()]
                ascending(found[half], "a set's patterns")
            need(found["patterns"] and (len(found["patterns"]) > 1 or found["except"]), "an empty set, or a single one")
            return found

        self.sets_at, raw = self.records("sets", read)
        ascending(raw, "sets")

    def statements(self):
        def read(cursor):
            file, kind = cursor.number_and_kind()
            need(kind in (1, 2, 3), "an unknown kind of statement")
            found = {"kind": ["allow", "deny", "assign"][kind - 1], "place": self.place(file, cursor.uv()),
                     "limits": self.maybe("limits", cursor.uv()), "because": self.string(cursor.uv())}
            if kind == 3:
                found["roles"] = [self.role(number) for number in cursor.uvs()]
                need(found["roles"], "an assignment without roles")
                ascending(found["roles"], "an assignment's roles")
            else:
                code = cursor.uv()
                found["set"] = (self.sets_at[self.ref("sets", code >> 1)] if code & 1
                                else {"patterns": [self.pattern(code >> 1)], "except": []})
            return found

        self.statements_at, raw = self.records("statements", read)
        self.statement_keys = {at: (item["place"], data) for (at, item), data in zip(self.statements_at.items(), raw)}
        need(len(set(raw)) == len(raw), "two equal statements")

    def roles(self):
        self.role_offsets = [cursor.u32() for cursor in self.fixed("roles", 4)]
        ascending(self.role_offsets, "role records")

    def rules(self, cursor):
        begin = cursor.at
        found, count = [], cursor.uv()
        if count <= RULES_INLINE:
            cursor.at = begin
            found = [self.ref("statements", at) for at in cursor.steps()]
        ascending(found, "rules")
        return {"count": count, "list": found}

    def exclusives(self):
        def read(cursor):
            found = {"place": self.place(cursor.uv(), cursor.uv()), "roles": [self.role(number) for number in cursor.uvs()]}
            ascending(found["roles"], "an exclusive set's roles")
            return found

        self.exclusives_at, raw = self.records("exclusives", read)
        ascending([(item["place"], data) for item, data in zip(self.exclusives_at.values(), raw)], "exclusives")
        need(bool(self.exclusives_at) == bool(self.flags & 2), "the flag for exclusive sets")
        self.out["exclusives"] = list(self.exclusives_at.values())

    def nodes(self):
        def read(cursor):
            assigns, kind = cursor.number_and_kind()
            found = {"kind": ["user", "group", "gid", "everyone"][kind]}
            if kind < 2:
                found["name"] = text(cursor.string())
            if kind == 2:
                found["name"] = cursor.uv()
            keys.append((kind, found["name"].encode("utf-8", "surrogateescape") if kind < 2 else found.get("name")))
            found["assigns"] = [self.ref("statements", at) for at in cursor.steps(assigns)]
            ascending(found["assigns"], "a node's assignments")
            found["rules"] = self.rules(cursor)
            return found

        keys = []
        self.nodes_at, _ = self.records("nodes", read)
        ascending(keys, "nodes")

    def rosters(self):
        def read(cursor):
            found = {"place": self.place(cursor.uv(), cursor.uv()),
                     "users": [self.ref("nodes", cursor.u32()) for _ in range(cursor.uv())],
                     "groups": [self.ref("nodes", at) for at in cursor.steps()]}
            ascending(found["users"], "a roster's users")
            ascending(found["groups"], "a roster's groups")
            need(found["users"] or found["groups"], "a roster of nobody")
            need(all(self.nodes_at[at]["kind"] == "user" for at in found["users"]) and
                 all(self.nodes_at[at]["kind"] in ("group", "gid") for at in found["groups"]), "a roster's nodes")
            return found

        self.rosters_at, raw = self.records("rosters", read)
        ascending([(item["place"], data) for item, data in zip(self.rosters_at.values(), raw)], "rosters")
        need(bool(self.rosters_at) == bool(self.flags & 4), "the flag for rosters")
        on_rosters = {at for item in self.rosters_at.values() for at in item["users"] + item["groups"]}
        need(all(node["assigns"] or node["rules"]["count"] or at in on_rosters for at, node in self.nodes_at.items()),
             "a node of which nothing speaks")
        self.out["rosters"] = list(self.rosters_at.values())

    def approver(self, cursor):
        kind = cursor.uv()
        need(kind < 4, "an approver's kind")
        if kind < 2:
            return ["user", "group"][kind], self.string(cursor.uv())
        if kind == 2:
            gid = cursor.uv()
            need(1 <= gid <= 4294967294, "an approver's gid")
            return "gid", gid
        return "everyone", None

    def bound_patterns(self, cursor):
        found = []
        for _ in range(cursor.uv()):
            text, lo, size = self.string(cursor.uv()), cursor.uv(), cursor.uv()
            names = [permission["name"] for permission in self.out["permissions"]]
            matches = [i for i, name in enumerate(names)
                       if text == "*" or name == text or (text.endswith(".*") and name.startswith(text[:-1]))]
            need(matches == list(range(lo, lo + size)) and size > 0, "what a bound's pattern matches")
            found.append(text)
        return found

    def bound(self, cursor):
        head, length = cursor.uv(), cursor.uv()
        found = {"kind": {1: "allow", 2: "deny", 3: "assign"}[head & 3],
                 "to": [name for bit, name in enumerate(("users", "groups", "everyone")) if head >> 2 & 1 << bit],
                 "for": None if length == 0 else [length >> 1, "hours" if length & 1 else "days"]}
        need(0 < head >> 2 < 8 and length != 1 and length >> 1 <= 3660, "a bound's kinds and length")
        if found["kind"] == "assign":
            found["roles"] = [cursor.uv() for _ in range(cursor.uv())]
            ascending(found["roles"], "a bound's roles")
            need(all(role < len(self.out["roles"]) for role in found["roles"]), "a bound's roles")
        else:
            found["patterns"], found["except"] = self.bound_patterns(cursor), self.bound_patterns(cursor)
        need(found.get("roles") or found.get("patterns"), "a bound to nothing")
        return found

    def delegations(self):
        def read(cursor):
            found = {"place": self.place(cursor.uv(), cursor.uv()), "path": self.string(cursor.uv())}
            head = cursor.uv()
            found["named"], found["quorum"] = bool(head & 1), head >> 1
            found["by"] = [self.approver(cursor) for _ in range(cursor.uv())]
            found["bounds"] = [self.bound(cursor) for _ in range(cursor.uv())]
            found["files"] = list(cursor.steps())
            ascending(found["files"], "a bounded include's files")
            return found

        found, raw = self.records("delegations", read)
        ascending([(item["place"], data) for item, data in zip(found.values(), raw)], "bounded includes")
        files = [file for item in found.values() for file in item["files"]]
        need(len(files) == len(set(files)) and all(0 < file < len(self.out["files"]) for file in files),
             "files of bounded includes")
        self.out["delegations"] = list(found.values())

    def role_data(self):
        def read(cursor):
            found = {"name": self.string(cursor.uv()), "description": self.string(cursor.uv()), "gid": cursor.uv(),
                     "place": self.place(cursor.uv(), cursor.uv()), "parents": [self.role(number) for number in cursor.uvs()],
                     "exclusives": [self.ref("exclusives", number) for number in cursor.uvs()],
                     "rules": self.rules(cursor), "children": [self.role(number) for number in cursor.uvs()],
                     "assigned": [self.ref("nodes", at) for at in cursor.steps()]}
            for name in ("parents", "exclusives", "children", "assigned"):
                ascending(found[name], "a role's " + name)
            return found

        self.role_data_at, _ = self.records("role_data", read)
        need(list(self.role_data_at) == self.role_offsets, "ROLES and ROLE_DATA do not agree")
        self.role_list = roles = list(self.role_data_at.values())
        for number, role in enumerate(roles):
            need(all(parent < number for parent in role["parents"]), "a parent after its child")
            need(role["children"] == [i for i in range(number + 1, len(roles)) if number in roles[i]["parents"]]
                 if len(roles) < 3000 else True, "a role's children")
            excluded = [at for at, item in self.exclusives_at.items() if number in item["roles"]]
            need(role["exclusives"] == excluded, "a role's exclusive sets")
        self.out["roles"] = roles

    def owner(self, number):
        if number & 1:
            return self.role(number >> 1) << 1 | 1
        return self.ref("nodes", number >> 1) << 1

    def owners(self):
        def read(cursor):
            found = [[self.owner(number) for number in cursor.steps()] for _ in range(2)]
            ascending(found[0], "owners")
            ascending(found[1], "owners")
            need(found[0] or found[1], "an OWNERS record without owners")
            return found

        self.owners_at, _ = self.records("owners", read)
        refs = [self.maybe("owners", pattern["owners"]) for pattern in self.pattern_list]
        need([ref for ref in refs if ref is not None] == list(self.owners_at), "OWNERS are not in the patterns' order")

    def rule_lists(self):
        def read(cursor):
            return {"owner": self.owner(cursor.uv()), "pattern": self.pattern(cursor.uv()),
                    "list": [self.ref("statements", at) for at in cursor.steps()]}

        self.rule_lists_at, _ = self.records("rule_lists", read)
        ascending([(item["owner"], item["pattern"]) for item in self.rule_lists_at.values()], "RULE_LISTS")
        for item in self.rule_lists_at.values():
            ascending(item["list"], "a list of rules")

    def requests(self):
        def read(cursor):
            stack, most = [], 0
            for code in cursor.uvs():
                if code < 2:
                    need(len(stack) >= 2, "a request's stack is too short")
                    right, left = stack.pop(), stack.pop()
                    stack.append({"or" if code else "and": [left, right]})
                else:
                    need(code - 2 < len(self.permission_list), "no such permission")
                    stack.append(self.permission_list[code - 2]["name"])
                most = max(most, len(stack))
            need(len(stack) == 1 and most <= STACK_MAX, "a request that does not give one value")
            return stack[0]

        self.requests_at, raw = self.records("requests", read)
        ascending(raw, "requests")

    def services(self):
        def read(cursor):
            names.append(bytes(cursor.string()))
            return {"name": text(names[-1]), "place": self.place(cursor.uv(), cursor.uv()), "description": self.string(cursor.uv()),
                    "requires": self.requests_at.get(self.ref("requests", cursor.uv())),
                    "when": self.maybe("conditions", cursor.uv())}

        names = []
        self.services_at, _ = self.records("services", read)
        ascending(names, "services")
        need((b"" in names) == bool(self.flags & 8) and self.flags & 9 != 9, "the flag for services that are not listed")
        need(b"" not in names or not list(self.services_at.values())[0]["description"], "a description of those")
        self.out["services"] = list(self.services_at.values())

    def index(self):
        _, size, *firsts = [item.u32() for item in self.fixed("index", 4)]
        cursor = Cursor(self.raw["pages"], "pages")
        need(firsts[:1] == [0] and len(firsts) == firsts[-1] // (PAGE_BUCKETS * BUCKET_MEAN) + 2, "the index's pages")
        values = []
        for keys in (b - a for a, b in zip(firsts, firsts[1:])):
            counts = cursor.take(PAGE_BUCKETS)
            need(sum(counts) == keys and max(counts) <= BUCKET_MAX, "a bucket's size")
            cursor.take(keys)
            values += [int.from_bytes(cursor.take(size), "little") for _ in range(keys)]
        need(cursor.done(), "bytes behind the pages")
        need(size == max(1, (max(values, default=0).bit_length() + 7) // 8), "the size of the index's values")
        expected = [at for at, node in self.nodes_at.items() if node["kind"] != "everyone"]
        expected += list(range(len(self.role_list))) + [at for at, item in self.services_at.items() if item["name"]] + list(self.rule_lists_at)
        need(sorted(values) == sorted(expected), "the index does not list every name once")

    def files(self):
        self.out["files"] = [{"name": self.string(cursor.u32()), "sha256": cursor.take(32).hex()}
                             for cursor in self.fixed("files", 36)]

    def meta(self):
        cursor = Cursor(self.raw["meta"], "meta")
        self.out["policy"], self.out["zone_name"] = self.string(cursor.uv()), self.string(cursor.uv())
        self.out["zone"] = self.maybe("zones", cursor.uv())
        need(self.date_zones <= {self.out["zone"]}, "days in another zone than the policy's")
        self.everyone = self.maybe("nodes", cursor.uv())
        self.out["contacts"] = [self.string(cursor.uv()) for _ in range(cursor.uv())]
        need(cursor.done(), "bytes behind META")
        everyone = [at for at, node in self.nodes_at.items() if node["kind"] == "everyone"]
        need(everyone == ([] if self.everyone is None else [self.everyone]), "the node everyone")

    # -- across sections

    def ownership(self):
        """Who owns which statement; and that the lists which repeat it say the same."""
        owners = {at << 1: node for at, node in self.nodes_at.items()}
        owners.update({number << 1 | 1: role for number, role in enumerate(self.role_list)})
        listed = {}
        for item in self.rule_lists_at.values():
            listed.setdefault(item["owner"], []).append(item)
        owned, by_pattern, assigned, order, order_seen = {}, {}, {}, [], set()
        for owner, record in owners.items():
            rules = record["rules"]["list"]
            lists = listed.get(owner, [])
            need(bool(lists) == (record["rules"]["count"] > RULES_INLINE), "rules both in place and in RULE_LISTS")
            if lists:
                rules = sorted({at for item in lists for at in item["list"]})
                need(len(rules) == record["rules"]["count"], "the count of an owner's rules")
            for found in (record.get("assigns", []), rules):
                new = [at for at in found if at not in order_seen]
                need(new == sorted(new, key=self.statement_keys.get), "an owner's statements are not by place")
                order += new
                order_seen.update(new)
            pairs = {}
            for at in rules:
                statement = self.statements_at[at]
                need(statement["kind"] != "assign", "an assignment among rules")
                owned.setdefault(at, []).append(owner)
                for pattern in statement["set"]["patterns"]:
                    pairs.setdefault(pattern, []).append(at)
                    if owner & 1 or record["kind"] in ("group", "gid"):
                        by_pattern.setdefault(pattern, [set(), set()])[statement["kind"] == "allow"].add(owner)
            if lists:
                need([(item["pattern"], item["list"]) for item in lists] == sorted(pairs.items()), "RULE_LISTS")
            for at in record.get("assigns", []):
                statement = self.statements_at[at]
                need(statement["kind"] == "assign", "a rule among assignments")
                owned.setdefault(at, []).append(owner)
                for role in statement["roles"] if record["kind"] in ("group", "gid") else []:
                    assigned.setdefault(role, set()).add(owner >> 1)
        for number, pattern in enumerate(self.pattern_list):
            found = self.owners_at[pattern["owners"] - 1] if pattern["owners"] else [[], []]
            need([set(half) for half in found] == by_pattern.get(number, [set(), set()]), "a pattern's OWNERS")
        for number, role in enumerate(self.role_list):
            need(set(role["assigned"]) == assigned.get(number, set()), "a role's groups and gids")
        sets = [item["set"] for item in self.statements_at.values() if "set" in item]
        named = {number for item in sets for half in item.values() for number in half}
        need(named == set(range(len(self.pattern_list))), "a pattern that no rule uses")
        need(order == list(self.statements_at), "statements are not in the order of their owners")
        self.out["statements"] = []
        for at, statement in self.statements_at.items():
            statement = dict(statement, owners=[self.owner_name(owner) for owner in sorted(owned[at])])
            limits = statement.pop("limits")
            if limits is not None:
                statement["limits"] = self.limits_at[limits]
            if "set" in statement:
                chosen = statement.pop("set")
                statement.update({half: [self.pattern_list[i]["text"] for i in chosen[half]] for half in chosen})
            else:
                statement["roles"] = [self.role_list[i]["name"] for i in statement["roles"]]
            self.out["statements"].append(statement)

    def owner_name(self, owner):
        if owner & 1:
            return "role " + self.role_list[owner >> 1]["name"]
        node = self.nodes_at[owner >> 1]
        return node["kind"] if node["kind"] == "everyone" else f"{node['kind']} {node['name']}"

    def everything_used(self):
        for name in ("strings", "zones", "conditions", "limits", "sets", "owners", "requests"):
            need(self.used.get(name, set()) == set(getattr(self, name + "_at")), f"{name}: something is never used")


def main(arguments):
    if not arguments:
        print(__doc__.strip().splitlines()[-1], file=sys.stderr)
        return 2
    with open(arguments[0], "rb") as file:
        data = file.read()
    try:
        table = Table(data)
    except Malformed as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 1
    if "--sizes" in arguments:
        for name in SECTIONS:
            print(f"{len(table.raw[name]):10} {name}")
        print(f"{len(data):10} in all, {len(table.statements_at)} statements")
    else:
        json.dump(table.out, sys.stdout, indent=1, ensure_ascii=True)
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
