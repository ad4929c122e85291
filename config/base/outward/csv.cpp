#include "config/base/outward/csv.h"

#include "config/base/outward/outward.h"

namespace deskready {

std::string csv_line(std::span<const std::string> fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i == 0 ? "" : ",") + for_csv(fields[i]);
  return line + "\r\n";
}

}  // namespace deskready
