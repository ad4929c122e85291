#include "config/trust/base64.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

// RFC 4648, section 10.
TEST(Base64, WritesAndReadsThePublishedTexts) {
  const std::pair<std::string, std::string> published[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : published) {
    EXPECT_EQ(base64_of(bytes), text);
    EXPECT_EQ(read_base64(text), bytes);
  }
}

TEST(Base64, ReadsEitherAlphabetAndWritesTheStandardOne) {
  EXPECT_EQ(read_base64("+/+/"), "\xfb\xff\xbf");
  EXPECT_EQ(read_base64("-_-_"), "\xfb\xff\xbf");
  EXPECT_EQ(base64_of("\xfb\xff\xbf"), "+/+/");
}

TEST(Base64, RefusesWhatAnotherReaderWouldTakeForOtherBytes) {
  for (const char* const text :
       {"Zg", "Zg=", "Zh==", "Zm9", "+_+_", "Zm9v\n", " Zm9v", "Zm9v=", "Zm=v", "Z", "===="})
    EXPECT_FALSE(read_base64(text)) << text;
}

}  // namespace
}  // namespace deskready
