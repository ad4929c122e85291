// Ctrl-C and SIGTERM as a stop token.
#pragma once

#include <memory>
#include <stop_token>

namespace deskready {

/// While one lives, SIGINT, SIGTERM and SIGHUP request the stop; a second one ends the process at once with
/// 128 + signal. Owns a thread. At most one at a time; construct it before other threads start.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  std::stop_token token() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready
