#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves which literals scripts/core_sentences.py takes for sentences."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import core_sentences  # noqa: E402


def sentences(code, path="core/plan/a.cpp"):
    found = (core_sentences.sentence_of(text, calls, path) for text, calls in core_sentences.literals(code))
    return [sentence for sentence in found if sentence is not None]


class CoreSentencesTest(unittest.TestCase):
    def test_joins_adjacent_literals_over_comments(self):
        code = 'throw Error(kInput, fmt::format("{} has "  // why\n "no end", path), "Start\\n" "again.");'
        self.assertEqual(sentences(code), ["{} has no end", "Start\\nagain."])

    def test_takes_words_and_words_beside_places(self):
        code = 'Refuse("budget.target", "is missing"); Name("keep {}"); Key("{}.weight"); Word("attention");'
        self.assertEqual(sentences(code), ["is missing", "keep {}"])

    def test_leaves_out_what_nobody_reads(self):
        code = 'SENTEI_CHECK(ok, "{} of {} units", a, b); Log("no such thing"); throw LogicError("a gap here");'
        self.assertEqual(sentences(code + 'Run("SELECT a FROM b WHERE c");'), [])
        self.assertEqual(sentences('// "not a literal"\n#include "some thing.h"\n'), [])

    def test_keeps_braces_of_what_is_no_format(self):
        self.assertEqual(sentences('throw Error(kUsage, what, "Write {field} twice");'), ["Write {{field}} twice"])

    def test_takes_of_the_window_only_what_it_throws(self):
        code = 'label->setText(tr("Hello you")); Error(kIo, ToStd(tr("Not here")), "Try it again.");'
        self.assertEqual(sentences(code, "ui/a.cpp"), ["Try it again."])

    def test_the_committed_file_is_up_to_date(self):
        patterns, problems = core_sentences.collect()
        self.assertEqual(problems, [])
        committed = (core_sentences.ROOT / core_sentences.TARGET).read_text(encoding="utf-8")
        self.assertEqual(committed, core_sentences.file_text(patterns))


if __name__ == "__main__":
    unittest.main()
