// The one translation unit that compiles Asio's and Beast's own sources, TLS apart.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
