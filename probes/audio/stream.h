// A PortAudio stream that records and, if so opened, plays. Only for the sound worker's process: any of these
// calls may hang for ever on a stuck sound server, and Pa_Initialize may abort the process.
#pragma once

#include <portaudio.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace deskready::audio {

inline constexpr double stream_rate = 48000;

/// Initialises PortAudio for as long as it lives.
class PortAudio {
 public:
  PortAudio() : error_(Pa_Initialize()) {}
  ~PortAudio() {
    if (error_ == paNoError) Pa_Terminate();
  }
  PortAudio(const PortAudio&) = delete;
  PortAudio& operator=(const PortAudio&) = delete;
  PaError error() const { return error_; }

 private:
  PaError error_;
};

/// The device that leads to the sound server: "pulse", else "default". paNoDevice when there is neither.
PaDeviceIndex server_device();

/// Two channels in, of which the first is kept (a server's mix of two to one would change the level), two
/// equal ones out, 48 kHz. Owned and called by one thread; PortAudio's own thread only copies.
class SoundStream {
 public:
  /// Opens and starts on `device`; records at most `seconds`. The error is a sentence.
  static tl::expected<std::unique_ptr<SoundStream>, std::string> open(PaDeviceIndex device, bool with_output,
                                                                      double seconds);
  ~SoundStream();
  SoundStream(const SoundStream&) = delete;
  SoundStream& operator=(const SoundStream&) = delete;

  /// Samples recorded so far; they never move.
  std::span<const float> recorded() const {
    return {record_.data(), recorded_.load(std::memory_order_acquire)};
  }
  bool full() const { return recorded().size() == record_.size(); }
  bool with_output() const { return with_output_; }

  /// Begins to play `sound`, which must outlive the playing; started() tells when. Only with an output and
  /// after the one before has ended.
  void play(std::span<const float> sound);
  /// Index into recorded() of the sample that came with the first one of the last sound; -1: not begun yet.
  std::int64_t started() const { return started_.load(std::memory_order_acquire); }

 private:
  SoundStream(bool with_output, double seconds);
  static int on_sound(const void* in, void* out, unsigned long frames, const PaStreamCallbackTimeInfo*,
                      PaStreamCallbackFlags, void* self);
  void take(std::span<const float> in);
  void give(std::span<float> out);

  PaStream* stream_ = nullptr;
  bool with_output_;
  std::vector<float> record_;
  std::atomic<std::size_t> recorded_{0};
  // The sound is published by `request_`: 1 new, 2 being played, 0 none.
  std::span<const float> sound_;
  std::size_t position_ = 0;
  std::atomic<int> request_{0};
  std::atomic<std::int64_t> started_{-1};
};

}  // namespace deskready::audio
