# SPDX-License-Identifier: Apache-2.0
# Loading LibTorch's precompiled header costs seconds, so sources that do not need it do without.

# sentei_needs_libtorch(RESULT FILE): whether a file includes one of LibTorch's large headers, itself
# or through headers of ours.
function(sentei_needs_libtorch RESULT FILE)
  get_property(known GLOBAL PROPERTY "sentei_needs_libtorch:${FILE}")
  if("${known}" STREQUAL "")
    set_property(GLOBAL PROPERTY "sentei_needs_libtorch:${FILE}" OFF)  # ends circles
    set(known OFF)
    file(STRINGS "${FILE}" lines REGEX "^#include [<\"]")
    foreach(line IN LISTS lines)
      if(line MATCHES "<(torch/|ATen/ATen.h)")
        set(known ON)
      elseif(line MATCHES "\"([^\"]+)\"" AND EXISTS "${PROJECT_SOURCE_DIR}/${CMAKE_MATCH_1}")
        sentei_needs_libtorch(nested "${PROJECT_SOURCE_DIR}/${CMAKE_MATCH_1}")
        if(nested)
          set(known ON)
        endif()
      endif()
      if(known)
        break()
      endif()
    endforeach()
    set_property(GLOBAL PROPERTY "sentei_needs_libtorch:${FILE}" ${known})
  endif()
  set(${RESULT} ${known} PARENT_SCOPE)
endfunction()

# sentei_skip_needless_pch(TARGET): call it when the target has all its sources.
function(sentei_skip_needless_pch TARGET)
  get_target_property(sources ${TARGET} SOURCES)
  get_target_property(folder ${TARGET} SOURCE_DIR)
  foreach(source IN LISTS sources)
    get_filename_component(path "${source}" ABSOLUTE BASE_DIR "${folder}")
    sentei_needs_libtorch(needs "${path}")
    if(NOT needs)
      set_source_files_properties("${path}" TARGET_DIRECTORY ${TARGET}
        PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
  endforeach()
endfunction()
