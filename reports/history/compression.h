// Documents in the history are compressed by zlib.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deskready {

/// The error is empty text, which no document is.
std::string compressed(std::string_view text);
std::string uncompressed(std::string_view bytes, std::size_t size);

}  // namespace deskready
