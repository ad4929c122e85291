// For tickets and wikis (GitHub-flavoured Markdown).
#include "reports/formats/format.h"

namespace deskready {

extern const Format markdown_format;
constinit const Format markdown_format = {.name = "markdown",
                                          .file_type = "md",
                                          .summary = "For tickets and wikis",
                                          .shows = Document::catalogue,
                                          .render = nullptr};

}  // namespace deskready
