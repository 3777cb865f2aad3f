#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# ./dev shot: pictures of every page and dialog (light and dark, 100 and 200 %, English and Japanese)
# in build/shots, with a contact sheet. A real, short run on the demo model stands behind them.
set -euo pipefail
ROOT="${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$ROOT"
# shellcheck source=dev
. "$ROOT/dev"
[ $# -eq 0 ] || die "shot takes no arguments." "The pictures go to build/shots."

OUT="$ROOT/build/shots"

setup_for demo python build demo test window window-test
configure release -DSENTEI_WITH_TESTS=ON -DSENTEI_WITH_WINDOW=ON
build release sentei_shots sentei_engine
rm -rf "$OUT"
mkdir -p "$OUT"
for percent in 100 200; do
  step "Pictures at $percent %"
  QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR="$((percent / 100))" \
    "$ROOT/build/release/bin/sentei_shots" "$OUT" "$percent" >&2
done
QT_QPA_PLATFORM=offscreen "$ROOT/build/release/bin/sentei_shots" "$OUT" >&2
say "Pictures: $OUT/contact-sheet.png"
