#include "probes/audio/stream.h"

#include <algorithm>
#include <string_view>

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

SoundStream::SoundStream(bool with_output, double seconds)
    : with_output_(with_output), record_(static_cast<std::size_t>(seconds * stream_rate)) {}

SoundStream::~SoundStream() {
  // Aborting drops what is still to be played; stopping would wait for it.
  if (stream_ != nullptr) {
    Pa_AbortStream(stream_);
    Pa_CloseStream(stream_);
  }
}

tl::expected<std::unique_ptr<SoundStream>, std::string> SoundStream::open(PaDeviceIndex device,
                                                                          bool with_output, double seconds) {
  std::unique_ptr<SoundStream> stream(new SoundStream(with_output, seconds));
  const PaStreamParameters in{device, channels, paFloat32, latency, nullptr};
  const PaStreamParameters out{device, channels, paFloat32, latency, nullptr};
  PaError error = Pa_OpenStream(&stream->stream_, &in, with_output ? &out : nullptr, stream_rate,
                                frames_per_buffer, paNoFlag, &SoundStream::on_sound, stream.get());
  if (error != paNoError) stream->stream_ = nullptr;
  if (error == paNoError) error = Pa_StartStream(stream->stream_);
  if (error != paNoError) {
    return tl::unexpected(std::string("the sound device could not be opened (PortAudio: ") +
                          Pa_GetErrorText(error) + ")");
  }
  return stream;
}

void SoundStream::play(std::span<const float> sound) {
  sound_ = sound;
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
  const std::size_t count = std::min(in.size() / channels, record_.size() - at);
  for (std::size_t i = 0; i < count; ++i) record_[at + i] = in[i * channels];
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
  for (std::size_t i = 0; i + 1 < out.size() && position_ < sound_.size(); i += channels, ++position_) {
    out[i] = out[i + 1] = sound_[position_];
  }
  if (position_ == sound_.size()) request_.store(0, std::memory_order_release);
}

}  // namespace deskready::audio
