#include "tests/bench/headset/voices.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "probes/audio/files/wave_file.h"
#include "probes/audio/signal/speech_level.h"

namespace deskready::audio::bench {
namespace {

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "bench_headset: {}\n", why);
  std::exit(3);
}

Voice read(const std::filesystem::path& path) {
  auto file = read_wave_file(path.string());
  if (!file) give_up(path.string() + ": no sound file");
  const auto level = speech_level(file->samples, file->rate);
  if (!level || file->rate != 48000) give_up(path.string() + ": no speech at 48 kHz");
  const auto gain = static_cast<float>(std::pow(10, -level->level / 20));
  for (float& x : file->samples) x *= gain;
  const std::string name = path.stem().string();
  return {name, std::move(file->samples), name.starts_with("espeak")};
}

}  // namespace

std::vector<Voice> read_voices(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".wav") paths.push_back(entry.path());
  }
  if (paths.empty()) give_up(folder + ": no voices there; run tests/bench/headset/run");
  std::sort(paths.begin(), paths.end());
  std::vector<Voice> voices;
  std::transform(paths.begin(), paths.end(), std::back_inserter(voices), read);
  return voices;
}

}  // namespace deskready::audio::bench
