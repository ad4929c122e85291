#include "probes/system/hardware/memory.h"

#include <array>
#include <charconv>

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
std::optional<double> from_modules(const Context& context) {
  const auto noted = read_text(context.root, "/run/udev/data/+dmi:id");
  if (!noted) return std::nullopt;
  double sum = 0;
  for (int slot = 0; slot < 64; ++slot) {
    const std::string device = "E:MEMORY_DEVICE_" + std::to_string(slot);
    const auto size = value_of(*noted, device + "_SIZE", '=');
    const std::string type = value_of(*noted, device + "_TYPE", '=').value_or("");
    // The firmware's own chip is listed too.
    if (!size || type == "Flash" || type == "ROM") continue;
    sum += static_cast<double>(number(*size).value_or(0));
  }
  if (sum <= 0) return std::nullopt;
  return sum;
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

/// The next size that memory is sold in, when `seen` lies at most an eighth below it: about what firmware,
/// kernel and built-in graphics keep. Else `seen` itself.
double sold_size(double seen) {
  constexpr std::array sizes = {0.5,  1.0,  2.0,  3.0,  4.0,  6.0,  8.0,   12.0,  16.0, 20.0,
                                24.0, 32.0, 40.0, 48.0, 64.0, 96.0, 128.0, 192.0, 256.0};
  for (const double size : sizes) {
    if (seen <= size * gib && seen >= size * gib * 0.875) return size * gib;
  }
  return seen;
}

Fact rounded_up(const Context& context, double seen, const std::string& source) {
  const double size = sold_size(seen);
  Fact fact = inventory(context, size, size > seen ? source + ", rounded up to a size that is sold" : source);
  // Graphics that borrow more than an eighth would hide it.
  fact.at_least = true;
  return fact;
}

std::optional<Fact> installed(const Context& context, std::optional<double> total) {
  const auto blocks = from_blocks(context);
  // Firmware that lists less than the kernel sees is not to be believed.
  if (const auto modules = from_modules(context); modules && *modules >= blocks.value_or(total.value_or(0))) {
    return inventory(context, *modules, "memory modules, SMBIOS");
  }
  if (blocks) {
    // Nothing is kept from a virtual machine; what it was given is what it has.
    const bool exact = sold_size(*blocks - 1) == *blocks;
    if (exact || in_virtual_machine(context.root) == true) {
      return inventory(context, *blocks, "online memory blocks");
    }
    return rounded_up(context, *blocks, "online memory blocks");
  }
  if (total) return rounded_up(context, *total, "MemTotal");
  return std::nullopt;
}

Facts measure(Context& context) {
  Facts facts;
  const auto meminfo = read_text(context.root, "/proc/meminfo");
  const auto total = meminfo ? kilobytes(*meminfo, "MemTotal") : std::nullopt;
  if (auto fact = installed(context, total)) facts.add("system.memory.installed", std::move(*fact));
  if (const auto available = meminfo ? kilobytes(*meminfo, "MemAvailable") : std::nullopt) {
    facts.add("system.memory.available", inventory(context, *available, "MemAvailable"));
  }
  return answered(std::move(facts), context,
                  meminfo ? Explanation(Detail::meminfo_untold) : SystemText(meminfo.error()));
}

}  // namespace

Probe memory_probe() {
  return reading_probe("system.memory", measure);
}

}  // namespace deskready::system_facts
