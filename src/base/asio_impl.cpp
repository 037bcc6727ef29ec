// The one unit that compiles Asio itself (BOOST_ASIO_SEPARATE_COMPILATION); everyone else only declares it.
#include <boost/asio/impl/src.hpp>
