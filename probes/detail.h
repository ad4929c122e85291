// What exactly happened where a fact has no value: a code with arguments, so that reports can say it in any
// language and nothing of the person's stands in it.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "probes/cause.h"

namespace deskready {

enum class Detail : std::uint16_t {
#define DETAIL(code, ...) code,
#include "probes/detail.def"
#undef DETAIL
};

inline constexpr std::size_t detail_count = 0
#define DETAIL(code, ...) +1
#include "probes/detail.def"
#undef DETAIL
    ;

struct DetailInfo {
  Detail detail;
  std::string_view code;                        ///< as in reports: "no_route"
  std::span<const std::string_view> arguments;  ///< names; each has a privacy class in report_fields()
};

/// All details, in the order of the enumeration.
std::span<const DetailInfo> details();
const DetailInfo& info(Detail detail);
std::optional<Detail> detail_from(std::string_view code);

/// A text that the operating system, a library, a device or another computer wrote. Addresses, paths and this
/// computer's names are taken out when it is made; there is no other way for such a text into a detail.
class SystemText {
 public:
  explicit SystemText(std::string_view raw);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// A word of a closed list, of the catalogue, of a spec or of the table of known programs. Passes the
/// scrubber too: it may turn out to be a stranger's.
class Term {
 public:
  explicit Term(std::string_view word) : text_(SystemText(word).text()) {}
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class DetailArgument {
 public:
  template <class Number>
  requires std::integral<Number> || std::floating_point<Number> DetailArgument(Number number)
      : text_(fmt::format("{}", number)) {}
  DetailArgument(const SystemText& system) : text_(system.text()) {}
  DetailArgument(const Term& term) : text_(term.text()) {}
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// A detail with its arguments, or none where the cause says everything.
class Explanation {
 public:
  Explanation() = default;
  Explanation(Detail detail,
              std::initializer_list<std::pair<std::string_view, DetailArgument>> arguments = {});
  /// Detail::system: nothing else is known than this text.
  Explanation(const SystemText& system);
  /// As another process wrote it: only a known code, and of its arguments those that the table names.
  static Explanation read(const std::map<std::string, std::string>& written);

  bool empty() const { return written_.empty(); }
  bool is(Detail detail) const;
  /// "detail", the code, beside the arguments; empty without a detail.
  const std::map<std::string, std::string>& written() const { return written_; }

 private:
  std::map<std::string, std::string> written_;
};

struct Unmeasured;
Unmeasured unmeasured(Cause cause, const Explanation& why);

}  // namespace deskready
