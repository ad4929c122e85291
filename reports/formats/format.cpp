#include "reports/formats/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "config/base/text.h"
#include "reports/words/refusals/choice_words.h"

namespace deskready {

#define FORMAT(name) extern const Format name##_format;
#include "reports/formats/formats.def"
#undef FORMAT

namespace {

constexpr const Format* table[] = {
#define FORMAT(name) &name##_format,
#include "reports/formats/formats.def"
#undef FORMAT
};

}  // namespace

std::vector<std::string_view> format_names(Documents documents) {
  std::vector<std::string_view> names;
  for (const Format* format : table) {
    if (format->shows.any_of(documents)) names.push_back(format->name);
  }
  return names;
}

std::span<const Format* const> formats() {
  return table;
}

const Format* find_format(std::string_view name) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const Format* format) { return format->name == name; });
  return found == std::end(table) ? nullptr : *found;
}

std::string format_list(Documents documents) {
  return one_of_words("en", format_names(documents));
}

const Format* choose_format(std::string_view named, std::string_view file_type, Documents documents) {
  if (!named.empty()) {
    const Format* format = find_format(lower(named));
    return format != nullptr && format->shows.any_of(documents) ? format : nullptr;
  }
  for (const Format* format : table) {
    if (file_type == format->file_type && format->shows.any_of(documents)) return format;
  }
  return table[0];
}

std::string render(const Format& format, const Report& report, const RenderOptions& options) {
  return format.render(std::span(&report, 1), options);
}

std::string formats_manual() {
  std::string page;
  for (const Format* format : table) {
    page += fmt::format(".TP\n.B {}\n{}.\n", format->name, format->summary);
  }
  return page;
}

}  // namespace deskready
