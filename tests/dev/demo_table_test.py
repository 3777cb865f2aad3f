#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The closing table of ./dev demo, from results written by hand."""
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "scripts", "demo_table.py")
sys.path.insert(0, os.path.dirname(SCRIPT))
import demo_table  # noqa: E402


def result(path, pruned):
    return {"run": "r", "ppl": {"dense": 20.0, "pruned": 41.126, "tuned": 30.5},
            "parameters": {"dense": 1000, "pruned": pruned}, "verified": True, "seconds": 12.3,
            "max_abs_diff": 1e-4, "export": {"path": path, "bytes": 1_600_000}}  # fmt: skip


class DemoTableTest(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = self.scratch.name
        self.write("source", {})
        self.write("dense.jsonl", {"dtype": "bf16", "bytes": 2_000_000, "max_abs_diff": 0})
        self.write("hf-per-layer.jsonl", {"event": "first"}, result("out/a", 800))
        os.mkdir(os.path.join(self.folder, "b"))
        self.write("b/model.gguf", {})
        self.write("gguf.jsonl", result(os.path.join(self.folder, "b"), 799))
        for number, value in enumerate((90, 110, 100, 70, 130), 1):
            self.write(f"read-dense-{number}.jsonl", {"tokens_per_second": value})

    def tearDown(self):
        self.scratch.cleanup()

    def write(self, name, *lines):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)

    def run_script(self, *arguments):
        return subprocess.run([sys.executable, SCRIPT, *arguments], text=True, capture_output=True,
                              check=False)  # fmt: skip

    def table(self):
        return self.run_script("table", self.folder, os.path.join(self.folder, "source"))

    def test_numbers_of_all_models_stand_in_their_columns(self):
        lines = {line[:24].strip(): line[24:].split() for line in self.table().stdout.splitlines()}
        self.assertEqual(lines["perplexity, pruned"], ["41.13", "41.13"])
        self.assertEqual(lines["parameters"], ["1,000", "800", "799"])
        self.assertEqual(lines["file size (bf16)"][:2], ["2.0", "MB"])

    def test_speed_is_the_median_with_its_spread(self):
        self.assertIn("100 (70-130)", self.table().stdout)

    def test_the_gguf_file_is_named_for_transformers(self):
        self.assertIn('gguf_file="model.gguf"', self.table().stdout)

    def test_exactly_eighty_percent_is_enough(self):
        self.assertEqual(self.table().returncode, 0)

    def test_more_than_eighty_percent_fails(self):
        self.write("gguf.jsonl", result("b", 801))
        done = self.table()
        self.assertEqual(done.returncode, 1)
        self.assertIn("gguf keeps 80.10 %", done.stderr)

    def test_an_export_that_was_not_verified_fails(self):
        self.write("gguf.jsonl", dict(result("b", 700), verified=False))
        self.assertEqual(self.table().returncode, 1)

    def test_the_clock_counts_tokens_after_the_first(self):
        def events():
            yield '{"event": "phase_changed"}'
            for _ in range(5):
                time.sleep(0.05)
                yield '{"event": "token_generated"}'

        rate = demo_table.clock(events())["tokens_per_second"]
        self.assertGreater(rate, 2)
        self.assertLess(rate, 20.5)

    def test_the_clock_refuses_a_run_without_tokens(self):
        done = subprocess.run([sys.executable, SCRIPT, "clock"], input='{"event": "x"}\n', text=True,
                              capture_output=True, check=False)  # fmt: skip
        self.assertEqual(done.returncode, 1)

    def test_path_names_the_export(self):
        done = self.run_script("path", os.path.join(self.folder, "hf-per-layer.jsonl"))
        self.assertEqual(done.stdout, "out/a\n")

    def test_path_names_the_gguf_file_inside_a_folder(self):
        done = self.run_script("path", os.path.join(self.folder, "gguf.jsonl"))
        self.assertEqual(done.stdout, os.path.join(self.folder, "b", "model.gguf") + "\n")


if __name__ == "__main__":
    unittest.main()
