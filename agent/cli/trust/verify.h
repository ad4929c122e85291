// deskready verify: what is proven of signed reports, and what is not.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace deskready {

struct VerifyOptions {
  std::vector<std::string> files;
  std::vector<std::string> keys;        ///< files of public keys
  std::vector<std::string> specs;       ///< that the reports must be judged by; empty: any
  std::vector<std::string> challenges;  ///< files of those that they must answer; empty: none
  std::string at;                       ///< RFC 3339; empty: now
  std::string format;
  std::string output;
};
/// 0 all hold, 2 one does not, 3 nobody named vouches for one, or it cannot be read.
int verify_command(const VerifyOptions& options);

void add_verify(CLI::App& app, int& code);

}  // namespace deskready
