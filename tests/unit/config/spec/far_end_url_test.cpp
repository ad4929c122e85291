#include "config/spec/far_end_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace deskready {
namespace {

using testing::HasSubstr;

std::string fault(std::string_view url) {
  const auto found = far_end_url_fault(url);
  return found ? found->message : std::string();
}

TEST(FarEndUrl, MayBeAHostWithAPortForLoad) {
  for (const char* url :
       {"https://edge.example", "https://edge.example/", "http://edge.example:80", "https://edge.example:443",
        "https://edge.example:8443", "https://8.8.8.8:8700", "https://[2606:4700::1111]",
        "https://[2606:4700::1111]:8080", "https://edge-2.acme_corp.example"}) {
    EXPECT_EQ(fault(url), "") << url;
  }
}

TEST(FarEndUrl, MustBeHttp) {
  for (const char* url :
       {"", "edge.example", "ftp://edge.example", "HTTPS://edge.example", "file:///etc/passwd"}) {
    EXPECT_THAT(fault(url), HasSubstr("http")) << url;
  }
}

TEST(FarEndUrl, HoldsNothingElse) {
  for (const char* url :
       {"https://", "https:///", "https://edge.example/path", "https://edge.example?x=1",
        "https://edge.example#x", "https://user@edge.example", "https://edge .example",
        "https://edge.example\r\nX: y", "https://edge.example\x1b[31m", "https://[::1", "https://[]",
        "https://[ab]", "https://[::1].example", "https://[::1%25eth0]", "https://ed\xC3\xA9.example"}) {
    EXPECT_THAT(fault(url), HasSubstr("a host")) << url;
  }
  EXPECT_THAT(fault("https://" + std::string(300, 'a')), HasSubstr("a host"));
}

TEST(FarEndUrl, LoadsNoOtherPorts) {
  for (const char* url :
       {"https://edge.example:25", "https://edge.example:", "https://edge.example:0443",
        "https://edge.example:99999", "http://[2606:4700::1]:22", "https://edge.example:443x",
        "https://edge.example:443:443", "https://edge.example:-1", "https://user:word@edge.example"}) {
    EXPECT_THAT(fault(url), HasSubstr("ports")) << url;
  }
}

TEST(FarEndUrl, IsTheSameHoweverItIsWritten) {
  EXPECT_TRUE(same_far_end("https://edge.example", "HTTPS://Edge.Example:443/"));
  EXPECT_TRUE(same_far_end("http://10.78.0.2:8700/", "http://10.78.0.2:8700"));
  EXPECT_TRUE(same_far_end("http://edge.example:80", "http://edge.example"));
  EXPECT_FALSE(same_far_end("http://edge.example:443", "https://edge.example"));
  EXPECT_FALSE(same_far_end("https://edge.example:8443", "https://edge.example"));
  EXPECT_FALSE(same_far_end("https://edge.example", "https://edge.example.org"));
}

}  // namespace
}  // namespace deskready
