// The one unit that compiles Asio's TLS (BOOST_ASIO_SEPARATE_COMPILATION); src/http and src/smtp use it.
#include <boost/asio/ssl/impl/src.hpp>
