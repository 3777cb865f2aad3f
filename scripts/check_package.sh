#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# check_package.sh FILE.deb: what is in it, whether the tools of Debian and freedesktop accept it, and
# whether it installs into a clean root, starts from there and leaves nothing behind. Changes nothing
# on this machine; as root it also installs into a copy of it that lives in memory.
set -euo pipefail
ROOT="${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
# shellcheck source=scripts/common.sh
. "$ROOT/scripts/common.sh"

[ $# -eq 1 ] || die "check_package takes one argument." "scripts/check_package.sh FILE.deb"
[ -s "$1" ] || die "there is no package $1." "./dev package makes one."
deb="$(realpath "$1")"
work="$(mktemp -d "${TMPDIR:-/tmp}/sentei-package.XXXXXX")"
trap 'rm -rf "$work"' EXIT
name="$(dpkg-deb -f "$deb" Package)"
tree="$work/tree"
dpkg-deb -x "$deb" "$tree"

# The programs that this package holds; a build without the window has one.
programs() { find "$tree/usr/bin" -type f -printf '%f\n' | sort; }

holds_no_libtorch() {
  local found
  found="$(find "$tree" | grep -iE 'lib(torch|c10|cuda|cudart|cupti|nv)[^/]*\.so' || true)"
  [ -z "$found" ] || die "the package holds libraries that the user brings: $found"
  if dpkg-deb -f "$deb" Depends | grep -iqE 'torch|cuda|nvidia'; then
    die "the package depends on LibTorch or CUDA."
  fi
}

knows_no_build_folder() {
  local file
  find "$tree/usr" -type f | while read -r file; do
    if readelf -d "$file" 2> /dev/null | grep -E '\((RPATH|RUNPATH)\)' | grep -q '\[/'; then
      die "$file has an absolute run path."
    fi
    if grep -qF "$ROOT" "$file"; then die "$file names a folder of the build."; fi
  done
}

metadata_is_valid() {
  local desktop="$tree/usr/share/applications/sentei-studio.desktop"
  lintian --fail-on error --suppress-tags bad-distribution-in-changes-file "$deb" >&2
  [ -e "$desktop" ] || return 0
  desktop-file-validate --no-hints "$desktop"
  appstreamcli validate --no-net "$tree"/usr/share/metainfo/*.xml >&2
}

mime_types_are_known() {
  local mime="$work/mime"
  [ -d "$tree/usr/share/mime" ] || return 0
  cp -r "$tree/usr/share/mime" "$mime"
  XDG_DATA_HOME="$work" update-mime-database "$mime" 2> /dev/null
  grep -qx '40:application/x-gguf:\*\.gguf' "$mime/globs2"
  grep -qx '40:application/x-safetensors:\*\.safetensors' "$mime/globs2"
}

# starts ROOT: every program says its version, with nothing of this user's environment.
starts() {
  local program home="$work/home" version
  mkdir -p "$home"
  version="$(dpkg-deb -f "$deb" Version)"
  for program in $(programs); do
    env -i HOME="$home" PATH=/usr/bin:/bin QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$home" \
      "$1/usr/bin/$program" --version | grep -qF "${version%-*}" || die "$program --version failed."
  done
}

# The doctor of a user without LibTorch says how to get it, and finds the one that is named.
finds_libtorch() {
  local sentei="$tree/usr/bin/sentei" torch said
  [ -e "$tree/usr/lib/sentei/engine/libsentei_engine.so" ] || return 0
  said="$(env -i HOME="$work/home" PATH=/usr/bin:/bin SENTEI_LIBTORCH="$work" "$sentei" doctor || true)"
  grep -q 'pip install torch==' <<< "$said" || die "the doctor does not say how to get LibTorch: $said"
  torch="$(echo "$VENV"/lib/python3*/site-packages/torch)"
  [ -d "$torch" ] || return 0
  said="$(env -i HOME="$work/home" PATH=/usr/bin:/bin SENTEI_LIBTORCH="$torch" "$sentei" doctor)" ||
    die "the installed engine does not open with LibTorch in $torch: $said"
}

# In an empty root: dpkg's own bookkeeping, without what other packages would bring.
installs_in_an_empty_root() {
  local root="$work/root" left
  mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info"
  touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"
  local dpkg=(dpkg --root="$root" --log="$work/dpkg.log" --force-depends --force-not-root --force-bad-path)
  "${dpkg[@]}" --install "$deb" > "$work/dpkg.out" 2>&1 || { cat "$work/dpkg.out" >&2; return 1; }
  starts "$root"
  "${dpkg[@]}" --purge "$name" >> "$work/dpkg.out" 2>&1
  left="$(cd "$root" && find . -mindepth 1 -not -path './var*' | sort)"
  [ -z "$left" ] || die "after its removal this is left of the package: $left"
}

# In a mount namespace of its own: COPY becomes this machine, and all that is written stays in memory.
in_a_copy_of_this_machine() {
  local copy="$1"
  shift
  # shellcheck disable=SC2016  # expanded by the inner shell
  unshare --mount bash -euc 'copy="$1"; shift
    mount -t tmpfs tmpfs "$copy"
    mkdir "$copy/upper" "$copy/scratch" "$copy/root"
    mount -t overlay overlay "$copy/root" \
      -o "lowerdir=/,upperdir=$copy/upper,workdir=$copy/scratch"
    for folder in proc dev sys; do mount --rbind "/$folder" "$copy/root/$folder"; done
    "$@"' _ "$copy" "$@"
}

# Dependencies must really be met there, and dpkg's triggers run.
install_start_remove() {
  local root="$work/copy/root" left
  local inside=(env -i HOME=/tmp PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive)
  cp "$deb" "$root/tmp/checked.deb"
  chroot "$root" "${inside[@]}" dpkg --install /tmp/checked.deb
  for program in $(programs); do
    chroot "$root" "${inside[@]}" QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/tmp "$program" --version
  done
  chroot "$root" "${inside[@]}" dpkg --purge "$name"
  left="$(find "$work/copy/upper" -iname '*sentei*' -not -type c -not -path '*/tmp/*' \
    -not -path '*/home/*' -not -path '*/root/*')"
  [ -z "$left" ] || die "after its removal this is left of the package: $left"
  ! grep -rqs sentei-studio "$root/usr/share/applications" "$root/usr/share/mime/globs2" ||
    die "the desktop's caches still name the package."
}

installs_on_a_copy_of_this_machine() {
  mkdir -p "$work/copy"
  if ! in_a_copy_of_this_machine "$work/copy" true 2> /dev/null; then
    say "   (left out: this user may not mount a copy of the machine)"
    return 0
  fi
  export deb name tree work
  export -f install_start_remove programs die
  in_a_copy_of_this_machine "$work/copy" bash -euc install_start_remove > "$work/copy.log" 2>&1 ||
    die "installing, starting or removing failed: $(cat "$work/copy.log")"
}

step "Checking $(basename "$deb")"
for check in holds_no_libtorch knows_no_build_folder metadata_is_valid mime_types_are_known \
  finds_libtorch installs_in_an_empty_root installs_on_a_copy_of_this_machine; do
  # Not after ||, where bash would go on after a failing command.
  set +e
  (set -e; "$check")
  status=$?
  set -e
  [ $status -eq 0 ] || die "check failed: $check"
  say "-- $check"
done
