#include "agent/terminal/typed_file.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace deskready {
namespace {

TEST(TypedFile, IsWhatAShellOrADesktopMeans) {
  setenv("HOME", "/home/ana", 1);
  constexpr std::pair<const char*, const char*> cases[] = {
      {"sheet.toml", "sheet.toml"},
      {"  /tmp/sheet.toml ", "/tmp/sheet.toml"},
      {"'/tmp/their sheet.toml'", "/tmp/their sheet.toml"},
      {"\"/tmp/their sheet.toml\"", "/tmp/their sheet.toml"},
      {"/tmp/their\\ sheet.toml", "/tmp/their sheet.toml"},
      {"'/tmp/Ana'\\''s sheet.toml'", "/tmp/Ana's sheet.toml"},
      {"/tmp/Ana's sheet.toml", "/tmp/Ana's sheet.toml"},
      {"~/sheet.toml", "/home/ana/sheet.toml"},
      {"'~/sheet.toml'", "/home/ana/sheet.toml"},
      {"~other/sheet.toml", "~other/sheet.toml"},
      {"file:///tmp/their%20sheet.toml", "/tmp/their sheet.toml"},
      {"file://localhost/tmp/100%25.toml", "/tmp/100%.toml"},
      {"file:///tmp/100%.toml", "/tmp/100%.toml"},
      {"'file:///tmp/a.toml'", "/tmp/a.toml"},
      {"", ""},
      {"'", "'"},
      {"\\", "\\"},
  };
  for (const auto& [typed, meant] : cases) EXPECT_EQ(typed_file(typed), meant) << typed;
}

}  // namespace
}  // namespace deskready
