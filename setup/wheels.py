#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fetches the wheels of one group of the lock file; an interrupted download goes on where it was.

    wheels.py missing LOCK GROUP              prints the packages that are absent or incomplete
    wheels.py fetch   LOCK GROUP FOLDER       fetches them into FOLDER and writes FOLDER/GROUP.txt,
                                              the requirements (with hashes) to install from there

The index, proxies, certificates and credentials are pip's own settings: the wheels are found
through pip's session, and recognised by the SHA-256 in the lock file alone.
"""
import hashlib
import html.parser
import importlib.metadata
import os
import re
import sys
import time
import urllib.parse

CHUNK = 1 << 20
ATTEMPTS = int(os.environ.get("SENTEI_FETCH_ATTEMPTS", "6"))


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def read_group(lock, group):
    """The (name, version, sha256) triples of one group; groups start with a line '# [name]'."""
    wanted, triples = False, []
    for line in open(lock, encoding="utf-8"):
        header = re.match(r"# \[(\w+)\]", line)
        if header:
            wanted = header.group(1) == group
        elif wanted and not line.startswith("#") and line.strip():
            match = re.fullmatch(r"(\S+)==(\S+) --hash=sha256:([0-9a-f]{64})\s*", line)
            if not match:
                sys.exit(f"{lock}: cannot read the line: {line.strip()}")
            triples.append(match.groups())
    if not triples:
        sys.exit(f"{lock}: has no group [{group}]")
    return triples


def is_complete(name, version):
    """True when that version is installed with every file at its recorded size."""
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    if found.version != version or not found.files:
        return False
    for file in found.files:
        if file.size is None:
            continue
        try:
            if os.stat(file.locate()).st_size != file.size:
                return False
        except OSError:
            return False
    return True


def missing(lock, group):
    return [triple for triple in read_group(lock, group) if not is_complete(*triple[:2])]


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.targets = []

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.targets += [value for key, value in attributes if key == "href" and value]


class Index:
    """Package pages, read through pip's session so that its configuration holds here too."""

    def __init__(self):
        from pip._internal.commands.download import DownloadCommand

        command = DownloadCommand("download", "fetch wheels")
        with command.main_context():
            options, _ = command.parse_args(["--no-cache-dir"])
            self.session = command.get_default_session(options)
            self.roots = [] if options.no_index else [options.index_url]
            self.roots += options.extra_index_urls

    def find(self, name, sha256):
        """The address of the wheel with that hash."""
        problems = []
        for root in self.roots:
            page = f"{root.rstrip('/')}/{normalised(name)}/"
            try:
                answer = self.session.get(page, headers={"Accept": "text/html"}, timeout=60)
                answer.raise_for_status()
            except Exception as problem:  # every transport error becomes one sentence
                problems.append(type(problem).__name__)
                continue
            links = Links()
            links.feed(answer.text)
            for target in links.targets:
                if target.endswith(f"#sha256={sha256}"):
                    return urllib.parse.urljoin(answer.url, target).split("#")[0]
            problems.append("no file with the locked hash")
        raise OSError(f"{name}: {'; '.join(problems) or 'no package index is configured'}")


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


class Progress:
    """A moving line on a terminal, nothing in between on anything else."""

    def __init__(self, label):
        self.label, self.last, self.start = label, 0.0, time.monotonic()

    def show(self, done, total):
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self.last < 0.2:
            return
        self.last = now
        of = f" of {total / 1e6:.1f}" if total else ""
        print(f"\r{self.label}  {done / 1e6:.1f}{of} MB ", end="", file=sys.stderr, flush=True)

    def finish(self, size):
        begin = "\r" if sys.stderr.isatty() else ""
        seconds = time.monotonic() - self.start
        print(f"{begin}{self.label}  {size / 1e6:.1f} MB in {seconds:.0f} s    ", file=sys.stderr)


def append_from(session, url, part, progress):
    """Asks for what `part` does not have yet and appends it."""
    have = os.path.getsize(part) if os.path.exists(part) else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with session.get(url, headers=headers, stream=True, timeout=60) as answer:
        if answer.status_code == 416:
            return
        answer.raise_for_status()
        if answer.status_code != 206:
            have = 0
        total = have + int(answer.headers.get("Content-Length", 0))
        with open(part, "ab" if have else "wb") as file:
            for chunk in answer.raw.stream(CHUNK):
                file.write(chunk)
                have += len(chunk)
                progress.show(have, total)
    if total and have < total:
        raise OSError(f"the connection ended after {have} of {total} bytes")


def fetch_one(index, name, sha256, folder, label):
    """Leaves the verified wheel in `folder`."""
    problem = None
    for attempt in range(ATTEMPTS):
        if attempt:
            print(f"{label}: {problem}; trying again", file=sys.stderr)
            time.sleep(min(2**attempt, 20))
        try:
            url = index.find(name, sha256)
            target = os.path.join(folder, urllib.parse.unquote(url.rsplit("/", 1)[1]))
            if os.path.exists(target) and sha256_of(target) == sha256:
                return
            part = target + ".part"
            progress = Progress(label)
            append_from(index.session, url, part, progress)
            if sha256_of(part) != sha256:
                os.remove(part)
                raise OSError("the file does not have the hash of the lock file")
            progress.finish(os.path.getsize(part))
            os.replace(part, target)
            return
        except Exception as error:  # network libraries raise many kinds
            problem = str(error) or type(error).__name__
            if isinstance(error, OSError) and error.errno == 28:
                sys.exit(f"{label}: the disk of {folder} is full")
    sys.exit(f"{label}: {problem}")


def fetch(lock, group, folder):
    wanted = missing(lock, group)
    if wanted:
        index = Index()
    for number, (name, version, sha256) in enumerate(wanted, 1):
        fetch_one(index, name, sha256, folder, f"[{number}/{len(wanted)}] {name} {version}")
    with open(os.path.join(folder, f"{group}.txt"), "w", encoding="utf-8") as file:
        for name, version, sha256 in wanted:
            file.write(f"{name}=={version} --hash=sha256:{sha256}\n")


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "missing":
        for name, version, _ in missing(*arguments[1:]):
            print(f"{name}=={version}")
    elif len(arguments) == 4 and arguments[0] == "fetch":
        fetch(*arguments[1:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
