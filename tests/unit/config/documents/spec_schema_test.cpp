// docs/spec.schema.json is what editors check a spec by: it must take every good spec, and not the bad ones.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "config/spec/chain/load.h"
#include "config/spec/language/writer.h"
#include "config/spec/spec.h"
#include "config/toml/parser.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The spec as JSON: dates become texts, as editors' TOML plug-ins have it.
nlohmann::json json_of(std::string_view toml) {
  const toml::parse_result parsed = parse_toml(toml);
  if (!parsed) {
    ADD_FAILURE() << parsed.error().description() << " in " << toml;
    return {};
  }
  std::stringstream json;
  json << toml::json_formatter{parsed.table()};
  return nlohmann::json::parse(json.str());
}

class SpecSchema : public testing::Test {
 protected:
  SpecSchema() {
    const auto schema = nlohmann::json::parse(text_of(fs::path(source_folder()) / "docs/spec.schema.json"));
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(schema), schema_);
  }

  /// What is wrong with it; empty when nothing is.
  std::string fault(std::string_view toml) {
    const nlohmann::json document = json_of(toml);
    valijson::ValidationResults results;
    valijson::Validator().validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), &results);
    std::string text;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
      for (const std::string& step : error.context) text += step;
      text += ": " + error.description + "\n";
    }
    return text;
  }

  valijson::Schema schema_;
};

TEST_F(SpecSchema, TakesEveryShippedSpec) {
  for (const ShippedSpec& shipped : shipped_specs()) EXPECT_EQ(fault(shipped.text), "") << shipped.name;
}

TEST_F(SpecSchema, TakesEverySheet) {
  int sheets = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(source_folder()) / "tests/sheets")) {
    if (entry.path().extension() != ".toml") continue;
    ++sheets;
    EXPECT_EQ(fault(text_of(entry.path())), "") << entry.path().filename();
  }
  EXPECT_GE(sheets, 20);
}

TEST_F(SpecSchema, TakesWhatIsShown) {
  for (const ShippedSpec& shipped : shipped_specs())
    EXPECT_EQ(fault(show_spec(load_spec(shipped.name).value())), "") << shipped.name;
}

TEST_F(SpecSchema, RefusesWhatTheReaderRefuses) {
  const std::string head = "[spec]\nlanguage = 1\nname = \"t\"\n";
  ASSERT_EQ(fault(head), "");
  const std::string broken[] = {
      "[spec]\nname = \"t\"\n",
      "[spec]\nlanguage = 1\n",
      "[spec]\nlanguage = 2\nname = \"t\"\n",
      head + "nmae = \"u\"\n",
      head + "reading = \"semi-official\"\n",
      head + "roles = []\n",
      head + "[requre.network]\nloss = \"<= 1 %\"\n",
      head + "[require.network]\nlos = \"<= 1 %\"\n",
      head + "[require.network]\nloss = [\"<= 1 %\"]\n",
      head + "[require.network]\nloss = { limit = \"<= 1 %\", wndow = \"1 s\" }\n",
      head + "[require.network]\nloss = { limit = \"<= 1 %\", path = \"both\" }\n",
      head + "[require.network]\nlink.kind = { in = [] }\n",
      head + "[require.network]\nlink.kind = { in = [1] }\n",
      head + "[require.audio.headset]\npresent = \"yes\"\n",
      head + "[require.system]\nbrowser.firefox.versoin = \">= 100\"\n",
      head + "[[rule]]\nid = \"r\"\nlimit = \">= 2\"\n",
      head + "[[rule]]\nid = \"r\"\nfact = \"network.loss\"\nlevel = \"must\"\n",
      head + "[one_of.c.a]\nsystem.os.famly = \"macos\"\n",
      head + "[[when]]\nrole = \"video\"\n",
      head + "[ask.q]\nanswers = [\"a\"]\n",
      head + "[ask.q]\ntext = \"?\"\nanswers = []\n",
      head + "[ask.q]\ntext = \"?\"\nlevel = \"recomend\"\n",
      head + "[ask.q]\ntext = \"?\"\nevidence = \"oath\"\n",
      head + "[needs.p]\nmemory = 5\n",
      head + "[needs.p]\nmemry = \"5 GB\"\n",
      head + "[targets.t]\nhost = \"h\"\nports = [\"443\"]\n",
      head + "[far_end]\nurl = \"ftp://h\"\n",
      head + "[remove]\nrules = \"r\"\n",
      head + "[[waive]]\nrule = \"r\"\n",
  };
  for (const std::string& text : broken) {
    EXPECT_NE(fault(text), "") << text;
    EXPECT_FALSE(parse_spec(text, "t.toml", {})) << "the reader takes it: " << text;
  }
}

}  // namespace
}  // namespace deskready
