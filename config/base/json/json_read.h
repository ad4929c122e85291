// Members of JSON that somebody else wrote. Nothing here throws, whatever the types; `json` may be any value.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "config/base/time.h"

namespace deskready {

/// The member of an object; null where there is none. Lives as long as `json` is unchanged.
const nlohmann::json* member_of(const nlohmann::json& json, std::string_view name);

/// The member's text; empty where there is none or it is no text.
std::string text_of(const nlohmann::json& json, std::string_view name);

/// The member's number; nothing where there is none or it is no number.
std::optional<double> number_of(const nlohmann::json& json, std::string_view name);

/// The member's whole number from 0 to 2^63 - 1; nothing where it is another value or none.
std::optional<std::int64_t> count_of(const nlohmann::json& json, std::string_view name);

/// The member's truth value; nothing where there is none or it is another value.
std::optional<bool> truth_of(const nlohmann::json& json, std::string_view name);

/// The member's time, RFC 3339 in UTC; nothing where there is none or it is no such text.
std::optional<WallTime> time_of(const nlohmann::json& json, std::string_view name);

/// The member that is an object; an empty object where there is none. Lives as long as `json` is unchanged.
const nlohmann::json& object_of(const nlohmann::json& json, std::string_view name);

/// Null for an empty text.
nlohmann::json text_or_null(const std::string& text);

/// As text, in one line or in lines indented by `indent`; bytes that are no UTF-8 become U+FFFD. The one way:
/// the library's own throws over such bytes, and device names, arguments and file names may hold any.
std::string json_text(const nlohmann::json& json, int indent = -1);
std::string json_text(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace deskready
