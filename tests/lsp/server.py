#!/usr/bin/env python3
"""What the language server answers, request by request, and what it does with what no client should send.

Prints `N passed, N failed`. ROLEGATE: the command.
"""

import glob
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
import urllib.parse

from client import Client, Failed

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

POLICY = '''policy "desk"
zone utc
permission inbox.read "Read messages", inbox.send
role agent "Talks to customers" { allow inbox.* }
role owner extends agent { allow billing.view }
condition office time mon-fri 09:00-17:00
service inbox requires inbox.read and inbox.send when office "The inbox"
service billing requires billing.view
service billing.view
assign agent to group "domain agents"
assign owner to user olga
allow inbox.send to user kim starting 2026-01-01 until 2026-12-31 because "T-1"
never role agent may billing
test "agents read" {
    given user kim in "domain agents" at 2026-02-02T10:00:00Z
    may inbox
    given user bob
    may not inbox, billing, billing.view
}
'''


class Case:
    """One policy in a folder of its own, opened."""

    def __init__(self, text=POLICY, name="policy.rg", files=None, **client):
        self.folder = tempfile.mkdtemp(prefix="lsp-test-")
        for path, content in (files or {}).items():
            os.makedirs(os.path.dirname(os.path.join(self.folder, path)), exist_ok=True)
            with open(os.path.join(self.folder, path), "w", encoding="utf-8") as file:
                file.write(content)
        self.client = Client(**client)
        self.text = text
        self.uri = self.uri_of(name)
        self.client.open(self.uri, text)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if error[0] is None:
            equal(self.client.end(), 0)
        else:
            self.client.server.kill()
        shutil.rmtree(self.folder)

    def uri_of(self, name):
        return f"file://{self.folder}/{name}"

    def set(self, text):
        self.text = text
        self.client.set_text(self.uri, text)

    def place(self, words, behind=""):
        """Line and character of the place that `|` marks in words, which stand once in the text."""
        bare = words.replace("|", "")
        equal(self.text.count(bare), 1)
        at = self.text.index(bare) + words.index("|")
        line = self.text.count("\n", 0, at)
        begin = self.text.rfind("\n", 0, at) + 1
        return line, len(self.text[begin:at].encode("utf-16-le")) // 2

    def ask(self, method, words, **more):
        return self.client.at(method, self.uri, *self.place(words), **more)

    def about(self, method, **more):
        return self.client.about(method, self.uri, **more)

    def labels(self, words):
        return [item["label"] for item in self.ask("completion", words)["items"]]

    def codes(self):
        return [one["code"] for one in self.client.wait(self.uri)]

    def words(self, span, text=None):
        """What stands in a range."""
        lines = (self.text if text is None else text).split("\n")
        first, last = span["start"], span["end"]
        equal(first["line"], last["line"])
        line = lines[first["line"]].encode("utf-16-le")
        return line[2 * first["character"]:2 * last["character"]].decode("utf-16-le")


def equal(found, meant):
    if found != meant:
        raise AssertionError(f"found {found!r}, not {meant!r}")


def holds(what, words=""):
    if not what:
        raise AssertionError(words or "this does not hold")


WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 100000, "character": 0}}


# ---- diagnostics ----

def good_policy_has_none():
    with Case() as case:
        equal(case.codes(), [])


def diagnostics_have_places_versions_and_notes():
    with Case(POLICY.replace("assign owner to user", "assign ownr to user")) as case:
        found = case.client.wait(case.uri)
        equal([one["code"] for one in found][:1], ["unknown-role"])
        equal(found[0]["severity"], 1)
        equal(case.words(found[0]["range"]), "ownr")
        holds('did you mean "owner"' in found[0]["message"])
        case.set(POLICY.replace("role owner extends agent {", "role agent extends agent {"))
        found = case.client.wait(case.uri)
        related = [note for one in found for note in one["relatedInformation"]]
        holds(related and related[0]["location"]["uri"] == case.uri)
        case.set(POLICY)
        equal(case.codes(), [])


def failed_test_and_claim_are_diagnostics():
    with Case(POLICY.replace("may not inbox, billing,", "may inbox may not billing,")) as case:
        equal(case.codes(), ["test-failed"])
        case.set(POLICY.replace("extends agent { allow billing.view }", "extends agent { allow billing.view }\n"
                                "allow billing.view to role agent"))
        holds("claim-violated" in case.codes())


def changes_by_ranges():
    with Case("") as case:
        case.client.wait(case.uri)
        text, random_numbers = "", random.Random(7)
        for step in range(300):
            lines = text.split("\n")
            line = random_numbers.randrange(len(lines))
            units = lines[line].encode("utf-16-le")
            begin = random_numbers.randrange(len(lines[line]) + 1)
            end = random_numbers.randrange(begin, len(lines[line]) + 1)
            put = random_numbers.choice(["permission a\n", "é", "𝒻", '"', "", "role x { allow a }\n", "#", "\n"])
            spans = [len(lines[line][:at].encode("utf-16-le")) // 2 for at in (begin, end)]
            holds(len(units) // 2 >= spans[1])
            case.client.change(case.uri, {"range": {"start": {"line": line, "character": spans[0]},
                                                    "end": {"line": line, "character": spans[1]}}, "text": put})
            lines[line] = lines[line][:begin] + put + lines[line][end:]
            text = "\n".join(lines)
            if step % 50 == 49:
                changed = case.client.wait(case.uri)
                case.client.set_text(case.uri, text)
                equal(changed, case.client.wait(case.uri))


def utf8_and_utf16_columns():
    text = 'contact "𝒻é"  nonsense\n'
    for encodings, column in ((("utf-16",), 15), (("utf-8", "utf-16"), 18)):
        with Case(text, encodings=encodings) as case:
            found = case.client.wait(case.uri)
            equal(found[0]["range"]["start"], {"line": 0, "character": column})


def included_files():
    files = {"main.rg": POLICY.replace("zone utc\n", "zone utc\ninclude \"parts/*.rg\"\n"),
             "parts/one.rg": "allow inbox.read to user ann because \"x\"\nallow inbox.raed to user ann\n"}
    with Case(files["parts/one.rg"], "parts/one.rg", files) as case:
        equal(sorted(case.codes()), ["no-because", "unknown-permission"])  # by the policy that it is a part of
        equal(case.ask("definition", "allow inbox.re|ad to")["uri"], case.uri_of("main.rg"))
        case.client.open(case.uri_of("main.rg"), files["main.rg"].replace("inbox.send", "inbox.raed"))
        while "unknown-permission" in [one["code"] for one in case.client.diagnostics[case.uri]["diagnostics"]]:
            case.client.receive()
        case.client.close(case.uri_of("main.rg"))


def diagnostics_of_files_that_are_not_open():
    files = {"part.rg": "allow inbox.raed to user ann because \"x\"\n"}
    with Case('include "part.rg"\n' + POLICY, files=files) as case:
        case.client.wait(case.uri)
        case.client.ask("workspace/symbol", {"query": ""})
        equal(case.client.diagnostics[case.uri_of("part.rg")]["diagnostics"][0]["code"], "unknown-permission")
        case.client.close(case.uri)
        while case.client.diagnostics[case.uri_of("part.rg")]["diagnostics"]:
            case.client.receive()


# ---- completion ----

def completion_of_names():
    with Case() as case:
        case.client.wait(case.uri)
        case.set(POLICY + "assign \nallow  \nallow inbox.read to role \nservice x requires \nassign agent to group ")
        equal(sorted(case.labels("T-1\"\nnever role |agent")), ["agent", "owner"])
        equal(sorted(case.labels("}\nassign |\nallow  \n")), ["agent", "owner"])
        holds({"inbox.*", "inbox.read"} <= set(case.labels("\nallow | \n")))
        equal(sorted(case.labels("to role |\n")), ["agent", "owner"])
        holds("inbox.read" in case.labels("service x requires |"))
        equal(case.labels("requires \nassign agent to group |"), ['"domain agents"'])


def completion_of_words():
    with Case() as case:
        case.client.wait(case.uri)
        case.set(POLICY + "assign agent |".replace("|", ""))
        equal(case.labels("}\nassign agent |"), ["to"])
        case.set(POLICY + "assign agent to ")
        equal(sorted(case.labels("}\nassign agent to |")), ["everyone", "gid", "group", "user"])
        case.set(POLICY + "allow inbox.read to user ann ")
        holds({"when", "until", "starting", "because"} <= set(case.labels("user ann |")))
        case.set(POLICY + "unlisted ")
        equal(sorted(case.labels("}\nunlisted |")), ["deny", "ignore", "requires"])
        case.set(POLICY + "# assign ")
        equal(case.labels("}\n# assign |"), [])
        case.set(POLICY + "allow inbox.read to user ann until ")
        holds(len(case.labels("user ann until |")) >= 5)


def completion_at_every_byte():
    """Nowhere in a text, however it is cut, is there no answer."""
    with Case() as case:
        for end in range(0, len(POLICY), 7):
            case.set(POLICY[:end])
            line = POLICY[:end].count("\n")
            answer = case.client.at("completion", case.uri, line, 1000)
            holds(isinstance(answer["items"], list))


# ---- hover ----

def hover_texts():
    with Case() as case:
        def words(place):
            return case.ask("hover", place)["contents"]["value"]
        holds("group \"domain agents\"" in words("service in|box requires"))
        holds("office" in words("service in|box requires"))
        holds("Talks to customers" in words("assign ag|ent to group"))
        holds("`inbox`" in words("assign ag|ent to group"))
        holds("matches 2 permissions" in words("allow inbox|.*"))
        holds("time mon-fri" in words("when off|ice"))
        holds("role owner" in words("service billing requires billing.vi|ew"))
        equal(case.ask("hover", "as|sign agent to group"), None)
        case.set(POLICY.replace("allow billing.view }", "allow billing.view"))
        holds("user olga" in words("service billing requires billing.vi|ew"), "the last good policy is used")


# ---- from one name to another ----

def definition_and_references():
    with Case() as case:
        found = case.ask("definition", "assign ag|ent to group")
        equal(case.words(found["range"]), "agent")
        equal(found["range"]["start"]["line"], 3)
        equal(len(case.ask("references", "assign ag|ent to group", context={"includeDeclaration": True})), 4)
        equal(len(case.ask("references", "assign ag|ent to group", context={"includeDeclaration": False})), 3)
        equal(len(case.ask("documentHighlight", "role ag|ent \"")), 4)
        equal(case.ask("definition", "assign agent to gr|oup"), None)
        equal(case.ask("references", "zone ut|c", context={}), [])


def definition_of_an_include():
    files = {"part.rg": "permission x\n"}
    with Case('include "part.rg"\n' + POLICY, files=files) as case:
        equal(case.ask("definition", 'include "pa|rt')["uri"], case.uri_of("part.rg"))


def apply(text, edits):
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda one: (one["range"]["start"]["line"], one["range"]["start"]["character"]),
                       reverse=True):
        first, last = edit["range"]["start"], edit["range"]["end"]
        line = lines[first["line"]].encode("utf-16-le")
        lines[first["line"]] = (line[:2 * first["character"]] + edit["newText"].encode("utf-16-le") +
                                line[2 * last["character"]:]).decode("utf-16-le")
    return "\n".join(lines)


def spliced(text, edits):
    """A text with edits that may go over several lines."""
    begins = [0]
    for line in text.split("\n"):
        begins.append(begins[-1] + len(line) + 1)
    for edit in reversed(edits):
        first, last = edit["range"]["start"], edit["range"]["end"]
        text = (text[:begins[first["line"]] + first["character"]] + edit["newText"] +
                text[begins[last["line"]] + last["character"]:])
    return text


def rename_of_each_kind():
    for place, name in (("assign ag|ent to group", "clerk"), ("service in|box requires", "mail box"),
                        ("requires inbox.re|ad and", "inbox.look"), ("when off|ice", "working"),
                        ("to user ol|ga", "olga.k"), ("group \"domain ag|ents", "desk"),
                        ("service billing.vi|ew", "billing.see")):
        with Case() as case:
            edits = case.ask("rename", place, newName=name)["changes"]
            equal(list(edits), [case.uri])
            case.set(apply(POLICY, edits[case.uri]))
            if name != "inbox.look":
                holds(name in case.text and case.text != POLICY)
            equal(case.codes(), [])


def rename_refused():
    with Case() as case:
        def fault(place, name):
            line, character = case.place(place)
            return case.client.fault("textDocument/rename", {"textDocument": {"uri": case.uri}, "newName": name,
                                                             "position": {"line": line, "character": character}})
        equal(fault("assign ag|ent to group", "owner"), -32803)
        equal(fault("assign ag|ent to group", "no role"), -32803)
        equal(fault("assign ag|ent to group", ""), -32803)
        equal(fault("allow inbox|.*", "inbox.read"), -32803)
        equal(fault("zo|ne utc", "x"), -32803)
        equal(case.ask("prepareRename", "zo|ne utc"), None)
        equal(case.ask("prepareRename", "assign ag|ent to group")["placeholder"], "agent")


def rename_across_files():
    files = {"part.rg": "allow inbox.read to role agent because \"x\"\n"}
    with Case('include "part.rg"\n' + POLICY, files=files) as case:
        edits = case.ask("rename", "assign ag|ent to group", newName="clerk")["changes"]
        equal(sorted(edits), sorted([case.uri, case.uri_of("part.rg")]))


# ---- the rest ----

def outline():
    with Case() as case:
        names = [one["name"] for one in case.about("documentSymbol")]
        equal(names, ["inbox.read", "inbox.send", "agent", "owner", "office", "inbox", "billing", "billing.view",
                      "agents read"])
        for one in case.about("documentSymbol"):
            first, last = one["range"], one["selectionRange"]
            holds((first["start"]["line"], first["start"]["character"]) <=
                  (last["start"]["line"], last["start"]["character"]))
        found = case.client.ask("workspace/symbol", {"query": "BOX"})
        equal([one["name"] for one in found], ["inbox.read", "inbox.send", "inbox"])


def folding():
    with Case("# one\n# two\n" + POLICY) as case:
        folds = [(one["startLine"], one["endLine"]) for one in case.about("foldingRange")]
        line = case.text.split("\n").index('test "agents read" {')
        equal(folds, [(0, 1), (line, line + 4)])


def semantic_tokens():
    with Case() as case:
        legend = case.client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"]
        data = case.about("semanticTokens/full")["data"]
        lines, line, column, seen = POLICY.split("\n"), 0, 0, []
        for i in range(0, len(data), 5):
            column = data[i + 1] + (column if data[i] == 0 else 0)
            line += data[i]
            seen.append((lines[line][column:column + data[i + 2]], legend[data[i + 3]]))
        holds(("role", "keyword") in seen and ("agent", "class") in seen and ("inbox", "function") in seen)
        holds(("inbox.*", "property") in seen and ("office", "variable") in seen and ("olga", "parameter") in seen)
        holds(('"domain agents"', "namespace") in seen and ('"T-1"', "string") in seen)
        equal(" ".join(word for word, _ in seen), " ".join(
            word for word in POLICY.replace("{", " ").replace("}", " ").replace(",", " ").split()))


def lenses_and_commands():
    with Case() as case:
        lenses = case.about("codeLens")
        titles = [case.client.ask("codeLens/resolve", lens)["command"]["title"] for lens in lenses if "data" in lens]
        equal(titles, ["1 group, 1 user, 2 roles reach this"] + ["0 groups, 1 user, 1 role reach this"] * 2)
        run = [lens["command"] for lens in lenses if "command" in lens]
        equal([one["title"] for one in run], ["run this test"])
        case.client.ask("workspace/executeCommand", {"command": run[0]["command"], "arguments": run[0]["arguments"]})
        equal(case.client.messages, ["agents read: 4 passed, 0 failed"])
        equal(case.client.fault("workspace/executeCommand", {"command": "rm", "arguments": [case.uri, "x"]}), -32602)


def hints():
    with Case() as case:
        labels = [one["label"] for one in case.about("inlayHint", range=WHOLE)]
        holds("2 permissions" in labels)
        holds(any("day" in label or label == "today" for label in labels))


def changed(text, edits, units):
    """A text with edits as (line, column, end line, end column, new text), from 0, in units of 1 or of 2 bytes a letter."""
    encoding = "utf-16-le" if units == 2 else "utf-32-le"
    size = 2 if units == 2 else 4
    lines = [line.encode(encoding) for line in text.split("\n")]
    begins = [sum(len(line) + size for line in lines[:i]) for i in range(len(lines))]
    data = text.encode(encoding)
    for line, column, end_line, end_column, new in sorted(edits, reverse=True):
        data = data[:begins[line] + size * column] + new.encode(encoding) + data[begins[end_line] + size * end_column:]
    return data.decode(encoding)


def edits_of(action, uri):
    """Those of an action, all in one document."""
    equal(list(action["edit"]["changes"]), [uri])
    return [(one["range"]["start"]["line"], one["range"]["start"]["character"], one["range"]["end"]["line"],
             one["range"]["end"]["character"], one["newText"]) for one in action["edit"]["changes"][uri]]


def actions_are_the_edits_of_check():
    """Each report of a policy that carries edits has an action that does them, and no other has one."""
    tried = 0
    library = os.path.join(TREE, "policies")
    with Case("", arguments=["-I", library]) as case:
        for path in sorted(glob.glob(os.path.join(TREE, "tests/language/*/*.rg"))):
            with open(path, "rb") as file:
                data = file.read()
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if "\0" in text or "\r" in text or text.startswith("\ufeff"):
                continue
            reports = json.loads(subprocess.run([os.environ["ROLEGATE"], "check", "--format", "json", "-I", library, path],
                                                capture_output=True, check=False).stdout)["diagnostics"]
            meant = [one for one in reports if one.get("file") == path and "edits" in one
                     and all(edit["file"] == path for edit in one["edits"])]
            uri = "file://" + urllib.parse.quote(path)
            case.client.open(uri, text)
            case.client.wait(uri)
            lines = text.split("\n")
            whole = {"start": {"line": 0, "character": 0}, "end": {"line": len(lines) - 1, "character": 10 ** 6}}
            actions = case.client.about("codeAction", uri, range=whole, context={"diagnostics": []})
            fixes = [changed(text, edits_of(one, uri), 2) for one in actions if one.get("kind") == "quickfix"]
            equal((path, sorted(fixes)), (path, sorted(changed(text, [
                (edit["line"] - 1, edit["column"] - 1, edit["end_line"] - 1, edit["end_column"] - 1, edit["text"])
                for edit in one["edits"]], 1) for one in meant)))
            equal((path, [one["kind"] for one in actions if one.get("kind") == "source.fixAll"]),
                  (path, ["source.fixAll"] if any(one["safe"] for one in meant) else []))
            holds(all(one["title"].strip() and "\n" not in one["title"] for one in actions))
            tried += len(meant)
            case.client.close(uri)
    holds(tried > 150, tried)


def code_actions():
    with Case(POLICY.replace("assign owner to user", "assign ownr to user")) as case:
        found = case.client.wait(case.uri)
        actions = case.about("codeAction", range=found[0]["range"], context={"diagnostics": found})
        equal([(one["kind"], one["title"]) for one in actions], [("quickfix", 'change to "owner"')])
        equal(apply(case.text, actions[0]["edit"]["changes"][case.uri]), POLICY)
        # What changes no decision may be done when a file is saved; a guess may not.
        case.set(POLICY + "assign agent to group x;\nassign ownr to user tom\n")
        found = case.client.wait(case.uri)
        ask = {"range": WHOLE | {"end": {"line": 0, "character": 0}}, "context": {"diagnostics": [], "only": ["source.fixAll"]}}
        actions = case.about("codeAction", **ask)
        equal([one["kind"] for one in actions], ["source.fixAll"])
        equal(changed(case.text, edits_of(actions[0], case.uri), 2), case.text.replace(";", ""))
        ask["context"]["only"] = ["quickfix"]
        equal(case.about("codeAction", **ask), [])
        ask["context"]["only"] = ["source"]
        equal([one["kind"] for one in case.about("codeAction", **ask)], ["source.fixAll"])
        case.set(POLICY + "allow billing.view to role agent because \"x\"\n")
        found = [one for one in case.client.wait(case.uri) if one["code"] == "claim-violated"]
        action = case.about("codeAction", range=found[0]["range"], context={"diagnostics": found})[0]["command"]
        equal(action["command"], "rolegate.showWitness")
        case.client.ask("workspace/executeCommand", {"command": action["command"], "arguments": action["arguments"]})
        holds("rolegate can" in case.client.messages[-1] or "user" in case.client.messages[-1])


def formatting():
    untidy = POLICY.replace("role owner extends agent {", "role   owner extends\tagent{").replace("\nallow", "\n\n\n\nallow")
    with Case(untidy) as case:
        options = {"tabSize": 4, "insertSpaces": True}
        for text in (untidy, "", "# a\n", POLICY + "\n\n\n"):
            case.set(text)
            edits = case.about("formatting", options=options)
            tidy = subprocess.run([os.environ["ROLEGATE"], "fmt", "-"], input=text, text=True, capture_output=True,
                                  check=True).stdout
            equal(spliced(text, edits), tidy)
        case.set(tidy)
        equal(case.about("formatting", options=options), [])
        case.set("role {")
        equal(case.client.fault("textDocument/formatting", {"textDocument": {"uri": case.uri}}), -32803)


# ---- the protocol ----

def before_and_after():
    client = Client(start=False)
    equal(client.fault("textDocument/hover", {}), -32002)
    client.ask("initialize", {"capabilities": {}})
    equal(client.fault("initialize", {"capabilities": {}}), -32600)
    equal(client.fault("no/such", {}), -32601)
    equal(client.fault("textDocument/hover", {"textDocument": {"uri": "file:///nowhere"}}), -32602)
    client.tell("$/setTrace", {"value": "off"})
    client.ask("shutdown", None)
    equal(client.fault("textDocument/hover", {}), -32600)
    client.tell("exit", None)
    equal(client.server.wait(), 0)


def exit_without_shutdown():
    client = Client()
    client.tell("exit", None)
    equal(client.server.wait(), 1)
    client = Client()
    client.server.stdin.close()
    equal(client.server.wait(), 1)


def cancelled_request():
    with Case() as case:
        case.client.wait(case.uri)
        # Both lie in the pipe before the server sees the first.
        body = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in (
            {"id": 900, "method": "textDocument/documentSymbol", "params": {"textDocument": {"uri": case.uri}}},
            {"method": "$/cancelRequest", "params": {"id": 900}})]
        case.client.send_bytes(b"".join(b"Content-Length: %d\r\n\r\n" % len(one) + one for one in body))
        equal(case.client.finish(900)["error"]["code"], -32800)


def messages_in_pieces():
    with Case() as case:
        body = json.dumps({"jsonrpc": "2.0", "id": 901, "method": "workspace/symbol", "params": {"query": ""}}).encode()
        for byte in b"Content-Type: x\r\ncontent-length: %d\r\n\r\n" % len(body) + body:
            case.client.send_bytes(bytes([byte]))
        holds("result" in case.client.finish(901))


def what_is_no_json():
    with Case() as case:
        for data in (b"{", b"[]", b'"x"', b"\xff\xfe", b""):
            case.client.send_bytes(b"Content-Length: %d\r\n\r\n" % len(data) + data)
            equal(case.client.finish(None)["error"]["code"], -32700)


def broken_header():
    for header in (b"Content-Length: x\r\n\r\n", b"Content-Length: -1\r\n\r\n", b"No: 1\r\n\r\n", b"a" * 5000,
                   b"Content-Length: 99999999999999\r\n\r\n"):
        client = Client()
        client.send_bytes(header)
        equal(client.server.wait(), 1)


def strange_parameters():
    with Case() as case:
        strange = [None, 1, "x", [], {}, {"textDocument": None}, {"textDocument": {"uri": 1}},
                   {"textDocument": {"uri": case.uri}}, {"textDocument": {"uri": case.uri}, "position": {"line": -1}},
                   {"textDocument": {"uri": case.uri}, "position": {"line": 1, "character": "x"}},
                   {"textDocument": {"uri": case.uri}, "position": {"line": 2 ** 62, "character": 2 ** 62}},
                   {"textDocument": {"uri": case.uri}, "range": {"start": 1}}, {"command": 1, "arguments": 7}]
        methods = ["completion", "hover", "definition", "references", "documentHighlight", "prepareRename", "rename",
                   "documentSymbol", "foldingRange", "semanticTokens/full", "codeLens", "inlayHint", "codeAction"]
        for params in strange:
            for method in [f"textDocument/{one}" for one in methods] + ["workspace/symbol", "codeLens/resolve",
                                                                       "workspace/executeCommand"]:
                case.client.finish(case.client.begin(method, params))
            for method in ("didOpen", "didChange", "didClose", "didSave"):
                case.client.tell(f"textDocument/{method}", params)
        case.client.open(case.uri, POLICY)
        equal(case.codes(), [])


def half_typed_policies():
    """Each prefix of the shipped policies, and random cuts of them, through every request."""
    random_numbers = random.Random(3)
    texts = []
    for name in ("policies/examples/support-desk.rg", "policies/examples/bank-four-eyes.rg"):
        with open(os.path.join(TREE, name), encoding="utf-8") as file:
            texts.append(file.read())
    with Case("", arguments=["-I", os.path.join(TREE, "policies")]) as case:
        for _ in range(60):
            text = random_numbers.choice(texts)
            begin = random_numbers.randrange(len(text))
            case.text = text[:begin] + text[random_numbers.randrange(begin, min(len(text), begin + 60)):]
            case.set(case.text[:random_numbers.randrange(len(case.text))])
            line = case.text.count("\n") // 2
            for method in ("completion", "hover", "definition", "prepareRename"):
                case.client.at(method, case.uri, line, random_numbers.randrange(40))
            for method in ("documentSymbol", "foldingRange", "semanticTokens/full", "codeLens"):
                case.about(method)
            case.about("inlayHint", range=WHOLE)


def memory_is_flat():
    text = POLICY + "".join(f"allow inbox.read to user u{i} because \"T-{i}\"\n" for i in range(2000))

    def resident(client):
        with open(f"/proc/{client.server.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    with Case(text) as case:
        for step in range(1200):
            case.client.change(case.uri, {"range": {"start": {"line": 1, "character": 0},
                                                    "end": {"line": 1, "character": step % 2}},
                                          "text": " "[step % 2:]})
            if step % 5 == 0:
                case.client.wait(case.uri)
            if step == 200:
                early = resident(case.client)
        case.client.wait(case.uri)
        holds(resident(case.client) < early * 1.25 + 2048, f"{early} KiB became {resident(case.client)} KiB")


TESTS = [value for name, value in list(globals().items())
         if callable(value) and getattr(value, "__module__", None) == "__main__" and not name.startswith("_")
         and name not in ("Case", "equal", "holds", "apply", "spliced", "changed", "edits_of", "main")]


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    passed = failed = 0
    for test in TESTS:
        try:
            test()
            passed += 1
        except (AssertionError, Failed, OSError, KeyError, TypeError, IndexError):
            failed += 1
            print(f"failed: {test.__name__}")
            traceback.print_exc(limit=-3, file=sys.stdout)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
