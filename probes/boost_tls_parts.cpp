// Asio's TLS, apart from the rest, so that a program without it (the daemon) does not load OpenSSL.
#include <boost/asio/ssl/impl/src.hpp>
