#include "probes/network/line/load/noise.h"

#include <gtest/gtest.h>

#include <array>

namespace deskready::network {
namespace {

// What a buffer held before must never leave this computer.
TEST(Noise, FillsTheWholeOfEverySize) {
  for (std::size_t size = 0; size <= 33; ++size) {
    std::array<char, 40> one, other;
    one.fill('a');
    other.fill('b');
    Noise(7).fill(std::span(one).first(size));
    Noise(7).fill(std::span(other).first(size));
    for (std::size_t i = 0; i < size; ++i) EXPECT_EQ(one[i], other[i]) << size << " " << i;
    for (std::size_t i = size; i < one.size(); ++i) EXPECT_EQ(one[i], 'a') << size << " " << i;
  }
}

}  // namespace
}  // namespace deskready::network
