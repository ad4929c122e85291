#include "reports/words/refusals/role_words.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(Role, OneThatTheSpecDoesNotListIsRefusedWithThoseThatItDoes) {
  Spec spec;
  spec.name = "acme";
  spec.roles = {"voice", "chat"};
  EXPECT_EQ(role_fault("en", spec, "vioce"),
            "the spec acme has no role \"vioce\"; did you mean voice? Use voice or chat");
  EXPECT_EQ(role_fault("en", spec, "VOICE"),
            "the spec acme has no role \"VOICE\"; did you mean voice? Use voice or chat");
  EXPECT_EQ(role_fault("en", spec, "welding"), "the spec acme has no role \"welding\"; use voice or chat");
  EXPECT_EQ(role_fault("en", spec, "voice"), "");
  EXPECT_EQ(role_fault("en", spec, ""), "");
}

TEST(Role, AnyIsTakenWhereTheSpecListsNone) {
  EXPECT_EQ(role_fault("en", Spec(), "anything"), "");
}

}  // namespace
}  // namespace deskready
