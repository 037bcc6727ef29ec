# lambent_library(NAME DEPS ...)  one static library of every .cpp in the current folder and the folders in it. EXCEPT: those
#                                 whose path there matches a regular expression; ALSO: files from elsewhere.
# lambent_test(NAME DEPS ...)     one GoogleTest binary of every *_test.cpp in the current folder; not optimized, unless it
#                                 computes so much that OPTIMIZED pays.
# lambent_embed(TARGET SYMBOL FILE) puts FILE's bytes into TARGET; see src/base/embedded.h.

find_program(LAMBENT_LLD ld.lld)
if(LAMBENT_LLD)
  add_link_options(-fuse-ld=lld)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-static-libgcc)
  if(NOT LAMBENT_SANITIZE)
    add_link_options(-static-libstdc++)
  endif()
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow=local -Wno-missing-field-initializers -fvisibility=hidden)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The heap of a compilation that has read the precompiled header is large from the start: collecting it took a tenth of the time.
  add_compile_options("SHELL:--param ggc-min-heapsize=400000")
  # Both warn inside Asio's coroutine frames and nlohmann's variant under g++ 12 without a defect behind it.
  add_compile_options(-Wno-maybe-uninitialized -Wno-mismatched-new-delete -Wno-array-bounds -Wno-stringop-overflow -Wno-restrict -fpch-preprocess)
endif()
if(LAMBENT_SANITIZE)
  # Left out: what the address sanitizer or a crash tells as well, on code that costs a third of the compile time.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=null,alignment,object-size,vptr,pointer-overflow,nonnull-attribute,returns-nonnull-attribute
                      -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g1)
  add_link_options(-fsanitize=address,undefined)
endif()

add_library(lambent_flags INTERFACE)
target_include_directories(lambent_flags INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/include)
target_compile_definitions(lambent_flags INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  LAMBENT_VERSION="${PROJECT_VERSION}")

# One precompiled header for everything: it holds what is slow to read and never changes.
function(lambent_common target)
  target_link_libraries(${target} PUBLIC lambent_flags)
  if(TARGET lambent_pch)
    target_precompile_headers(${target} REUSE_FROM lambent_pch)
  endif()
endfunction()

function(lambent_library name)
  cmake_parse_arguments(A "" "" "DEPS;LIBS;EXCEPT;ALSO" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*/*.cpp)
  foreach(pattern ${A_EXCEPT})
    list(FILTER sources EXCLUDE REGEX "${CMAKE_CURRENT_SOURCE_DIR}/${pattern}")
  endforeach()
  list(APPEND sources ${A_ALSO})
  if(NOT sources)
    add_library(lambent_${name} INTERFACE)
    return()
  endif()
  add_library(lambent_${name} STATIC ${sources})
  lambent_common(lambent_${name})
  foreach(dep ${A_DEPS})
    target_link_libraries(lambent_${name} PUBLIC lambent_${dep})
  endforeach()
  target_link_libraries(lambent_${name} PUBLIC ${A_LIBS})
endfunction()

function(lambent_test name)
  cmake_parse_arguments(A "OPTIMIZED" "" "DEPS;LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  if(A_OPTIMIZED)
    lambent_common(test_${name})
  else()
    target_link_libraries(test_${name} PRIVATE lambent_test_flags)
    target_precompile_headers(test_${name} REUSE_FROM lambent_test_pch)
  endif()
  foreach(dep ${A_DEPS})
    target_link_libraries(test_${name} PRIVATE lambent_${dep})
  endforeach()
  target_link_libraries(test_${name} PRIVATE ${A_LIBS} GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(test_${name} PRIVATE LAMBENT_SOURCE_DIR="${CMAKE_SOURCE_DIR}" LAMBENT_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()

function(lambent_embed target symbol file)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embed_${symbol}.S)
  set(path ${file})
  if(NOT IS_ABSOLUTE ${path})
    set(path ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endif()
  file(CONFIGURE OUTPUT ${out} CONTENT [[
    .section .rodata
    .global lambent_@symbol@_begin
    .hidden lambent_@symbol@_begin
    .global lambent_@symbol@_end
    .hidden lambent_@symbol@_end
    .balign 16
lambent_@symbol@_begin:
    .incbin "@path@"
lambent_@symbol@_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
]] @ONLY)
  target_sources(${target} PRIVATE ${out})
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS ${path} SKIP_PRECOMPILE_HEADERS ON)
endfunction()
