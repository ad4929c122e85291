#include "probes/system/hardware/cpu.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <sstream>

#include "config/processor/cpu_name.h"
#include "probes/machine/files.h"
#include "probes/system/hardware/arm_cores.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view instructions = "system.cpu.instructions.<name>";
constexpr std::string_view folder = "/sys/devices/system/cpu";

/// One processor's paragraph of /proc/cpuinfo.
struct Listed {
  std::string package, core;
  ArmCore arm;
};

std::vector<Listed> processors(const std::string& cpuinfo) {
  std::vector<Listed> all;
  std::istringstream lines(cpuinfo);
  for (std::string line; std::getline(lines, line);) {
    // 32-bit ARM kernels begin with a line "Processor", which names no core.
    if (value_of(line, "processor")) all.emplace_back();
    if (all.empty()) continue;
    if (auto value = value_of(line, "physical id")) all.back().package = *value;
    if (auto value = value_of(line, "core id")) all.back().core = *value;
    if (auto value = value_of(line, "CPU implementer")) all.back().arm.implementer = *value;
    if (auto value = value_of(line, "CPU part")) all.back().arm.part = *value;
  }
  // Before Linux 3.8 ARM kernels name the part once, behind the last processor, for all of them.
  const bool once = std::count_if(all.begin(), all.end(),
                                  [](const Listed& one) { return !one.arm.implementer.empty(); }) == 1;
  if (once && !all.back().arm.implementer.empty()) {
    for (Listed& one : all) one.arm = all.back().arm;
  }
  return all;
}

/// The processor's name for itself; where it has numbers only, the one that belongs to them.
std::string model_of(const std::string& cpuinfo, const std::vector<Listed>& listed) {
  if (!listed.empty() && !listed.front().arm.implementer.empty()) {
    std::vector<ArmCore> cores;
    for (const Listed& one : listed) cores.push_back(one.arm);
    return arm_model(cores);
  }
  const std::string model = value_of(cpuinfo, "model name").value_or("");
  return is_text(model) ? model : "";
}

/// What stands for an unknown name: the name itself, else the numbers.
std::string shown_name(const std::string& model, const std::vector<Listed>& listed) {
  if (!model.empty()) return model;
  if (listed.empty() || listed.front().arm.part.empty()) return "the processor gives no name";
  return fmt::format("ARM implementer {} part {}", listed.front().arm.implementer, listed.front().arm.part);
}

void add_name(Facts& facts, const Context& context, const std::string& cpuinfo,
              const std::vector<Listed>& listed) {
  const std::string model = model_of(cpuinfo, listed);
  CpuName name = parse_cpu_name(model);
  if (name.vendor.empty()) name.vendor = vendor_of_id(value_of(cpuinfo, "vendor_id").value_or(""));
  if (name.vendor.empty() && !listed.empty()) name.vendor = arm_vendor(listed.front().arm);
  const Unmeasured unknown = unmeasured(
      Cause::unknown_name, {Detail::processor_unknown, {{"name", Term(shown_name(model, listed))}}});
  const auto text = [&](std::string_view key, const std::string& value) {
    if (value.empty()) return facts.cannot(key, unknown);
    facts.add(key, inventory(context, value, How::cpuinfo));
  };
  text("system.cpu.model", model);
  text("system.cpu.vendor", name.vendor);
  text("system.cpu.family", name.family);
  // Core 2 is before the first generation.
  if (!name.generation || *name.generation == 0) return facts.cannot("system.cpu.generation", unknown);
  facts.add("system.cpu.generation",
            inventory(context, static_cast<double>(*name.generation), How::cpu_name));
}

/// Asked for by name they are told as they are; asked for all, those that programs for calls look for.
void add_instructions(Facts& facts, const Context& context, const std::string& cpuinfo) {
  constexpr std::array<std::string_view, 9> telling = {"sse4_2", "avx",   "avx2",  "avx512f", "aes",
                                                       "neon",   "asimd", "crc32", "sha2"};
  auto flags = value_of(cpuinfo, "flags");
  if (!flags) flags = value_of(cpuinfo, "Features");  // as ARM kernels call them
  if (!flags) return;
  const std::string padded = " " + *flags + " ";
  const auto has = [&](std::string_view name) {
    return padded.find(fmt::format(" {} ", name)) != std::string::npos;
  };
  for (const std::string& name : asked_names(context, instructions)) {
    if (name != "<name>") {
      facts.add(with_name(instructions, name), inventory(context, has(name), How::cpuinfo));
      continue;
    }
    for (const std::string_view one : telling) {
      if (has(one)) facts.add(with_name(instructions, one), inventory(context, true, How::cpuinfo));
    }
  }
}

/// "0-3,8" as numbers; the kernel's list format. Nothing for a text that is none.
std::vector<unsigned> parse_list(std::string_view list) {
  constexpr unsigned highest = 8192;  // NR_CPUS of the largest kernels
  std::vector<unsigned> numbers;
  std::istringstream pieces{std::string(list)};
  for (std::string piece; std::getline(pieces, piece, ',');) {
    unsigned first = 0, last = 0;
    const int read = std::sscanf(piece.c_str(), "%5u-%5u", &first, &last);
    if (read == 1) last = first;
    if (read < 1 || last < first || last > highest) return {};
    for (unsigned number = first; number <= last; ++number) numbers.push_back(number);
  }
  return numbers;
}

struct Counts {
  std::size_t threads = 0, cores = 0;
};

/// From the topology in /sys; zero where it is not told.
Counts count_topology(const Context& context) {
  const auto online = read_line(context.root, fmt::format("{}/online", folder));
  const auto processors_online = parse_list(online.value_or(""));
  std::set<std::string> cores;
  for (const unsigned number : processors_online) {
    const std::string topology = fmt::format("{}/cpu{}/topology/", folder, number);
    auto siblings = read_line(context.root, topology + "core_cpus_list");
    if (!siblings) siblings = read_line(context.root, topology + "thread_siblings_list");  // before Linux 5.3
    if (siblings) cores.insert(*siblings);
  }
  return {processors_online.size(), cores.size()};
}

Counts count_listed(const std::vector<Listed>& listed) {
  std::set<std::pair<std::string, std::string>> cores;
  for (const Listed& one : listed) {
    if (!one.core.empty()) cores.emplace(one.package, one.core);
  }
  return {listed.size(), cores.size()};
}

void add_counts(Facts& facts, const Context& context, const std::string& cpuinfo,
                const std::vector<Listed>& listed) {
  const Counts told = count_topology(context);
  const Counts counted = count_listed(listed);
  const std::size_t threads = told.threads > 0 ? told.threads : counted.threads;
  std::size_t cores = told.cores > 0 ? told.cores : counted.cores;
  // Where neither tells cores, as on older ARM boards, each has one thread; those with a maker's id (x86) may
  // have two.
  const bool one_each = threads == 1 || !value_of(cpuinfo, "vendor_id");
  if (cores == 0 && one_each) cores = threads;
  for (const auto& [key, count] :
       {std::pair{"system.cpu.cores", cores}, std::pair{"system.cpu.threads", threads}}) {
    if (count == 0 && threads > 0) {
      facts.cannot(key, unmeasured(Cause::unsupported, Detail::processor_cores_untold));
    } else if (count == 0) {
      facts.cannot(key, unmeasured(Cause::failed, Detail::no_processor_listed));
    } else {
      facts.add(key, inventory(context, static_cast<double>(count),
                               told.threads > 0 ? How::cpu_topology : How::cpuinfo));
    }
  }
}

void add_clock(Facts& facts, const Context& context, const std::string& cpuinfo) {
  std::uint64_t highest_khz = 0;
  bool scaled = false;
  for (const std::string& cpu : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    if (!cpu.starts_with("cpu")) continue;
    scaled = scaled || exists(context.root, fmt::format("{}/{}/cpufreq", folder, cpu));
    const auto khz = read_number(context.root, fmt::format("{}/{}/cpufreq/cpuinfo_max_freq", folder, cpu));
    highest_khz = std::max(highest_khz, khz.value_or(0));
  }
  const auto text = value_of(cpuinfo, "cpu MHz");
  const double mhz = text ? std::strtod(text->c_str(), nullptr) : 0;
  if (highest_khz > 0) {
    facts.add("system.cpu.clock",
              inventory(context, static_cast<double>(highest_khz) * 1e3, How::clock_highest));
  } else if (mhz > 0 && std::isfinite(mhz)) {
    Fact fact = inventory(context, mhz * 1e6, How::clock_present);
    // Where the clock is changed to save power the present one may be the lowest.
    fact.at_least = scaled;
    facts.add("system.cpu.clock", std::move(fact));
  } else {
    facts.cannot("system.cpu.clock", unmeasured(Cause::unsupported, Detail::processor_clock_untold));
  }
}

Facts measure(Context& context) {
  Facts facts;
  const auto cpuinfo = read_text(context.root, "/proc/cpuinfo");
  if (cpuinfo) {
    const std::vector<Listed> listed = processors(*cpuinfo);
    add_name(facts, context, *cpuinfo, listed);
    add_counts(facts, context, *cpuinfo, listed);
    add_clock(facts, context, *cpuinfo);
    add_instructions(facts, context, *cpuinfo);
  }
  return answered(std::move(facts), context,
                  cpuinfo ? Explanation(Detail::system_untold) : SystemText(cpuinfo.error()));
}

}  // namespace

Probe cpu_probe() {
  return reading_probe("system.cpu", measure);
}

}  // namespace deskready::system_facts
