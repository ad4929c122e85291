#include "config/spec/chain/other_document.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "config/spec/chain/load.h"

namespace deskready {
namespace {

using namespace std::string_literals;

TEST(OtherDocument, IsKnownByItsBeginning) {
  const std::pair<std::string, std::string_view> rows[] = {
      {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"},
      {"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml…word/document.xml"s, "a Word document (DOCX)"},
      {"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml…xl/workbook.xml"s, "an Excel table (XLSX)"},
      {"PK\x03\x04\x14\0\0\0\0\0mimetypeapplication/vnd.oasis.opendocument.text"s,
       "a document of LibreOffice (ODT, ODS)"},
      {"PK\x03\x04other"s, "an archive (ZIP)"},
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document of the old kind (DOC, XLS)"},
      {"\x89PNG\r\n\x1a\n", "an image (PNG)"},
      {"\xff\xd8\xff\xe0\0\x10JFIF"s, "an image (JPEG)"},
      {"RIFF\x24\0\0\0WEBPVP8 "s, "an image (WebP)"},
      {"\n<!DOCTYPE html>\n<html lang=en>", "a web page (HTML)"},
      {"\xef\xbb\xbf<HTML><head>", "a web page (HTML)"}};
  for (const auto& [begin, what] : rows) EXPECT_EQ(other_document(begin), what);
}

TEST(OtherDocument, ASpecIsNone) {
  for (const char* const spec : {"", "[spec]\nlanguage = 1\n", "# %PDF-\n[spec]", "<spec>", "PK = 1", "RIFF"})
    EXPECT_EQ(other_document(spec), "") << spec;
}

TEST(OtherDocument, InPlaceOfASpecItIsNamedWithWhatToDo) {
  const auto file = std::filesystem::temp_directory_path() / "deskready-requirements.pdf";
  // Also one that is larger than any spec.
  for (const std::size_t size : {20u, 3'000'000u}) {
    std::ofstream(file, std::ios::binary) << "%PDF-1.7\n" << std::string(size, 'x');
    const auto spec = load_spec(file.string());
    std::filesystem::remove(file);
    ASSERT_FALSE(spec);
    ASSERT_EQ(spec.error().size(), 1u);
    const std::string said = to_string(spec.error().front());
    for (const char* const part : {"this is a PDF document, and specs are files of the kind TOML",
                                   "ask the employer", "deskready spec init", "deskready spec list"})
      EXPECT_NE(said.find(part), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace deskready
