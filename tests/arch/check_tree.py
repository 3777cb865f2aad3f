#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the source tree against the rules of ARCHITECTURE.md: check_tree.py [ROOT]

Who may include whom, LibTorch in core/engine alone, no sockets, SPDX lines, sizes of files and functions, and
no names of machines or package hosts. Prints a line per violation and ends 1 if there is one.
"""
import os
import re
import shutil
import subprocess
import sys

CORE = ["core/base", "core/formats", "core/text", "core/plan", "core/run", "core/report"]
MAY_SEE = {
    "core/base": [],
    "core/formats": ["core/base"],
    "core/text": ["core/formats", "core/base"],
    "core/plan": ["core/formats", "core/base"],
    "core/run": ["core/plan", "core/base"],
    "core/report": ["core/run", "core/plan", "core/base"],
    "core/engine": ["core/run", "core/plan", "core/formats", "core/text", "core/base"],
    "storage": ["core/run", "core/plan", "core/base"],
    "viz": ["core/base"],
    "ui": ["viz", "storage"] + CORE,
    "app": ["ui", "viz", "storage", "core/engine"] + CORE,
    "installers": [],
    "bench": ["storage", "core/engine", "tests/support"] + CORE,
    "bench/window": ["app", "ui", "viz", "storage", "tests/support"] + CORE,
    "tests/support": ["storage"] + CORE,
    "tests/fuzz": ["app", "storage", "tests/support"] + CORE,
    "tests/ui": ["app", "ui", "viz", "storage", "tests/support"] + CORE,
    "tests/app": ["app", "storage", "tests/support"] + CORE,
    "tests/app/studio": ["app", "ui", "viz", "storage", "tests/support"] + CORE,
}
# Files that belong to another row than their folder: tests of the engine share random models.
ELSEWHERE = {"tests/support/tiny_models": "tests/core/engine"}
UNITS = sorted(MAY_SEE, key=len, reverse=True)
QT_UNITS = ("ui", "viz", "app", "app/studio", "bench/window", "installers")

LIBTORCH = re.compile(r"(torch|ATen|c10|caffe2)/")
QT = re.compile(r"Q[A-Z]\w*$|Qt\w*/|qcustomplot\.h$")
SQLITE = re.compile(r"SQLiteCpp/|sqlite3\.h$")
SOCKETS = re.compile(r"(sys/socket|sys/un|netdb|curl/\w+|(netinet|arpa)/\w+)\.h$")
# The window's channel to an engine process (docs/serve.md): a pair of sockets without an address, made in
# one file. Nothing there may find, name, reach or wait for another socket.
SOCKET_PAIRS = {"core/run/engine_process.cpp"}
ADDRESSED = re.compile(r"\b(socket|connect|bind|listen|accept4?|sendto|sendmsg|recvfrom|getaddrinfo|AF_INET6?)\b(?!\.h)")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

CPP = (".h", ".cpp", ".cu")
SCRIPTS = (".py", ".sh", ".cmake")
SKIP_FOLDERS = {".git", "build", ".cache", "__pycache__", "golden"}
MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 100

# Written in pieces, so that this file does not contain what it looks for.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.}])/(wo" r"rk|ro" r"ot)/\w"),
    "a package host": re.compile(r"pypi\." r"org|python" r"hosted|deb\.deb" r"ian|registry\.npm" r"js"),
}


def source_files(root):
    """Paths, relative to `root`, of every text file the rules apply to."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIP_FOLDERS)
        for name in sorted(set(names) - {".git"}):  # a file, where the tree is a linked one
            yield os.path.relpath(os.path.join(folder, name), root)


def read(root, path):
    try:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            return file.read().splitlines()
    except UnicodeDecodeError:
        return []


def unit_of(path):
    """The row of the table that a path belongs to; tests of X are `tests/X`."""
    stem = path.rsplit(".", 1)[0]
    if stem in ELSEWHERE:
        return ELSEWHERE[stem]
    for unit in UNITS:
        if path.startswith(unit + "/"):
            return unit
    if path.startswith("tests/"):
        tested = unit_of(path[len("tests/"):])
        return f"tests/{tested}" if tested else None
    return None


def allowed_units(unit):
    if unit in MAY_SEE:
        return [unit] + MAY_SEE[unit]
    tested = unit[len("tests/"):]
    return [unit, tested, "tests/support"] + MAY_SEE[tested]


def includes(lines):
    """(line number, bracket, target) of every #include."""
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1), match.group(2)


class Tree:
    def __init__(self, root):
        self.root = root
        self.lines = {path: read(root, path) for path in source_files(root)}
        self.problems = []

    def report(self, path, line, text):
        self.problems.append(f"{path}:{line}: {text}")

    def cpp_files(self):
        return [path for path in self.lines if path.endswith(CPP)]

    def sees_libtorch(self, path, visited=None):
        """True if the file includes LibTorch, itself or through a header of ours."""
        visited = visited if visited is not None else set()
        if path in visited or path not in self.lines:
            return False
        visited.add(path)
        return any(LIBTORCH.match(target) or self.sees_libtorch(target, visited)
                   for _, _, target in includes(self.lines[path]))  # fmt: skip

    def check_includes(self, path):
        unit = unit_of(path)
        for line, bracket, target in includes(self.lines[path]):
            if bracket == '"':
                self.check_own_include(path, line, unit, target)
            self.check_library(path, line, unit or "", target)

    def check_own_include(self, path, line, unit, target):
        seen = unit_of(target)
        if seen is None:
            self.report(path, line, f'"{target}" is not a path from the root of the tree')
        elif unit is None or seen not in allowed_units(unit):
            self.report(path, line, f"{unit or 'this folder'} may not see {seen} ({target})")

    def check_library(self, path, line, unit, target):
        engine = unit in ("core/engine", "tests/core/engine", "bench")
        if not engine and (LIBTORCH.match(target) or self.sees_libtorch(target)):
            self.report(path, line, f"only core/engine may see LibTorch ({target})")
        if QT.match(target) and not unit.endswith(QT_UNITS):
            self.report(path, line, f"only ui, viz, app and installers may see Qt ({target})")
        if SQLITE.match(target) and unit not in ("storage", "tests/storage", "bench"):
            self.report(path, line, f"only storage and bench may see SQLite ({target})")
        if SOCKETS.match(target) and not unit.startswith(("ui", "tests/")) and path not in SOCKET_PAIRS:
            self.report(path, line, f"only ui may open a socket ({target})")

    def check_socket_pairs(self, path):
        for number, line in enumerate(self.lines[path], 1):
            code = line.split("//")[0]
            if ADDRESSED.search(code):
                self.report(path, number, "may pair sockets, and do nothing else with them")

    def check_text(self, path):
        lines = self.lines[path]
        named = path.endswith(CPP + SCRIPTS) or os.path.basename(path) == "CMakeLists.txt"
        if named or (lines and lines[0].startswith("#!")):
            if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:3]):
                self.report(path, 1, "the SPDX line is missing")
        if path.endswith(".h") and "#pragma once" not in lines:
            self.report(path, 1, "#pragma once is missing")
        if path.endswith(CPP + SCRIPTS) and len(lines) > MAX_FILE_LINES:
            self.report(path, len(lines), f"the file is longer than {MAX_FILE_LINES} lines")
        for number, line in enumerate(lines, 1):
            for what, pattern in FORBIDDEN.items():
                if pattern.search(line):
                    self.report(path, number, f"names {what}")

    def check_functions(self):
        ctags = shutil.which("ctags")
        if not ctags or not self.cpp_files():
            return False
        answer = subprocess.run(
            [ctags, "--languages=C++", "--kinds-C++=f", "--fields=+ne", "-o", "-", "-L", "-"],
            input="\n".join(self.cpp_files()), cwd=self.root, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)  # fmt: skip
        for tag in answer.stdout.splitlines():
            begin, end = re.search(r"\tline:(\d+)", tag), re.search(r"\tend:(\d+)", tag)
            if begin and end and int(end[1]) - int(begin[1]) + 1 > MAX_FUNCTION_LINES:
                name, path = tag.split("\t")[:2]
                length = int(end[1]) - int(begin[1]) + 1
                self.report(path, begin[1], f"{name} has {length} lines, {MAX_FUNCTION_LINES} at most")
        return True

    def check(self):
        for path in self.lines:
            self.check_text(path)
        for path in self.cpp_files():
            self.check_includes(path)
            if path in SOCKET_PAIRS:
                self.check_socket_pairs(path)
        self.check_functions()
        return self.problems


def main(arguments):
    root = arguments[0] if arguments else os.path.join(os.path.dirname(__file__), "..", "..")
    tree = Tree(os.path.abspath(root))
    problems = tree.check()
    print("\n".join(problems + [f"{len(tree.lines)} files read, {len(problems)} problems"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
