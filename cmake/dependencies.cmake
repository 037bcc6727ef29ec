# Everything here is a Debian package; docs/dependencies.md says why each one is here.
#
# The binary is to run by itself: whatever Debian ships as a static library is linked statically, so that only
# glibc is left to the dynamic linker (start-up, memory, and one file to copy into a container).
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(CURL REQUIRED)  # handlers only, always shared

# lambent_dependency(NAME HEADER LIB ...) makes the target dep::NAME from the first library found under each name.
function(lambent_dependency name header)
  find_path(LAMBENT_${name}_INCLUDE ${header} REQUIRED)
  add_library(dep_${name} INTERFACE)
  foreach(lib ${ARGN})
    find_library(LAMBENT_${name}_${lib} NAMES lib${lib}.a ${lib} REQUIRED)
    target_link_libraries(dep_${name} INTERFACE ${LAMBENT_${name}_${lib}})
  endforeach()
  if(NOT LAMBENT_${name}_INCLUDE STREQUAL "/usr/include")
    target_include_directories(dep_${name} SYSTEM INTERFACE ${LAMBENT_${name}_INCLUDE})
  endif()
  add_library(dep::${name} ALIAS dep_${name})
endfunction()

lambent_dependency(crypto openssl/evp.h crypto)
lambent_dependency(ssl openssl/ssl.h ssl)
target_link_libraries(dep_ssl INTERFACE dep_crypto)
lambent_dependency(sqlite sqlite3.h sqlite3)
lambent_dependency(zlib zlib.h z)
lambent_dependency(minizip minizip/zip.h minizip z)
lambent_dependency(yaml yaml-cpp/yaml.h yaml-cpp)
lambent_dependency(pcre2 pcre2.h pcre2-8)
lambent_dependency(re2 re2/re2.h re2)
lambent_dependency(gumbo gumbo.h gumbo)
# libcrypto.a and libsqlite3.a need these from glibc.
target_link_libraries(dep_crypto INTERFACE Threads::Threads ${CMAKE_DL_LIBS})
target_link_libraries(dep_sqlite INTERFACE Threads::Threads ${CMAKE_DL_LIBS} m)
target_link_libraries(dep_re2 INTERFACE Threads::Threads)

# spdlog is shipped shared only; its one user (src/base/log.cpp) compiles it in.
add_library(dep_spdlog INTERFACE)
target_compile_definitions(dep_spdlog INTERFACE SPDLOG_FMT_EXTERNAL FMT_HEADER_ONLY)
add_library(dep::spdlog ALIAS dep_spdlog)
