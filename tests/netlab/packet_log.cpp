#include "tests/netlab/packet_log.h"

#include <netinet/in.h>

#include <cstdio>

namespace netlab {
namespace {

struct Transport {
  std::uint8_t protocol = 0;
  std::size_t at = 0;  ///< where its header begins
};

Transport transport_of(std::span<const unsigned char> p) {
  if (p.size() >= 20 && p[0] >> 4 == 4) return {p[9], static_cast<std::size_t>(p[0] & 15) * 4};
  if (p.size() >= 40 && p[0] >> 4 == 6) return {p[6], 40};
  return {};
}

const char* word(Fate fate) {
  switch (fate) {
    case Fate::passed:
      return "passed";
    case Fate::lost:
      return "lost";
    case Fate::queue_full:
      return "queue_full";
    case Fate::blocked:
      return "blocked";
  }
  return "";
}

}  // namespace

bool is_udp(std::span<const unsigned char> packet) {
  return transport_of(packet).protocol == IPPROTO_UDP;
}

std::size_t PacketLog::entered(bool up, std::span<const unsigned char> p, std::int64_t now_ns,
                               const Passage& passage) {
  const auto u16 = [&](std::size_t at) {
    return at + 1 < p.size() ? static_cast<std::uint16_t>(p[at] << 8 | p[at + 1]) : std::uint16_t{0};
  };
  const auto [protocol, at] = transport_of(p);
  Entry entry{now_ns,   0,  passage.due_ns, 0, static_cast<std::uint16_t>(p.size()), 0, 0, 0,
              protocol, up, passage.fate};
  const bool tcp = protocol == IPPROTO_TCP, udp = protocol == IPPROTO_UDP;
  if (tcp || udp) {
    entry.source = u16(at);
    entry.destination = u16(at + 2);
    const std::size_t header = udp                  ? 8
                               : at + 12 < p.size() ? static_cast<std::size_t>(p[at + 12] >> 4) * 4
                                                    : 20;
    if (p.size() > at + header) entry.payload = static_cast<std::uint16_t>(p.size() - at - header);
    if (udp) entry.sequence = static_cast<std::uint32_t>(u16(at + 8)) << 16 | u16(at + 10);
  }
  entries_.push_back(entry);
  return entries_.size() - 1;
}

bool PacketLog::write(const std::string& file) const {
  std::FILE* out = std::fopen(file.c_str(), "w");
  if (out == nullptr) return false;
  std::fputs("direction,bytes,protocol,source,destination,sequence,payload,in_ns,out_ns,fate,due_ns\n", out);
  for (const Entry& e : entries_) {
    std::fprintf(out, "%s,%u,%u,%u,%u,%u,%u,%lld,%lld,%s,%lld\n", e.up ? "up" : "down", e.bytes, e.protocol,
                 e.source, e.destination, e.sequence, e.payload, static_cast<long long>(e.in_ns),
                 static_cast<long long>(e.out_ns), word(e.fate), static_cast<long long>(e.due_ns));
  }
  const bool written = std::ferror(out) == 0;
  return std::fclose(out) == 0 && written;
}

}  // namespace netlab
