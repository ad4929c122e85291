#include "probes/network/line/load/noise.h"

#include <algorithm>
#include <cstring>

namespace deskready::network {

// Marsaglia 2003, xorshift64.
void Noise::fill(std::span<char> buffer) {
  while (!buffer.empty()) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    const std::size_t size = std::min(buffer.size(), sizeof state_);
    std::memcpy(buffer.data(), &state_, size);
    buffer = buffer.subspan(size);
  }
}

}  // namespace deskready::network
