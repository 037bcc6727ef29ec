#!/usr/bin/env python3
"""The checkers find what they should: each rule has a sample that breaks it and one that keeps it."""
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import coroutine_rules  # noqa: E402
import layer_rules  # noqa: E402
import sources  # noqa: E402
import word_rules  # noqa: E402


class Coroutines(unittest.TestCase):
    def faults(self, code):
        return [why for _, why in coroutine_rules.faults_in(code)]

    def test_capturing_lambda(self):
        self.assertTrue(self.faults("co_await run([x] { use(x); });"))
        self.assertFalse(self.faults("auto job = [x] { use(x); }; co_await run(job);"))

    def test_braced_temporary(self):
        self.assertTrue(self.faults("co_await f(Call{a, b});"))
        self.assertTrue(self.faults("co_await f({{1, 2}});"))
        self.assertFalse(self.faults("Call c{a, b}; co_await f(std::move(c));"))

    def test_conditional(self):
        self.assertTrue(self.faults("auto v = c ? co_await f() : g();"))
        self.assertFalse(self.faults("if (c) v = co_await f();"))

    def test_literals_do_not_count(self):
        self.assertFalse(self.faults('co_await log("what? [x] { }");'))


class Files(unittest.TestCase):
    """Runs a checker over an invented tree."""

    def run_over(self, checker, rules, tree):
        kept = sources.files, sources.text
        try:
            sources.files = lambda *a, **k: iter(sorted(tree))
            sources.text = lambda path: tree[path]
            return list(checker.check(rules))
        finally:
            sources.files, sources.text = kept

    def test_layers(self):
        rules = {"max_lines": 5, "median_lines": 99, "p90_lines": 99, "may": {"src/base": [], "src/aws": ["src/base"], "mocks/*": ["src/aws"]}}
        run = lambda tree: self.run_over(layer_rules, rules, tree)
        self.assertEqual(run({"src/aws/a.h": '#include "base/b.h"\n', "mocks/sns/s.h": '#include "mocks/sns/t.h"\n'}), [])
        self.assertTrue(run({"src/base/a.h": '#include "aws/b.h"\n'}))
        self.assertTrue(run({"mocks/sns/s.h": '#include "mocks/ses/t.h"\n'}))
        self.assertTrue(run({"src/aws/long.cpp": "\n" * 6}))

    def test_words(self):
        rules = {"forbidden_names": "(^|_)util(_|\\.|$)", "debt": "\\bTODO\\b",
                 "words": [{"pattern": "std::mutex", "allowed": ["src/base/workers.*"], "say": "no locks"}]}
        run = lambda tree: self.run_over(word_rules, rules, tree)
        self.assertEqual(run({"src/base/workers.h": "std::mutex m;", "src/aws/a.cpp": "// std::mutex is not used"}), [])
        self.assertTrue(run({"src/aws/a.cpp": "std::mutex m;"}))
        self.assertTrue(run({"src/aws/string_util.h": ""}))
        self.assertTrue(run({"src/aws/a.cpp": "// TODO later"}))


if __name__ == "__main__":
    unittest.main()
