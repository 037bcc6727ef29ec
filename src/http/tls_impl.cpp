// The one unit that compiles Asio's TLS (BOOST_ASIO_SEPARATE_COMPILATION); its one user is client.cpp.
#include <boost/asio/ssl/impl/src.hpp>
