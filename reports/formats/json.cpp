// For programs: deskready's own documents, the ones that `assess` and `reports` read again.
#include "reports/formats/format.h"

namespace deskready {
namespace {

/// Of several one a line, each a whole document (JSON Lines).
std::string render_json(std::span<const Report> reports, const RenderOptions&) {
  if (reports.size() == 1) return dump(to_json(reports[0])) + "\n";
  std::string lines;
  for (const Report& report : reports) lines += dump(to_json(report), true) + "\n";
  return lines;
}

}  // namespace

extern const Format json_format;
constinit const Format json_format = {.name = "json",
                                      .file_type = "json",
                                      .summary = "For programs; of several reports one a line",
                                      .shows = Document::report | Document::reports | Document::facts |
                                               Document::devices | Document::desk | Document::history |
                                               Document::lint | Document::verified,
                                      .render = render_json};

}  // namespace deskready
