// For spreadsheets (RFC 4180): tables only; what a report says does not fit into one.
#include "reports/formats/format.h"

namespace deskready {

extern const Format csv_format;
constinit const Format csv_format = {.name = "csv",
                                     .file_type = "csv",
                                     .summary = "For spreadsheets, tables only",
                                     .shows = Document::comparison | Document::desk | Document::history,
                                     .render = nullptr};

}  // namespace deskready
