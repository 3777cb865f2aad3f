# SPDX-License-Identifier: Apache-2.0
"""Writes 1,000 seeded byte strings and what Python decodes them to, both in hex, one pair a line.

usage: utf8_oracle.py OUT

Half of the strings are bytes drawn evenly; half are UTF-8 text with bytes changed, cut out and put
in, where ill-formed sequences stand among well-formed ones.
"""
import random
import sys


def damaged(rng):
    points = [rng.choice([rng.randint(0, 127), rng.randint(0x80, 0x7FF), rng.randint(0x800, 0xD7FF),
                          rng.randint(0x10000, 0x10FFFF)]) for _ in range(rng.randint(1, 20))]
    data = bytearray("".join(map(chr, points)).encode())
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data) + 1)
        change = rng.randrange(3)
        if change == 0 and at < len(data):
            data[at] = rng.choice([0x80, 0xBF, 0xC0, 0xC1, 0xE0, 0xED, 0xF0, 0xF4, 0xF5, 0xFF, rng.randrange(256)])
        elif change == 1:
            del data[at : at + 1]
        else:
            data.insert(at, rng.randrange(256))
    return bytes(data) or b"\xff"


def main():
    rng = random.Random(8)
    with open(sys.argv[1], "w", encoding="ascii") as out:
        for index in range(1000):
            data = rng.randbytes(rng.randint(1, 60)) if index % 2 else damaged(rng)
            print(data.hex(), data.decode("utf-8", errors="replace").encode().hex(), file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
