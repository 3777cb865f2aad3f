# SPDX-License-Identifier: Apache-2.0
"""Writes what Hugging Face `tokenizers` makes of test texts, one JSON object a line.

usage: tokenizer_oracle.py TOKENIZER_JSON OUT [--whole FILE] [--lines FILE] [--strings N] [--ids N]

Texts: a whole FILE, every line of a FILE, then N seeded strings of 1 to 200 code points drawn evenly from nine
kinds. A text's line holds "text", "ids", "ids_special" (with the post-processor's tokens, absent
when equal), "decoded" and "decoded_skip" (of ids_special). A line with "decode" only holds seeded
random ids and what they decode to. OUT is written under another name and renamed.
"""
import argparse
import json
import os
import random
import sys
import unicodedata

from tokenizers import Tokenizer

SPACES = [chr(c) for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF and chr(c).isspace()]
SPACES += ["\u200b", "\ufeff", "\u180e", "\u2060", "\r\n", "  ", "\n\n"]
MARKS = [chr(c) for c in range(0x300, 0x370)]
LATIN = [chr(c) for c in range(0xC0, 0x250)] + list("aeiouAEIOUnc")
CJK = [(0x4E00, 0x9FFF), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0xAC00, 0xD7A3)]
EMOJI = [(0x1F300, 0x1FAFF), (0x2600, 0x27BF)]
JOINERS = ["\u200d", "\ufe0f", "\U0001f3fb", "\U0001f3ff", "\u20e3", "\U000e0067"]
PRIVATE = [(0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD)]


def digits_of_other_scripts():
    numbers = (c for c in range(0x80, 0x110000) if not 0xD800 <= c <= 0xDFFF)
    return [chr(c) for c in numbers if unicodedata.category(chr(c))[0] == "N"]


def unassigned():
    points = (c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF)
    return [chr(c) for c in points if unicodedata.category(chr(c)) == "Cn"]


def from_ranges(rng, ranges):
    first, last = rng.choice(ranges)
    return chr(rng.randint(first, last))


def kinds(specials):
    digits, gaps = digits_of_other_scripts(), unassigned()
    return [
        lambda r: chr(r.randint(0, 127)),
        lambda r: r.choice(LATIN) if r.random() < 0.6 else r.choice(MARKS),
        lambda r: from_ranges(r, CJK),
        lambda r: from_ranges(r, EMOJI) if r.random() < 0.6 else r.choice(JOINERS),
        lambda r: r.choice(digits),
        lambda r: r.choice(SPACES),
        lambda r: from_ranges(r, PRIVATE),
        lambda r: r.choice(gaps),
        lambda r: r.choice(specials) if r.random() < 0.8 else r.choice(specials)[:-1],
    ]


def seeded_strings(count, specials):
    rng = random.Random(20240607)
    draw = kinds(specials)
    for index in range(count):
        length = rng.randint(1, 200)
        text = ""
        while len(text) < length:
            kind = rng.choice(draw)
            # Every second string comes in runs of one kind, as real text does.
            repeat = rng.randint(1, 12) if index % 2 else 1
            text += "".join(kind(rng) for _ in range(repeat))
        yield text


def read_text(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def text_record(tokenizer, text):
    plain = tokenizer.encode(text, add_special_tokens=False).ids
    special = tokenizer.encode(text, add_special_tokens=True).ids
    record = {"text": text, "ids": plain}
    if special != plain:
        record["ids_special"] = special
    record["decoded"] = tokenizer.decode(special, skip_special_tokens=False)
    record["decoded_skip"] = tokenizer.decode(special, skip_special_tokens=True)
    return record


def id_records(tokenizer, count):
    rng = random.Random(7)
    known = sorted(tokenizer.get_vocab(with_added_tokens=True).values())
    for _ in range(count):
        ids = [rng.choice(known) for _ in range(rng.randint(1, 60))]
        yield {
            "decode": ids,
            "decoded": tokenizer.decode(ids, skip_special_tokens=False),
            "decoded_skip": tokenizer.decode(ids, skip_special_tokens=True),
        }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tokenizer")
    parser.add_argument("out")
    parser.add_argument("--whole")
    parser.add_argument("--lines")
    parser.add_argument("--strings", type=int, default=0)
    parser.add_argument("--ids", type=int, default=0)
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(args.tokenizer)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    specials = [t.content for t in tokenizer.get_added_tokens_decoder().values()] or ["<s>"]
    texts = []
    if args.whole:
        texts.append(read_text(args.whole))
    if args.lines:
        texts += read_text(args.lines).split("\n")
    texts += seeded_strings(args.strings, sorted(specials))
    partial = f"{args.out}.{os.getpid()}"
    with open(partial, "w", encoding="utf-8") as out:
        for text in texts:
            out.write(json.dumps(text_record(tokenizer, text), ensure_ascii=False) + "\n")
        for record in id_records(tokenizer, args.ids):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    os.replace(partial, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
