// Sound files of every kind, good and bad, written here byte by byte.
#include "probes/audio/files/wave_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>

#include "probes/audio/facts/diagnosis.h"
#include "probes/audio/facts/recording_facts.h"
#include "probes/audio/figures/sound_figures.h"
#include "probes/audio/signal/speech_level.h"
#include "tests/tools/source_folder.h"

namespace deskready::audio {
namespace {

namespace fs = std::filesystem;

struct Shape {
  std::uint32_t rate = 16000;
  std::uint16_t channels = 1;
  std::uint16_t bits = 16;
  bool floating = false;
  std::uint32_t said_bytes = 0;  ///< what the header says; 0: the truth
};

void put(std::string& to, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i));
}

void put_sample(std::string& to, double x, const Shape& shape) {
  if (shape.floating) {
    const auto value = static_cast<float>(x);
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, 4);
    return put(to, bits, 4);
  }
  if (shape.bits == 8) return put(to, static_cast<std::uint32_t>(std::lround(x * 127) + 128), 1);
  const double full = std::ldexp(1.0, shape.bits - 1) - 1;
  put(to, static_cast<std::uint32_t>(std::lround(x * full)), shape.bits / 8);
}

/// Half a sine of 440 Hz on the last channel, a tenth of that on the others.
std::string wave(const Shape& shape, std::size_t frames) {
  std::string data;
  for (std::size_t i = 0; i < frames; ++i) {
    const double x = 0.5 * std::sin(2 * 3.14159265358979 * 440 * static_cast<double>(i) / shape.rate);
    for (int c = 0; c < shape.channels; ++c) put_sample(data, c + 1 == shape.channels ? x : x / 10, shape);
  }
  const auto said = shape.said_bytes == 0 ? static_cast<std::uint32_t>(data.size()) : shape.said_bytes;
  std::string file = "RIFF";
  put(file, said + 36, 4);
  file += "WAVEfmt ";
  put(file, 16, 4);
  put(file, shape.floating ? 3 : 1, 2);
  put(file, shape.channels, 2);
  put(file, shape.rate, 4);
  put(file, shape.rate * shape.channels * shape.bits / 8, 4);
  put(file, static_cast<std::uint32_t>(shape.channels * shape.bits / 8), 2);
  put(file, shape.bits, 2);
  file += "data";
  put(file, said, 4);
  return file + data;
}

class WaveFiles : public ::testing::Test {
 protected:
  WaveFiles() {
    std::string name = (fs::temp_directory_path() / "waves.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~WaveFiles() override { fs::remove_all(folder_); }
  std::string write(const std::string& bytes) {
    const auto path = folder_ / "file.wav";
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  std::optional<WaveFault::Why> error_of(const std::string& bytes) {
    const auto read = read_wave_file(write(bytes));
    return read ? std::nullopt : std::optional(read.error().why);
  }
  fs::path folder_;
};

TEST_F(WaveFiles, OfEachKindAreRead) {
  for (const Shape shape : {Shape{}, Shape{.bits = 8}, Shape{.bits = 24}, Shape{.bits = 32, .floating = true},
                            Shape{.rate = 192000}, Shape{.channels = 8}}) {
    const auto read = read_wave_file(write(wave(shape, shape.rate)));
    ASSERT_TRUE(read) << static_cast<int>(read.error().why);
    EXPECT_EQ(read->rate, shape.rate);
    EXPECT_EQ(read->channels, shape.channels);
    EXPECT_EQ(read->channel, shape.channels) << "the loudest";
    EXPECT_EQ(read->samples.size(), shape.rate);
    EXPECT_EQ(read->length, WaveLength::as_said);
    const auto heard = analyse(read->samples, read->rate, Hearing::speech);
    EXPECT_NEAR(heard.peak, 0.5, 0.01);
    EXPECT_EQ(heard.clipping, 0);
  }
}

TEST_F(WaveFiles, ThatAreShorterThanTheySayAreReadAsFarAsTheyGo) {
  const std::string whole = wave({}, 16000);
  const auto truncated = read_wave_file(write(whole.substr(0, whole.size() / 2)));
  ASSERT_TRUE(truncated) << static_cast<int>(truncated.error().why);
  EXPECT_NEAR(static_cast<double>(truncated->samples.size()), 8000, 30);
  EXPECT_EQ(truncated->length, WaveLength::shorter);
  const auto huge = read_wave_file(write(wave({.said_bytes = 2'000'000'000}, 16000)));
  ASSERT_TRUE(huge) << static_cast<int>(huge.error().why);
  EXPECT_EQ(huge->samples.size(), 16000U);
  EXPECT_EQ(huge->length, WaveLength::shorter);
}

/// One second of 16 kHz in 16 bits with these chunks before and behind the sound, and this size said of it.
std::string with_chunks(const std::string& before, const std::string& behind, std::uint32_t said) {
  std::string file = wave({.said_bytes = said}, 16000);
  file.insert(file.find("data"), before);
  return file + behind;
}

std::string chunk(std::string_view id, const std::string& bytes) {
  std::string made(id);
  put(made, static_cast<std::uint32_t>(bytes.size()), 4);
  return made + bytes;
}

TEST_F(WaveFiles, OfWhichTheHeaderLeavesTheLengthOpenAreReadToTheirEnd) {
  std::string killed = wave({}, 16000);
  for (int i = 0; i < 4; ++i) killed[40 + static_cast<std::size_t>(i)] = 0;
  for (const std::string& bytes : {killed, with_chunks("", "", 0xffffffff), with_chunks("", "", 0x7ffff000),
                                   with_chunks(chunk("LIST", "INFOISFT\x0e"), "", 0xffffffff)}) {
    const auto read = read_wave_file(write(bytes));
    ASSERT_TRUE(read) << static_cast<int>(read.error().why);
    EXPECT_EQ(read->samples.size(), 16000U);
    EXPECT_EQ(read->length, WaveLength::untold);
  }
}

TEST_F(WaveFiles, WithOtherChunksAreReadAsFarAsTheirSoundGoes) {
  const std::string odd = chunk("bext", "abc");
  for (const std::string& bytes :
       {with_chunks(odd + '\0', "", 32000), with_chunks(odd, "", 32000), with_chunks("", odd, 32000),
        with_chunks("", odd + '\0', 32000), with_chunks(chunk("JUNK", std::string(28, ' ')), odd, 32000)}) {
    const auto read = read_wave_file(write(bytes));
    ASSERT_TRUE(read) << static_cast<int>(read.error().why);
    EXPECT_EQ(read->samples.size(), 16000U);
    EXPECT_EQ(read->length, WaveLength::as_said);
    EXPECT_NEAR(analyse(read->samples, 16000, Hearing::quiet).peak, 0.5, 0.001) << "and nothing of a chunk";
  }
  const auto more = read_wave_file(write(with_chunks("", std::string(4000, '\x07'), 32000)));
  EXPECT_EQ(more.value().samples.size(), 16000U);
  EXPECT_EQ(more->length, WaveLength::goes_on);
}

TEST_F(WaveFiles, OfSixtyFourBitsAreRead) {
  std::string sizes;
  for (const std::uint32_t part : {32000U + 80, 0U, 32000U, 0U, 16000U, 0U, 0U}) put(sizes, part, 4);
  std::string bytes = wave({.said_bytes = 0xffffffff}, 16000);
  bytes.replace(0, 4, "RF64");
  bytes.insert(12, chunk("ds64", sizes));
  const auto read = read_wave_file(write(bytes + chunk("LIST", "INFO")));
  ASSERT_TRUE(read) << static_cast<int>(read.error().why);
  EXPECT_EQ(read->samples.size(), 16000U);
  EXPECT_EQ(read->length, WaveLength::as_said);
}

TEST_F(WaveFiles, PackedInAWayThatIsNotReadSayInWhich) {
  std::string bytes = wave({}, 16000);
  bytes[20] = 0x55;
  const auto read = read_wave_file(write(bytes));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().why, WaveFault::Why::packed);
  EXPECT_EQ(read.error().format, 0x55);
}

// IMA ADPCM: blocks of 256 bytes, of which the first four are a sample and a step.
TEST_F(WaveFiles, WhosePackingChangesSamplesTellNoGaps) {
  std::string format;
  for (const auto& [value, size] : std::initializer_list<std::pair<std::uint32_t, int>>{
           {0x11, 2}, {1, 2}, {8000, 4}, {8000 / 505 * 256, 4}, {256, 2}, {4, 2}, {2, 2}, {505, 2}})
    put(format, value, size);
  std::string blocks;
  for (int i = 0; i < 40; ++i) blocks += std::string("\0\0\x20\0", 4) + std::string(252, '\x19');
  const std::string chunks = "WAVE" + chunk("fmt ", format) + chunk("data", blocks);
  std::string bytes = "RIFF";
  put(bytes, static_cast<std::uint32_t>(chunks.size()), 4);
  const auto read = read_wave_file(write(bytes + chunks));
  ASSERT_TRUE(read) << static_cast<int>(read.error().why);
  EXPECT_TRUE(read->rewritten);
  for (const Shape shape :
       {Shape{}, Shape{.bits = 8}, Shape{.bits = 24}, Shape{.bits = 32, .floating = true}})
    EXPECT_FALSE(read_wave_file(write(wave(shape, 16000))).value().rewritten);

  Recording heard;
  heard.seconds = 1;
  heard.rate = 8000;
  heard.gaps = 1;
  ASSERT_EQ(diagnose(heard), std::vector{SoundFault::dropouts});
  heard.rewritten = true;
  EXPECT_TRUE(diagnose(heard).empty());
  const Facts facts = recording_facts(heard, {}, {});
  ASSERT_NE(facts.why_not("audio.dropouts"), nullptr);
  EXPECT_EQ(facts.why_not("audio.dropouts")->args.at("detail"), "samples_rewritten");
}

TEST_F(WaveFiles, WithADeadChannelAreReadFromTheOther) {
  std::string bytes = wave({.channels = 2}, 16000);
  for (std::size_t at = 44; at + 4 <= bytes.size(); at += 4) {
    bytes[at] = 0;
    bytes[at + 1] = 0x60;  // three quarters of full scale, and nothing else
  }
  EXPECT_EQ(read_wave_file(write(bytes)).value().channel, 2);
}

TEST_F(WaveFiles, ThatAreNoneSayWhy) {
  using enum WaveFault::Why;
  EXPECT_EQ(error_of(""), empty);
  EXPECT_EQ(error_of("hello, this is no sound"), no_sound_file);
  EXPECT_EQ(error_of(wave({}, 16000).substr(0, 20)), no_sound_file);
  EXPECT_EQ(error_of(wave({}, 0)), no_sound);
  EXPECT_EQ(error_of(wave({}, 0) + chunk("LIST", "INFO")), no_sound) << "what follows is no sound";
  EXPECT_EQ(read_wave_file(folder_.string()).error().why, no_file);
  EXPECT_EQ(read_wave_file((folder_ / "nothing").string()).error().why, missing);
}

TEST_F(WaveFiles, WithValuesThatAreNoNumbersAreRefused) {
  std::string bytes = wave({.bits = 32, .floating = true}, 16000);
  const float broken = std::numeric_limits<float>::quiet_NaN();
  std::memcpy(&bytes[1000 * 4 + 44], &broken, 4);
  EXPECT_EQ(error_of(bytes), WaveFault::Why::no_numbers);
}

// The figures are those of ITU-T's own tool (Software Tool Library, actlev -sf 16000), which stops to
// interpolate at 0.5 dB.
TEST(SpeechLevel, OfSpokenDigitsIsThatOfTheReference) {
  const auto file = read_wave_file(source_folder() + "/probes/audio/guided/voices/en/digits.flac");
  ASSERT_TRUE(file) << static_cast<int>(file.error().why);
  const auto level = speech_level(file->samples, file->rate);
  ASSERT_TRUE(level);
  EXPECT_NEAR(level->long_term, -15.536, 0.001);
  EXPECT_NEAR(level->level, -14.107, 0.2);
  EXPECT_NEAR(level->activity, 0.71953, 0.01);
}

TEST(RecordingFacts, AnswerEachNameOnce) {
  std::vector<float> tone(48000 * 2);
  for (std::size_t i = 0; i < tone.size(); ++i) tone[i] = 0.1F * std::sin(static_cast<float>(i) * 0.1F);
  for (const std::vector<float>& samples : {tone, std::vector<float>(96000, 0.0F),
                                            std::vector<float>(96000, 0.2F), std::vector<float>(100, 0.1F)}) {
    const auto heard = analyse(samples, 48000, Hearing::speech);
    Facts facts = recording_facts(heard, {}, {});
    facts.merge(speech_facts(heard, {}, {}));
    const auto names =
        facts_where([](const SoundFigure& figure) { return figure.analysis != Analysis::loop; });
    for (const auto name : names)
      EXPECT_NE(facts.find(name) != nullptr, facts.why_not(name) != nullptr) << name;
    for (const auto& [name, fact] : facts.known) {
      const double* number = std::get_if<double>(&fact.value);
      EXPECT_TRUE(number == nullptr || std::isfinite(*number)) << name;
    }
  }
}

TEST(Diagnosis, NamesTheMostFundamentalFaultAlone) {
  Recording heard;
  EXPECT_TRUE(diagnose(heard).empty()) << "nothing was recorded";
  heard.seconds = 1;
  heard.silent = true;
  EXPECT_EQ(diagnose(heard), std::vector{SoundFault::muted});
  heard.silent = false;
  heard.stuck = true;
  EXPECT_EQ(diagnose(heard), std::vector{SoundFault::dead_converter});
}

}  // namespace
}  // namespace deskready::audio
