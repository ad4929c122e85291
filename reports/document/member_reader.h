// A document's members, each of the kind that it must have.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// Reads member by member and remembers the name of the first that is wrong; what is wrong or not there reads
/// as empty. Anything may stand where an object is expected.
class MemberReader {
 public:
  std::string text(const nlohmann::json& from, const char* name, bool needed = false);
  bool truth(const nlohmann::json& from, const char* name);
  std::optional<double> number(const nlohmann::json& from, const char* name);

  /// Null where there is none of that name.
  static const nlohmann::json* member(const nlohmann::json& from, const char* name);

  void fail(std::string_view name);
  /// Empty while all was right.
  const std::string& wrong() const { return wrong_; }

 private:
  std::string wrong_;
};

}  // namespace deskready
