"""Chromium without a screen, driven by its debugging protocol over a pipe; and what its pictures show."""

import base64
import json
import os
import shutil
import struct
import subprocess
import tempfile
import zlib

COMMAND = shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """One page. Requests that it makes are kept, and what its scripts complain of."""

    def __init__(self, width=1400, height=900):
        self.folder = tempfile.mkdtemp(prefix="rolegate-browser-")
        read, child_writes = os.pipe()
        child_reads, write = os.pipe()
        arguments = [
            COMMAND, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-pipe", f"--user-data-dir={self.folder}", f"--window-size={width},{height}", "about:blank",
        ]  # fmt: skip
        script = f'exec "$@" 3<&{child_reads} 4>&{child_writes}'
        self.process = subprocess.Popen(
            ["bash", "-c", script, "bash", *arguments],
            pass_fds=(child_reads, child_writes), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(child_reads)
        os.close(child_writes)
        self.input, self.output = os.fdopen(write, "wb", buffering=0), os.fdopen(read, "rb")
        self.number, self.session, self.events, self.rest = 0, None, [], b""
        self.requests, self.complaints = [], []
        target = next(t for t in self.ask("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM", "Accessibility"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def message(self):
        while b"\0" not in self.rest:
            part = os.read(self.output.fileno(), 1 << 20)
            if not part:
                raise RuntimeError("chromium has ended")
            self.rest += part
        text, self.rest = self.rest.split(b"\0", 1)
        said = json.loads(text)
        if said.get("method") == "Network.requestWillBeSent":
            self.requests.append(said["params"]["request"]["url"])
        if said.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
            self.complaints.append(said["params"])
        return said

    def ask(self, method, **parameters):
        self.number += 1
        question = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            question["sessionId"] = self.session
        self.input.write(json.dumps(question).encode() + b"\0")
        while True:
            said = self.message()
            if said.get("id") == self.number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']}")
                return said["result"]
            self.events.append(said.get("method"))

    def open(self, path):
        self.events, self.requests, self.complaints = [], [], []
        self.ask("Page.navigate", url=f"file://{path}")
        while "Page.loadEventFired" not in self.events:
            self.events.append(self.message().get("method"))

    def value(self, expression):
        said = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in said:
            raise RuntimeError(f"{expression}: {said['exceptionDetails']}")
        return said["result"].get("value")

    def key(self, key):
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    def point(self, x, y):
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def colours(self, scheme):
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self):
        return Picture(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def paper(self):
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])


class Picture:
    """A PNG of 8 bits a channel, as its pixels."""

    def __init__(self, data):
        self.data, at, packed = data, 8, b""
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at : at + 8])
            body = data[at + 8 : at + 8 + length]
            if kind == b"IHDR":
                self.width, self.height, _, colour = struct.unpack(">IIBB", body[:10])
                self.channels = {2: 3, 6: 4}[colour]
            elif kind == b"IDAT":
                packed += body
            at += length + 12
        self.rows = self.unfilter(zlib.decompress(packed))

    def unfilter(self, raw):
        size, step, rows = self.width * self.channels, self.channels, []
        before = bytearray(size)
        for y in range(self.height):
            kind, row = raw[y * (size + 1)], bytearray(raw[y * (size + 1) + 1 : (y + 1) * (size + 1)])
            for i in range(size) if kind else ():
                left = row[i - step] if i >= step else 0
                corner = before[i - step] if i >= step else 0
                up = before[i]
                if kind == 4:
                    guess = left + up - corner
                    near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
                    row[i] = (row[i] + near[2]) & 255
                else:
                    row[i] = (row[i] + (left, up, (left + up) // 2)[kind - 1]) & 255
            rows.append(row)
            before = row
        return rows

    def pixel(self, x, y):
        at = int(x) * self.channels
        return tuple(self.rows[int(y)][at : at + 3])
