// To what the line may be measured where a spec names no far end, as a person chose it in a guided run, or by
// an option for one check and what is measured of that again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "config/base/time.h"
#include "config/spec/spec.h"

namespace deskready {

struct LineChoice {
  enum class To : std::uint8_t { nothing, far_end, public_test };
  To to = To::nothing;
  std::string address;  ///< http:// or https://; empty for nothing
  WallTime at{};        ///< when it was chosen
};

/// Kept by spec in <state folder>/line_choices.json until they are taken back. A choice for one spec never
/// counts for another: a spec is told by Spec::identity. Not thread-safe.
class LineChoices {
 public:
  /// A file that is not there holds none. One that cannot be read, is broken, or of a later version, is an
  /// error, and nothing is overwritten.
  static tl::expected<LineChoices, std::string> open(const std::filesystem::path& folder);

  std::optional<LineChoice> of(const Spec& spec) const;
  void keep(const Spec& spec, LineChoice choice);

  /// What was chosen for the check with this report, by the report's id.
  std::optional<LineChoice> of_check(const std::string& report) const;
  /// Of many checks the latest are kept.
  void keep_for_check(const std::string& report, LineChoice choice);
  tl::expected<void, std::string> save() const;

  /// Takes all of them back by erasing the file; false where there was none.
  static tl::expected<bool, std::string> forget(const std::filesystem::path& folder);

 private:
  std::filesystem::path file_;
  std::map<std::string, LineChoice> by_spec_, by_check_;
};

}  // namespace deskready
