# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Configure and build by preset. Sourced by ./dev and by the scripts of its longer verbs.

# Precompiled headers and __DATE__-free sources: ccache may trust the file's content. Clones of the
# repository at other paths share the cache through CCACHE_BASEDIR.
export CCACHE_SLOPPINESS="${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}"
export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$ROOT}"
export CCACHE_NOHASHDIR=1

uses_torch() { case "$1" in headless | window-only | asan | tsan | fuzz | tidy) return 1 ;; *) return 0 ;; esac; }

uses_qt() { case "$1" in headless | asan | fuzz | tidy) return 1 ;; *) return 0 ;; esac; }

setup_for_preset() {
  local sections=(python build)
  [ "$1" = release ] || sections+=(test)
  uses_qt "$1" && sections+=(window)
  [ "$1" != tidy ] || sections+=(tidy)
  if uses_torch "$1"; then
    setup_for core "${sections[@]}"
  else
    ensure_packages "${sections[@]}"
  fi
}

# configure PRESET [cmake arguments]
configure() {
  local preset="$1" log
  shift
  grep -q "\"name\": \"$preset\"" "$ROOT/CMakePresets.json" ||
    die "there is no preset '$preset'." "./dev help lists them."
  mkdir -p "$ROOT/build/$preset"
  log="$ROOT/build/$preset/configure.log"
  if ! cmake --preset "$preset" "$@" > "$log" 2>&1; then
    cat "$log" >&2
    die "CMake could not configure the preset '$preset'." "Its messages are above; ./dev doctor may know more."
  fi
}

# build PRESET [targets]
build() {
  local preset="$1" targets=()
  shift
  [ $# -eq 0 ] || targets=(--target "$@")
  cmake --build --preset "$preset" -j "$(compile_jobs)" "${targets[@]}" >&2 ||
    die "the build of the preset '$preset' failed." "The first error is above."
}

# make_package: what the preset release has built, as a checked Debian package in build/packages.
make_package() {
  local stage="$ROOT/build/release/package" log="$ROOT/build/release/cpack.log" deb
  rm -rf "$stage" "$ROOT"/build/packages/*.deb
  mkdir -p "$ROOT/build/packages"
  cpack --config "$ROOT/build/release/CPackConfig.cmake" -B "$stage" > "$log" 2>&1 || {
    tail -20 "$log" >&2
    die "cpack could not make the package." "$log has all of its messages."
  }
  mv "$stage"/*.deb "$ROOT/build/packages/"
  deb="$(ls "$ROOT"/build/packages/*.deb)"
  "$ROOT/scripts/check_package.sh" "$deb"
  say "Built: $deb ($(du -h "$deb" | cut -f1))"
}
