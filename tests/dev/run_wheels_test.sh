#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs wheels_test.py with the environment's Python; 77 (skipped) where there is none.
python="${SENTEI_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/sentei/python/bin/python}"
if [ ! -x "$python" ]; then
  echo "skipped: no Python environment at $python (./dev python makes it)"
  exit 77
fi
exec "$python" "$(dirname "${BASH_SOURCE[0]}")/wheels_test.py"
