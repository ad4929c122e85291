#include "reports/document/finding_texts.h"

#include "config/base/text.h"
#include "config/spec/language/comparison_parser.h"

namespace deskready {
namespace {

Comparison list(Operator op, std::string_view text, std::string_view between = ", ") {
  Comparison comparison;
  comparison.op = op;
  comparison.texts = split(text, between);
  return comparison;
}

}  // namespace

Comparison comparison_from_text(std::string_view key, std::string_view text, const FactInfo* info) {
  if (key.starts_with("ask.")) return list(Operator::in, text);
  if (key.starts_with("one_of.")) return list(Operator::in, text, " or ");
  if (info != nullptr && info->kind == Kind::text) {
    constexpr std::string_view one_of = "one of ", none_of = "not ";
    if (text.starts_with(one_of)) return list(Operator::in, text.substr(one_of.size()));
    if (text.starts_with(none_of)) return list(Operator::not_in, text.substr(none_of.size()));
  }
  if (info != nullptr && info->kind == Kind::truth && (text == "yes" || text == "no")) {
    Comparison truth;
    truth.truth = text == "yes";
    return truth;
  }
  if (info != nullptr) {
    if (auto read = parse_comparison(text, *info)) return std::move(*read);
  }
  return text.empty() ? Comparison{} : list(Operator::equals, text, {"\0", 1});
}

Measured measured_from_text(std::string_view text, const FactInfo* info) {
  const Measured as_it_is{std::string(text)};
  if (info == nullptr) return as_it_is;
  if (info->kind == Kind::truth && (text == "yes" || text == "no")) return Measured{text == "yes"};
  if (info->kind != Kind::number) return as_it_is;
  Measured figure;
  for (const auto& [words, bound] :
       {std::pair<std::string_view, bool Measured::*>{"at least ", &Measured::at_least},
        {"at most ", &Measured::at_most}}) {
    if (!text.starts_with(words)) continue;
    figure.*bound = true;
    text.remove_prefix(words.size());
    break;
  }
  const auto value = parse_quantity_in(text, info->unit);
  if (!value) return as_it_is;
  figure.value = *value;
  return figure;
}

}  // namespace deskready
