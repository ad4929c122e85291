// Where notices may be sent.
#include "config/settings/webhook.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(Webhook, IsHttpsOrThisComputerItself) {
  for (const char* const good :
       {"https://hooks.example/services/T0/B0/secret?x=1#y", "https://hooks.example:8443",
        "https://[2001:db8::1]:443/", "http://127.0.0.1/x", "http://127.0.0.1:9/x", "http://127.1.2.3:80",
        "http://[::1]:8080/", "https://10.0.0.1/"})
    EXPECT_EQ(webhook_fault(good), "") << good;
}

TEST(Webhook, IsNothingElse) {
  for (const char* const bad : {"",
                                "http://",
                                "https://",
                                "ftp://x/",
                                "file:///etc/passwd",
                                "http://hooks.example/x",
                                "http://127.0.0.1.evil.example/x",
                                "http://127.0.0.1@evil.example/x",
                                "http://127.0.0.1:80@evil.example/",
                                "http://[::1].evil.example/",
                                "http://[::1]@evil.example/",
                                "http://[::1",
                                "http://localhost/",
                                "http://127.1/",
                                "http://127.0.0.256/",
                                "http://2130706433/",
                                "http://0x7f.0.0.1/",
                                "http://127.088.0.1/",
                                "http://127.0.0.01/",
                                "http://128.0.0.1/",
                                "http://0/",
                                "https://user:password@hooks.example/",
                                "https://hooks.example:0/",
                                "https://hooks.example:99999/",
                                "https://hooks.example:0443/",
                                "https://[hooks.example]/",
                                "https://hooks.example:/",
                                "https://a b/",
                                "https://a\\@evil.example/",
                                "https://a\n/",
                                "https://\xc3\xa4.example/",
                                " https://hooks.example/"})
    EXPECT_NE(webhook_fault(bad), "") << bad;
}

TEST(Webhook, ASecretIsNotRepeated) {
  EXPECT_EQ(webhook_fault("http://hooks.example/SECRET").find("SECRET"), std::string::npos);
}

}  // namespace
}  // namespace deskready
