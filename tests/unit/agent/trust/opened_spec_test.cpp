// Specs as people name them, and whom a computer has accepted.
#include "agent/trust/opened_spec.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "agent/trust/admission.h"
#include "agent/trust/employers_file.h"
#include "config/base/folders.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view text = "[spec]\nlanguage = 1\nname = \"acme\"\nemployer = \"Acme\"\n";

SecretKey key_of(char letter) {
  return SecretKey(Seed::of(std::string(Seed::size, letter)).value());
}

class NamedSpecs : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deskready-specs-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = fs::canonical(pattern);
    setenv("XDG_STATE_HOME", folder_.c_str(), 1);
    unsetenv("STATE_DIRECTORY");
  }
  void TearDown() override {
    unsetenv("XDG_STATE_HOME");
    fs::remove_all(folder_);
  }

  std::string file(const std::string& name, std::string_view content) const {
    std::ofstream(folder_ / name) << content;
    return (folder_ / name).string();
  }
  std::string signed_file(const std::string& name, char key, std::string_view content = text) const {
    return file(name, signed_spec(content, {.by = {}, .issued = SystemClock().now()}, key_of(key), nullptr));
  }
  static std::string fault(const std::string& name) {
    const auto opened = open_spec(name);
    return opened ? "" : to_string(opened.error().front());
  }
  static tl::expected<void, Refusal> accept(const std::string& name) {
    const auto opened = open_spec(name).value();
    return change_employers(
        state_folder(), [&](KnownEmployers& all) { take_note(all, met_spec(opened), SystemClock().now()); });
  }

  fs::path folder_;
};

TEST_F(NamedSpecs, SayWhoseTheyAre) {
  const std::string plain = file("acme.toml", text), own = signed_file("acme.toml.dsse", 'a');
  const auto unsigned_one = open_spec(plain).value(), signed_one = open_spec(own).value();
  EXPECT_FALSE(unsigned_one.signature);
  EXPECT_EQ(unsigned_one.spec.identity, "file " + plain);
  EXPECT_EQ(unsigned_one.place, plain);
  ASSERT_TRUE(signed_one.signature);
  EXPECT_EQ(signed_one.spec.identity, employer_identity(key_of('a').public_key()));
  EXPECT_EQ(signed_one.place, own);
  EXPECT_EQ(signed_one.spec.resolved_sha256, unsigned_one.spec.resolved_sha256);
  EXPECT_EQ(signed_one.spec.files.front().sha256, unsigned_one.spec.files.front().sha256);
  EXPECT_EQ(signed_one.spec.files.front().name, "acme.toml");
  const auto shipped = open_spec("voice-baseline").value();
  EXPECT_EQ(shipped.place, "");
  EXPECT_EQ(shipped.spec.identity, "shipped voice-baseline");
}

// A list that came from elsewhere could else have any file of the person's read.
TEST_F(NamedSpecs, ReachNoFilesOnceTheyAreSigned) {
  file("base.toml", text);
  const std::string more = "[spec]\nlanguage = 1\nname = \"more\"\nextends = \"base.toml\"\n";
  EXPECT_EQ(fault(file("more.toml", more)), "");
  EXPECT_NE(fault(signed_file("more.toml.dsse", 'a', more)), "");
}

TEST_F(NamedSpecs, AreRefusedWithTheReason) {
  const std::string broken = file("broken.dsse", "{\"payload\": 1}");
  EXPECT_NE(fault(broken).find("payloadType"), std::string::npos) << fault(broken);
  EXPECT_NE(fault("http://acme.example/spec").find("https://"), std::string::npos);
  EXPECT_NE(fault((folder_ / "none.toml.dsse").string()).find("cannot be read"), std::string::npos);
  const auto kept = open_spec("https://acme.example/spec.dsse");
  ASSERT_FALSE(kept);
  EXPECT_NE(to_string(kept.error().front()).find("spec accept"), std::string::npos);
}

TEST_F(NamedSpecs, AreTakenOnceTheirEmployerIsAccepted) {
  const std::string own = signed_file("acme.toml.dsse", 'a');
  const auto before = accepted_spec(own);
  ASSERT_FALSE(before);
  EXPECT_NE(before.error().find("deskready spec accept " + own), std::string::npos) << before.error();
  EXPECT_TRUE(read_employers(state_folder()).value().empty()) << "to look is not to accept";
  ASSERT_TRUE(accept(own));
  ASSERT_TRUE(accepted_spec(own));
  EXPECT_EQ(accepted_spec(own)->identity, employer_identity(key_of('a').public_key()));
  signed_file("acme.toml.dsse", 'b');
  EXPECT_NE(accepted_spec(own).error().find("another key"), std::string::npos);
  file("acme.toml.dsse", text);
  EXPECT_NE(accepted_spec(own).error().find("Nobody signed it"), std::string::npos);
}

TEST_F(NamedSpecs, ByLinkAreKeptForWhenItCannotBeReached) {
  const std::string link = "https://acme.example/acme.toml.dsse";
  OpenedSpec opened = open_spec(signed_file("acme.toml.dsse", 'a')).value();
  opened.place = link;
  ASSERT_TRUE(change_employers(
      state_folder(), [&](KnownEmployers& all) { take_note(all, met_spec(opened), SystemClock().now()); }));
  ASSERT_TRUE(keep_copy(opened));
  const auto kept = open_spec(link);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->spec.resolved_sha256, opened.spec.resolved_sha256);
  EXPECT_TRUE(accepted_spec(link));
  EXPECT_TRUE(open_spec(link + "#key=" + fingerprint(key_of('a').public_key()))->by_link);
  EXPECT_FALSE(open_spec(link + "#key=" + fingerprint(key_of('b').public_key())));
}

TEST_F(NamedSpecs, AreNotTakenWhereWhatWasAcceptedIsBroken) {
  const std::string own = signed_file("acme.toml.dsse", 'a');
  ASSERT_TRUE(accept(own));
  file("deskready/employers/known.json", "{");
  EXPECT_NE(accepted_spec(own).error().find("known.json"), std::string::npos);
  EXPECT_EQ(accept(own).error().why, Refused::employers_unreadable) << "nobody is taken for new";
}

}  // namespace
}  // namespace deskready
