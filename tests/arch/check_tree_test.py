#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves that check_tree.py finds each kind of violation, and nothing in a clean tree."""
import os
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_tree import Tree  # noqa: E402

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
HEADER = SPDX + "#pragma once\n"

CLEAN = {
    "core/base/a.h": HEADER + "#include <string>\n",
    "core/formats/b.h": HEADER + '#include "core/base/a.h"\n',
    "core/engine/nn/c.h": HEADER + '#include <ATen/ATen.h>\n#include "core/formats/b.h"\n',
    "core/engine/service.h": HEADER + '#include "core/base/a.h"\n',
    "storage/d.cpp": SPDX + '#include <SQLiteCpp/Database.h>\n#include "core/base/a.h"\n',
    "app/main.cpp": SPDX + '#include "core/engine/service.h"\n#include "storage/d.h"\n',
    "tests/core/engine/nn/c_test.cpp": SPDX + '#include <torch/torch.h>\n#include "core/engine/nn/c.h"\n',
    "tests/core/formats/b_test.cpp": SPDX + '#include "tests/support/x.h"\n#include "core/formats/b.h"\n',
}


class CheckTreeTest(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        for path, text in CLEAN.items():
            self.write(path, text)

    def tearDown(self):
        shutil.rmtree(self.root)

    def write(self, path, text):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def problems(self):
        return Tree(self.root).check()

    def assert_one_problem(self, path, line, words):
        problems = self.problems()
        self.assertEqual(len(problems), 1, problems)
        self.assertTrue(problems[0].startswith(f"{path}:{line}: "), problems)
        self.assertIn(words, problems[0])

    def test_a_clean_tree_has_no_problem(self):
        self.assertEqual(self.problems(), [])

    def test_a_layer_may_not_see_the_one_above(self):
        self.write("core/base/a.h", HEADER + '#include "core/formats/b.h"\n')
        self.assert_one_problem("core/base/a.h", 3, "core/base may not see core/formats")

    def test_core_does_not_know_storage(self):
        self.write("core/run/e.cpp", SPDX + '#include "storage/store.h"\n')
        self.assert_one_problem("core/run/e.cpp", 2, "may not see storage")

    def test_tests_may_see_only_what_their_subject_sees(self):
        self.write("tests/core/base/a_test.cpp", SPDX + '#include "core/run/e.h"\n')
        self.assert_one_problem("tests/core/base/a_test.cpp", 2, "may not see core/run")

    def test_libtorch_outside_the_engine_is_found(self):
        self.write("core/run/e.cpp", SPDX + "#include <c10/util/Half.h>\n")
        self.assert_one_problem("core/run/e.cpp", 2, "only core/engine may see LibTorch")

    def test_libtorch_through_a_header_of_the_engine_is_found(self):
        self.write("core/engine/service.h", HEADER + '#include "core/engine/nn/c.h"\n')
        self.assert_one_problem("app/main.cpp", 2, "only core/engine may see LibTorch")

    def test_sockets_are_found(self):
        self.write("core/run/e.cpp", SPDX + "#include <sys/socket.h>\n")
        self.assert_one_problem("core/run/e.cpp", 2, "only ui may open a socket")

    def test_one_file_may_pair_sockets_and_no_more(self):
        text = SPDX + "#include <sys/socket.h>\nint made = ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends);\n"
        self.write("core/run/engine_process.cpp", text)
        self.assertEqual(self.problems(), [])
        self.write("core/run/engine_process.cpp", text + "int other = ::socket(AF_UNIX, SOCK_STREAM, 0);\n")
        self.assert_one_problem("core/run/engine_process.cpp", 4, "may pair sockets")
        self.write("core/run/engine_process.cpp", text + "int told = connect(ends[0], where, size);\n")
        self.assert_one_problem("core/run/engine_process.cpp", 4, "may pair sockets")

    def test_the_engines_test_models_are_for_its_tests_only(self):
        self.write("tests/support/tiny_models.h", HEADER + "#include <ATen/ATen.h>\n")
        self.write("tests/core/engine/nn/d_test.cpp", SPDX + '#include "tests/support/tiny_models.h"\n')
        self.assertEqual(self.problems(), [])
        self.write("tests/app/e_test.cpp", SPDX + '#include "tests/support/tiny_models.h"\n')
        problems = self.problems()
        self.assertTrue(any("tests/app may not see tests/core/engine" in p for p in problems), problems)

    def test_qt_in_core_is_found(self):
        self.write("core/run/e.cpp", SPDX + "#include <QString>\n")
        self.assert_one_problem("core/run/e.cpp", 2, "may see Qt")

    def test_sqlite_outside_storage_is_found(self):
        self.write("app/main.cpp", SPDX + "#include <sqlite3.h>\n")
        self.assert_one_problem("app/main.cpp", 2, "only storage and bench may see SQLite")

    def test_an_include_relative_to_its_own_folder_is_found(self):
        self.write("core/base/f.cpp", SPDX + '#include "a.h"\n')
        self.assert_one_problem("core/base/f.cpp", 2, "not a path from the root")

    def test_a_missing_spdx_line_is_found(self):
        self.write("core/base/f.cpp", "int x;\n")
        self.assert_one_problem("core/base/f.cpp", 1, "SPDX")

    def test_a_script_needs_the_spdx_line_too(self):
        self.write("tool", "#!/bin/bash\ntrue\n")
        self.assert_one_problem("tool", 1, "SPDX")

    def test_a_missing_include_guard_is_found(self):
        self.write("core/base/g.h", SPDX + "int x;\n")
        self.assert_one_problem("core/base/g.h", 1, "#pragma once")

    def test_a_package_host_is_found(self):
        self.write("docs/x.md", "see py" + "pi.org\n")
        self.assert_one_problem("docs/x.md", 1, "a package host")

    def test_a_path_of_one_machine_is_found(self):
        self.write("docs/x.md", "lies in /wo" + "rk/main\n")
        self.assert_one_problem("docs/x.md", 1, "a path of one machine")

    def test_a_long_file_is_found(self):
        self.write("core/base/f.cpp", SPDX + "int x;\n" * 600)
        self.assert_one_problem("core/base/f.cpp", 601, "longer than 600")

    @unittest.skipUnless(shutil.which("ctags"), "universal-ctags is not installed")
    def test_a_long_function_is_found(self):
        self.write("core/base/f.cpp", SPDX + "void F() {\n" + "  G();\n" * 99 + "}\n")
        self.assert_one_problem("core/base/f.cpp", 2, "F has 101 lines")

    @unittest.skipUnless(shutil.which("ctags"), "universal-ctags is not installed")
    def test_a_function_of_the_longest_length_is_fine(self):
        self.write("core/base/f.cpp", SPDX + "void F() {\n" + "  G();\n" * 98 + "}\n")
        self.assertEqual(self.problems(), [])


if __name__ == "__main__":
    unittest.main()
