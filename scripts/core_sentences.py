#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes ui/core_sentences.inc, the sentences of core and storage that the window translates.

    core_sentences.py           writes it
    core_sentences.py --check   fails when it is not up to date

The core knows no Qt: it makes English sentences from fmt formats and literals, and the window finds again which
one a sentence was made from (ui/core_sentence.h). A sentence here is a string literal of core or storage (adjacent
ones joined) that holds at least two words, or a word and a place such as {:.2f}; and each of WORDS, which stand in
the places of others. Left out are what only a log, a file or a broken invariant holds (SILENT, IGNORED) and SQL. Of
ui and app only what they hand to an error counts, since their other texts go through tr().
"""
import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = "ui/core_sentences.inc"

# Files whose texts are written into a report or a model card, asked of a model, or translated elsewhere.
WITHOUT_SENTENCES = (
    "core/report/",
    "core/base/host.cpp",
    "core/engine/export/model_card.cpp",
    "core/engine/export/probe.cpp",
    "core/plan/memory_estimate.cpp",  # ui/models/run_needs.cpp
)
# Calls whose arguments nobody reads in the window.
SILENT = {"SENTEI_CHECK", "LogicError", "static_assert", "Log", "set_pattern", "find", "WriteProbe", "List"}
# Calls whose literals are sentences in ui and app, where other texts go through tr().
THROWN = {"Error", "Failure", "ThrowInput", "Tell"}
# Literals with words that are no sentences.
IGNORED = {
    "of the last positions of every prompt",  # metadata of sentei_probe.safetensors
    " do not",  # what a WordPiece decoder joins
}
# Single words that stand in a place of a sentence.
WORDS = (
    "alignment attention close columns create criterion examine forced left-padded map mode open perplexity protected rename "
    "replace rows sequences steps sync tag target tensor tensors time unknown user windows write"
).split()

TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/                              # comments
      |R"(?P<fence>\w*)\((?P<raw>.*?)\)(?P=fence)"
      |"(?P<text>(?:[^"\\\n]|\\.)*)"
      |'(?:[^'\\\n]|\\.)+'
      |\#[^\n]*(?:\\\n[^\n]*)*                          # preprocessor lines
      |[A-Za-z_]\w*(?:::~?[A-Za-z_]\w*)*                # names
      |\d[\w.']*|\s+|.""",
    re.DOTALL | re.VERBOSE,
)
PLACE = re.compile(r"\{\{|\}\}|\{(\d*)(?::[^{}]*)?\}")
WORD = re.compile(r"""[("'`\[]*[A-Za-z][A-Za-z'/-]*[.,;:!?)"'`\]]*$""")
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA|WHERE|NULL|NOT)\b|coalesce\(|sentei_status\(|\w\.\w+_\w+ ")


def literals(code):
    """(text as it stands in the source, names of the calls around it, innermost last)."""
    calls, found, name, open_text = [], [], "", None
    for token in TOKEN.finditer(code):
        text = token.group()
        if text.isspace() or text.startswith(("//", "/*", "#")):
            continue
        if token["text"] is not None:
            open_text = (open_text or "") + token["text"]
            continue
        if open_text is not None:
            found.append((open_text, list(calls)))
            open_text = None
        if text in "({[":
            calls.append(name.split("::")[-1])
        elif text in ")}]" and calls:
            calls.pop()
        name = text if re.match(r"[A-Za-z_]", text) else ""
    return found


def unescaped(text):
    return re.sub(r"\\(.)", lambda escape: {"n": "\n", "t": "\t"}.get(escape[1], escape[1]), text)


def places(pattern):
    return [match for match in PLACE.finditer(pattern) if match.group() not in ("{{", "}}")]


def is_sentence(text):
    pieces = PLACE.sub(lambda match: match.group() if match.group() in ("{{", "}}") else "\0", text).split()
    words = sum(1 for piece in pieces if WORD.match(piece))
    return words >= 2 or (words == 1 and bool(places(text)))


def sentence_of(text, calls, path):
    """The pattern that a literal is, as it stands in the source, or None."""
    if SILENT & set(calls) or unescaped(text) in IGNORED or SQL.search(text):
        return None
    ours = path.startswith(("ui/", "app/"))
    if ours and (not THROWN & set(calls) or {"tr", "QStringLiteral"} & set(calls)):
        return None
    if not is_sentence(unescaped(text)):
        return None
    plain = calls and calls[-1] in ("Error", "Failure")  # said as it is, so that its braces are no places
    return text.replace("{", "{{").replace("}", "}}") if plain else text


def sources():
    for folder, pattern in (("core", "**/*"), ("storage", "**/*"), ("ui", "**/*"), ("app", "studio*")):
        for file in sorted((ROOT / folder).glob(pattern)):
            path = file.relative_to(ROOT).as_posix()
            if file.suffix in (".h", ".cpp") and not path.startswith(WITHOUT_SENTENCES):
                yield path, file.read_text(encoding="utf-8")


def collect():
    """All patterns as they stand in the source, sorted; and what is wrong with them."""
    patterns, problems, literal_words = set(), [], set()
    for path, code in sources():
        for text, calls in literals(code):
            literal_words.add(text)
            pattern = sentence_of(text, calls, path)
            if pattern is None:
                continue
            patterns.add(pattern)
            gaps = zip(places(pattern), places(pattern)[1:])
            if any(left.end() == right.start() for left, right in gaps):
                problems.append(f"{path}: no text between two places, so their values cannot be told apart: {text}")
    problems += [f"no source says '{word}' any more: take it out of WORDS" for word in WORDS if word not in literal_words]
    return sorted(patterns | set(WORDS)), problems


def file_text(patterns):
    lines = ["// SPDX-License-Identifier: Apache-2.0", "// Made by scripts/core_sentences.py: do not edit."]
    lines += [f'QT_TRANSLATE_NOOP("Core", "{pattern}"),' for pattern in patterns]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    patterns, problems = collect()
    text = file_text(patterns)
    target = ROOT / TARGET
    if not arguments.check:
        target.write_text(text, encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != text:
        problems.append(f"{TARGET} is not up to date: run scripts/translations.sh and translate what is new")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
