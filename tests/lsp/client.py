"""A client of `rolegate lsp`: starts it, sends messages, and waits for what must come."""

import json
import os
import subprocess


class Failed(Exception):
    """The server ended, or said something that no server says."""


class Client:
    def __init__(self, arguments=(), encodings=("utf-16",), start=True):
        self.server = subprocess.Popen([os.environ["ROLEGATE"], "lsp", *arguments], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE)
        self.next_id = 0
        self.versions = {}
        self.answers = {}
        self.diagnostics = {}  # by URI: the params that came last
        self.messages = []     # of window/showMessage
        if start:
            self.capabilities = self.ask("initialize", {
                "processId": None, "rootUri": None,
                "capabilities": {"general": {"positionEncodings": list(encodings)}}})["capabilities"]
            self.tell("initialized", {})

    def send_bytes(self, data):
        self.server.stdin.write(data)
        self.server.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def begin(self, method, params):
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        return self.next_id

    def receive(self):
        """Takes in one message."""
        length = None
        while True:
            line = self.server.stdout.readline()
            if not line:
                raise Failed(f"the server ended with {self.server.wait()}")
            if line == b"\r\n":
                break
            name, value = line.decode().split(":")
            if name == "Content-Length":
                length = int(value)
        message = json.loads(self.server.stdout.read(length))
        if "method" not in message:
            self.answers[message["id"]] = message
        elif message["method"] == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]
        elif message["method"] == "window/showMessage":
            self.messages.append(message["params"]["message"])
        return message

    def finish(self, number):
        while number not in self.answers:
            self.receive()
        return self.answers.pop(number)

    def ask(self, method, params):
        answer = self.finish(self.begin(method, params))
        if "error" in answer:
            raise Failed(answer["error"]["message"])
        return answer["result"]

    def fault(self, method, params):
        return self.finish(self.begin(method, params)).get("error", {}).get("code")

    # ---- documents ----

    def open(self, uri, text):
        self.versions[uri] = 1
        self.diagnostics.pop(uri, None)
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "rolegate", "version": 1,
                                                            "text": text}})

    def change(self, uri, *changes):
        self.versions[uri] += 1
        self.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": self.versions[uri]},
                                             "contentChanges": list(changes)})

    def set_text(self, uri, text):
        self.change(uri, {"text": text})

    def close(self, uri):
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def wait(self, uri):
        """The diagnostics of the document as it is now."""
        while self.diagnostics.get(uri, {}).get("version") != self.versions[uri]:
            self.receive()
        return self.diagnostics[uri]["diagnostics"]

    def at(self, method, uri, line, character, **more):
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri},
                                                   "position": {"line": line, "character": character}, **more})

    def about(self, method, uri, **more):
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, **more})

    def end(self):
        """The exit status after shutdown and exit."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.server.stdin.close()
        return self.server.wait()
