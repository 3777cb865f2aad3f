#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# make_demo_text.sh FOLDER: writes FOLDER/kjv-train.txt and FOLDER/kjv-heldout.txt from Debian's
# bible-kjv-text (the King James Version, public domain). A chapter is a paragraph, its verses are
# joined by spaces, references are left out. The held-out books share hardly a phrase with the rest.
set -euo pipefail

folder="$1"
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
heldout_books="Ruth Job Eccl SSol Jonah John Jas"

matches() { (cd "$folder" && sha256sum --check --status "$root/resources/demo/text.sha256") 2> /dev/null; }

mkdir -p "$folder"
if matches; then exit 0; fi

work="$(mktemp -d "$folder/.making.XXXXXX")"
trap 'rm -rf "$work"' EXIT
bible -f gen1:1-rev22:21 < /dev/null | awk -v train="$work/kjv-train.txt" \
  -v heldout="$work/kjv-heldout.txt" -v books="$heldout_books" '
  BEGIN { count = split(books, names, " "); for (i = 1; i <= count; i++) out[names[i]] = 1 }
  match($0, /:[0-9]+ /) {
    chapter = substr($0, 1, RSTART - 1)
    verse = substr($0, RSTART + RLENGTH)
    book = chapter
    sub(/[0-9]+$/, "", book)
    file = (book in out) ? heldout : train
    if (chapter != last) {
      if (last != "") printf "\n" > last_file
      if (file in begun) printf "\n" > file
      begun[file] = 1
    } else {
      printf " " > file
    }
    printf "%s", verse > file
    last = chapter
    last_file = file
  }
  END { printf "\n" > last_file }'
mv -f "$work/kjv-train.txt" "$work/kjv-heldout.txt" "$folder/"
if ! matches; then
  echo "make_demo_text: the text in $folder is not the one that resources/demo/text.sha256 names" >&2
  exit 1
fi
