"""
The steps of packaging/ci's files, run word for word on a policy that is right and on ones that are not.

Of YAML is read what these files use: blocks of `run: |`, lists of `script:`, and keys with one value. The last line is
`N passed, N failed`, with `, N skipped` where a tool is missing.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ["BUILD"]
passed = failed = skipped = 0

GOOD = """zone utc
service door
allow door to group porters
test "porters" {
    given user kim in porters
    may door
    given user kim
    may not door
}
"""
POLICIES = {
    "good": (GOOD, {"form", "check", "test"}),
    "form": (GOOD.replace("service door", "service   door"), {"check", "test"}),
    "check": (GOOD.replace("group porters", "group porters, group porters"), {"form", "test"}),
    "test": (GOOD.replace("    may not door\n", "    may door\n"), {"form"}),
}


def check(name, holds, detail=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print(f"FAILED {name}\n{detail}"[:2000])


def text(path):
    with open(f"{TREE}/{path}", encoding="utf-8") as file:
        return file.read()


def shell(script, folder, **more):
    environment = {**os.environ, "PATH": f"{BUILD}:{os.environ['PATH']}", "POLICY": "main.rg", **more}
    return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=folder, env=environment, text=True,
                          capture_output=True, check=False)


def policy(folder, kind):
    with open(f"{folder}/main.rg", "w", encoding="utf-8") as file:
        file.write(POLICIES[kind][0])


def github(folder):
    action = text("packaging/ci/action.yml")
    steps = dict(re.findall(r"- name: (\w+)\n(?:(?!    - name).*\n)*?      run: \|\n((?:        .*\n)+)", action))
    check("the action has its steps", set(steps) == {"build", "form", "check", "test"}, steps)
    check("where there is a rolegate, none is built", shell(steps["build"], folder).returncode == 0)
    inputs = set(re.findall(r"\$\{\{ inputs\.(\w+) \}\}", action))
    declared = set(re.findall(r"^  (\w+):\n    description", action, re.M))
    check("every input is declared, and used", inputs == declared, (inputs, declared))
    for kind, (_, right) in POLICIES.items():
        policy(folder, kind)
        for step in ("form", "check", "test"):
            got = shell(steps[step], folder, OPTIONS="-Werror", SARIF="policy.sarif", JUNIT="policy.xml")
            check(f"action: {step} of {kind}", (got.returncode == 0) == (step in right), got.stdout + got.stderr)
        with open(f"{folder}/policy.sarif", encoding="utf-8") as file:
            check(f"action: SARIF of {kind}", json.load(file)["version"] == "2.1.0")
    workflow = text("packaging/ci/github.yml")
    given = set(re.findall(r"^          (\w+):", workflow.split("packaging/ci@")[1].split("- uses")[0], re.M))
    check("the workflow gives inputs that there are", given <= declared, given)


def gitlab(folder):
    template = text("packaging/ci/gitlab.yml")
    script = "".join(f"{line}\n" for line in re.findall(r"^    - (rolegate .*)$", template, re.M))
    files = re.findall(r"^      (?:codequality|junit): (.*)$", template, re.M)
    for kind in POLICIES:
        policy(folder, kind)
        got = shell(script, folder, POLICY_OPTIONS="-Werror")
        check(f"GitLab: {kind}", (got.returncode == 0) == (kind == "good"), got.stdout + got.stderr)
        if kind == "form":
            continue
        with open(f"{folder}/{files[0]}", encoding="utf-8") as file:
            issues = json.load(file)
        check(f"GitLab: the code quality of {kind}", (issues == []) == (kind in ("good",)), issues)
        if kind != "test":
            check(f"GitLab: the tests of {kind}", xml.parse(f"{folder}/{files[1]}").getroot().tag == "testsuites")


def pre_commit(folder):
    hooks = text(".pre-commit-hooks.yaml")
    entries = dict(re.findall(r"- id: (\S+)\n(?:  .*\n)*?  entry: (.*)\n", hooks))
    check("hooks", set(entries) == {"rolegate-fmt", "rolegate-check"}, entries)
    policy(folder, "form")
    got = shell(entries["rolegate-fmt"] + " main.rg", folder)
    with open(f"{folder}/main.rg", encoding="utf-8") as file:
        check("the hook puts a policy into its form", got.returncode == 0 and file.read() == GOOD, got.stderr)
    args = re.search(r"args: \[(.*)\]", hooks).group(1)
    check("the hook checks it", shell(f"{entries['rolegate-check']} {args}", folder).returncode == 0)
    policy(folder, "test")
    check("and says what is wrong", shell(f"{entries['rolegate-check']} {args}", folder).returncode == 1)


def container():
    """Its packages are those that building needs and the command links; built where there is something to build with."""
    global skipped
    recipe = text("packaging/ci/Containerfile").replace("\\\n", " ")
    installed = [re.search(r"--no-install-recommends ([^&\n]*)", line).group(1).split() for line in recipe.splitlines()
                 if line.startswith("RUN apt-get")]  # fmt: skip
    needed = re.search(r"^build='([^']*)'", text("scripts/deps.sh"), re.M).group(1).split()
    check("the image is built with what building needs", installed[0] == needed, installed[0])
    linked = subprocess.run(["ldd", f"{BUILD}/rolegate"], capture_output=True, text=True, check=False).stdout
    for library, package in (("libjansson.so.4", "libjansson4"), ("libnettle.so.8", "libnettle8")):
        check(f"the image has {library}", (library in linked) == (package in installed[1]), linked)
    tool = next((tool for tool in ("podman", "docker") if shutil.which(tool)), None)
    if tool is None or os.environ.get("CONTAINERS", "") == "":
        print("skipped: the image is built where podman or docker is, and CONTAINERS=1 asks for it")
        skipped += 1
        return
    got = subprocess.run([tool, "build", "-q", "-f", "packaging/ci/Containerfile", "."], cwd=TREE, capture_output=True,
                         text=True, check=False)
    check("the image is built", got.returncode == 0, got.stderr)


STUBS = {
    "gh": 'test "$*" = "pr comment 7 --body-file comment.md --edit-last --create-if-none"',
    "glab": '[[ "$1 $2 $3 $4 $6" = "mr note 7 --message --unique" && $5 = "$(cat comment.md)" ]]',
}


def page(folder):
    """docs/ci.md, word for word: from nothing to a job, its list of commands, and each block of a job's steps."""
    first, rest = text("docs/ci.md").split("## The commands", 1)
    script = re.search(r"^```sh\n(.*?)^```", first, re.M | re.S).group(1)
    got = shell(script, folder)
    check("docs/ci.md: from nothing to a job", got.returncode == 0, got.stdout + got.stderr)
    job = f"{folder}/.github/workflows/policy.yml"
    with open(job, encoding="utf-8") as file:
        check("docs/ci.md: the job is there", file.read() == text("packaging/ci/github.yml"))
    policy(folder, "good")
    shell("rolegate check main.rg --format json >known.json", folder)
    git = "git -c user.name=a -c user.email=a@b"
    got = shell(f"git init -q && git add main.rg && {git} commit -qm one && echo '# more' >>main.rg", folder)
    check("docs/ci.md: a repository", got.returncode == 0, got.stderr)
    for name, body in STUBS.items():
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.write(f"#!/bin/bash\n{body}\n")
        os.chmod(f"{folder}/{name}", 0o755)
    listed = re.findall(r"^    (rolegate .*)$", rest.split("As one step", 1)[0], re.M)
    blocks = re.findall(r"^```sh\n(.*?)^```", rest, re.M | re.S)
    check("docs/ci.md: there are commands and steps", len(listed) == 7 and len(blocks) == 3, (listed, blocks))
    for script in listed + blocks:
        got = shell(f'PATH="$PWD:$PATH"; {script}', folder, BASE="HEAD", NUMBER="7")
        check(f"docs/ci.md: {script}", got.returncode == 0, got.stdout + got.stderr)
    shell("sed -i 's/group porters/group porters, group guests/' main.rg", folder)
    check("docs/ci.md: a step for a change", "main.rg" in blocks[1], blocks[1])
    got = shell(blocks[1], folder, BASE="HEAD")
    check("docs/ci.md: a change that lets somebody gain stops the job", got.returncode == 1, got.stdout + got.stderr)
    got = shell(f'PATH="$PWD:$PATH"; {blocks[2]}', folder, NUMBER="7")
    check("docs/ci.md: and is told all the same", got.returncode == 0, got.stdout + got.stderr)
    with open(f"{folder}/comment.md", encoding="utf-8") as file:
        check("docs/ci.md: with who gains", "guests" in file.read())


def main():
    with tempfile.TemporaryDirectory(prefix="rolegate-ci-") as folder:
        page(folder)
    with tempfile.TemporaryDirectory(prefix="rolegate-ci-") as folder:
        github(folder)
        gitlab(folder)
        pre_commit(folder)
        container()
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
