"""What the mutator makes of a text, and how it reads the page of mutants that live."""

import re
import unittest
from pathlib import Path

from known import Unreadable, is_known, known_of, known_read
from mutants import mutants_of
from mutate import FILES, mutants_in
from schema import Schema, codes_of, parameters_of, unbuilt_of

TREE = Path(__file__).resolve().parents[2]
SOURCE = """\
/* if (a == b) */
static const int table[] = {1, 2};

static bool is_good(int a,
                    int b)
{
    int c = 0; /* 1 == 2 */

    if (a == b)
        c = first(a,
                  b);
    note("a == b && c");
    return !c;
}
"""
PAGE = """\
# Title

## file.c

What it is about.

```diff
@@ is_good
-    if (a == b)
+    if (a != b)
     note("a == b && c");
-    return !c;
+    return c;
```

Nobody would know.
"""


def made(source):
    return [(mutant.function, mutant.old, mutant.new) for mutant in mutants_of("lib/file.c", source)]


class Mutants(unittest.TestCase):
    def test_an_operator_becomes_its_opposite(self):
        self.assertIn(("is_good", "if (a == b)", "if (a != b)"), made(SOURCE))

    def test_a_negation_goes(self):
        self.assertIn(("is_good", "return !c;", "return c;"), made(SOURCE))

    def test_a_statement_goes_whole(self):
        self.assertIn(("is_good", "c = first(a, b);", ";"), made(SOURCE))
        self.assertIn(("is_good", 'note("a == b && c");', ";"), made(SOURCE))

    def test_a_plain_condition_is_negated(self):
        source = "int f(int a)\n{\n    if (a)\n        return 3;\n    return 4;\n}\n"
        self.assertEqual([("f", "if (a)", "if (!(a))")], made(source))

    def test_comments_strings_and_what_is_outside_functions_stay(self):
        self.assertEqual({"is_good"}, {function for function, _, _ in made(SOURCE)})
        for _, old, new in made(SOURCE):
            self.assertNotIn("table", old)
            self.assertTrue("/*" not in old or new.endswith("/* 1 == 2 */"), new)

    def test_all_else_stays_where_it_is(self):
        for mutant in mutants_of("lib/file.c", SOURCE):
            lines, changed = SOURCE.split("\n"), mutant.apply(SOURCE).split("\n")
            self.assertEqual(len(lines), len(changed))
            self.assertEqual(lines[: mutant.first], changed[: mutant.first])
            self.assertEqual(lines[mutant.end :], changed[mutant.end :])
            self.assertNotEqual(lines, changed)

    def test_there_are_mutants_of_every_file(self):
        for pattern in FILES:
            self.assertTrue(list(mutants_in(TREE, [pattern])), pattern)


class Schemas(unittest.TestCase):
    def made(self, source):
        mutants = list(mutants_of("lib/file.c", source))
        return mutants, Schema(source, mutants)

    def test_each_mutant_is_a_function_that_stands_once(self):
        mutants, schema = self.made(SOURCE)
        text, owners = schema.text(set())
        for mutant in mutants:
            number = schema.numbers[mutant]
            self.assertEqual(2, len(re.findall(rf"\bis_good__{number}\(", text)))
            lines = [line for line, owner in zip(text.split("\n"), owners) if owner is mutant]
            self.assertIn(mutant.text[0], lines)
        self.assertEqual(len(text.split("\n")), len(owners))

    def test_what_does_not_build_is_left_out(self):
        mutants, schema = self.made(SOURCE)
        text, owners = schema.text(set())
        at = next(number for number, owner in enumerate(owners, 1) if owner is mutants[3])
        self.assertEqual({mutants[3]}, unbuilt_of(f"lib/file.c:{at}:5: error: no\nlib/file.c:1:1: warning: x\n", owners))
        self.assertEqual({None}, unbuilt_of("lib/file.c:1:1: error: no\n", owners))
        self.assertNotIn(f"is_good__{schema.numbers[mutants[3]]}(", schema.text({mutants[3]})[0])

    def test_a_call_has_every_parameter(self):
        self.assertEqual(["a", "b", "see", "names"],
                         parameters_of("int a, const struct x *b, bool (*see)(int, void *), char *names[2]"))
        self.assertEqual([], parameters_of("void"))

    def test_nothing_else_of_the_file_changes(self):
        source = "#include <a.h>\n\nstruct x;\n" + SOURCE + "\nint other;\n"
        _, schema = self.made(source)
        text = schema.text(set())[0]
        self.assertTrue(text.startswith("#include <a.h>\n\nstruct x;\n"))
        self.assertTrue(text.endswith("\nint other;\n"))

    def test_the_same_code_is_seen_whatever_its_labels_are(self):
        one = "\t.section\t.text.f__1,\"ax\"\nf__1:\n\tje\t.L4\n.L4:\n\tret\n"
        codes = codes_of(one + one.replace("f__1", "f__2").replace(".L4", ".L9") + one.replace("f__1", "f__3").replace("je", "jne"))
        self.assertEqual(codes["f__1"], codes["f__2"])
        self.assertNotEqual(codes["f__1"], codes["f__3"])

    def test_every_mutant_of_the_tree_is_in_a_schema(self):
        for path in sorted({mutant.path for mutant in mutants_in(TREE, FILES)}):
            source = (TREE / path).read_text(encoding="utf-8")
            mutants = list(mutants_of(path, source))
            owners = Schema(source, mutants).text(set())[1]
            self.assertEqual(set(mutants), set(owners) - {None}, path)


class Known(unittest.TestCase):
    def test_a_block_is_found_again_with_its_reason(self):
        self.assertEqual({("file.c", "is_good", "", "if (a == b)", "if (a != b)"): "Nobody would know.",
                          ("file.c", "is_good", 'note("a == b && c");', "return !c;", "return c;"):
                          "Nobody would know."}, known_of(PAGE))

    def test_a_block_without_a_reason_is_refused(self):
        with self.assertRaises(Unreadable):
            known_of(PAGE.replace("Nobody would know.", ""))

    def test_half_a_difference_is_refused(self):
        with self.assertRaises(Unreadable):
            known_of(PAGE.replace("+    return c;\n", ""))

    def test_the_line_above_tells_places_apart(self):
        known = known_of(PAGE)
        lives = [mutant.new for mutant in mutants_of("lib/file.c", SOURCE) if is_known(known, mutant)]
        self.assertEqual(["if (a != b)", "return c;"], lives)
        known = known_of(PAGE.replace('note("a == b && c");', "note();"))
        self.assertEqual(1, sum(is_known(known, mutant) for mutant in mutants_of("lib/file.c", SOURCE)))

    def test_each_mutant_of_the_page_is_one_of_the_tree(self):
        every = list(mutants_in(TREE, FILES))
        places = {key: [mutant.place for mutant in every if is_known({key: reason}, mutant)]
                  for key, reason in known_read(TREE / "docs/mutants.md").items()}
        self.assertEqual([], [(key, found) for key, found in places.items() if len(found) != 1])


if __name__ == "__main__":
    unittest.main()
