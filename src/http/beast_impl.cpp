// The one unit that compiles Beast itself (BOOST_BEAST_SEPARATE_COMPILATION); everyone else only declares it.
#include <boost/beast/src.hpp>
