#include "probes/system/cpu.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>
#include <sstream>

#include "probes/system/cpu_name.h"
#include "probes/system/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::array<std::string_view, 9> names = {
    "system.cpu.vendor",     "system.cpu.model", "system.cpu.family",
    "system.cpu.generation", "system.cpu.cores", "system.cpu.threads",
    "system.cpu.clock",      "system.cpu.load",  "system.cpu.headroom"};
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
    if (value_of(line, "processor")) all.emplace_back();
    if (all.empty()) continue;
    if (auto value = value_of(line, "physical id")) all.back().package = *value;
    if (auto value = value_of(line, "core id")) all.back().core = *value;
    if (auto value = value_of(line, "CPU implementer")) all.back().arm.implementer = *value;
    if (auto value = value_of(line, "CPU part")) all.back().arm.part = *value;
  }
  return all;
}

/// The processor's name for itself; where it has numbers only, the one that belongs to them.
CpuName named(const std::string& cpuinfo, const std::vector<Listed>& listed, std::string& model) {
  if (!listed.empty() && !listed.front().arm.implementer.empty()) {
    std::vector<ArmCore> cores;
    for (const Listed& one : listed) cores.push_back(one.arm);
    return parse_arm_cores(cores, model);
  }
  model = value_of(cpuinfo, "model name").value_or("");
  if (!is_text(model)) model.clear();
  CpuName name = parse_cpu_name(model);
  if (name.vendor.empty()) name.vendor = vendor_of_id(value_of(cpuinfo, "vendor_id").value_or(""));
  return name;
}

void add_name(Facts& facts, const Context& context, const std::string& cpuinfo,
              const std::vector<Listed>& listed) {
  std::string model;
  const CpuName name = named(cpuinfo, listed, model);
  const std::string part = listed.empty() || listed.front().arm.part.empty()
                               ? std::string("the processor gives no name")
                               : "ARM part " + listed.front().arm.part;
  const Unmeasured unknown = unmeasured(Cause::unknown_name, model.empty() ? part : model);
  const auto text = [&](std::string_view key, const std::string& value) {
    if (value.empty()) return facts.cannot(key, unknown);
    facts.add(key, inventory(context, value, "/proc/cpuinfo"));
  };
  text("system.cpu.model", model);
  text("system.cpu.vendor", name.vendor);
  text("system.cpu.family", name.family);
  if (!name.generation) return facts.cannot("system.cpu.generation", unknown);
  facts.add("system.cpu.generation",
            inventory(context, static_cast<double>(*name.generation), "the processor's name"));
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

void add_counts(Facts& facts, const Context& context, const std::vector<Listed>& listed) {
  const Counts told = count_topology(context);
  const Counts counted = count_listed(listed);
  const std::size_t threads = told.threads > 0 ? told.threads : counted.threads;
  std::size_t cores = told.cores > 0 ? told.cores : counted.cores;
  // Where neither tells cores, as on older ARM boards, each has one thread.
  if (cores == 0) cores = threads;
  for (const auto& [key, count] : {std::pair{names[4], cores}, std::pair{names[5], threads}}) {
    if (count == 0) {
      facts.cannot(key, unmeasured(Cause::failed, "the system lists no processor"));
    } else {
      facts.add(key, inventory(context, static_cast<double>(count),
                               told.threads > 0 ? "topology, sysfs" : "/proc/cpuinfo"));
    }
  }
}

void add_clock(Facts& facts, const Context& context, const std::string& cpuinfo) {
  std::uint64_t highest_khz = 0;
  for (const std::string& cpu : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    if (!cpu.starts_with("cpu")) continue;
    const auto khz = read_number(context.root, fmt::format("{}/{}/cpufreq/cpuinfo_max_freq", folder, cpu));
    highest_khz = std::max(highest_khz, khz.value_or(0));
  }
  const auto text = value_of(cpuinfo, "cpu MHz");
  const double mhz = text ? std::strtod(text->c_str(), nullptr) : 0;
  if (highest_khz > 0) {
    facts.add("system.cpu.clock",
              inventory(context, static_cast<double>(highest_khz) * 1e3, "highest, cpufreq"));
  } else if (mhz > 0) {
    facts.add("system.cpu.clock", inventory(context, mhz * 1e6, "present, /proc/cpuinfo"));
  } else {
    facts.cannot("system.cpu.clock", unmeasured(Cause::unsupported, "the system does not tell the clock"));
  }
}

struct Ticks {
  unsigned long long busy = 0, idle = 0;
};

/// proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal. Guests' time is in user already.
std::optional<Ticks> read_ticks(const std::filesystem::path& root) {
  const auto line = read_line(root, "/proc/stat");
  unsigned long long t[8] = {};
  if (!line || std::sscanf(line->c_str(), "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[0], &t[1], &t[2],
                           &t[3], &t[4], &t[5], &t[6], &t[7]) < 4) {
    return std::nullopt;
  }
  return Ticks{t[0] + t[1] + t[2] + t[5] + t[6] + t[7], t[3] + t[4]};
}

void wait(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::condition_variable_any nobody;
  std::unique_lock lock(mutex);
  nobody.wait_for(lock, stop, time, [] { return false; });
}

void add_load(Facts& facts, const Context& context) {
  constexpr std::string_view key = "system.cpu.load";
  if (!context.asked(key)) return;
  if (context.root != "/") {
    return facts.cannot(key, unmeasured(Cause::unsupported, "load is seen on a running machine only"));
  }
  const auto before = read_ticks(context.root);
  wait(context.stop, std::chrono::milliseconds(200));
  const auto after = read_ticks(context.root);
  if (context.stop.stop_requested()) return facts.cannot(key, unmeasured(Cause::stopped));
  // The kernel may set the idle counters back a little (proc_stat(5)).
  if (!before || !after || after->busy < before->busy || after->idle < before->idle) {
    return facts.cannot(key, unmeasured(Cause::failed, "/proc/stat does not tell"));
  }
  const auto busy = after->busy - before->busy, idle = after->idle - before->idle;
  if (busy + idle == 0) return facts.cannot(key, unmeasured(Cause::too_few_samples));
  Fact load =
      inventory(context, static_cast<double>(busy) / static_cast<double>(busy + idle), "/proc/stat, 0.2 s");
  load.samples = busy + idle;
  load.cost.seconds = 0.2;
  facts.add(key, std::move(load));
}

Facts measure(Context& context) {
  Facts facts;
  facts.cannot("system.cpu.headroom",
               unmeasured(Cause::unsupported, "the processor is not watched during a call"));
  const auto cpuinfo = read_text(context.root, "/proc/cpuinfo");
  if (cpuinfo) {
    const std::vector<Listed> listed = processors(*cpuinfo);
    add_name(facts, context, *cpuinfo, listed);
    add_counts(facts, context, listed);
    add_clock(facts, context, *cpuinfo);
  }
  add_load(facts, context);
  return answered(std::move(facts), context, names, cpuinfo ? "the system does not say" : cpuinfo.error());
}

}  // namespace

Probe cpu_probe() {
  Probe probe = reading_probe("system.cpu", names, measure);
  // Watching the load takes its time; all else is read at once.
  probe.worst_cost = [](std::span<const Question> questions, Depth) {
    const bool watches = std::any_of(questions.begin(), questions.end(), [](const Question& question) {
      return question.key.name == "system.cpu.load";
    });
    return Cost{0, watches ? 0.2 : 0.0};
  };
  return probe;
}

}  // namespace deskready::system_facts
