// report_validator [--schema FILE] REPORT…: holds reports against the schema, and without --schema against
// the list of what may leave a computer too. A file may hold one document, or one a line. Faults go to
// standard output, one a line. Ends 0 when all are valid, 1 with faults, 2 when a file cannot be read.
#include <fstream>
#include <iostream>
#include <iterator>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/tools/privacy_classes.h"
#include "tests/tools/source_folder.h"

namespace {

using nlohmann::json;

bool read(const std::string& file, std::string& text) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::cout << file << ": cannot be read\n";
    return false;
  }
  text.assign(std::istreambuf_iterator<char>(in), {});
  return true;
}

/// The documents of one file; a line that is no JSON becomes a discarded value.
std::vector<json> documents_of(const std::string& text) {
  json whole = json::parse(text, nullptr, false);
  if (!whole.is_discarded()) return {std::move(whole)};
  std::vector<json> documents;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) documents.push_back(json::parse(line, nullptr, false));
  }
  if (documents.empty()) documents.emplace_back(json::value_t::discarded);
  return documents;
}

int check(const valijson::Schema& schema, const std::string& file, const std::string& text, bool classes) {
  int faults = 0;
  for (const json& document : documents_of(text)) {
    if (document.is_discarded()) {
      std::cout << file << ": is no JSON\n";
      ++faults;
      continue;
    }
    for (const std::string& place :
         classes ? deskready::without_class(document) : std::vector<std::string>()) {
      std::cout << file << ": " << place << " has no privacy class in report_fields()\n";
      ++faults;
    }
    valijson::ValidationResults results;
    valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      std::cout << file << ": ";
      for (const std::string& step : error.context) std::cout << step;
      std::cout << ": " << error.description << "\n";
      ++faults;
    }
  }
  return faults;
}

}  // namespace

int main(int count, char** words) {
  std::string schema_file = deskready::source_folder() + "/reports/document/report.schema.json";
  int first = 1;
  if (count > 2 && std::string(words[1]) == "--schema") {
    schema_file = words[2];
    first = 3;
  }
  if (first >= count) {
    std::cout << "report_validator [--schema FILE] REPORT…\n";
    return 2;
  }
  std::string text;
  if (!read(schema_file, text)) return 2;
  const json document = json::parse(text);
  valijson::Schema schema;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema);
  int faults = 0;
  for (int i = first; i < count; ++i) {
    if (!read(words[i], text)) return 2;
    faults += check(schema, words[i], text, first == 1);
  }
  return faults == 0 ? 0 : 1;
}
