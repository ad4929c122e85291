#include "probes/audio/worker/stream.h"

#include <algorithm>
#include <string_view>
#include <thread>
#include <utility>

namespace deskready::audio {
namespace {

constexpr int channels = 2;
constexpr double latency = 0.1;
// Steadier on PipeWire than letting PortAudio choose.
constexpr unsigned long frames_per_buffer = 480;

}  // namespace

PaDeviceIndex server_device() {
  PaDeviceIndex chosen = paNoDevice;
  for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
    const std::string_view name = Pa_GetDeviceInfo(i)->name;
    if (name == "pulse") return i;
    if (name == "default") chosen = i;
  }
  return chosen;
}

SoundStream::SoundStream(bool with_output, double seconds, std::function<void(std::size_t)> progress)
    : with_output_(with_output), progress_(std::move(progress)) {
  record_.fill(std::vector<float>(static_cast<std::size_t>(seconds * stream_rate)));
}

SoundStream::~SoundStream() {
  // Aborting drops what is still to be played; stopping would wait for it.
  if (stream_ != nullptr) {
    Pa_AbortStream(stream_);
    Pa_CloseStream(stream_);
  }
}

tl::expected<std::unique_ptr<SoundStream>, std::string> SoundStream::open(
    PaDeviceIndex device, bool with_output, double seconds, std::function<void(std::size_t)> progress) {
  std::unique_ptr<SoundStream> stream(new SoundStream(with_output, seconds, std::move(progress)));
  const PaStreamParameters in{device, channels, paFloat32, latency, nullptr};
  const PaStreamParameters out{device, channels, paFloat32, latency, nullptr};
  PaError error = Pa_OpenStream(&stream->stream_, &in, with_output ? &out : nullptr, stream_rate,
                                frames_per_buffer, paNoFlag, &SoundStream::on_sound, stream.get());
  if (error != paNoError) stream->stream_ = nullptr;
  if (error == paNoError) error = Pa_StartStream(stream->stream_);
  if (error != paNoError) {
    return tl::unexpected(std::string("PortAudio: ") + Pa_GetErrorText(error));
  }
  return stream;
}

bool SoundStream::wait(std::size_t count) {
  const auto tenth = static_cast<std::size_t>(stream_rate / 10);
  std::size_t told = 0;
  while (recorded(0).size() < count) {
    if (recorded(0).size() == record_[0].size() || Pa_IsStreamActive(stream_) != 1) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (recorded(0).size() < told + tenth) continue;
    told = recorded(0).size();
    progress_(told);
  }
  return true;
}

double SoundStream::elapsed() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - opened_).count();
}

void SoundStream::play(std::span<const float> left, std::span<const float> right) {
  left_ = left;
  right_ = right;
  position_ = 0;
  started_.store(-1, std::memory_order_relaxed);
  request_.store(1, std::memory_order_release);
}

int SoundStream::on_sound(const void* in, void* out, unsigned long frames, const PaStreamCallbackTimeInfo*,
                          PaStreamCallbackFlags, void* self) {
  auto& stream = *static_cast<SoundStream*>(self);
  if (out != nullptr) stream.give({static_cast<float*>(out), frames * channels});
  if (in != nullptr) stream.take({static_cast<const float*>(in), frames * channels});
  return paContinue;
}

void SoundStream::take(std::span<const float> in) {
  const std::size_t at = recorded_.load(std::memory_order_relaxed);
  const std::size_t count = std::min(in.size() / channels, record_[0].size() - at);
  for (std::size_t i = 0; i < count; ++i) {
    record_[0][at + i] = in[i * channels];
    record_[1][at + i] = in[i * channels + 1];
  }
  recorded_.store(at + count, std::memory_order_release);
}

void SoundStream::give(std::span<float> out) {
  std::fill(out.begin(), out.end(), 0.0F);
  const int request = request_.load(std::memory_order_acquire);
  if (request == 0) return;
  if (request == 1) {
    request_.store(2, std::memory_order_relaxed);
    started_.store(static_cast<std::int64_t>(recorded_.load(std::memory_order_relaxed)),
                   std::memory_order_release);
  }
  for (std::size_t i = 0; i + 1 < out.size() && position_ < left_.size(); i += channels, ++position_) {
    out[i] = left_[position_];
    out[i + 1] = right_[position_];
  }
  if (position_ == left_.size()) request_.store(0, std::memory_order_release);
}

}  // namespace deskready::audio
