// A PortAudio stream that records and, if so opened, plays. Only for the sound worker's process: any of these
// calls may hang for ever on a stuck sound server, and Pa_Initialize may abort the process.
#pragma once

#include <portaudio.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "probes/audio/worker/duplex.h"

namespace deskready::audio {

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

/// Two channels in and out, 48 kHz. PortAudio's own thread only copies.
class SoundStream : public Duplex {
 public:
  /// Opens and starts on `device`; records at most `seconds` and calls `progress` with the number of samples
  /// about ten times a second while waiting. The error is a sentence.
  static tl::expected<std::unique_ptr<SoundStream>, std::string> open(
      PaDeviceIndex device, bool with_output, double seconds, std::function<void(std::size_t)> progress);
  ~SoundStream() override;
  SoundStream(const SoundStream&) = delete;
  SoundStream& operator=(const SoundStream&) = delete;

  double rate() const override { return stream_rate; }
  bool with_output() const override { return with_output_; }
  std::span<const float> recorded(std::size_t channel) const override {
    return {record_[channel].data(), recorded_.load(std::memory_order_acquire)};
  }
  /// Never gives up by itself when no samples come: whoever started this process ends it then. False when the
  /// stream has ended or its memory is full.
  bool wait(std::size_t count) override;
  void play(std::span<const float> left, std::span<const float> right) override;
  std::int64_t started() const override { return started_.load(std::memory_order_acquire); }
  double elapsed() const override;

 private:
  SoundStream(bool with_output, double seconds, std::function<void(std::size_t)> progress);
  static int on_sound(const void* in, void* out, unsigned long frames, const PaStreamCallbackTimeInfo*,
                      PaStreamCallbackFlags, void* self);
  void take(std::span<const float> in);
  void give(std::span<float> out);

  PaStream* stream_ = nullptr;
  bool with_output_;
  std::array<std::vector<float>, 2> record_;
  std::function<void(std::size_t)> progress_;
  std::chrono::steady_clock::time_point opened_ = std::chrono::steady_clock::now();
  std::atomic<std::size_t> recorded_{0};
  // The sound is published by `request_`: 1 new, 2 being played, 0 none.
  std::span<const float> left_;
  std::span<const float> right_;
  std::size_t position_ = 0;
  std::atomic<int> request_{0};
  std::atomic<std::int64_t> started_{-1};
};

}  // namespace deskready::audio
