#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# ./dev demo: prunes and tunes the demo model twice (a width per layer, then one width for all, as
# GGUF), measures everything beside the untouched model, and prints a table. With --window, or asked on
# a terminal with a display, it ends in the window; --no-window never asks.
set -euo pipefail
ROOT="${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$ROOT"
# shellcheck source=dev
. "$ROOT/dev"
offer=ask
case "$*" in
  "") ;;
  --window) offer=yes ;;
  --no-window) offer=no ;;
  *) die "demo takes --window or --no-window, or nothing." "sentei prune --help has all settings." ;;
esac

TARGET=0.2
REPEATS=5
OUT="$ROOT/build/demo"
SENTEI="$ROOT/build/release/bin/sentei"
TRAIN="$SENTEI_CACHE/text/kjv-train.txt"
HELDOUT="$SENTEI_CACHE/text/kjv-heldout.txt"

# sentei_json FILE arguments: the program's JSON lines go to FILE, its progress to the terminal.
sentei_json() {
  local file="$1"
  shift
  "$SENTEI" "$@" --json > "$file" || die "sentei $1 ended with exit code $?." \
    "Its message is above; its JSON lines are in $file."
}

prune() {
  local profile="$1" begin=$SECONDS
  step "Pruning to 80 % of the parameters and tuning, profile $profile"
  sentei_json "$OUT/$profile.jsonl" prune demo --text "$TRAIN" --eval-text "$HELDOUT" \
    --target "$TARGET" --preset quick --profile "$profile" --export-dtype bf16 \
    --out "$OUT/smollm2-$profile" --force
  say "profile $profile: $((SECONDS - begin)) s"
}

# A database of its own: a person's list of runs is no place for 30 measurements.
measure_one() {
  local name="$1" round="$2" model
  model="$(model_of "$name")"
  "$SENTEI" eval ppl "$model" --text "$HELDOUT" --length 512 --windows 5 --json \
    --data-dir "$OUT/speed-runs" > "$OUT/read-$name-$round.jsonl" 2> "$OUT/speed.log" ||
    die "measuring $model failed." "$OUT/speed.log says why."
  "$SENTEI" generate "$model" --prompt "In the beginning" --max-new-tokens 48 --temperature 0 --json \
    --data-dir "$OUT/speed-runs" \
    2> "$OUT/speed.log" | /usr/bin/python3 "$ROOT/scripts/demo_table.py" clock \
    > "$OUT/write-$name-$round.jsonl" || die "generating with $model failed." "$OUT/speed.log says why."
}

# Speeds are taken in turns, so that a change of the machine's load meets all models alike.
measure_speeds() {
  local round name
  step "Measuring speed, $REPEATS times each"
  for round in $(seq "$REPEATS"); do
    for name in dense hf-per-layer gguf; do
      measure_one "$name" "$round"
    done
  done
}

model_of() {
  if [ "$1" = dense ]; then echo demo; else /usr/bin/python3 "$ROOT/scripts/demo_table.py" path "$OUT/$1.jsonl"; fi
}

main_demo() {
  local begin=$SECONDS
  setup_for demo python build demo
  step "Building"
  configure release -DSENTEI_WITH_TESTS=OFF -DSENTEI_WITH_WINDOW=OFF
  build release
  say "set-up and build: $((SECONDS - begin)) s"
  mkdir -p "$OUT"
  rm -rf "$OUT"/*.jsonl "$OUT/speed-runs"
  step "Exporting the untouched model, to compare sizes at the same dtype"
  sentei_json "$OUT/dense.jsonl" export demo --profile hf-uniform --export-dtype bf16 \
    --out "$OUT/smollm2-dense" --force
  prune hf-per-layer
  prune gguf
  measure_speeds
  step "Result, after $((SECONDS / 60)) min $((SECONDS % 60)) s"
  /usr/bin/python3 "$ROOT/scripts/demo_table.py" table "$OUT" "$DEMO_MODEL"
}

# The window on what the demo has made: asked for on a terminal with a display, unless a flag says.
offer_window() {
  local answer
  if [ "$offer" = ask ]; then
    { [ -t 0 ] && [ -t 2 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; } || return 0
    read -r -p "Open the window on the demo model? [y/N] " answer || return 0
    case "$answer" in [yY]*) offer=yes ;; esac
  fi
  [ "$offer" = yes ] || return 0
  exec "$ROOT/dev" run demo
}

main_demo
offer_window
