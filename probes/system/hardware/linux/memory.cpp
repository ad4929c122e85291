#include "probes/system/hardware/memory.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "probes/machine/files.h"
#include "probes/machine/guest.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr double gib = 1024.0 * 1024 * 1024;

std::optional<std::uint64_t> number(std::string_view text, int base = 10) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

std::optional<double> kilobytes(const std::string& meminfo, std::string_view key) {
  const auto value = value_of(meminfo, key);
  const auto count = value ? number(*value) : std::nullopt;
  if (!count || *count == 0) return std::nullopt;
  return static_cast<double>(*count) * 1024;
}

/// The modules as the firmware lists them (SMBIOS type 17). That table is for root only, but systemd's udev
/// (249 and later) notes the sizes where everybody may read them.
struct Modules {
  double bytes = 0;
  unsigned slots = 0;  ///< listed, whether filled or not

  /// Boards have slots by twos and fours. Firmware takes dead modules out of its list: of eight there may be
  /// six, and what is fitted is at least what is listed.
  bool complete() const { return std::has_single_bit(slots); }
};

std::optional<Modules> from_modules(const Context& context) {
  const auto noted = read_text(context.root, "/run/udev/data/+dmi:id");
  if (!noted) return std::nullopt;
  Modules modules;
  for (int slot = 0; slot < 64; ++slot) {
    const std::string device = "E:MEMORY_DEVICE_" + std::to_string(slot);
    const auto size = value_of(*noted, device + "_SIZE", '=');
    const std::string type = value_of(*noted, device + "_TYPE", '=').value_or("");
    // The firmware's own chip is listed too.
    if (type == "Flash" || type == "ROM") continue;
    if (size || value_of(*noted, device + "_PRESENT", '=')) ++modules.slots;
    if (size) modules.bytes += static_cast<double>(number(*size).value_or(0));
  }
  if (modules.bytes <= 0) return std::nullopt;
  return modules;
}

/// What the kernel can use: online blocks times their size. Unlike MemTotal it holds what the kernel keeps
/// for itself, so an 8 GB machine shows 8 GB.
std::optional<double> from_blocks(const Context& context) {
  const std::string folder = "/sys/devices/system/memory/";
  const auto size_text = read_line(context.root, folder + "block_size_bytes");
  const auto size = (size_text ? number(*size_text, 16) : std::nullopt).value_or(0);
  const auto blocks = list_folder(context.root, folder);
  if (!blocks) return std::nullopt;
  std::size_t online = 0;
  for (const std::string& block : *blocks) {
    constexpr std::string_view prefix = "memory";
    const bool numbered = block.size() > prefix.size() && block.starts_with(prefix) &&
                          block.find_first_not_of("0123456789", prefix.size()) == std::string::npos;
    if (!numbered) continue;
    const auto state = read_line(context.root, folder + block + "/state");
    if (!state) return std::nullopt;  // a sum without it would be too small
    if (*state == "online") ++online;
  }
  if (size == 0 || online == 0) return std::nullopt;
  return static_cast<double>(size) * static_cast<double>(online);
}

/// Whether a computer is sold with two parts of these sizes (GiB), modules or soldered, or with one alone
/// (0).
bool stand_together(double a, double b) {
  const auto is_old = [](double size) { return size == 1 || size == 2 || size == 4 || size == 8; };
  // Modules of 1 GiB are older than parts of 6 or 12.
  if (a == 1 && b > 0) return is_old(b);
  if (b == 1 && a > 0) return is_old(a);
  return true;
}

/// The smallest size that memory is sold in and that holds `seen` bytes, where `seen` lies at most an eighth
/// below it: about what firmware, kernel and built-in graphics keep. Else `seen` itself. The smallest, so
/// that it is never more than is fitted: 15.4 GiB are of 16, but 17.9 are of 2 + 16 and not of 20.
double sold_size(double seen) {
  constexpr std::array parts = {0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0};
  constexpr double most = 256 * gib;  // servers have any number of modules
  if (seen > most) return seen;
  double best = std::ceil(seen / (4 * gib)) * 4 * gib;  // more than two parts
  for (const double a : parts) {
    for (const double b : parts) {
      const double size = (a + b) * gib;
      if (stand_together(a, b) && size >= seen && size < best) best = size;
    }
  }
  return seen >= best * 0.875 ? best : seen;
}

/// Whether `blocks` is what is fitted, and not what graphics left of it: 12 GiB may be of 16. Those of
/// Intel's processors keep less than 2 GiB for themselves.
bool is_whole(const Context& context, double blocks) {
  const double size = blocks / gib;
  if (size >= 0.25 && size == std::exp2(std::round(std::log2(size)))) return true;
  const auto cpuinfo = read_text(context.root, "/proc/cpuinfo");
  const bool intel = cpuinfo && value_of(*cpuinfo, "vendor_id") == "GenuineIntel";
  return intel && (size == 6 || size == 12 || size == 24 || size == 48 || size == 96);
}

Fact rounded_up(const Context& context, double seen, How source) {
  const double size = sold_size(seen);
  Fact fact = inventory(context, size, source);
  if (size > seen) fact.how.also(How::rounded_to_sold);
  // Graphics that borrow more than an eighth would hide it.
  fact.at_least = true;
  return fact;
}

std::optional<Fact> installed(const Context& context, std::optional<double> total) {
  const auto blocks = from_blocks(context);
  // Firmware that lists less than the kernel sees is not to be believed.
  if (const auto modules = from_modules(context);
      modules && modules->bytes >= blocks.value_or(total.value_or(0))) {
    Fact fact = inventory(context, modules->bytes, How::memory_modules);
    fact.at_least = !modules->complete();
    return fact;
  }
  if (blocks) {
    // Nothing is kept from a virtual machine; what it was given is what it has.
    if (is_whole(context, *blocks) || in_virtual_machine(context.root) == true) {
      return inventory(context, *blocks, How::memory_blocks);
    }
    return rounded_up(context, *blocks, How::memory_blocks);
  }
  if (total) return rounded_up(context, *total, How::memory_total);
  return std::nullopt;
}

Facts measure(Context& context) {
  Facts facts;
  const auto meminfo = read_text(context.root, "/proc/meminfo");
  const auto total = meminfo ? kilobytes(*meminfo, "MemTotal") : std::nullopt;
  if (auto fact = installed(context, total)) facts.add("system.memory.installed", std::move(*fact));
  if (const auto available = meminfo ? kilobytes(*meminfo, "MemAvailable") : std::nullopt) {
    facts.add("system.memory.available", inventory(context, *available, How::memory_available));
  }
  return answered(std::move(facts), context,
                  meminfo ? Explanation(Detail::meminfo_untold) : SystemText(meminfo.error()));
}

}  // namespace

Probe memory_probe() {
  return reading_probe("system.memory", measure);
}

}  // namespace deskready::system_facts
