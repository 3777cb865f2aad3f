# SPDX-License-Identifier: Apache-2.0
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ICU REQUIRED COMPONENTS uc)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
find_package(SQLite3 REQUIRED)
find_package(SQLiteCpp REQUIRED)
if(SENTEI_WITH_TESTS)
  find_package(GTest REQUIRED)
  # An oracle. The programs must not load it: it and LibTorch define one symbol in two sizes (ADR 0008).
  # Its pkg-config file would link the trainer as well.
  find_path(SENTENCEPIECE_INCLUDE_DIR sentencepiece_processor.h REQUIRED)
  find_library(SENTENCEPIECE_LIBRARY sentencepiece REQUIRED)
  add_library(sentencepiece::sentencepiece UNKNOWN IMPORTED)
  set_target_properties(sentencepiece::sentencepiece PROPERTIES
    IMPORTED_LOCATION "${SENTENCEPIECE_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${SENTENCEPIECE_INCLUDE_DIR}")
endif()
if(SENTEI_WITH_WINDOW)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets PrintSupport Svg Network LinguistTools)
  find_package(QCustomPlotQt6 REQUIRED)  # does not find Qt itself
  if(SENTEI_WITH_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  endif()
endif()
# The version whose headers the engine is compiled with; the lock file's where it is not built.
if(SENTEI_WITH_TORCH)
  find_package(LibTorch REQUIRED)
  set(SENTEI_LIBTORCH_VERSION ${LIBTORCH_VERSION})
else()
  file(STRINGS ${PROJECT_SOURCE_DIR}/setup/python.lock locked REGEX "^torch==")
  string(REGEX MATCH "[0-9]+[.][0-9]+[.][0-9]+" SENTEI_LIBTORCH_VERSION "${locked}")
endif()
