# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Paths, messages and checks that every verb of ./dev uses. Sourced; sets nothing but names.

SENTEI_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/sentei"
VENV="$SENTEI_CACHE/python"
VENV_PYTHON="$VENV/bin/python"
DEMO_MODEL="$SENTEI_CACHE/models/SmolLM2-135M-Instruct.Q4_1.gguf"
export SENTEI_CACHE VENV VENV_PYTHON DEMO_MODEL

# Results go to stdout, everything about the work itself to stderr.
say() { printf '%s\n' "$*" >&2; }
step() { printf '\n== %s\n' "$*" >&2; }

# die WHAT [REMEDY]: one sentence that says what is wrong, one that says what to do.
die() {
  printf 'dev: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '     %s\n' "$2" >&2
  exit 1
}

have() { command -v "$1" > /dev/null 2>&1; }

# Megabytes free on the file system that holds (or will hold) a path.
free_mb() {
  local path="$1"
  while [ ! -e "$path" ]; do path="$(dirname "$path")"; done
  df -Pm "$path" | awk 'NR == 2 {print $4}'
}

used_mb() { if [ -e "$1" ]; then du -sm "$1" 2> /dev/null | cut -f1; else echo 0; fi; }

# need_disk PATH GIGABYTES WHAT: what already lies under PATH counts as provided.
need_disk() {
  local path="$1" need_mb=$(($2 * 1000)) what="$3" have_mb missing_mb
  missing_mb=$((need_mb - $(used_mb "$path")))
  [ "$missing_mb" -ge 500 ] || missing_mb=500
  have_mb="$(free_mb "$path")"
  [ "$have_mb" -ge "$missing_mb" ] || die \
    "$what needs about $missing_mb MB more on the disk of $path, and $have_mb MB are free." \
    "Free some space there, or set XDG_CACHE_HOME to a folder on a larger disk."
}

# Compile jobs: one per core, but not more than 2 GB each allow.
compile_jobs() {
  local cores memory_gb
  cores="$(nproc)"
  memory_gb="$(awk '/MemAvailable/ {print int($2 / 2000000)}' /proc/meminfo)"
  [ "$memory_gb" -ge 1 ] || memory_gb=1
  echo $((cores < memory_gb ? cores : memory_gb))
}
