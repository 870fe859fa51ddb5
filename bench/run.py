#!/usr/bin/env python3
"""Measure rolegate and its peers in turn, and write what was seen.

usage: run.py BUILD [--quick]

Wants what `make bench` puts under BUILD/bench: rolegate as it is installed, the programs that measure, and the peers
from npm. Writes BUILD/bench/results.json and, unless --quick, docs/performance.md's tables and its pictures. A peer that
is not there is named and left out. As root it gives libpam accounts of its own in a mount namespace; else it uses
nss_wrapper, which makes everything that asks NSS slower.
"""
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import analysis
import explanations
import generate
import peers
import report
import tools

DECIDE_ROUNDS = 7
COMPILE_ROUNDS = 3, 41  # at the least and at the most, as many as COMPILE_SECONDS have room for
COMPILE_SECONDS = 8
SIZES = [10, 100, 1000, 10_000, 100_000, 1_000_000]
QUICK = [10, 1000, 10_000, 100_000]
TOO_LONG = 60.0  # seconds: what takes longer is not measured with larger sizes
COMMON = ("permission desk.open\nservice bench requires desk.open\nrole desk { allow desk.open }\n"
          "assign desk to group bench-desk\n")
HERE = Path(__file__).resolve().parent


class Bench:
    def __init__(self, build, quick):
        self.home = Path(build).resolve() / "bench"
        self.quick, self.sizes = quick, QUICK if quick else SIZES
        self.root = self.home / "root"
        self.work = self.home / "work"
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        library = next(self.root.rglob("librolegate.so.0")).parent
        self.module = next(self.root.rglob("pam_rolegate.so"))
        self.rolegate = next(self.root.rglob("bin/rolegate"))
        self.env = {**os.environ, "LD_LIBRARY_PATH": str(library), "PEERS": str(self.home / "npm"), "LC_ALL": "C"}
        self.results = {"machine": machine(), "missing": []}

    # -- running

    def output(self, *command, check=True, **more):
        found = subprocess.run([str(word) for word in command], env=self.env, capture_output=True, text=True, **more)
        if check and found.returncode != 0:
            raise SystemExit(f"bench: {' '.join(map(str, command))}: status {found.returncode}\n{found.stderr[-2000:]}")
        return found

    def cost(self, command):
        """Wall and CPU seconds and the largest resident memory, in bytes, of a command; None where it fails."""
        found = self.output(self.home / "cost", *command, check=False)
        wall, cpu, memory = found.stdout.split()
        return None if found.returncode != 0 else (float(wall), float(cpu), int(memory) * 1024)

    def has(self, what, package):
        there = shutil.which(what) is not None or Path(what).exists()
        if not there:
            self.results["missing"].append(package)
            print(f"  not here: {what} (package {package})")
        return there

    def instructions(self, *command):
        """Instructions that callgrind counts, or None where there is no valgrind."""
        if shutil.which("valgrind") is None:
            return None
        found = self.output("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command)
        return int(re.search(r"Collected : (\d+)", found.stderr).group(1))

    # -- policies and tables

    def policies(self):
        self.results["policies"] = {}
        for size in self.sizes:
            source, table = self.work / f"{size}.rg", self.work / f"{size}.rgt"
            source.write_text(COMMON + generate.Policy(size, 1).text() + "\n")
            self.output(self.rolegate, "compile", "-Wno-all", source, "-o", table)
            self.results["policies"][size] = {"source": source.stat().st_size, "table": table.stat().st_size}
        for count in (10, 100, 1000):
            (self.work / f"groups-{count}.rg").write_text(peers.group_rules(count))
            self.output(self.rolegate, "compile", "-Wno-all", self.work / f"groups-{count}.rg", "-o",
                        self.work / f"groups-{count}.rgt")

    def analysis(self):
        self.results["analysis"] = analysis.measure(self)

    def tools(self):
        self.results["tools"] = tools.measure(self)

    def explanations(self):
        self.results["explanations"] = explanations.measure(self)

    # -- compiling

    def compilers(self):
        """name: (sizes' files, the command but for the file, how many rules a file of size n holds, as a factor)"""
        found = {"rolegate compile": ("rg", [self.rolegate, "compile", "-o", self.work / "out.rgt"]),
                 "rolegate compile -Wno-all": ("rg", [self.rolegate, "compile", "-Wno-all", "-o", self.work / "out.rgt"]),
                 "rolegate check": ("rg", [self.rolegate, "check"])}
        for name, kind, command, package in (
                ("doas -C", "doas", ["doas", "-C"], "opendoas"),
                ("visudo -c", "sudoers", ["visudo", "-c", "-f"], "sudo"),
                ("cvtsudoers", "sudoers", ["cvtsudoers", "-f", "csv", "-o", "/dev/null"], "sudo"),
                ("checkpolicy", "selinux", ["checkpolicy", "-o", self.work / "out.pp"], "checkpolicy"),
                ("secilc", "cil", ["secilc", "-f", "/dev/null", "-o", self.work / "out.cil"], "secilc"),
                ("apparmor_parser", "apparmor", ["apparmor_parser", "-Q", "-K", "-o", self.work / "out.aa"],
                 "apparmor")):
            if (not self.quick or name == report.YARDSTICK) and self.has(command[0], package):
                found[name] = (kind, command)
        return found

    def compile(self):
        compilers, slow = self.compilers(), set()
        figures = {name: {} for name in compilers}
        for size in self.sizes:
            seen = {name: [] for name in compilers if name not in slow}
            rounds = {name: COMPILE_ROUNDS[0] for name in seen}
            for name in seen:
                kind = compilers[name][0]
                path = self.work / f"{size}.{kind}"
                if not path.exists():
                    path.write_text(getattr(peers, kind)(size))
                    path.chmod(0o600)
            for turn in range(COMPILE_ROUNDS[1]):
                for name in random.Random(turn).sample(sorted(seen), len(seen)):  # nobody always runs behind the same one
                    if name in slow or turn >= rounds[name]:
                        continue
                    kind, command = compilers[name]
                    cost = self.cost([*command, self.work / f"{size}.{kind}"])
                    if cost is None:
                        print(f"  {name} fails at {size:,}, and is not measured from there on")
                        slow.add(name)
                        continue
                    seen[name].append(cost)
                    if turn == 0:
                        least, most = COMPILE_ROUNDS
                        rounds[name] = max(least, min(most, int(COMPILE_SECONDS / cost[0])))
                    if seen[name][-1][0] > TOO_LONG / 12:  # the next size is ten times as large
                        slow.add(name)
            for name, costs in ((name, costs) for name, costs in seen.items() if costs):
                wall, cpu, memory = zip(*costs)
                figures[name][size] = {"wall": spread(wall), "cpu": spread(cpu), "memory": max(memory)}
                for key, command in report.OURS.items():
                    times = in_turn(seen.get(command, []), costs)
                    figures[name][size][key] = spread(times) if times else None
                print(f"  {size:>9,}  {name:<25} {statistics.median(wall):9.4f} s  {max(memory) >> 20:6} MiB")
        self.results["compile"] = figures
        size = 10_000 if self.quick else 100_000
        count = self.instructions(self.rolegate, "compile", "-o", self.work / "out.rgt",
                                  self.work / f"{size}.rg") if size in self.sizes else None
        self.results["compile_instructions"] = count and {"size": size, "count": count}

    # -- granting

    def grant(self):
        """On an installed policy, beside compiling it; on file systems in memory, so that no disk is waited for."""
        size = 10_000
        if os.geteuid() != 0 or size not in self.sizes:
            return
        policy = self.write("grant.rg", (self.work / f"{size}.rg").read_text() +
                            'include "desk.d/*.rg" only { allow desk.open to users for 31 days }\n')
        script = ('set -e; mkdir -p /etc/rolegate; for path in /etc/security /var/lib /etc/rolegate; do '
                  'mount -t tmpfs -o mode=755 none $path; done; mkdir /etc/rolegate/desk.d; cp "$1" /etc/rolegate/main.rg; '
                  '"$2" install /etc/rolegate/main.rg --force -Wno-all >/dev/null 2>&1; for hours in $(seq 1 21); do '
                  '"$3" "$2" compile /etc/rolegate/main.rg -o /etc/security/out.rgt; '
                  '"$3" "$2" grant nobody desk.open --for ${hours}h --because bench --yes; done')
        folder = Path("/etc/rolegate")
        made = not folder.exists()
        try:
            lines = self.output("unshare", "--mount", "sh", "-c", script, "sh", policy, self.rolegate,
                                self.home / "cost").stdout.splitlines()
        finally:
            if made and folder.exists():
                folder.rmdir()
        walls = [(float(line.split()[0]),) for line in lines]
        self.results["grant"] = {"size": size, "times": spread(in_turn(walls[1::2], walls[0::2]))}
        print(f"  {size:>9,}  grant: {self.results['grant']['times'][0]:.2f} times its compile")

    # -- deciding in one process

    def decide(self):
        """The sizes in turn, several times over: a machine is not as fast at one minute as at the next."""
        runs = {size: {} for size in self.sizes}
        command = {size: [self.home / "decide", self.work / f"{size}.rgt", "kim", "bench-desk", "bench"]
                   for size in self.sizes}
        for _ in range(DECIDE_ROUNDS):
            for size in self.sizes:
                for line in self.output(*command[size]).stdout.splitlines():
                    name, *numbers = line.split()
                    runs[size].setdefault(name, []).append([float(number) for number in numbers])
        figures = {}
        for size in self.sizes:
            figures[size] = {}
            for name, rounds in runs[size].items():
                middle, least, most = zip(*rounds)
                figures[size][name] = [statistics.median(middle), min(least), max(most)]
            figures[size]["against_floor"] = spread(in_turn(runs[size]["shot"], runs[size]["floor"]))
            few, many = (self.instructions(*command[size], loops) for loops in (1000, 11_000))
            figures[size]["instructions"] = few and (many - few) / 10_000
            print(f"  {size:>9,}  again {figures[size]['again'][0]:.0f} ns, first {figures[size]['first'][0]:.0f} ns, "
                  f"open, decide, close {figures[size]['shot'][0] / 1000:.1f} µs")
        self.results["decide"] = figures

    def engines(self):
        """Other evaluators, the matching rule last."""
        figures = {}
        for name, program, most, package in (
                ("libipa_hbac", [self.home / "hbac"], 100_000, "libipa-hbac-dev"),
                ("casbin", ["node", HERE / "peers/casbin.mjs"], 10_000, "casbin, from npm"),
                ("Cedar", ["node", HERE / "peers/cedar.mjs"], 10_000, "@cedar-policy/cedar-wasm, from npm")):
            there = self.home / "hbac" if name == "libipa_hbac" else self.home / "npm/node_modules"
            if not self.has(there, package):
                continue
            figures[name] = {}
            for size in [size for size in SIZES if size <= most]:
                numbers = [float(word) for word in self.output(*program, size).stdout.split()]
                figures[name][size] = numbers
                print(f"  {size:>9,}  {name:<12} {numbers[0]:12,.0f} ns")
        self.results["engines"] = figures

    # -- PAM

    def accounts(self):
        """kim and many are in a group that matters, kim in 3 in all, many in 200; kN is in the last of N groups."""
        users = ["kim", "many", "k10", "k100", "k1000"]
        passwd = "root:x:0:0::/root:/bin/sh\n" + "".join(f"{user}:x:{1000 + i}:{1000 + i}::/:/bin/sh\n"
                                                        for i, user in enumerate(users))
        groups = "root:x:0:\n" + "".join(f"{user}:x:{1000 + i}:\n" for i, user in enumerate(users))
        groups += "bench-desk:x:2000:kim,many\nother:x:2001:kim,k10,k100,k1000\n"
        groups += "".join(f"group-{i}:x:{3000 + i}:{f'k{i + 1}' if i in (9, 99, 999) else ''}\n" for i in range(1000))
        groups += "".join(f"team-{i}:x:{5000 + i}:many\n" for i in range(198))
        (self.work / "passwd").write_text(passwd)
        (self.work / "group").write_text(groups)
        (self.work / "nsswitch.conf").write_text("passwd: files\ngroup: files\n")

    def in_accounts(self, *command):
        passwd, group = self.work / "passwd", self.work / "group"
        if os.geteuid() == 0:
            script = ('cd "$1" && for file in passwd group nsswitch.conf; do mount --bind $file /etc/$file || exit 1; '
                      'done; shift; exec "$@"')
            return self.output("unshare", "--mount", "sh", "-c", script, "sh", self.work, *command)
        wrapper = next(Path("/usr/lib").rglob("libnss_wrapper.so"))
        return self.output("env", f"LD_PRELOAD={wrapper}", f"NSS_WRAPPER_PASSWD={passwd}",
                           f"NSS_WRAPPER_GROUP={group}", *command)

    def folder(self, name, *lines):
        folder = self.work / "pam" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bench").write_text("".join(f"account {line}\n" for line in lines))
        return folder

    def transactions(self, user, folders, rounds):
        lines = self.in_accounts(self.home / "transaction", rounds, user, "bench", *folders).stdout.splitlines()
        found = {}
        for line in lines:
            path, *numbers = line.split()
            found[Path(path).name] = [float(number) for number in numbers[:3]]
            if numbers[3] != "0":
                raise SystemExit(f"bench: {Path(path).name} lets {user} not in: PAM result {numbers[3]}")
        for name, numbers in found.items():
            print(f"  {user:<5} {name:<24} {numbers[0] / 1000:12,.1f} µs  ({numbers[1] / 1000:,.1f} to "
                  f"{numbers[2] / 1000:,.1f})")
        return found

    def write(self, name, text):
        path = self.work / name
        path.write_text(text)
        return path

    def pam(self):
        self.accounts()
        module = f"required {self.module} log=none table="
        ours = [self.folder(f"rolegate-{size}", f"{module}{self.work}/{size}.rgt") for size in self.sizes]
        permit = self.folder("pam_permit", "required pam_permit.so")
        in_group = "required pam_succeed_if.so quiet user ingroup bench-desk"
        theirs = [permit, self.folder("pam_succeed_if-1", in_group), self.folder("pam_succeed_if-10", *[in_group] * 10)]
        theirs += [self.folder(f"pam_time-{n}", f"required pam_time.so conffile={self.write(f'time-{n}', peers.time(n))}")
                   for n in (10, 1000)]
        rounds = 31 if self.quick else 101
        self.results["pam"] = {"kim": self.transactions("kim", theirs + ours, rounds),
                               "many": self.transactions("many", [permit, theirs[1]] + ours, rounds)}
        for n in (10, 100) if self.quick else (10, 100, 1000):
            lists = [self.folder(f"rolegate-groups-{n}", f"{module}{self.work}/groups-{n}.rgt"),
                     self.folder(f"pam_listfile-{n}", "required pam_listfile.so item=group sense=allow onerr=fail "
                                 f"file={self.write(f'list-{n}', peers.listfile(n))}"),
                     self.folder(f"pam_access-{n}", "required pam_access.so nodefgroup "
                                 f"accessfile={self.write(f'access-{n}', peers.access(n))}")]
            self.results["pam"][f"k{n}"] = self.transactions(f"k{n}", [permit, *lists], 5 if n == 1000 else rounds)
        self.results["nss"] = {user: [float(word) for word in self.in_accounts(self.home / "nss", user, "bench-desk")
                                      .stdout.split()] for user in ("kim", "many")}
        self.results["cold"] = self.cold("kim", [permit, theirs[1], ours[0], ours[-1]], 101 if self.quick else 301)
        self.results["table_calls"] = self.table_calls(ours[-1])

    def cold(self, user, folders, rounds):
        """Processes that make one transaction: nanoseconds each, and the resident memory of the largest, in KiB."""
        found = {}
        for line in self.in_accounts(self.home / "cold", rounds, self.home / "transaction", user, "bench",
                                     *folders).stdout.splitlines():
            path, *numbers = line.split()
            found[Path(path).name] = [float(number) for number in numbers]
            print(f"  {Path(path).name:<24} {float(numbers[0]) / 1000:10,.1f} µs, a process of its own")
        return found

    def table_calls(self, folder):
        """The system calls that one transaction makes on its table, or None without strace."""
        if shutil.which("strace") is None:
            return None
        log = self.work / "strace"
        self.in_accounts("strace", "-o", log, "-y", "-e", "trace=openat,pread64,read,newfstatat,fstat,close",
                         self.home / "transaction", 0, "kim", "bench", folder)
        return sum(".rgt" in line for line in log.read_text().splitlines())


def in_turn(ours, theirs):
    """Of each turn, what the one took against the other: between turns the machine's speed changes."""
    return [one[0] / other[0] for one, other in zip(ours, theirs)]


def spread(values):
    return [statistics.median(values), min(values), max(values)]


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {"cpu": model.group(1) if model else platform.machine(), "cores": os.cpu_count(),
            "kernel": platform.release().split("-")[0], "date": time.strftime("%Y-%m-%d")}


def main(arguments):
    quick = "--quick" in arguments
    builds = [word for word in arguments if not word.startswith("-")]
    if len(builds) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    bench = Bench(builds[0], quick)
    for title, step in (("policies and tables", bench.policies), ("compiling", bench.compile),
                        ("granting", bench.grant),
                        ("deciding", bench.decide), ("other evaluators", bench.engines),
                        ("PAM transactions", bench.pam), ("reasons", bench.explanations),
                        ("what changed, who may", bench.analysis), ("tools", bench.tools)):
        if not (quick and step in (bench.engines, bench.analysis)):
            print(title)
            step()
    (bench.home / "results.json").write_text(json.dumps(bench.results, indent=1) + "\n")
    results = json.loads((bench.home / "results.json").read_text())
    print(report.bars_text(results))
    if not quick:
        report.write(results, HERE.parent / "docs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
