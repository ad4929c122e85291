#include "reports/formats/format.h"

#include <algorithm>
#include <array>

#include "reports/formats/html.h"
#include "reports/formats/text.h"

namespace deskready {
namespace {

std::string render_json(const Report& report, const RenderOptions&) {
  return dump(to_json(report)) + "\n";
}

constexpr std::array table = {
    Format{"text", "txt", render_text},
    Format{"html", "html", render_html},
    Format{"json", "json", render_json},
};

}  // namespace

std::span<const Format> formats() {
  return table;
}

const Format* find_format(std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Format& format) { return format.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace deskready
