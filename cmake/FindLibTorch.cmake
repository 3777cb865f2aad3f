# SPDX-License-Identifier: Apache-2.0
# Imports the libraries of the torch wheel as LibTorch::cpu (libtorch_cpu and libc10 only: needs no
# CUDA toolkit and no GPU). ./dev installs the wheel into the cache folder; -DLIBTORCH_ROOT=... names
# another torch package directory (the one that holds include/ and lib/).

if(NOT LIBTORCH_ROOT)
  if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
    set(_cache "$ENV{XDG_CACHE_HOME}")
  else()
    set(_cache "$ENV{HOME}/.cache")
  endif()
  file(GLOB _roots "${_cache}/sentei/python/lib/python3*/site-packages/torch")
  if(_roots)
    list(GET _roots 0 LIBTORCH_ROOT)
  endif()
endif()
set(LIBTORCH_ROOT "${LIBTORCH_ROOT}" CACHE PATH "Directory of the torch package" FORCE)

find_library(LIBTORCH_CPU_LIBRARY torch_cpu PATHS "${LIBTORCH_ROOT}/lib" NO_DEFAULT_PATH)
find_library(LIBTORCH_C10_LIBRARY c10 PATHS "${LIBTORCH_ROOT}/lib" NO_DEFAULT_PATH)
# The OpenMP runtime that libtorch_cpu itself loads; a second one would bring a second thread pool.
find_library(LIBTORCH_GOMP_LIBRARY libgomp.so.1 PATHS "${LIBTORCH_ROOT}/lib" NO_DEFAULT_PATH)
find_path(LIBTORCH_INCLUDE_DIR torch/torch.h
  PATHS "${LIBTORCH_ROOT}/include/torch/csrc/api/include" NO_DEFAULT_PATH)

if(EXISTS "${LIBTORCH_ROOT}/version.py")
  file(STRINGS "${LIBTORCH_ROOT}/version.py" _version REGEX "^__version__")
  string(REGEX MATCH "[0-9]+[.][0-9]+[.][0-9]+" LIBTORCH_VERSION "${_version}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REASON_FAILURE_MESSAGE "run ./dev build, which installs LibTorch into the cache folder"
  REQUIRED_VARS LIBTORCH_CPU_LIBRARY LIBTORCH_C10_LIBRARY LIBTORCH_GOMP_LIBRARY
                LIBTORCH_INCLUDE_DIR LIBTORCH_VERSION)

# The wheel's include directory brings a newer fmt, of which no library comes with it. The system's
# fmt, which everything else here is compiled and linked with, must be found first.
find_path(LIBTORCH_SYSTEM_FMT_DIR fmt/format.h)
mark_as_advanced(LIBTORCH_SYSTEM_FMT_DIR)
set(LIBTORCH_FIRST_INCLUDE_DIR "${CMAKE_BINARY_DIR}/libtorch-first")
file(MAKE_DIRECTORY "${LIBTORCH_FIRST_INCLUDE_DIR}")
file(CREATE_LINK "${LIBTORCH_SYSTEM_FMT_DIR}/fmt" "${LIBTORCH_FIRST_INCLUDE_DIR}/fmt" SYMBOLIC)

if(LibTorch_FOUND AND NOT TARGET LibTorch::cpu)
  add_library(LibTorch::cpu INTERFACE IMPORTED)
  set_target_properties(LibTorch::cpu PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES
    "${LIBTORCH_FIRST_INCLUDE_DIR};${LIBTORCH_ROOT}/include;${LIBTORCH_INCLUDE_DIR}"
    INTERFACE_COMPILE_DEFINITIONS "_GLIBCXX_USE_CXX11_ABI=1"
    INTERFACE_LINK_LIBRARIES
    "${LIBTORCH_CPU_LIBRARY};${LIBTORCH_C10_LIBRARY};${LIBTORCH_GOMP_LIBRARY};Threads::Threads")
endif()
