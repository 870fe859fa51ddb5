#!/usr/bin/env python3
"""The page of `matrix --format html`, in a browser: what it says, how it looks, what can be done with it.

    page.py --rolegate COMMAND --driver UNUSED [--policies UNUSED] [--seed UNUSED]
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import browser

HOSTILE = r'''policy "</title><script>document.title='x'</script>&amp;"
zone "Europe/Berlin"
condition office-hours time mon-fri 09:00-18:00
permission p, q, r
service "a<b>&'c" requires p "<img src=x onerror=alert(1)> \"quoted\""
service plain requires q
service both requires p and q
service none requires r
role one "<b>bold</b>" { allow p when office-hours allow q }
role two { allow p, q when host "web*.example" }
role three { allow q }
assign one to group g1
assign two to group g2
assign three to group g3
'''


def big():
    """500 services, 40 roles, some with conditions."""
    names = [f"area{i // 10}.p{i}" for i in range(500)]
    lines = ["condition office-hours time mon-fri 09:00-18:00", "permission " + ", ".join(names)]
    lines += [f'service svc-{i:03d} requires {name} "Service number {i}"' for i, name in enumerate(names)]
    for j in range(40):
        rules = [f"allow area{(j * 7 + k * 3) % 50}.*" + (" when office-hours" if k % 3 == 0 else "") for k in range(12)]
        lines += [f"role team-{j:02d} {{ {' '.join(rules)} }}", f"assign team-{j:02d} to group g{j}"]
    return "\n".join(lines) + "\n"


class Page:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.passed = self.failed = self.skipped = 0
        self.browser = browser.Browser()

    def holds(self, what, is_so, *more):
        self.passed, self.failed = self.passed + bool(is_so), self.failed + (not is_so)
        if not is_so:
            print(f"FAIL  {what}: {' '.join(map(str, more))[:600]}")

    def same(self, what, expected, got):
        self.holds(what, expected == got, "expected", expected, "got", got)

    def make(self, name, text):
        policy, path = os.path.join(self.folder, name + ".rg"), os.path.join(self.folder, name + ".html")
        with open(policy, "w", encoding="utf-8") as file:
            file.write(text)
        run = lambda form: subprocess.run(
            [self.options.rolegate, "matrix", "--policy", policy, "--format", form], capture_output=True, check=True
        ).stdout
        with open(path, "wb") as file:
            file.write(run("html"))
        return path, json.loads(run("json"))["cells"]

    def contents(self, path, cells):
        page = self.browser
        page.open(path)
        self.same("nothing is asked of a network", [f"file://{path}"], page.requests)
        self.same("no script complains", [], page.complaints)
        self.same("the title is the policy's name", "Who may use what: </title><script>document.title='x'</script>&amp;",
                  page.value("document.title"))
        self.same("there is one script", 1, page.value("document.scripts.length"))
        self.same("and no picture", 0, page.value("document.images.length"))
        table = page.value("[...document.querySelectorAll('#matrix tr')].map(r => [...r.cells].map(c => c.innerText.trim()))")
        columns = ["everyone"] + sorted({c["role"] for c in cells if "role" in c})
        self.same("columns are everyone and the roles", ["Service"] + columns, table[0])
        notes = page.value("[...document.querySelectorAll('#conditions li')].map(i => i.textContent)")
        for row in table[1:]:
            for column, text in zip(columns, row[1:]):
                cell = next(c for c in cells if c["service"] == row[0].split("\n")[0] and c.get("role", "everyone") == column)
                when = "" if cell["when"] == [""] else ", or ".join("when " + w for w in cell["when"])
                expected = "no" if not cell["may"] else "yes" if when == "" else str(notes.index(when) + 1)
                self.same(f"{row[0]!r} for {column}", expected, text)
        self.same("a description is text", '<img src=x onerror=alert(1)> "quoted"',
                  page.value("document.querySelector('tbody small').textContent"))
        self.same("a role's, too", "<b>bold</b>", page.value("document.querySelector('dd').textContent"))

    def semantics(self):
        nodes = self.browser.ask("Accessibility.getFullAXTree")["nodes"]
        roles = [n["role"]["value"] for n in nodes if not n.get("ignored")]
        for role, count in (("table", 1), ("columnheader", 5), ("rowheader", 4), ("searchbox", 2), ("main", 1), ("status", 1)):
            self.same(f"who cannot see it is told of {role}", count, roles.count(role))
        link = next(n for n in nodes if n["role"]["value"] == "link" and n["name"]["value"].strip().endswith("1")
                    and "Skip" not in n["name"]["value"])
        self.same("a number is described by its condition", "when office-hours",
                  next((p["value"]["value"] for p in [{"value": link.get("description", {"value": ""})}]), ""))

    def keyboard(self):
        page = self.browser
        tip = "[document.getElementById('tip').hidden, document.getElementById('tip').textContent]"
        page.value("document.querySelector('.w a').focus()")
        self.same("the condition is shown where the keyboard is", [False, "when office-hours"], page.value(tip))
        page.key("Escape")
        self.same("Escape hides it", True, page.value(tip)[0])
        page.key("ArrowRight")
        self.same("an arrow leads to the next one", [False, "when host web*.example"], page.value(tip))
        page.key("ArrowLeft")
        self.same("and back", [False, "when office-hours"], page.value(tip))
        self.same("one number is a stop of the Tab key", 1,
                  page.value("document.querySelectorAll('.w a:not([tabindex=\"-1\"])').length"))
        page.value("document.activeElement.blur()")
        box = page.value("(b => [b.x + b.width / 2, b.y + b.height / 2])(document.querySelector('.w a').getBoundingClientRect())")
        page.point(*box)
        self.same("and where the mouse is", [False, "when office-hours"], page.value(tip))
        page.point(2, 2)
        self.same("no longer than that", True, page.value(tip)[0])

    def search(self):
        page = self.browser
        type_in = "(i, t) => { i = document.getElementById(i); i.value = t; i.dispatchEvent(new Event('input')); }"
        shown = ("[[...document.querySelectorAll('tbody tr')].filter(r => r.offsetParent).length,"
                 " [...document.querySelectorAll('thead th')].filter(c => c.offsetParent).length - 1,"
                 " document.getElementById('count').textContent]")
        for service, role, expected in (
            ("svc-00", "", [10, 41]), ("SVC-123", "", [1, 41]), ("number 77", "", [5, 41]), ("", "team-1", [500, 10]),
            ("svc-00", "team-07", [10, 1]), ("nobody has this", "", [0, 41]), ("", "", [500, 41]),
        ):  # fmt: skip
            page.value(f"({type_in})('service', '{service}'); ({type_in})('role', '{role}')")
            said = f"{expected[0]} of 500 services, {expected[1]} of 41 columns"
            self.same(f"search for {service!r} and {role!r}", [*expected, said], page.value(shown))
        page.value(f"({type_in})('role', 'team-00'); document.getElementById('some').click()")
        self.same("only what one role may use", 120, page.value(shown)[0])
        page.value(f"({type_in})('role', ''); document.getElementById('some').click()")

    def looks(self):
        page = self.browser
        middle = "(e => { e = document.querySelector(e).getBoundingClientRect(); return [e.x + 3, e.y + 3]; })"
        colour = "(e => getComputedStyle(document.querySelector(e)).backgroundColor.match(/\\d+/g).map(Number).slice(0, 3))"
        for scheme, lightest in (("light", 230), ("dark", 60)):
            page.colours(scheme)
            picture = page.picture()
            back = picture.pixel(picture.width - 5, 5)
            self.holds(f"{scheme}: the page is {scheme}", min(back) >= lightest if scheme == "light" else max(back) <= lightest, back)
            for cell in ("td.y", "td.w", "thead th"):
                at, wanted = page.value(f"{middle}('{cell}')"), page.value(f"{colour}('{cell}')")
                self.same(f"{scheme}: the colour of {cell}", tuple(wanted), picture.pixel(*at))
            dark = lambda p: sum(p) < 300
            box = page.value("(b => [b.x, b.y, b.right, b.bottom])(document.querySelector('h1').getBoundingClientRect())")
            ink = sum(dark(picture.pixel(x, y)) == (scheme == "light")
                      for x in range(int(box[0]), int(box[0]) + 300) for y in range(int(box[1]), int(box[3])))  # fmt: skip
            self.holds(f"{scheme}: the heading can be read", 300 < ink < 5000, ink)
            for name in ("--text", "--soft", "--yes-text", "--when-text", "--mark"):
                self.holds(f"{scheme}: {name} stands out", self.contrast(name) >= 4.5, self.contrast(name))
        page.colours("light")

    def contrast(self, name):
        """As WCAG 2 counts it, of a text's colour to the colour that it stands on."""
        on = {"--yes-text": "--yes", "--when-text": "--when"}.get(name, "--page")
        value = lambda n: self.browser.value(f"getComputedStyle(document.documentElement).getPropertyValue('{n}').trim()")
        def light(colour):
            parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
            r, g, b = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
            return 0.2126 * r + 0.7152 * g + 0.0722 * b
        one, two = sorted((light(value(name)), light(value(on))))
        return (two + 0.05) / (one + 0.05)

    def stays(self):
        page = self.browser
        places = ("(f => [...['thead th:nth-child(20)', 'tbody tr:nth-child(90) th']].map(e => (b => [Math.round(b.x - f.x),"
                  " Math.round(b.y - f.y)])(document.querySelector(e).getBoundingClientRect())))"
                  "(document.querySelector('.frame').getBoundingClientRect())")
        page.value("document.querySelector('.frame').scrollTo(600, 3000)")
        head, side = page.value(places)
        self.holds("the heads of columns stay on top", 0 <= head[1] <= 2, head)
        self.holds("the services stay at the left", 0 <= side[0] <= 2, side)

    def paper(self, path, count):
        data = self.browser.paper()
        boxes = {tuple(round(float(n)) for n in box.split()[2:]) for box in
                 re.findall(r"/MediaBox\s*\[([^\]]*)\]", data.decode("latin-1"))}  # fmt: skip
        self.same("it is printed on A4", {(842, 595)}, boxes)
        if shutil.which("pdftotext") is None:
            self.skipped += 1
            print("skipped: what is printed, since pdftotext is missing")
            return
        file = path + ".pdf"
        with open(file, "wb") as out:
            out.write(data)
        text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
        self.same("every service is printed, once", count, len(re.findall(r"svc-\d{3}", text)))
        pages = text.split("\f")[:-1]
        self.holds("each page has the heads of its columns", all("Service" in p for p in pages if "svc-" in p), len(pages))
        self.holds("and the conditions come last", "when office-hours" in pages[-1], pages[-1][:200])

    def run(self):
        path, cells = self.make("hostile", HOSTILE)
        self.contents(path, cells)
        self.semantics()
        self.keyboard()
        self.browser.ask("Emulation.setScriptExecutionDisabled", value=True)
        self.browser.open(path)
        self.same("without scripts the table is there, and no search", [5, True],
                  [len(self.browser.ask("DOM.querySelectorAll", nodeId=self.root(), selector="tr")["nodeIds"]),
                   "hidden" in self.browser.ask("DOM.getAttributes", nodeId=self.browser.ask(
                       "DOM.querySelector", nodeId=self.root(), selector="form")["nodeId"])["attributes"]])  # fmt: skip
        self.browser.ask("Emulation.setScriptExecutionDisabled", value=False)
        path, _ = self.make("big", big())
        self.browser.open(path)
        self.same("a large one asks for nothing, either", [[f"file://{path}"], []], [self.browser.requests, self.browser.complaints])
        self.search()
        self.looks()
        self.stays()
        self.paper(path, 500)

    def root(self):
        return self.browser.ask("DOM.getDocument")["root"]["nodeId"]


def main():
    options = argparse.ArgumentParser()
    for name in ("rolegate", "driver", "policies", "seed"):
        options.add_argument("--" + name)
    options = options.parse_args()
    if browser.COMMAND is None:
        print("skipped: the page of a matrix, since chromium is missing")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        page = Page(options, folder)
        try:
            page.run()
        finally:
            page.browser.close()
    print(f"{page.passed} passed, {page.failed} failed" + (f", {page.skipped} skipped" if page.skipped else ""))
    return 1 if page.failed else 0


if __name__ == "__main__":
    sys.exit(main())
