// This computer's keys over several checks: what is counted, what two employers see, what is said when it
// breaks.
#include "agent/trust/signer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "config/trust/envelope.h"
#include "reports/trust/signed_report.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

class Signing : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deskready-signing-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    state_ = pattern;
  }
  void TearDown() override { fs::remove_all(state_); }

  fs::path keys() const { return keys_folder(state_); }

  /// As a check does it: opened anew each time.
  tl::expected<SignedReport, Refusal> sign(const std::string& identity,
                                           const std::string& challenge = {}) const {
    const auto signer = Signer::open(keys());
    if (!signer) return tl::unexpected(signer.error());
    Report report;
    report.spec_name = report.employer = identity;
    report.agent_version = "1";
    report.id = "1";
    const auto document = signer->sign(report, identity, challenge);
    if (!document) return tl::unexpected(document.error());
    const auto envelope = read_envelope(document->envelope);
    if (!envelope) return tl::unexpected(envelope.error());
    const KnownKey key = known_key(document->device);
    const auto body = verified(*envelope, report_type, {&key, 1});
    if (!body) return tl::unexpected(body.error());
    auto read = read_signed_report(body->body);
    EXPECT_TRUE(!read || read->link.device == document->device);
    return read;
  }

  /// What so many first checks of a computer sign with that begin at once; empty where one cannot sign.
  std::set<std::string> devices_at_once(int checks) const {
    std::vector<std::optional<Signer>> signers(static_cast<std::size_t>(checks));
    {
      std::vector<std::jthread> threads;
      for (auto& one : signers) {
        threads.emplace_back([&] {
          if (auto opened = Signer::open(keys())) one.emplace(std::move(*opened));
        });
      }
    }
    std::set<std::string> devices;
    for (const auto& one : signers) {
      if (!one) return {};
      devices.insert(key_id(one->sign(Report(), "file /a", {}).value().device));
    }
    fs::remove_all(keys());
    return devices;
  }

  /// The only count that there is.
  fs::path chain() const {
    for (const auto& entry : fs::directory_iterator(keys())) {
      if (entry.path().string().ends_with(".chain.json")) return entry.path();
    }
    ADD_FAILURE() << "nothing was counted";
    return {};
  }

 private:
  fs::path state_;
};

TEST_F(Signing, GoesOnWhereItEnded) {
  const auto first = sign("acme"), second = sign("acme", std::string(64, 'c'));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->link.sequence, 1u);
  EXPECT_EQ(first->link.previous, "");
  EXPECT_EQ(first->link.challenge, "");
  EXPECT_EQ(second->link.sequence, 2u);
  EXPECT_EQ(second->link.previous, first->sha256);
  EXPECT_EQ(second->link.challenge, std::string(64, 'c'));
  EXPECT_EQ(second->link.device, first->link.device);
}

TEST_F(Signing, GivesEachEmployerAnotherComputer) {
  const auto acme = sign("acme"), bolt = sign("bolt");
  ASSERT_TRUE(acme && bolt);
  EXPECT_NE(acme->link.device, bolt->link.device);
  EXPECT_EQ(bolt->link.sequence, 1u) << "how many went to another is told to nobody";
  const auto own = own_keys(keys());
  ASSERT_TRUE(own);
  EXPECT_EQ(own->size(), 2u);
}

TEST_F(Signing, KeepsItsSecretToItself) {
  ASSERT_TRUE(sign("acme"));
  EXPECT_EQ(fs::status(keys()).permissions(), fs::perms::owner_all);
  for (const auto& entry : fs::directory_iterator(keys()))
    EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write) << entry.path();
}

// A count that begins anew would make a second "first" report, and look like a copied home.
TEST_F(Signing, NeverCountsAnewByItself) {
  ASSERT_TRUE(sign("acme"));
  for (const char* const broken : {"", "{", R"({"schema": "deskready.chain/1"})",
                                   R"({"schema": "deskready.chain/1", "sequence": 0, "sha256": "a"})"}) {
    std::ofstream(chain()) << broken;
    const auto next = sign("acme");
    ASSERT_FALSE(next) << broken;
    EXPECT_EQ(next.error().why, Refused::chain_unreadable);
    EXPECT_EQ(next.error().about, chain().string());
    EXPECT_FALSE(own_keys(keys()));
  }
}

TEST_F(Signing, ForgetsWhenAsked) {
  const auto before = sign("acme");
  ASSERT_TRUE(before);
  EXPECT_TRUE(forget_keys(keys()));
  EXPECT_TRUE(own_keys(keys()).value().empty());
  const auto after = sign("acme");
  ASSERT_TRUE(after);
  EXPECT_NE(after->link.device, before->link.device);
  EXPECT_EQ(after->link.sequence, 1u);
}

// Where one writes the seed in two steps, another reads it empty, or each has its own.
TEST_F(Signing, FirstChecksAtOnceHaveOneSeed) {
  constexpr int rounds = 50, checks = 8;
  for (int i = 0; i < rounds; ++i) ASSERT_EQ(devices_at_once(checks).size(), 1u) << i;
}

}  // namespace
}  // namespace deskready
