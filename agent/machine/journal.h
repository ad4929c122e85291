// The journal of the service manager, where a service's output goes to it.
#pragma once

#include <cstdio>
#include <memory>
#include <span>
#include <string>

namespace spdlog {
class logger;
}

namespace deskready {

/// Whether what is written to this stream reaches the journal; then entries may have fields.
bool is_journal(std::FILE* stream);

struct JournalField {
  const char* name;  ///< capital letters, digits and "_"
  std::string value;
};

/// An entry of informational priority. What the journal does not take is lost.
void write_journal(const std::string& message, std::span<const JournalField> fields);

/// Writes to the journal, with each message's priority, where standard error goes there; else to standard
/// error.
std::shared_ptr<spdlog::logger> service_logger(const std::string& name);

}  // namespace deskready
