"""What the mutator makes of a text, and how it reads the page of mutants that live."""

import unittest
from pathlib import Path

from known import Unreadable, is_known, known_of, known_read
from mutants import mutants_of
from mutate import FILES, mutants_in

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
