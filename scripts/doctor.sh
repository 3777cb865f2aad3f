#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# ./dev doctor: what is here, what is missing, what to do. Changes nothing; ends 1 if something
# that ./dev demo needs is missing and cannot be installed by ./dev itself.
set -euo pipefail
ROOT="${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$ROOT"
# shellcheck source=dev
. "$ROOT/dev"

trouble=0

row() { printf '%-18s %s\n' "$1" "$2"; }
remedy() { printf '%-18s   -> %s\n' "" "$1"; }

version_of() {
  if have "$1"; then "$@" 2>&1 | head -1; else echo "missing (./dev build installs it)"; fi
}

show_machine() {
  local name
  name="$(. /etc/os-release 2> /dev/null && echo "$PRETTY_NAME" || echo unknown)"
  row system "$name, $(uname -m), $(nproc) cores"
  if [ "$(uname -m)" != x86_64 ]; then
    remedy "the lock file holds packages for x86_64 only"
    trouble=1
  fi
  row processor "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -1)"
  row "matrix units" "$(grep -o -w -E 'avx2|avx512f|avx512_bf16|amx_bf16' /proc/cpuinfo | sort -u |
    tr '\n' ' ' || echo none)"
  row memory "$(awk '/MemTotal/ {t=$2} /MemAvailable/ {a=$2}
    END {printf "%.1f GB, %.1f GB available", t/1e6, a/1e6}' /proc/meminfo)"
}

show_gpu() {
  if have nvidia-smi && nvidia-smi -L > /dev/null 2>&1; then
    row GPU "$(nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader | head -1)"
  elif ldconfig -p 2> /dev/null | grep -q 'libcuda\.so\.1'; then
    row GPU "driver library found, no device answers"
  else
    row GPU "none (not needed)"
  fi
  if have nvcc; then row nvcc "$(nvcc --version | grep -o 'release [0-9.]*')"; else row nvcc "none (not needed)"; fi
}

show_tools() {
  row compiler "$(version_of g++ --version)"
  row cmake "$(version_of cmake --version)"
  row ninja "$(version_of ninja --version)"
  row clang-format "$(version_of clang-format-14 --version)"
  row ccache "$(version_of ccache --version)"
}

show_packages() {
  local missing
  missing="$(missing_packages python build demo test bench | tr '\n' ' ')"
  if [ -z "$missing" ]; then
    row packages "all Debian packages are installed"
    return
  fi
  row packages "missing: $missing"
  remedy "as root: apt-get install --no-install-recommends $missing"
  if [ "$(id -u)" -ne 0 ] && ! have sudo; then trouble=1; fi
}

show_group() {
  if is_stamped "$1"; then
    row "$2" "complete"
  elif [ -x "$VENV_PYTHON" ]; then
    row "$2" "not complete for this lock file"
    remedy "$3"
  else
    row "$2" "not installed"
    remedy "$3"
  fi
}

show_cache() {
  row cache "$SENTEI_CACHE, $(used_mb "$SENTEI_CACHE") MB used"
  row "disk (cache)" "$(free_mb "$SENTEI_CACHE") MB free"
  row "disk (build)" "$(free_mb "$ROOT") MB free"
  show_group core LibTorch "./dev build installs it"
  show_group test "Python packages" "./dev python installs them"
  if [ -s "$DEMO_MODEL" ]; then row "demo model" "$DEMO_MODEL"; else row "demo model" "not there (./dev build)"; fi
  if [ -s "$SENTEI_CACHE/text/kjv-train.txt" ]; then row "demo text" "$SENTEI_CACHE/text"; else row "demo text" "not there (./dev demo)"; fi
  if ! is_stamped core && [ "$(free_mb "$SENTEI_CACHE")" -lt 5000 ]; then
    remedy "LibTorch and the model need 5 GB: free space or set XDG_CACHE_HOME"
    trouble=1
  fi
}

show_sentei() {
  local program="$ROOT/build/release/bin/sentei"
  if [ -x "$program" ]; then
    printf '\nsentei doctor\n'
    "$program" doctor || trouble=1
  else
    row sentei "not built (./dev build)"
  fi
}

show_machine
show_gpu
show_tools
show_packages
show_cache
show_sentei
exit $trouble
