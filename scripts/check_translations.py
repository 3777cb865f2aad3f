#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the texts of the window: check_translations.py FILE.ts...

Every text has all its forms, with the same places (%1, %n) as the source; no Japanese text equals its source but
names, symbols and patterns. Prints a line per problem and ends 1 if there is one.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

PLACES = re.compile(r"%(?:L?\d+|n)")
FORMS = {"ja": 1, "en": 2}
# What is the same in both languages: names of products, formats and units.
SAME = re.compile(r"(Sentei|GGUF|K-quants|FFN|KV|LoRA|JSON|CSV|PDF|PNG|HTML|CPU|GPU|MACs?|PEFT|BF16|FP32|SHA-256|Top-p|"
                  r"transformers|llama\.cpp|sentei|tok/s|Q4_1|MB|GB|ja|English|日本語|ms|s|EMA|MB/s)")  # fmt: skip


def texts(message):
    translation = message.find("translation")
    forms = [form.text or "" for form in translation.findall("numerusform")]
    return forms or [translation.text or ""]


def is_only_names(source):
    rest = SAME.sub("", PLACES.sub("", source))
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
                for problem in problems_of(language, message):
                    print(f"{path}: {context.find('name').text}: {message.find('source').text!r} {problem}")
                    found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
