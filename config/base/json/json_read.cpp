#include "config/base/json/json_read.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "config/base/outward/outward.h"

namespace deskready {

using nlohmann::json;

const json* member_of(const json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string text_of(const json& object, std::string_view name) {
  const json* member = member_of(object, name);
  return member != nullptr && member->is_string() ? member->get<std::string>() : std::string();
}

std::optional<double> number_of(const json& object, std::string_view name) {
  const json* member = member_of(object, name);
  if (member == nullptr || !member->is_number()) return std::nullopt;
  return member->get<double>();
}

std::optional<std::int64_t> count_of(const json& object, std::string_view name) {
  const json* member = member_of(object, name);
  if (member == nullptr || !member->is_number_integer()) return std::nullopt;
  if (member->is_number_unsigned()) {
    const auto count = member->get<std::uint64_t>();
    if (count > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return static_cast<std::int64_t>(count);
  }
  const auto count = member->get<std::int64_t>();
  return count < 0 ? std::nullopt : std::optional(count);
}

std::optional<bool> truth_of(const json& object, std::string_view name) {
  const json* member = member_of(object, name);
  if (member == nullptr || !member->is_boolean()) return std::nullopt;
  return member->get<bool>();
}

std::optional<WallTime> time_of(const json& object, std::string_view name) {
  const auto time = parse_time(text_of(object, name));
  return time ? std::optional(*time) : std::nullopt;
}

const json& object_of(const json& object, std::string_view name) {
  static const json none = json::object();
  const json* member = member_of(object, name);
  return member != nullptr && member->is_object() ? *member : none;
}

json text_or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

std::string json_text(const json& value, int indent) {
  return for_json(value.dump(indent, ' ', false, json::error_handler_t::replace));
}

std::string json_text(const nlohmann::ordered_json& value, int indent) {
  return for_json(value.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace deskready
