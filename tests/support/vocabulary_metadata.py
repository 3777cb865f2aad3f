# SPDX-License-Identifier: Apache-2.0
"""Writes the tokenizer.ggml.* metadata of a tokenizer.model as JSON, the way a GGUF file has them.

usage: vocabulary_metadata.py sentencepiece|tiktoken TOKENIZER_MODEL OUT

`sentencepiece` reads the protobuf of a SentencePiece BPE model, `tiktoken` the ranks of LLaMA-3
(base64 bytes and rank a line) and adds its 256 special tokens.
"""
import base64
import json
import os
import struct
import sys


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            value, at = data[at : at + 8], at + 8
        elif wire == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            value, at = data[at : at + 4], at + 4
        yield key >> 3, value


def sentencepiece(data):
    tokens, scores, types = [], [], []
    for number, piece in fields(data):
        if number != 1:
            continue
        values = dict(fields(piece))
        tokens.append(values[1].decode("utf-8"))
        scores.append(struct.unpack("<f", values.get(2, b"\0\0\0\0"))[0])
        types.append(values.get(3, 1))
    return {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": scores,
        "tokenizer.ggml.token_type": types,
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.ggml.add_bos_token": True,
    }


def byte_alphabet():
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {**{b: chr(b) for b in plain}, **{b: chr(256 + i) for i, b in enumerate(others)}}


def parts_of(token, ranks):
    """The last two parts when only merges before the token's own are made."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        pairs = [ranks.get(parts[i] + parts[i + 1], len(ranks)) for i in range(len(parts) - 1)]
        best = min(range(len(pairs)), key=pairs.__getitem__)
        if pairs[best] >= ranks[token]:
            return None
        parts[best : best + 2] = [parts[best] + parts[best + 1]]
    return parts


def tiktoken(data):
    ranks = {}
    for line in data.splitlines():
        token, rank = line.split()
        ranks[base64.b64decode(token)] = int(rank)
    spelling = byte_alphabet()
    spell = lambda token: "".join(spelling[byte] for byte in token)
    ordered = sorted(ranks, key=ranks.__getitem__)
    merges = [parts_of(token, ranks) for token in ordered if len(token) > 1]
    special = ["<|begin_of_text|>", "<|end_of_text|>"]
    special += [f"<|reserved_special_token_{i}|>" for i in range(4)]
    special += ["<|start_header_id|>", "<|end_header_id|>", "<|reserved_special_token_4|>"]
    special += ["<|eot_id|>"] + [f"<|reserved_special_token_{i}|>" for i in range(5, 251)]
    return {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "llama-bpe",
        "tokenizer.ggml.tokens": [spell(token) for token in ordered] + special,
        "tokenizer.ggml.token_type": [1] * len(ordered) + [3] * len(special),
        "tokenizer.ggml.merges": [" ".join(map(spell, pair)) for pair in merges if pair],
        "tokenizer.ggml.bos_token_id": 128000,
        "tokenizer.ggml.eos_token_id": 128009,
    }


def main():
    kind, source, out = sys.argv[1:]
    with open(source, "rb") as file:
        metadata = {"sentencepiece": sentencepiece, "tiktoken": tiktoken}[kind](file.read())
    with open(f"{out}.{os.getpid()}", "w", encoding="utf-8") as file:
        json.dump(metadata, file, ensure_ascii=False)
    os.replace(f"{out}.{os.getpid()}", out)


if __name__ == "__main__":
    main()
