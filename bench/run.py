#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed and memory of sentei beside its peers, in turns on one machine: ./dev bench [options]

    step   a training step that scores units, beside a Python implementation on transformers and PEFT
    eval   tokens read per second, beside the same
    window start, stalls and frames of the window, and its runs beside those of the command line

Each comparison alternates the two programs and prints the median and the spread. The JSON on standard
output (or --out FILE) holds every value and a description of the machine. The peer is
hf_loraprune.py in $SENTEI_SHARED/peers, else ../shared/peers; without it sentei is measured alone.
"""
import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

import window_runs

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "sentei")
SHARED = os.environ.get("SENTEI_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")
SENTEI = os.path.join(ROOT, "build", "release", "bin", "sentei")
PEER = os.path.join(SHARED, "peers", "hf_loraprune.py")
REFERENCE = os.path.join(CACHE, "reference", "smollm2-hf")


def run_json(command):
    """Every JSON line that a command prints; its own messages go to the terminal if it fails."""
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def sentei(*arguments):
    with tempfile.TemporaryDirectory() as home:
        return run_json([SENTEI, *arguments, "--data-dir", home, "--json"])


def sentei_step(options):
    """Median over the settled steps; peak resident memory of the process."""
    events = sentei("prune", "demo", "--text", options.text, "--target", "0.2", "--criterion",
                    options.criterion, "--steps", str(options.steps), "--batch", "4", "--micro-batch",
                    "4", "--length", "128", "--dropout", "0.05", "--dtype", options.dtype)  # fmt: skip
    rates = [event["tokens_per_second"] for event in events if event.get("event") == "step_done"]
    return {"tokens_per_second": statistics.median(rates[3:]),
            "peak_mib": events[-1]["peak_memory"] / 2**20}  # fmt: skip


def peer_step(options):
    result = run_json([sys.executable, PEER, "step", REFERENCE, options.text, "--criterion",
                       options.criterion, "--batch", "4", "--length", "128", "--steps",
                       str(options.steps), "--dtype", peer_dtype(options)])[-1]  # fmt: skip
    return {"tokens_per_second": result["tokens_per_s"], "peak_mib": result["peak_rss_mib"]}


def sentei_eval(options):
    result = sentei("eval", "ppl", "demo", "--text", options.text, "--length", "512", "--windows",
                    "10", "--dtype", options.dtype)[-1]  # fmt: skip
    return {"tokens_per_second": result["tokens_per_second"], "ppl": result["ppl"]}


def peer_eval(options):
    result = run_json([sys.executable, PEER, "ppl", REFERENCE, options.text, "--length", "512",
                       "--windows", "10", "--dtype", peer_dtype(options)])[-1]  # fmt: skip
    return {"tokens_per_second": result["tokens_per_s"], "ppl": result["ppl"],
            "peak_mib": result["peak_rss_mib"]}  # fmt: skip


def peer_dtype(options):
    return {"bf16": "bfloat16", "f32": "float32"}[options.dtype]


COMPARISONS = {"step": (sentei_step, peer_step), "eval": (sentei_eval, peer_eval)}


def compare(name, options):
    """The values of both programs, measured in turns."""
    programs = dict(zip(("sentei", "peer"), COMPARISONS[name]))
    if not os.path.exists(PEER):
        print(f"bench: no peer at {PEER}; sentei is measured alone", file=sys.stderr)
        del programs["peer"]
    values = {program: [] for program in programs}
    for number in range(options.repeats):
        for program, measure in programs.items():
            values[program].append(measure(options))
            print(f"{name} {number + 1}/{options.repeats} {program}: {values[program][-1]}", file=sys.stderr)
    return values


def summary(values):
    """Median, lowest and highest of each measured quantity."""
    return {program: {key: {"median": statistics.median(run[key] for run in runs),
                            "lowest": min(run[key] for run in runs),
                            "highest": max(run[key] for run in runs)}
                      for key in runs[0]}
            for program, runs in values.items()}  # fmt: skip


def print_summary(name, table):
    for program, quantities in table.items():
        for key, value in quantities.items():
            print(f"{name:5} {program:7} {key:18} {value['median']:10.1f}"
                  f"  ({value['lowest']:.1f} - {value['highest']:.1f})", file=sys.stderr)  # fmt: skip


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"processor": names[0] if names else platform.machine(), "cores": len(os.sched_getaffinity(0)),
            "memory_gib": round(memory / 2**30, 1), "system": platform.platform(),
            "load_at_start": os.getloadavg()[0]}  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("comparisons", nargs="*", choices=[[], *COMPARISONS, "window"], default=[])
    parser.add_argument("--text", default=os.path.join(CACHE, "text", "kjv-train.txt"))
    parser.add_argument("--criterion", default="lora", choices=["lora", "gate"])
    parser.add_argument("--dtype", default="bf16", choices=["bf16", "f32"])
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=60, help="how long the window is watched")
    parser.add_argument("--out", help="write the JSON there instead of to standard output")
    options = parser.parse_args()
    report = {"machine": machine(), "options": vars(options).copy(), "results": {}}
    for name in options.comparisons or COMPARISONS:
        if name == "window":
            report["results"][name] = window_runs.measure(options.text, options.seconds)
            continue
        values = compare(name, options)
        report["results"][name] = {"values": values, "summary": summary(values)}
        print_summary(name, report["results"][name]["summary"])
    text = json.dumps(report, indent=1)
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
