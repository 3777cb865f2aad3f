#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# ./dev fuzz [TARGET] [SECONDS]: runs the fuzz targets under AddressSanitizer and UBSan, two side by
# side. What they learn is kept in build/fuzz/learned, what breaks them in build/fuzz/crashes.
set -euo pipefail
ROOT="${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$ROOT"
# shellcheck source=dev
. "$ROOT/dev"

LONGEST_INPUT=16384 # bytes; larger files repeat what smaller ones do
SHARED_DATA="${SENTEI_SHARED:-$ROOT/../shared}/data"
# What AddressSanitizer keeps of freed memory counts as the target's too: one file may take a gigabyte,
# all of them together twice that.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=16"

targets=()
for file in tests/fuzz/targets/*.cpp; do targets+=("$(basename "$file" .cpp)"); done

only="" seconds=60
case "${1:-}" in
  "") ;;
  *[!0-9]*) only="$1" seconds="${2:-60}" ;;
  *) seconds="$1" ;;
esac
if [ $# -gt 2 ] || ! [[ "$seconds" =~ ^[0-9]+$ ]]; then
  die "fuzz takes a target and a number of seconds." "./dev fuzz, ./dev fuzz gguf, ./dev fuzz gguf 600"
fi
if [ -n "$only" ]; then
  [[ " ${targets[*]} " == *" $only "* ]] || die "there is no fuzz target '$only'." "Known are: ${targets[*]}."
  targets=("$only")
fi

# Small files of the shared test data, where they are, as further seeds; they are not kept.
collect_seeds() {
  local seeds="$1" data="$SHARED_DATA"
  mkdir -p "$seeds"/{safetensors,config,tokenizer,gguf}
  [ -d "$data" ] || return 0
  find "$data/safetensors-malformed" -type f -size -"$LONGEST_INPUT"c -name '*.safetensors' \
    -exec cp -t "$seeds/safetensors" {} + 2> /dev/null || true
  find "$data" -type f -size -"$LONGEST_INPUT"c -name config.json \
    -exec cp --backup=numbered -t "$seeds/config" {} + 2> /dev/null || true
  find "$data" -type f -size -"$LONGEST_INPUT"c -name tokenizer.json \
    -exec cp --backup=numbered -t "$seeds/tokenizer" {} + 2> /dev/null || true
}

# fuzz_one TARGET: a line with the outcome; on failure also the end of libFuzzer's report.
fuzz_one() {
  local target="$1" learned="build/fuzz/learned/$1" log="$work/$1.log" folders found status=0
  folders=("$learned" "tests/fuzz/corpus/$target")
  mkdir -p "$learned" build/fuzz/crashes
  [ ! -d "$work/seeds/$target" ] || folders+=("$work/seeds/$target")
  TMPDIR="$work" "build/fuzz/bin/fuzz_$target" "${folders[@]}" -max_total_time="$seconds" -timeout=5 \
    -malloc_limit_mb=1024 -rss_limit_mb=2048 -max_len="$LONGEST_INPUT" -artifact_prefix="build/fuzz/crashes/$target-" \
    -dict="tests/fuzz/dictionaries/$(dictionary_of "$target")" -print_final_stats=1 \
    > "$log" 2>&1 || status=$?
  if [ $status -eq 0 ]; then
    say "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $seconds s, none broke it"
    return 0
  fi
  tail -n 60 "$log" >&2
  found="$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)"
  say "$target: FAILED; the input is ${found:-not kept}"
  return 1
}

dictionary_of() {
  case "$1" in
    safetensors | gguf | text) echo "$1.dict" ;;
    vocabulary) echo gguf.dict ;;
    *) echo json.dict ;;
  esac
}

ensure_packages python build test
configure fuzz
build fuzz fuzzers
work="$(mktemp -d "${TMPDIR:-/tmp}/sentei-fuzz.XXXXXX")"
trap 'rm -rf "$work"' EXIT
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
collect_seeds "$work/seeds"

failures=0
for ((i = 0; i < ${#targets[@]}; i += 2)); do
  pids=()
  for target in "${targets[@]:i:2}"; do
    fuzz_one "$target" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || failures=$((failures + 1)); done
done
[ "$failures" -eq 0 ]
