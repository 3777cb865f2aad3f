#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""setup/wheels.py against a package index on this machine that breaks connections.

Needs pip as a module; run with the environment's Python, or it skips.
"""
import functools
import hashlib
import http.server
import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WHEEL = os.urandom(3_000_000)
NAME = "tree_shears-1.0-py3-none-any.whl"
SHA256 = hashlib.sha256(WHEEL).hexdigest()


class BreakingIndex(http.server.BaseHTTPRequestHandler):
    """Serves one wheel; the first answer ends after a megabyte."""

    def __init__(self, state, *arguments):
        self.state = state
        super().__init__(*arguments)

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/simple/tree-shears/":
            self.answer(200, f'<a href="/files/{NAME}#sha256={SHA256}">x</a>'.encode(), "text/html")
        elif self.path == f"/files/{NAME}":
            self.serve_wheel()
        else:
            self.answer(404, b"")

    def serve_wheel(self):
        asked = self.headers.get("Range")
        self.state["ranges"].append(asked)
        begin = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        body = self.state["wheel"][begin:]
        stop = len(body) if asked else self.state["first_bytes"]
        self.answer(206 if asked else 200, body, "application/octet-stream", stop)

    def answer(self, status, body, kind="text/plain", stop=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:stop])
        self.close_connection = True


@unittest.skipUnless(importlib.util.find_spec("pip"), "this Python has no pip module")
class WheelsTest(unittest.TestCase):
    def setUp(self):
        self.state = {"wheel": WHEEL, "ranges": [], "first_bytes": 1_000_000}
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(BreakingIndex, self.state))  # fmt: skip
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = self.scratch.name
        self.lock = os.path.join(self.folder, "lock")
        with open(self.lock, "w", encoding="utf-8") as lock:
            lock.write(f"# [core]\ntree-shears==1.0 --hash=sha256:{SHA256}\n")

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.scratch.cleanup()

    def fetch(self):
        port = self.server.server_address[1]
        environment = dict(os.environ, PIP_INDEX_URL=f"http://127.0.0.1:{port}/simple",
                           PIP_EXTRA_INDEX_URL="", PIP_FIND_LINKS="", NO_PROXY="127.0.0.1",
                           SENTEI_FETCH_ATTEMPTS="2")  # fmt: skip
        return subprocess.run(
            [sys.executable, os.path.join(ROOT, "setup", "wheels.py"), "fetch", self.lock, "core",
             self.folder], env=environment, text=True, stderr=subprocess.PIPE, check=False)  # fmt: skip

    def fetched(self):
        with open(os.path.join(self.folder, NAME), "rb") as file:
            return file.read()

    def test_a_broken_connection_is_continued_where_it_ended(self):
        done = self.fetch()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.state["ranges"], [None, "bytes=1000000-"])
        self.assertEqual(self.fetched(), WHEEL)

    def test_a_second_start_continues_the_part_of_the_first(self):
        with open(os.path.join(self.folder, NAME + ".part"), "wb") as part:
            part.write(WHEEL[:2_500_000])
        done = self.fetch()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.state["ranges"], ["bytes=2500000-"])
        self.assertEqual(self.fetched(), WHEEL)

    def test_a_fetched_wheel_is_not_fetched_again(self):
        with open(os.path.join(self.folder, NAME), "wb") as whole:
            whole.write(WHEEL)
        self.assertEqual(self.fetch().returncode, 0)
        self.assertEqual(self.state["ranges"], [])

    def test_a_wheel_with_another_hash_is_refused(self):
        self.state.update(wheel=WHEEL[:-1] + b"?", first_bytes=len(WHEEL))
        done = self.fetch()
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not have the hash of the lock file", done.stderr)
        self.assertFalse(os.path.exists(os.path.join(self.folder, NAME)))

    def test_the_requirements_to_install_name_the_hash(self):
        self.fetch()
        with open(os.path.join(self.folder, "core.txt"), encoding="utf-8") as file:
            self.assertEqual(file.read(), f"tree-shears==1.0 --hash=sha256:{SHA256}\n")


if __name__ == "__main__":
    unittest.main()
