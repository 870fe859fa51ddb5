#!/usr/bin/env python3
"""Zones as the compiler writes them and the library reads them, against two other implementations.

For every zone of the system's tz database: every change of offset from 2020 to 2037, one second before, at and after
it, and random instants, against Python's zoneinfo and against glibc's localtime_r(). Fat and slim files of the same
zone give the same record. The instants of a calendar day against a search through zoneinfo. Prints a count at the end.

usage: compare.py DRIVER [SEED]
"""
import datetime
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zoneinfo

FOLDER = pathlib.Path("/usr/share/zoneinfo")
BEGIN, END = 1577836800, 2145916800  # 2020-01-01, 2038-01-01
DAY = 86400
UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)


class Count:
    passed = failed = 0

    def check(self, holds, text):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            if self.failed <= 20:
                print("FAILED:", text)


def ask(driver, questions, zone=None):
    if not questions:
        return []
    environment = {"TZ": ":" + zone} if zone else {"TZ": "ABC-6"}
    done = subprocess.run([driver], input="\n".join(questions) + "\n", text=True, capture_output=True,
                          env=environment, check=False)
    if done.returncode != 0:
        sys.exit(f"{driver}: {done.stderr.strip()}")
    return done.stdout.split("\n")[:-1]


def offset(info, instant):
    # zoneinfo works on dates: from 0001 to 9999.
    return int((EPOCH + datetime.timedelta(seconds=instant)).astimezone(info).utcoffset().total_seconds())


def changes(info):
    """The instants from BEGIN to END at which the offset changes; no zone changes twice in three days."""
    found, step = [], 3 * DAY
    before = offset(info, BEGIN)
    for instant in range(BEGIN + step, END + step, step):
        after = offset(info, instant)
        if after != before:
            low, high = instant - step, instant
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(info, middle) == before else (low, middle)
            found.append(high)
        before = after
    return found


def zone_names():
    return sorted(name for name in zoneinfo.available_timezones()
                  if (FOLDER / name).is_file() and not name.startswith(("right/", "posix/")))


def compare_offsets(count, driver, names, seed):
    dice = random.Random(seed)
    seen = {}  # many names are links to one zone
    records = dict(zip(names, ask(driver, [f"record {name}" for name in names])))
    for name in names:
        data = (FOLDER / name).read_bytes()
        if data in seen:
            count.check(records[name] == records[seen[data]], f"{name}: another record than {seen[data]} has")
            continue
        seen[data] = name
        info = zoneinfo.ZoneInfo(name)
        found = changes(info)
        instants = sorted({at + d for at in found for d in (-1, 0, 1)})
        instants += [dice.randrange(BEGIN, END) for _ in range(40)]
        instants += [dice.randrange(-2**33, 2**35) for _ in range(20)]
        # Before the first transition glibc and zoneinfo choose other types than RFC 9636; nobody lived there.
        instants = [at for at in instants if at >= -1500000000]
        within = [at for at in found if BEGIN < at < END]
        answers = [int(line) for line in ask(driver, [f"offset {name} {at}" for at in instants] +
                                             [f"next {name} {at - 1}" for at in within] +
                                             [f"previous {name} {at}" for at in within])]
        ours, walk = answers[:len(instants)], answers[len(instants):]
        count.check(ours == [offset(info, at) for at in instants],
                    f"{name}: zoneinfo: {[at for at, east in zip(instants, ours) if east != offset(info, at)][:3]}")
        glibc = [int(line) for line in ask(driver, [f"glibc {at}" for at in instants], zone=name)]
        count.check(ours == glibc, f"{name}: glibc: {[at for at, a, b in zip(instants, ours, glibc) if a != b][:3]}")
        count.check(walk == within + within, f"{name}: the changes before and after an instant")


def tell_apart(fat, slim):
    """Whether zoneinfo, too, sees different offsets in two files."""
    infos = []
    for path in (fat, slim):
        with path.open("rb") as file:
            infos.append(zoneinfo.ZoneInfo.from_file(file))
    return any(offset(infos[0], at) != offset(infos[1], at) for at in range(END, 4102444800, DAY))


def compare_forms(count, driver, work):
    """zic's fat and slim forms of the same source give the same bytes."""
    source = FOLDER / "tzdata.zi"
    if not source.is_file() or subprocess.run(["which", "zic"], capture_output=True, check=False).returncode != 0:
        print("compare.py: no zic or no tzdata.zi: fat and slim files are not compared")
        return
    for form in ("fat", "slim"):
        subprocess.run(["zic", "-b", form, "-d", work / form, source], check=True, capture_output=True)
    pairs = {}
    for fat in sorted((work / "fat").rglob("*")):
        if fat.is_file():
            pairs.setdefault(fat.read_bytes(), (fat, work / "slim" / fat.relative_to(work / "fat")))
    fats = ask(driver, [f"file {fat}" for fat, _ in pairs.values()])
    slims = ask(driver, [f"file {slim}" for _, slim in pairs.values()])
    for (fat, slim), one, other in zip(pairs.values(), fats, slims):
        # Some versions of zic forget in slim files what is predicted for the far future.
        count.check(one == other or tell_apart(fat, slim), f"{slim.name}: fat and slim files differ")


DAYS = [  # gaps and folds at midnight, days that were skipped, and quiet ones
    ("America/Sao_Paulo", (2018, 11, 4)), ("America/Sao_Paulo", (2019, 2, 16)), ("America/Sao_Paulo", (2019, 2, 17)),
    ("America/Havana", (2025, 3, 9)), ("America/Havana", (2025, 11, 2)), ("America/Havana", (2025, 11, 1)),
    ("Asia/Beirut", (2025, 3, 30)), ("Asia/Beirut", (2025, 10, 25)), ("Asia/Beirut", (2025, 10, 26)),
    ("Asia/Beirut", (2032, 3, 28)), ("Asia/Beirut", (2032, 10, 30)),
    ("Pacific/Apia", (2011, 12, 29)), ("Pacific/Apia", (2011, 12, 30)), ("Pacific/Apia", (2011, 12, 31)),
    ("Pacific/Kwajalein", (1993, 8, 20)), ("Pacific/Kwajalein", (1993, 8, 21)), ("Pacific/Kwajalein", (1993, 8, 22)),
    ("America/St_Johns", (2010, 11, 6)), ("America/St_Johns", (2010, 11, 7)), ("America/St_Johns", (2010, 3, 14)),
    ("Asia/Gaza", (2026, 3, 28)), ("Asia/Gaza", (2026, 10, 24)), ("Africa/Cairo", (2026, 4, 24)),
    ("Africa/Cairo", (2026, 10, 29)), ("Africa/Cairo", (2026, 10, 30)), ("America/Asuncion", (2024, 10, 6)),
    ("Asia/Tehran", (2022, 3, 22)), ("Asia/Tehran", (2022, 9, 21)), ("America/Scoresbysund", (2026, 3, 28)),
    ("Europe/London", (2026, 10, 25)), ("Australia/Lord_Howe", (2026, 4, 5)), ("Africa/Casablanca", (2026, 2, 15)),
    ("Asia/Kolkata", (2026, 12, 31)), ("Antarctica/Troll", (2026, 3, 29)), ("Pacific/Chatham", (2026, 4, 5)),
    ("America/Nuuk", (2026, 3, 28)), ("Europe/Dublin", (2026, 3, 29)), ("UTC", (2026, 2, 28)), ("UTC", (2000, 2, 29)),
]


def search_day(info, date):
    """First instant of a date and the end of its last one, by looking at every minute around, then every second."""
    midnight = int((datetime.datetime(*date, tzinfo=UTC) - EPOCH).total_seconds())
    day = midnight // DAY

    def wall_day(instant):
        return (instant + offset(info, instant)) // DAY

    around = range(midnight - 27 * 3600, midnight + DAY + 27 * 3600, 60)
    inside = [at for at in around if wall_day(at) == day]
    if not inside:
        skip = next(at for at in around if wall_day(at) > day)
        return next(at for at in range(skip - 60, skip + 1) if wall_day(at) > day), None
    first = next(at for at in range(inside[0] - 60, inside[0] + 1) if wall_day(at) == day)
    last = next(at for at in range(inside[-1] + 60, inside[-1] - 1, -1) if wall_day(at) == day)
    return first, last + 1


def compare_days(count, driver, names, seed):
    dice = random.Random(seed)
    days = list(DAYS)
    for _ in range(60):
        days.append((dice.choice(names), (dice.randrange(1972, 2038), dice.randrange(1, 13), dice.randrange(1, 29))))
    answers = ask(driver, [f"day {name} {y} {m} {d}" for name, (y, m, d) in days])
    for (name, date), line in zip(days, answers):
        first, end = search_day(zoneinfo.ZoneInfo(name), date)
        count.check(line == f"{first} {first if end is None else end}", f"the day {date} of {name}: {line}")
    count.check(ask(driver, ["day UTC0 2026 12 31"]) == ["1798675200 1798761600"], "a day in UTC")


def compare_names(count, driver):
    for wrong, meant in (("Asia/Calcuta", "Asia/Calcutta"), ("kolkata", "Asia/Kolkata"), ("europe/berlin", "Europe/Berlin"),
                         ("Berlin", "Europe/Berlin"), ("Atlantis/Capital", "-")):
        count.check(ask(driver, ["nearest " + wrong]) == [meant], f"{meant} is suggested for {wrong}")
    for wrong in ("Europe/Nowhere", "../etc/passwd", "/etc/localtime", "Europe//Berlin", "./UTC", "Europe", "",
                  "tzdata.zi", "right/Europe/Berlin", "local2"):
        done = subprocess.run([driver], input=f"offset {wrong or '.'} 0\n", text=True, capture_output=True, check=False)
        count.check(done.returncode == 2, f"{wrong!r} is no zone")


def main(arguments):
    driver, seed = arguments[0], int(arguments[1]) if len(arguments) > 1 else 1
    count, names = Count(), zone_names()
    compare_offsets(count, driver, names, seed)
    with tempfile.TemporaryDirectory() as work:
        compare_forms(count, driver, pathlib.Path(work))
    compare_days(count, driver, names, seed)
    compare_names(count, driver)
    print(f"{count.passed} passed, {count.failed} failed")
    return count.failed != 0


if __name__ == "__main__":
    os.environ.pop("TZ", None)
    sys.exit(main(sys.argv[1:]))
