// The one seam to sound devices: what measurements see of a device that records and may play. The real one is
// PortAudio's stream; tests have a simulated one that runs faster than real time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace deskready::audio {

/// Samples a second that a real device is opened with.
inline constexpr double stream_rate = 48000;

/// Two channels in and two out, at one rate. Owned and called by one thread.
class Duplex {
 public:
  virtual ~Duplex() = default;

  virtual double rate() const = 0;  ///< samples a second
  virtual bool with_output() const = 0;

  /// Samples of channel 0 (left) or 1 (right) recorded so far; they never move. A device of one channel has
  /// it on both.
  virtual std::span<const float> recorded(std::size_t channel) const = 0;

  /// Waits until `count` samples of each channel are recorded. False when the device stopped to deliver.
  virtual bool wait(std::size_t count) = 0;

  /// Begins to play, one sound a channel, both of one length; they must outlive the playing. Only with an
  /// output and after the sound before has ended.
  virtual void play(std::span<const float> left, std::span<const float> right) = 0;

  /// Index into recorded() of the sample that came with the first one of the last sound; -1: not begun yet.
  virtual std::int64_t started() const = 0;

  /// Time that passed since it was opened, by a clock of the computer's and not of the device's, in seconds.
  virtual double elapsed() const = 0;
};

}  // namespace deskready::audio
