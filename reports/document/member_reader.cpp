#include "reports/document/member_reader.h"

#include <nlohmann/json.hpp>

namespace deskready {

std::string MemberReader::text(const nlohmann::json& from, const char* name, bool needed) {
  const nlohmann::json* found = member(from, name);
  if (found != nullptr && found->is_string()) return found->get<std::string>();
  if (needed || found != nullptr) fail(name);
  return {};
}

bool MemberReader::truth(const nlohmann::json& from, const char* name) {
  const nlohmann::json* found = member(from, name);
  if (found != nullptr && !found->is_boolean()) fail(name);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::optional<double> MemberReader::number(const nlohmann::json& from, const char* name) {
  const nlohmann::json* found = member(from, name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_number()) fail(name);
  return found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

const nlohmann::json* MemberReader::member(const nlohmann::json& from, const char* name) {
  if (!from.is_object()) return nullptr;
  const auto found = from.find(name);
  return found != from.end() ? &*found : nullptr;
}

void MemberReader::fail(std::string_view name) {
  if (wrong_.empty()) wrong_ = name;
}

}  // namespace deskready
