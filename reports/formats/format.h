// The formats that anything is printed in: one file each, and a row in formats.def. Help, errors, completions
// and manual pages are made from these rows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/document/report.h"

namespace deskready {

/// What a command prints. Each is a bit, so that several stand beside each other in Documents.
enum class Document : std::uint16_t {
  report = 1 << 0,      ///< one report
  reports = 1 << 1,     ///< several of them
  comparison = 1 << 2,  ///< what each of several specs still wants
  facts = 1 << 3,
  devices = 1 << 4,    ///< microphones and speakers
  desk = 1 << 5,       ///< the employer's table over a folder of reports
  history = 1 << 6,    ///< lists and trends of earlier checks
  lint = 1 << 7,       ///< the faults of a spec
  catalogue = 1 << 8,  ///< all facts that there are
  verified = 1 << 9,   ///< what is proven of signed reports
};

struct Documents {
  std::uint16_t bits = 0;
  constexpr Documents() = default;
  constexpr Documents(Document one) : bits(static_cast<std::uint16_t>(one)) {}  // NOLINT: one is a set too
  /// Whether one of `others` is among them.
  constexpr bool any_of(Documents others) const { return (bits & others.bits) != 0; }
};
constexpr Documents operator|(Documents a, Documents b) {
  Documents both;
  both.bits = static_cast<std::uint16_t>(a.bits | b.bits);
  return both;
}
constexpr Documents operator|(Document a, Document b) {
  return Documents(a) | Documents(b);
}

struct RenderOptions {
  std::string language = "en";  ///< BCP 47; "qps-plocm" is the mirrored pseudo-language for tests
  bool colour = false;          ///< terminal escapes, text only
  int width = 80;               ///< columns, text only
  bool from_the_end = false;    ///< text only, for a terminal, which shows the end: the verdict stands there
  bool details = true;          ///< text only: with how each figure was measured
  std::string zone;             ///< IANA zone for local times; empty means the computer's own
};

struct Format {
  std::string_view name;       ///< "text"; lower case, as --format takes it
  std::string_view file_type;  ///< "html", for a file's ending; of two with the same one the first is chosen
  std::string_view summary;    ///< for whom it is, a few words, English
  Documents shows;
  /// One report, or several where it shows Document::reports. Null where it shows no report; its other
  /// documents are written by the rooms that they are about.
  std::string (*render)(std::span<const Report> reports, const RenderOptions& options);
};

/// All, in the order in which they are offered; "text" is the first.
std::span<const Format* const> formats();
/// By its name; null where there is none.
const Format* find_format(std::string_view name);

/// Those that show one of `documents`.
std::vector<std::string_view> format_names(Documents documents);

/// The same as "text, json or html".
std::string format_list(Documents documents);

/// The format for one of `documents`: the one named, in whatever case; else, where nothing is named, by the
/// type of the file that is written ("html" for "x.html"), else text. Null where the one named shows none of
/// them, or is not there.
const Format* choose_format(std::string_view named, std::string_view file_type, Documents documents);

/// One report in a format that shows reports.
std::string render(const Format& format, const Report& report, const RenderOptions& options);

/// The rows as a part of a manual page, in man(7)'s words.
std::string formats_manual();

/// The format of each, one below the other with an empty line between.
template <std::string (*one)(const Report&, const RenderOptions&)>
std::string one_below_the_other(std::span<const Report> reports, const RenderOptions& options) {
  std::string all;
  for (const Report& report : reports) all += (all.empty() ? "" : "\n") + one(report, options);
  return all;
}

}  // namespace deskready
