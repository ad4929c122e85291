#include "reports/history/compression.h"

#include <zlib.h>

namespace deskready {

std::string compressed(std::string_view text) {
  uLongf size = compressBound(text.size());
  std::string bytes(size, '\0');
  const int result = compress2(reinterpret_cast<Bytef*>(bytes.data()), &size,
                               reinterpret_cast<const Bytef*>(text.data()), text.size(), Z_BEST_COMPRESSION);
  bytes.resize(result == Z_OK ? size : 0);
  return bytes;
}

std::string uncompressed(std::string_view bytes, std::int64_t size) {
  // DEFLATE makes no more than 1032 bytes of one (zlib, "Maximum Compression Factor").
  constexpr std::int64_t most_of_one = 1032;
  if (size < 0 || size / most_of_one > static_cast<std::int64_t>(bytes.size())) return {};
  std::string text(static_cast<std::size_t>(size), '\0');
  uLongf got = text.size();
  const int result = uncompress(reinterpret_cast<Bytef*>(text.data()), &got,
                                reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  text.resize(result == Z_OK ? got : 0);
  return text;
}

}  // namespace deskready
