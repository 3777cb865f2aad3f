#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Brings ui/core_sentences.inc and resources/translations/*.ts up to date with the sources; new texts
# come in unfinished.
# With --check nothing is written: it fails when a text is missing, unfinished or no longer used.
set -euo pipefail
ROOT="${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$ROOT"

LUPDATE="${LUPDATE:-/usr/lib/qt6/bin/lupdate}"
FOLDER=resources/translations

# update FOLDER: English holds plural forms only.
update() {
  "$LUPDATE" -silent -no-obsolete -locations none -source-language en -target-language ja \
    -I . ui viz -ts "$1/studio_ja.ts"
  "$LUPDATE" -silent -no-obsolete -locations none -source-language en -target-language en \
    -pluralonly -I . ui viz -ts "$1/studio_en.ts"
}

if [ "${1:-}" != --check ]; then
  /usr/bin/python3 "$ROOT/scripts/core_sentences.py"
  update "$FOLDER"
  exit
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp "$FOLDER"/*.ts "$work"
update "$work"
status=0
/usr/bin/python3 "$ROOT/scripts/core_sentences.py" --check || status=1
for file in "$FOLDER"/*.ts; do
  if ! diff -q "$file" "$work/$(basename "$file")" > /dev/null; then
    echo "$file is not up to date: run scripts/translations.sh and translate what is new" >&2
    status=1
  fi
  if grep -q 'type="unfinished"' "$file"; then
    echo "$file: $(grep -c 'type="unfinished"' "$file") texts are not translated" >&2
    status=1
  fi
done
/usr/bin/python3 "$ROOT/scripts/check_translations.py" "$FOLDER"/*.ts >&2 || status=1
exit $status
