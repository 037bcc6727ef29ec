// The one unit that compiles Beast itself (BOOST_BEAST_SEPARATE_COMPILATION); everyone else only declares it.
//
// Without Beast's assertions: its chunk parser asserts that a last chunk comes in one piece, so a peer that sends
// "0\r\n", then "\r", then "\n" would end a debug build. What it does instead is right (tests/fuzz/fuzz_http.cpp).
#define BOOST_DISABLE_ASSERTS
#include <boost/assert.hpp>
#include <boost/beast/src.hpp>
