# SPDX-License-Identifier: Apache-2.0
"""The window under load: start, stalls, time from scores to screen, paints, memory over many runs, and
the rate of a run beside the same run from the command line, in turns. Used by run.py."""
import json
import os
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.path.join(ROOT, "build", "release", "bin")
STARTS = 10
PAIRS = 5


def offscreen(home):
    """The environment of a window that nobody sees unless a display was asked for."""
    return {**os.environ, "SENTEI_HOME": home, "XDG_CONFIG_HOME": os.path.join(home, "config"),
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}  # fmt: skip


def json_lines(program, *arguments):
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run([os.path.join(BIN, program), *arguments], text=True, capture_output=True,
                              check=False, env=offscreen(home))  # fmt: skip
    if done.returncode != 0:
        sys.exit(f"{program} {' '.join(arguments)}\nended with {done.returncode}:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def told(name, value):
    print(f"{name}: {value}", file=sys.stderr)
    return value


def starts():
    """Milliseconds from the start of the process; the first start warms the page cache and is dropped."""
    runs = []
    for _ in range(STARTS + 1):
        merged = {}
        for line in json_lines("sentei-studio", "--new-instance", "--time-start", "demo"):
            merged.update(line)
        runs.append(merged)
    return {key: {"median": statistics.median(run[key] for run in runs[1:]),
                  "highest": max(run[key] for run in runs[1:])}
            for key in runs[0]}  # fmt: skip


def headless_rate(text, steps):
    events = json_lines("sentei", "prune", "demo", "--text", text, "--eval-text", text, "--target", "0.2",
                        "--eval-length", "128", "--eval-windows", "4", "--length", "128", "--batch", "4",
                        "--micro-batch", "4", "--steps", str(steps), "--json")  # fmt: skip
    rates = [event["tokens_per_second"] for event in events if event.get("event") == "step_done"]
    return statistics.median(rates[3:])


def rates(text, steps):
    """A run watched in the window beside one from the command line: the ratio of each pair."""
    pairs = []
    for _ in range(PAIRS):
        window = json_lines("window_bench", "rate", "--text", text, "--steps", str(steps))[-1]
        pairs.append((window["tokens_per_second"], headless_rate(text, steps)))
        told("window, headless tokens/s", pairs[-1])
    ratios = [window / headless for window, headless in pairs]
    return {"pairs": pairs, "ratio_median": statistics.median(ratios), "ratio_lowest": min(ratios)}


def measure(text, seconds):
    return {
        "start": told("start", starts()),
        "frames": told("frames", json_lines("window_bench", "frames", "--seconds", "20")[-1]),
        "cycles": told("cycles", json_lines("window_bench", "cycles")[-1]),
        "live": told("live", json_lines("window_bench", "live", "--text", text,
                                        "--seconds", str(seconds))[-1]),
        "rate": told("rate", rates(text, 24)),
    }  # fmt: skip
