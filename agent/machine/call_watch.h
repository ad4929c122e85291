// Notices a live call by the sound server's events.
#pragma once

#include <functional>
#include <memory>

namespace deskready {

/// A call is on while another program records from a microphone (monitors, paused streams and level meters
/// apart) or plays a stream of the role "phone". deskready's own streams are no call. Never starts a sound
/// server; while there is none it looks for one again when poke() is called. Owns a thread that sleeps
/// between events.
class CallWatch {
 public:
  enum class State { unknown, free, in_call };

  /// `changed` is called on the watch's thread, once the first answer is there and at each change.
  explicit CallWatch(std::function<void(State)> changed);
  ~CallWatch();
  CallWatch(const CallWatch&) = delete;
  CallWatch& operator=(const CallWatch&) = delete;

  /// Any thread. `unknown` while no sound server has answered.
  State state() const;
  /// Tries to connect again if there is no connection. Any thread but the watch's own.
  void poke();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready
