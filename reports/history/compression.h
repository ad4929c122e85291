// Documents in the history are compressed by zlib.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace deskready {

/// The error is empty text, which no document is.
std::string compressed(std::string_view text);
/// `size` is that of the text, as it was stored beside the bytes; one that cannot be is an error too.
std::string uncompressed(std::string_view bytes, std::int64_t size);

}  // namespace deskready
