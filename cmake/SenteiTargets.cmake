# SPDX-License-Identifier: Apache-2.0
# Warnings, sanitizers and the two ways a target is declared here.

find_program(SENTEI_CCACHE ccache)
if(SENTEI_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SENTEI_CCACHE})
endif()

# -Wnull-dereference is left out: with optimisation g++ 12 reports it inside the standard library.
add_library(sentei_warnings INTERFACE)
target_compile_options(sentei_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wsuggest-override
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond;-Wlogical-op>)
# Not in the sanitizer presets: their instrumentation makes g++ 12 warn of copies that cannot happen.
if(SENTEI_WERROR)
  target_compile_options(sentei_warnings INTERFACE -Werror)
endif()

foreach(sanitizer IN LISTS SENTEI_SANITIZE)
  add_compile_options(-fsanitize=${sanitizer} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${sanitizer})
endforeach()

# Every source counts its branches for libFuzzer; the targets link its driver.
if(SENTEI_WITH_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# sentei_add_library(NAME SRCS ... [PUBLIC libs ...] [PRIVATE libs ...])
# declares the static library sentei_NAME with the alias sentei::NAME.
function(sentei_add_library NAME)
  cmake_parse_arguments(ARG "" "" "SRCS;PUBLIC;PRIVATE" ${ARGN})
  add_library(sentei_${NAME} STATIC ${ARG_SRCS})
  add_library(sentei::${NAME} ALIAS sentei_${NAME})
  target_include_directories(sentei_${NAME} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(sentei_${NAME} PUBLIC ${ARG_PUBLIC} PRIVATE sentei_warnings ${ARG_PRIVATE})
endfunction()

# sentei_add_test(NAME SRCS ... LIBS ... [LABELS ...] [TIMEOUT seconds] [ENVIRONMENT ...] [OPTIONS Qt])
# declares one GoogleTest binary; every TEST in it becomes a ctest entry.
function(sentei_add_test NAME)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SRCS;LIBS;LABELS;ENVIRONMENT;OPTIONS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  add_executable(${NAME} ${ARG_SRCS})
  target_include_directories(${NAME} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${NAME} PRIVATE SENTEI_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if("Qt" IN_LIST ARG_OPTIONS)
    # A main of its own: QApplication offscreen, made before the first test.
    set_target_properties(${NAME} PROPERTIES AUTOMOC ON)
    target_link_libraries(${NAME} PRIVATE sentei_warnings ${ARG_LIBS} GTest::gmock sentei_qt_test_main Qt6::Test)
  else()
    target_link_libraries(${NAME} PRIVATE sentei_warnings ${ARG_LIBS} GTest::gmock GTest::gtest_main)
  endif()
  include(GoogleTest)
  gtest_discover_tests(${NAME} DISCOVERY_MODE PRE_TEST
    PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${ARG_ENVIRONMENT}")
endfunction()

# sentei_add_qt_library(NAME ...): sentei_add_library for sources with Q_OBJECT; Qt's and QCustomPlot's
# headers are the system's.
function(sentei_add_qt_library NAME)
  sentei_add_library(${NAME} ${ARGN})
  set_target_properties(sentei_${NAME} PROPERTIES AUTOMOC ON)
  target_compile_definitions(sentei_${NAME} PUBLIC QT_NO_CAST_FROM_ASCII QT_DISABLE_DEPRECATED_BEFORE=0x060000)
endfunction()
