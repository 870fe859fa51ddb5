"""
Every form of `check` on every policy of tests/language: well formed, complete, and taken by those who read it.

Environment: ROLEGATE, NPM: a folder with what package.json lists, or without it. The last line is `N passed, N failed`,
with `, N skipped` where tools are missing.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROLEGATE, NPM = os.environ["ROLEGATE"], os.environ["NPM"]
MULTITOOL = f"{NPM}/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
HOMEPAGE = os.environ.get("HOMEPAGE", "")  # the site that the command was built with
passed = failed = skipped = 0


def check(name, holds, detail=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds and failed < 20:
        print(f"FAILED {name}\n{detail}"[:3000])


def run(*command, stdin=None):
    return subprocess.run([ROLEGATE, *command], capture_output=True, text=True, input=stdin, check=False)


def forms(name, *paths):
    """What each form says of policies is the same, as far as the form can say it."""
    plain = json.loads(run("check", "--format", "json", *paths).stdout)["diagnostics"]
    sarif = json.loads(run("check", "--format", "sarif", *paths).stdout)["runs"][0]
    check(f"{name}: SARIF has every report", [one["id"] for one in plain] == [one["ruleId"] for one in sarif["results"]])
    for one, other in zip(plain, sarif["results"]):
        place = other["locations"][0]["physicalLocation"]
        check(f"{name}: each result has a place", place["region"]["startLine"] == one.get("line", 1))
        check(f"{name}: each has a fingerprint", other["partialFingerprints"]["primaryLocationLineHash"] == one["fingerprint"])
        check(f"{name}: a fix where there are edits", ("fixes" in other) == ("edits" in one))
        count = sum(len(change["replacements"]) for fix in other.get("fixes", []) for change in fix["artifactChanges"])
        check(f"{name}: all edits are in it", count == len(one.get("edits", [])))
    lines = run("check", "--format", "github", *paths).stdout.splitlines()
    check(f"{name}: GitHub has a line for each", len(lines) == len(plain), lines)
    for line in lines:
        check(f"{name}: of its form", re.match(r"::(error|warning) file=[^,:]+,line=\d+[^:]*,title=[a-z-]+::.+$", line), line)
    issues = json.loads(run("check", "--format", "gitlab", *paths).stdout)
    check(f"{name}: GitLab has an issue for each", len(issues) == len(plain))
    check(f"{name}: each known by itself", len({one["fingerprint"] for one in issues}) == len(issues), issues)
    for issue in issues:
        check(f"{name}: whole", {"description", "check_name", "fingerprint", "severity", "location"} <= set(issue) and
              issue["location"]["lines"]["begin"] > 0)
    suites = xml.fromstring(run("check", "--format", "junit", *paths).stdout)
    check(f"{name}: JUnit has a failure for each", len(suites.findall(".//failure")) == len(plain))
    check(f"{name}: and a suite for each policy", len(suites) == len(paths))
    for case in suites.findall(".//testcase[failure]"):
        check(f"{name}: with time, file and line", {"time", "file", "line"} <= set(case.attrib))


def baseline(name, path, folder):
    """Warnings that are known are not reported, errors are, and lines may move."""
    before = run("check", "--format", "json", path)
    with open(f"{folder}/known.json", "w", encoding="utf-8") as file:
        file.write(before.stdout)
    after = json.loads(run("check", "--format", "json", "--baseline", f"{folder}/known.json", path).stdout)
    errors = [one for one in json.loads(before.stdout)["diagnostics"] if one["severity"] == "error"]
    check(f"{name}: of what is known errors alone are reported", after["diagnostics"] == errors, after)
    check(f"{name}: and counted", (after["errors"], after["warnings"]) == (len(errors), 0), after)


def multitool(paths, folder):
    """No rule of SARIF's or GitHub's is broken."""
    global skipped
    if not os.access(MULTITOOL, os.X_OK):
        print("skipped: the SARIF multitool is not here")
        skipped += 1
        return
    for number, some in enumerate(paths):
        name = f"{folder}/{number}.sarif"
        with open(name, "w", encoding="utf-8") as file:
            file.write(run("check", "--format", "sarif", *some).stdout)
        got = subprocess.run([MULTITOOL, "validate", name, "--rule-kind", "Sarif;Ghas"], capture_output=True, text=True,
                             check=False, env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
        # A command that was built without a site has none to name.
        wrong = [line for line in got.stdout.splitlines() if re.search(r"\): (error|warning) ", line)
                 and not (HOMEPAGE == "" and "warning SARIF2005: runs[0].tool.driver: " in line and "'informationUri'" in line)]
        check(f"SARIF {number}: by GitHub's rules", got.returncode == 0 and not wrong, "\n".join(wrong) + got.stderr)


def homepage(path):
    """Reports lead to a site where the command was built with one, and to none that was made up."""
    driver = json.loads(run("check", "--format", "sarif", path).stdout)["runs"][0]["tool"]["driver"]
    check("the site", driver.get("informationUri", "") == HOMEPAGE, driver.get("informationUri"))
    pages = [rule.get("helpUri", "") for rule in driver["rules"]]
    meant = [HOMEPAGE and f"{HOMEPAGE}ids#{rule['id']}" for rule in driver["rules"]]
    check("and its page for each id", pages == meant, pages[:2])


def schemas(paths, folder):
    """What is printed as JSON is what its schema says, and no more."""
    global skipped
    if not os.path.isdir(f"{NPM}/node_modules/ajv"):
        print("skipped: ajv is not here")
        skipped += 1
        return
    program = """
const Ajv = require("ajv"), fs = require("fs"), [schema, ...files] = process.argv.slice(2);
const validate = new (Ajv.default || Ajv)({allErrors: true}).compile(JSON.parse(fs.readFileSync(schema)));
for (const file of files)
    if (!validate(JSON.parse(fs.readFileSync(file)))) console.log(file, JSON.stringify(validate.errors));
"""
    files = []
    for number, path in enumerate(paths):
        files.append(f"{folder}/{number}.json")
        with open(files[-1], "w", encoding="utf-8") as file:
            file.write(run("check", "--format", "json", path).stdout)
    with open(f"{NPM}/validate.js", "w", encoding="utf-8") as file:
        file.write(program)
    got = subprocess.run(["node", f"{NPM}/validate.js", f"{TREE}/docs/check.schema.json", *files], capture_output=True,
                         text=True, check=False)
    check("JSON is what docs/check.schema.json says", (got.returncode, got.stdout) == (0, ""), got.stdout + got.stderr)


def left_out(folder):
    """More than a thousand of a severity: the rest is counted."""
    path = f"{folder}/many.rg"
    with open(path, "w", encoding="utf-8") as file:
        file.write("service a\n" + "assign r to user u\n" * 1500)
    sarif = json.loads(run("check", "--format", "sarif", path).stdout)["runs"][0]
    notices = sarif["invocations"][0]["toolExecutionNotifications"]
    check("at most 1,000 errors are results", len(sarif["results"]) == 1000)
    check("how many are left out is said", notices[0]["message"]["text"].startswith("500 more "), notices)
    check("GitHub is told as well", "::notice::500 more" in run("check", "--format", "github", path).stdout)


def main():
    found = [path for path in sorted(glob.glob(f"{TREE}/tests/language/*/*.rg"))]
    with tempfile.TemporaryDirectory(prefix="rolegate-formats-") as folder:
        for path in found:
            name = os.path.relpath(path, TREE)
            forms(name, path)
            baseline(name, path, folder)
        forms("several policies", *found[:9])
        multitool([found[begin : begin + 40] for begin in range(0, len(found), 40)], folder)
        schemas(found, folder)
        homepage(found[0])
        left_out(folder)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
