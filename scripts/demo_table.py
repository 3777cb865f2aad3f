#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The closing table of ./dev demo, from the JSON lines that sentei wrote.

    demo_table.py table FOLDER SOURCE   the table; ends 1 if a result misses what the demo promises
    demo_table.py path  FILE            the MODEL that this run exported
    demo_table.py clock < EVENTS        tokens per second of `sentei generate --json`, as it runs
"""
import json
import os
import statistics
import sys
import time

PROFILES = {"hf-per-layer": "a width per layer", "gguf": "one width (GGUF)"}
LARGEST_SHARE = 0.8


def last_line(path):
    """The result: the last line of a JSON-lines file."""
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if line.strip()]
    if not lines:
        sys.exit(f"{path}: holds no result")
    return json.loads(lines[-1])


def megabytes(size):
    return f"{size / 1e6:.1f} MB"


def clock(events):
    """Tokens per second after the first token, which waits for the prompt."""
    first = last = None
    count = -1
    for line in events:
        if json.loads(line).get("event") == "token_generated":
            last = time.monotonic()
            first = last if first is None else first
            count += 1
    if count < 1:
        sys.exit("demo_table: fewer than two tokens were generated")
    return {"tokens_per_second": count / max(last - first, 1e-9)}


def speed(folder, kind, name):
    """Median and spread over the repeats."""
    values, number = [], 1
    while os.path.exists(path := os.path.join(folder, f"{kind}-{name}-{number}.jsonl")):
        values.append(last_line(path)["tokens_per_second"])
        number += 1
    if not values:
        return "-"
    return f"{statistics.median(values):.0f} ({min(values):.0f}-{max(values):.0f})"


def perplexity(result, stage):
    value = result["ppl"].get(stage)
    return "-" if value is None else f"{value:.2f}"


def rows(folder, dense, results):
    first = next(iter(results.values()))
    before = first["parameters"]["dense"]
    yield ["", "dense", *(PROFILES[name] for name in results)]
    yield ["perplexity, dense", perplexity(first, "dense"), *("" for _ in results)]
    for stage in ("pruned", "tuned"):
        yield [f"perplexity, {stage}", "", *(perplexity(r, stage) for r in results.values())]
    yield ["parameters", f"{before:,}", *(f"{r['parameters']['pruned']:,}" for r in results.values())]
    yield ["  share of dense", "100.0 %",
           *(f"{100 * r['parameters']['pruned'] / before:.1f} %" for r in results.values())]  # fmt: skip
    yield [f"file size ({dense['dtype']})", megabytes(dense["bytes"]),
           *(megabytes(r["export"]["bytes"]) for r in results.values())]  # fmt: skip
    for kind, label in (("read", "tokens/s, reading"), ("write", "tokens/s, writing")):
        yield [label, *(speed(folder, kind, name) for name in ("dense", *results))]
    yield ["largest logit difference", f"{dense['max_abs_diff']:.1e}",
           *(f"{r['max_abs_diff']:.1e}" for r in results.values())]  # fmt: skip
    yield ["pruning and tuning", "", *(f"{r['seconds']:.0f} s" for r in results.values())]


def print_table(table):
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for number, row in enumerate(table):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def opening_lines(results):
    yield "from transformers import AutoModelForCausalLM, AutoTokenizer"
    folder = results["hf-per-layer"]["export"]["path"]
    yield f'model = AutoModelForCausalLM.from_pretrained("{folder}", trust_remote_code=True)'
    yield f'tokenizer = AutoTokenizer.from_pretrained("{folder}")'
    place, name = gguf_file(results["gguf"]["export"]["path"])
    yield f'model = AutoModelForCausalLM.from_pretrained("{place}", gguf_file="{name}")'
    yield f'tokenizer = AutoTokenizer.from_pretrained("{place}", gguf_file="{name}")'


def gguf_file(path):
    """Folder and name of the GGUF file that was written to, or into, `path`."""
    if os.path.isdir(path):
        names = sorted(name for name in os.listdir(path) if name.endswith(".gguf"))
        return path, names[0] if names else "?"
    return os.path.split(path)


def model_path(path):
    """What to give sentei as MODEL: a Hugging Face folder, or the GGUF file in it."""
    if not os.path.isdir(path) or os.path.exists(os.path.join(path, "config.json")):
        return path
    return os.path.join(*gguf_file(path))


def broken_promises(results):
    for name, result in results.items():
        share = result["parameters"]["pruned"] / result["parameters"]["dense"]
        if share > LARGEST_SHARE:
            yield f"{name} keeps {100 * share:.2f} % of the parameters, more than 80.0 %"
        if not result.get("verified"):
            yield f"{name} was not verified"


def show(folder, source):
    results = {name: last_line(os.path.join(folder, f"{name}.jsonl")) for name in PROFILES}
    dense = last_line(os.path.join(folder, "dense.jsonl"))
    print_table(list(rows(folder, dense, results)))
    print(f"\nThe source itself, quantised (Q4_1): {megabytes(os.path.getsize(source))}")
    print("Perplexity: held-out books of the demo text. tokens/s: median of 5 (lowest-highest);"
          " reading in windows of 512, writing 48 tokens greedily.")  # fmt: skip
    print("\nWritten:")
    for result in results.values():
        print(f"  {result['export']['path']}")
    print("\nThey open in transformers (./dev python):")
    for line in opening_lines(results):
        print(f"  {line}")
    problems = list(broken_promises(results))
    for problem in problems:
        print(f"demo: {problem}", file=sys.stderr)
    return 1 if problems else 0


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "table":
        return show(*arguments[1:])
    if len(arguments) == 2 and arguments[0] == "path":
        print(model_path(last_line(arguments[1])["export"]["path"]))
        return 0
    if arguments == ["clock"]:
        print(json.dumps(clock(sys.stdin)))
        return 0
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
