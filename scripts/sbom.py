#!/usr/bin/env python3
"""Writes a bill of materials (CycloneDX 1.5) of Debian packages: what they are, what they need, what built them.

Usage: sbom.py FOLDER: the packages *.deb in it; on standard output. The same packages give the same bytes: no time, and a
serial number that is a digest of the contents.
"""
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import uuid


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def field(package, name):
    return run("dpkg-deb", "-f", str(package), name).strip()


def needs(text):
    """The names in a Depends field, of alternatives the first."""
    parts = re.sub(r"\([^)]*\)|\[[^]]*\]|<[^>]*>", "", text).split(",")
    return sorted({part.split("|")[0].strip().split(":")[0] for part in parts if part.strip()})


def installed(name):
    shown = subprocess.run(["dpkg-query", "-W", "-f", "${Version} ${Architecture}", name], capture_output=True, text=True)
    return shown.stdout.split() if shown.returncode == 0 and shown.stdout.strip() else None


def component(name, version, architecture, **more):
    purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={architecture}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, **more}


def main():
    packages = sorted(pathlib.Path(sys.argv[1]).glob("*.deb"))
    packages = [package for package in packages if "-dbgsym_" not in package.name]
    if not packages:
        sys.exit("sbom: no packages in " + sys.argv[1])
    own, others, edges = {}, {}, []
    for package in packages:
        digest = hashlib.sha256(package.read_bytes()).hexdigest()
        own[field(package, "Package")] = component(
            field(package, "Package"), field(package, "Version"), field(package, "Architecture"),
            hashes=[{"alg": "SHA-256", "content": digest}],
            licenses=[{"expression": "BSD-3-Clause OR GPL-2.0-or-later"}])
    for package in packages:
        found = []
        for name in needs(field(package, "Depends")):
            known = installed(name)
            if name not in own and name not in others and known:
                others[name] = component(name, *known)
            if name in own or name in others:
                found.append((own.get(name) or others[name])["bom-ref"])
        edges.append({"ref": own[field(package, "Package")]["bom-ref"], "dependsOn": found})
    tools = {name: installed(name) for name in ("gcc", "flex", "bison", "libc6-dev", "binutils")}
    bill = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "rolegate",
                                   "version": field(packages[0], "Version")},
                     "tools": {"components": [component(name, *known) for name, known in tools.items() if known]}},
        "components": [*own.values(), *(others[name] for name in sorted(others))],
        "dependencies": edges,
    }
    text = json.dumps(bill, sort_keys=True)
    bill["serialNumber"] = "urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_OID, text))
    print(json.dumps(bill, indent=2, sort_keys=True))


main()
