"""Counts what holds, and prints what does not; the first few of a kind, for one fault shows in many cases."""

SHOWN = 10


class Count:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def same(self, title, wanted, got, *context):
        if wanted == got:
            self.passed += 1
            return True
        self.failed += 1
        if self.failed <= SHOWN:
            print(f"FAILED  {title}\n        expected: {wanted}\n        got:      {got}")
            for text in context:
                print("        " + str(text).strip().replace("\n", "\n        "))
        return False

    def end(self, what):
        print(f"{what}: {self.passed} passed, {self.failed} failed", flush=True)
        return self.failed
