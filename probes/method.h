// How a fact was found out: codes with arguments, so that reports can say it in any language.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/detail.h"

namespace deskready {

enum class How : std::uint16_t {
#define HOW(code, ...) code,
#include "probes/method.def"
#undef HOW
};

inline constexpr std::size_t how_count = 0
#define HOW(code, ...) +1
#include "probes/method.def"
#undef HOW
    ;

struct HowInfo {
  How how;
  std::string_view code;                        ///< as in reports: "router_echo"
  std::span<const std::string_view> arguments;  ///< names; each has a privacy class in report_fields()
};

/// All of them, in the order of the enumeration.
std::span<const HowInfo> hows();
const HowInfo& info(How how);
std::optional<How> how_from(std::string_view code);

/// One thing that was done, or taken for so.
struct MethodStep {
  How how = How::told;
  std::map<std::string, std::string> arguments = {};
  friend bool operator==(const MethodStep&, const MethodStep&) = default;
};

/// All of them, the most telling first.
class Method {
 public:
  using Arguments = std::initializer_list<std::pair<std::string_view, DetailArgument>>;

  Method() = default;
  Method(How how, Arguments arguments = {}) { also(how, arguments); }
  /// How::told. Cleaned where it leaves this computer.
  static Method told(std::string text);

  Method& also(How how, Arguments arguments = {});
  Method& also(const Method& more);
  /// As a document has a step; false for a code that is unknown, or How::told, and then nothing is added. Of
  /// the arguments only those that the table names are taken.
  bool take(std::string_view code, const std::map<std::string, std::string>& arguments);
  /// Takes out of all arguments what must not leave this computer.
  void scrub();

  bool has(How how) const;
  bool empty() const { return steps_.empty(); }
  std::span<const MethodStep> steps() const { return steps_; }
  friend bool operator==(const Method&, const Method&) = default;

 private:
  std::vector<MethodStep> steps_;
};

}  // namespace deskready
