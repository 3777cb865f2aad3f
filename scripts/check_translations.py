#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the texts of the window: check_translations.py FILE.ts...

Every text has all its forms, with the same places (%1, %n) as the source; no Japanese text equals its source but
names, symbols and patterns. The sentences of the core (context Core) have places of fmt: as many {} as the source,
in its order, or {0}, {1} for the same values in any. Prints a line per problem and ends 1 if there is one.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

PLACES = re.compile(r"%(?:L?\d+|n)")
BRACES = re.compile(r"\{\{|\}\}|\{(\d*)(?::[^{}]*)?\}|[{}]")
FORMS = {"ja": 1, "en": 2}
# What is the same in both languages: names of products, formats and units.
SAME = re.compile(r"(Sentei|GGUF|K-quants|FFN|KV|LoRA|JSON|CSV|PDF|PNG|HTML|CPU|GPU|MACs?|PEFT|BF16|FP32|SHA-256|Top-p|"
                  r"transformers|llama\.cpp|sentei|tok/s|Q4_1|MB|GB|ja|English|日本語|ms|s|EMA|MB/s)")  # fmt: skip


def texts(message):
    translation = message.find("translation")
    forms = [form.text or "" for form in translation.findall("numerusform")]
    return forms or [translation.text or ""]


def values(text):
    """The numbers of the values that the places of a format take, or None where it is no format."""
    places = [match for match in BRACES.finditer(text) if match.group() not in ("{{", "}}")]
    if any(match.group() in ("{", "}") for match in places):
        return None
    numbers = [match[1] for match in places]
    if any(numbers) and not all(numbers):
        return None
    return {int(number) if number else order for order, number in enumerate(numbers)}


def problems_of_core(source, form):
    if values(form) is None or values(form) != values(source):
        yield f"has other places than the source: {form!r}"
    if form != form.strip():
        yield "begins or ends with a space"


def is_only_names(source):
    rest = SAME.sub("", BRACES.sub("", PLACES.sub("", source)))
    return not re.search(r"[A-Za-z]{2}", rest)


def problems_of(language, message):
    source = message.find("source").text
    forms = texts(message)
    if message.get("numerus") == "yes" and len(forms) != FORMS[language]:
        yield f"{len(forms)} forms instead of {FORMS[language]}"
    for form in forms:
        places = set(PLACES.findall(source)) - {"%n"}
        if not form:
            yield "is not translated"
        elif set(PLACES.findall(form)) - {"%n"} != places:
            yield f"has other places than the source: {form!r}"
        elif language == "ja" and form == source and not is_only_names(source):
            yield "is the same as the source"


def main():
    found = 0
    for path in sys.argv[1:]:
        root = ElementTree.parse(path).getroot()
        language = root.get("language").split("_")[0]
        for context in root.iter("context"):
            for message in context.iter("message"):
                name, source = context.find("name").text, message.find("source").text
                problems = list(problems_of(language, message))
                if name == "Core":
                    problems += [problem for form in texts(message) for problem in problems_of_core(source, form)]
                for problem in problems:
                    print(f"{path}: {name}: {source!r} {problem}")
                    found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
