#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Checks of ./dev that need neither network nor root: messages, remedies, sections, locking.
# shellcheck disable=SC2016  # in_dev expands its argument, not this shell
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
failures=0

# expect NAME STATUS WORDS: the last run ended with STATUS and said WORDS.
expect() {
  if [ "$status" -eq "$2" ] && grep -qF -- "$3" "$work/out"; then
    echo "ok   $1"
  else
    echo "FAIL $1: exit $status, expected $2 and '$3' in:"
    sed 's/^/     | /' "$work/out"
    failures=$((failures + 1))
  fi
}

# in_dev SCRIPT: runs shell code with ./dev's functions loaded and a cache of its own.
in_dev() {
  status=0
  XDG_CACHE_HOME="$work/cache" bash -c ". '$root/dev'; $1" > "$work/out" 2>&1 || status=$?
}

run_dev() {
  status=0
  XDG_CACHE_HOME="$work/cache" "$root/dev" "$@" > "$work/out" 2>&1 || status=$?
}

run_dev help
for verb in demo build test fuzz package bench format doctor python; do expect "help_names_$verb" 0 "  $verb "; done
run_dev frobnicate
expect unknown_verb_is_refused 1 "no verb 'frobnicate'"
run_dev format --wrong
expect unknown_argument_is_refused 1 "format knows no argument '--wrong'"

run_dev package now
expect package_takes_no_arguments 1 "package takes no arguments"
run_dev fuzz nothing
expect unknown_fuzz_target_is_refused 1 "no fuzz target 'nothing'"
run_dev fuzz gguf many
expect fuzz_takes_whole_seconds 1 "a target and a number of seconds"

no_package='dpkg-query() { return 1; };'
in_dev "$no_package id() { echo 1000; }; have() { [ \"\$1\" != sudo ]; }; ensure_packages demo"
expect without_root_and_sudo_the_command_is_named 1 "apt-get install --no-install-recommends bible-kjv bible-kjv-text"
in_dev "$no_package as_root() { return 100; }; ensure_packages demo"
expect without_network_the_remedy_is_named 1 "Check the network"
in_dev "$no_package as_root() { echo \"\$*\"; }; ensure_packages demo"
expect only_missing_packages_are_installed 0 "apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=600 bible-kjv bible-kjv-text"
in_dev "dpkg-query() { echo installed; }; as_root() { echo called; }; ensure_packages demo; echo nothing to do"
expect with_all_packages_nothing_is_installed 0 "nothing to do"
in_dev "have() { [ \"\$1\" != dpkg-query ]; }; ensure_packages demo"
expect another_system_is_told_what_to_do 1 "setup/debian-packages.txt"

in_dev 'free_mb() { echo 700; }; need_disk "$SENTEI_CACHE" 8 "The demo"'
expect a_full_disk_is_refused_first 1 "The demo needs about 8000 MB more"
in_dev 'free_mb() { echo 8001; }; need_disk "$SENTEI_CACHE" 8 "The demo"; echo fits'
expect enough_disk_is_accepted 0 "fits"
mkdir -p "$work/cache/sentei"
head -c 4000000 /dev/urandom > "$work/cache/sentei/some"
in_dev 'used_mb() { echo 7000; }; free_mb() { echo 1001; }; need_disk "$SENTEI_CACHE" 8 "The demo"; echo fits'
expect what_is_there_already_counts 0 "fits"

in_dev '"$ROOT/setup/lock_section.sh" "$LOCK_FILE" core | wc -l'
expect the_core_group_has_four_wheels 0 "4"
in_dev '"$ROOT/setup/lock_section.sh" "$LOCK_FILE" test | grep -c -v -E "^[a-z0-9-]+==[^ ]+ --hash=sha256:[0-9a-f]{64}$"'
expect every_locked_wheel_has_a_version_and_a_hash 1 "0"

order='with_cache_lock bash -c "echo begin >> $SENTEI_CACHE/order; sleep 1; echo end >> $SENTEI_CACHE/order"'
in_dev "$order & $order & wait; tr '\n' ' ' < \$SENTEI_CACHE/order"
expect two_set_ups_do_not_run_at_once 0 "begin end begin end"

if command -v shellcheck > /dev/null; then
  status=0
  (cd "$root" && shellcheck -x dev scripts/*.sh setup/*.sh tests/dev/*.sh .ci/run) > "$work/out" 2>&1 || status=$?
  echo clean >> "$work/out"
  expect scripts_pass_shellcheck 0 clean
fi

if [ "$failures" -gt 0 ]; then
  echo "$failures failed"
  exit 1
fi
