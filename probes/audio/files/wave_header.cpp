#include "probes/audio/files/wave_header.h"

#include <algorithm>
#include <string_view>

namespace deskready::audio {
namespace {

constexpr int most_chunks = 1000;
constexpr std::uint64_t longest_format = 4096;
constexpr std::uint64_t most_sound = 0x7fffff00;
// What programs write before they know: sox leaves room for a header below 2 GB, others the largest number.
constexpr std::uint64_t placeholder = 0x7fff0000;
constexpr std::uint64_t small_tail = 128;  // An ID3v1 tag.
constexpr std::uint16_t extensible = 0xfffe;

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size && at + i < bytes.size(); ++i)
    value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

std::string little(std::uint64_t value) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

/// The file with its size; reading beyond its end gives what there is.
class Bytes {
 public:
  explicit Bytes(std::istream& file) : file_(file) {
    file_.seekg(0, std::ios::end);
    const auto end = file_.tellg();
    size_ = end < 0 ? 0 : static_cast<std::uint64_t>(end);
  }
  std::uint64_t size() const { return size_; }
  std::string read(std::uint64_t at, std::uint64_t count) {
    if (at >= size_) return {};
    std::string bytes(static_cast<std::size_t>(std::min(count, size_ - at)), '\0');
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(at));
    file_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file_.gcount()));
    return bytes;
  }
  /// Whether a chunk may begin here: four printable signs and a size.
  bool chunk_at(std::uint64_t at) {
    const std::string head = read(at, 8);
    return head.size() == 8 &&
           std::all_of(head.begin(), head.begin() + 4, [](char c) { return c >= 0x20 && c <= 0x7e; });
  }

 private:
  std::istream& file_;
  std::uint64_t size_ = 0;
};

struct Chunks {
  std::string format;
  std::string fact;
  std::uint64_t long_size = 0;  ///< of the sound, from ds64; 0: none
  std::uint64_t sound_at = 0;
  std::uint64_t sound_said = 0;
};

/// Chunks of an odd size are followed by a byte to fill, which some programs leave out.
std::uint64_t next_of(Bytes& file, std::uint64_t at, std::uint64_t size) {
  const std::uint64_t end = at + 8 + size;
  if (size % 2 == 0) return end;
  return !file.chunk_at(end + 1) && file.chunk_at(end) ? end : end + 1;
}

/// Whether whole chunks and nothing else stand from here to the end.
bool only_chunks(Bytes& file, std::uint64_t at) {
  for (int i = 0; i < most_chunks && at < file.size(); ++i) {
    if (!file.chunk_at(at)) return false;
    at = next_of(file, at, number(file.read(at, 8), 4, 4));
  }
  return at == file.size() || at == file.size() + 1;
}

/// Where the sound is said to end.
std::uint64_t said_size(const Chunks& chunks) {
  const bool by_long_size = chunks.sound_said == 0xffffffff && chunks.long_size > 0;
  return by_long_size ? chunks.long_size : chunks.sound_said;
}

bool is_untold(Bytes& file, const Chunks& chunks) {
  const std::uint64_t said = said_size(chunks);
  if (said == 0) return chunks.sound_at < file.size() && !only_chunks(file, chunks.sound_at);
  return said >= placeholder && chunks.sound_at + said > file.size();
}

Chunks chunks_of(Bytes& file) {
  Chunks found;
  std::uint64_t at = 12;
  for (int i = 0; i < most_chunks && file.chunk_at(at); ++i) {
    const std::string head = file.read(at, 8);
    const std::string_view id = std::string_view(head).substr(0, 4);
    const std::uint64_t size = number(head, 4, 4);
    if (id == "fmt ") found.format = file.read(at + 8, std::min(size, longest_format));
    if (id == "fact") found.fact = file.read(at + 8, 4);
    if (id == "ds64") found.long_size = number(file.read(at + 8, 28), 8, 8);
    if (id == "data" && found.sound_at == 0) {
      found.sound_at = at + 8;
      found.sound_said = size;
      if (!found.format.empty() || is_untold(file, found)) break;
    }
    at = next_of(file, at, id == "data" ? said_size(found) : size);
  }
  return found;
}

std::string plain_header(const Chunks& chunks, std::uint64_t sound_bytes, bool with_fact) {
  std::string body = "WAVEfmt " + little(chunks.format.size()) + chunks.format;
  if (chunks.format.size() % 2 == 1) body += '\0';
  if (with_fact) body += "fact" + little(4) + chunks.fact;
  body += "data" + little(sound_bytes);
  return "RIFF" + little(body.size() + sound_bytes) + body;
}

}  // namespace

std::optional<WaveHeader> read_wave_header(std::istream& stream) {
  Bytes file(stream);
  const std::string head = file.read(0, 12);
  const bool riff = head.starts_with("RIFF") || head.starts_with("RF64") || head.starts_with("BW64");
  if (head.size() < 12 || !riff || head.substr(8) != "WAVE") return std::nullopt;
  const Chunks chunks = chunks_of(file);
  if (chunks.format.size() < 16 || chunks.sound_at == 0) return std::nullopt;
  WaveHeader header;
  header.format = static_cast<std::uint16_t>(number(chunks.format, 0, 2));
  if (header.format == extensible && chunks.format.size() >= 26)
    header.format = static_cast<std::uint16_t>(number(chunks.format, 24, 2));
  header.sound_at = chunks.sound_at;
  const std::uint64_t there = file.size() - std::min(file.size(), chunks.sound_at);
  const std::uint64_t said = said_size(chunks);
  const bool untold = is_untold(file, chunks);
  header.sound_bytes = std::min({untold ? there : said, there, most_sound});
  const std::uint64_t end = chunks.sound_at + said;
  if (untold) {
    header.length = WaveLength::untold;
  } else if (end > file.size()) {
    header.length = WaveLength::shorter;
  } else if (file.size() - end > small_tail && !only_chunks(file, end + said % 2) &&
             !only_chunks(file, end)) {
    header.length = WaveLength::goes_on;
  }
  const bool trusted = header.length == WaveLength::as_said && chunks.fact.size() == 4;
  header.plain = plain_header(chunks, header.sound_bytes, trusted);
  return header;
}

}  // namespace deskready::audio
