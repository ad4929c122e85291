// Bytes that nothing on the way can compress.
#pragma once

#include <cstdint>
#include <span>

namespace deskready::network {

class Noise {
 public:
  explicit Noise(std::uint64_t seed) : state_(seed | 1) {}
  /// Fills the whole buffer.
  void fill(std::span<char> buffer);

 private:
  std::uint64_t state_;
};

}  // namespace deskready::network
