#include "agent/machine/idle_memory.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace deskready {
namespace {

// In a segment that is let go of.
constexpr char first_words[] = "what the file has is there again";

std::string* written() {
  static std::string text = "what was written stays";
  return &text;
}

TEST(IdleMemory, NothingThatIsNeededIsLost) {
  const std::vector<int> numbers(1000 * 1024, 7);
  const auto* const before = written();
  *written() += ", and what was added";
  for (int round = 0; round < 3; ++round) give_back_memory();
  EXPECT_EQ(written(), before);
  EXPECT_EQ(*written(), "what was written stays, and what was added");
  EXPECT_EQ(std::string(first_words), "what the file has is there again");
  EXPECT_EQ(numbers.back(), 7);
  EXPECT_THROW(throw std::string("unwinding still works"), std::string);
}

}  // namespace
}  // namespace deskready
