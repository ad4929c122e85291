// What is wrong in a file that a person wrote, and where.
#pragma once

#include <string>

namespace deskready {

struct Location {
  std::string file;  ///< as the person named it; "voice-baseline" for a shipped spec
  int line = 0;      ///< from 1; 0 when the fault is the file itself
  int column = 0;    ///< from 1
};

struct SpecError {
  Location where;
  std::string offending;  ///< the text at fault, shortened to 60 characters
  std::string message;    ///< what is wrong
  std::string hint;       ///< what to write instead; may be empty
};

/// "acme.toml:12:3: no fact is called "network.downlod"; did you mean network.download?"
std::string to_string(const SpecError& error);

}  // namespace deskready
