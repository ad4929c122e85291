#include "config/spec/chain/other_document.h"

#include <string>

#include "config/base/text.h"

namespace deskready {
namespace {

using namespace std::string_view_literals;

struct Beginning {
  std::string_view bytes, what;
};

// As file(1) tells them.
constexpr Beginning beginnings[] = {
    {"%PDF-"sv, "a PDF document"},
    {"{\\rtf"sv, "a text document (RTF)"},
    {"\xd0\xcf\x11\xe0"sv, "an Office document of the old kind (DOC, XLS)"},
    {"\x89PNG"sv, "an image (PNG)"},
    {"\xff\xd8\xff"sv, "an image (JPEG)"},
    {"GIF8"sv, "an image (GIF)"},
    {"II*\0"sv, "an image (TIFF)"},
    {"MM\0*"sv, "an image (TIFF)"},
};

/// By the folder that its parts lie in, which their names in the archive begin with.
std::string_view archive(std::string_view begin) {
  if (begin.find("word/") != std::string_view::npos) return "a Word document (DOCX)";
  if (begin.find("xl/") != std::string_view::npos) return "an Excel table (XLSX)";
  if (begin.find("ppt/") != std::string_view::npos) return "a presentation (PPTX)";
  if (begin.find("application/vnd.oasis.opendocument") != std::string_view::npos)
    return "a document of LibreOffice (ODT, ODS)";
  return "an archive (ZIP)";
}

}  // namespace

std::string_view other_document(std::string_view begin) {
  if (begin.starts_with("PK\x03\x04")) return archive(begin);
  if (begin.starts_with("RIFF") && begin.size() >= 12 && begin.substr(8, 4) == "WEBP")
    return "an image (WebP)";
  for (const auto& [bytes, what] : beginnings) {
    if (begin.starts_with(bytes)) return what;
  }
  if (begin.starts_with("\xef\xbb\xbf")) begin.remove_prefix(3);
  const std::string first = lower(trimmed(begin).substr(0, 14));
  const bool page =
      first.starts_with("<!doctype html") || first.starts_with("<html") || first.starts_with("<head");
  return page ? "a web page (HTML)" : std::string_view();
}

}  // namespace deskready
