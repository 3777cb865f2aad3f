#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# ./dev test [FILTER]: everything that must hold before a change goes in.
set -euo pipefail
ROOT="${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$ROOT"
# shellcheck source=dev
. "$ROOT/dev"

filter="${1:-}"
[ $# -le 1 ] || die "test takes one argument, a regular expression for ctest." "./dev help"

work="$(mktemp -d "${TMPDIR:-/tmp}/sentei-test.XXXXXX")"
trap 'rm -rf "$work"' EXIT
export SENTEI_HOME="$work/home"
export SENTEI_PYTHON="${SENTEI_PYTHON:-$VENV_PYTHON}"
export HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 TOKENIZERS_PARALLELISM=false PYTHONWARNINGS=ignore
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1}"
export TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}"
mkdir -p "$SENTEI_HOME"

failed_steps=()
passed=0 failed=0 skipped=0

# note_step NAME SECONDS STATUS
note_step() {
  say "-- $1: $([ "$3" -eq 0 ] && echo passed || echo FAILED) in $2 s"
  [ "$3" -eq 0 ] || failed_steps+=("$1")
}

# check NAME COMMAND...: one thing that passes or fails, counted as one test.
check() {
  local name="$1" begin=$SECONDS status=0
  shift
  step "$name"
  ("$@") || status=$?
  if [ $status -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  note_step "$name" $((SECONDS - begin)) $status
}

attribute() { sed -n "s/.*[[:space:]<]$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -1; }

# count_junit FILE: adds ctest's counts to ours.
count_junit() {
  local head="$work/head.xml" tests failures skips
  tr '\n\t' '  ' < "$1" | grep -o '<testsuite [^>]*>' | head -1 > "$head"
  tests="$(attribute "$head" tests)" failures="$(attribute "$head" failures)"
  skips=$(($(attribute "$head" skipped) + $(attribute "$head" disabled)))
  passed=$((passed + tests - failures - skips))
  failed=$((failed + failures))
  skipped=$((skipped + skips))
}

# run_ctest NAME PRESET JOBS [ctest arguments]
run_ctest() {
  local name="$1" preset="$2" jobs="$3" begin=$SECONDS status=0 report="$work/report.xml"
  shift 3
  step "$name"
  rm -f "$report"
  ctest --preset "$preset" -j "$jobs" --no-tests=ignore --output-junit "$report" "$@" || status=$?
  if [ -s "$report" ]; then count_junit "$report"; fi
  note_step "$name" $((SECONDS - begin)) $status
}

build_release_with_tests() {
  configure release -DSENTEI_WITH_TESTS=ON -DSENTEI_WITH_WINDOW=ON -DSENTEI_WITH_PACKAGE=ON
  build release
}

build_headless() {
  configure headless -DSENTEI_WITH_TESTS=OFF
  build headless
}

# The window and its tests must not need LibTorch.
WINDOW_ONLY=(viz_test ui_test)

build_window_only() {
  configure window-only
  build window-only sentei-studio "${WINDOW_ONLY[@]}"
}

# The suites that run under AddressSanitizer and UBSan on every change.
SANITIZED=(base_test formats_test text_test plan_test run_test storage_test report_test fuzz_test)

build_asan() {
  configure asan
  build asan "${SANITIZED[@]}"
}

# Those that have threads, under ThreadSanitizer.
THREADED=(plan_test run_test storage_test bridge_test)

build_tsan() {
  configure tsan
  build tsan "${THREADED[@]}"
}

closing() {
  local summary="$passed passed, $failed failed"
  [ $skipped -eq 0 ] || summary="$summary, $skipped skipped"
  step "closing, after $((SECONDS / 60)) min $((SECONDS % 60)) s"
  [ ${#failed_steps[@]} -eq 0 ] || say "failed: ${failed_steps[*]}"
  echo "$summary"
  [ ${#failed_steps[@]} -eq 0 ] && [ $passed -gt 0 ]
}

setup_for complete python build demo test window window-test package

check "build release" build_release_with_tests
[ ${#failed_steps[@]} -eq 0 ] || { closing; exit 1; }

if [ -n "$filter" ]; then
  run_ctest "tests that match $filter" release "$(nproc)" --no-tests=error -R "$filter"
  closing
  exit
fi

# Short tests side by side, one thread each; those that measure or use all cores come alone.
OMP_NUM_THREADS=1 run_ctest "tests" release "$(nproc)" -LE 'e2e|slow|serial'
run_ctest "long tests" release 1 -L 'e2e|slow|serial'
check "package" make_package
check "format" "$ROOT/dev" format --check
check "translations" "$ROOT/scripts/translations.sh" --check
check "headless build" build_headless
check "window-only build" build_window_only
for suite in "${WINDOW_ONLY[@]}"; do
  check "$suite without LibTorch" "$ROOT/build/window-only/bin/$suite" --gtest_brief=1
done
check "asan build" build_asan
for suite in "${SANITIZED[@]}"; do
  check "$suite under AddressSanitizer and UBSan" "$ROOT/build/asan/bin/$suite" --gtest_brief=1
done
check "tsan build" build_tsan
for suite in "${THREADED[@]}"; do
  check "$suite under ThreadSanitizer" "$ROOT/build/tsan/bin/$suite" --gtest_brief=1
done
check "fuzzing, a minute each target" "$ROOT/scripts/fuzz.sh"
closing
