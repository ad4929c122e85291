#include "probes/system/software/programs.h"

#include <algorithm>
#include <utility>

#include "probes/machine/files.h"
#include "probes/system/reading.h"
#include "probes/system/software/installed.h"
#include "probes/system/software/known_programs.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view browser_version = "system.browser.<name>.version";
constexpr std::string_view program_installed = "system.program.<name>.installed";
constexpr std::string_view program_version = "system.program.<name>.version";
constexpr std::string_view program_running = "system.program.<name>.running";
constexpr std::string_view not_installed = "not installed";

/// A program that the table does not have is looked for by its own name, with "-" for "_". The texts are
/// `dashed`'s and `file`'s, which must outlive it.
KnownProgram by_own_name(const std::string& dashed, const std::string& file) {
  KnownProgram program{};
  program.name = dashed;
  program.packages = program.processes = dashed;
  program.files = file;
  return program;
}

Method how_of(const Installation& found) {
  return {How::package_entry, {{"kind", Term(found.source)}}};
}

class Answers {
 public:
  Answers(const Context& context, const Installed& installed) : context_(context), installed_(installed) {}

  void version(std::string_view pattern, const std::string& name) {
    with_program(name, [&](const KnownProgram& program) {
      const std::string key = with_name(pattern, name);
      const auto found = installed_.find(program);
      if (!found && installed_.looked()) {
        facts.add(key, inventory(context_, std::string(not_installed), How::package_lists));
      } else if (found && !found->version.empty()) {
        facts.add(key, inventory(context_, found->version, how_of(*found)));
      } else if (found) {
        facts.cannot(key, unmeasured(Cause::unsupported, {Detail::version_untold, {{"name", Term(name)}}}));
      }
    });
  }

  void is_installed(const std::string& name) {
    with_program(name, [&](const KnownProgram& program) {
      const auto found = installed_.find(program);
      if (!found && !installed_.looked()) return;
      facts.add(with_name(program_installed, name),
                inventory(context_, found.has_value(), found ? how_of(*found) : Method(How::package_lists)));
    });
  }

  void is_running(const std::string& name) {
    with_program(name, [&](const KnownProgram& program) {
      const std::string key = with_name(program_running, name);
      if (const auto runs = installed_.running(program)) {
        facts.add(key, inventory(context_, *runs, How::processes));
      } else {
        facts.cannot(key, unmeasured(Cause::unsupported, Detail::processes_unlisted));
      }
    });
  }

  /// Whether any program of a kind is installed.
  void any_installed(std::string_view key, ProgramKind kind) {
    if (!installed_.looked()) return;
    facts.add(
        key, inventory(
                 context_,
                 any(kind, [&](const KnownProgram& program) { return installed_.find(program).has_value(); }),
                 How::package_lists));
  }

  void any_running(std::string_view key, ProgramKind kind) {
    if (!installed_.running({})) {
      return facts.cannot(key, unmeasured(Cause::unsupported, Detail::processes_unlisted));
    }
    facts.add(
        key,
        inventory(context_,
                  any(kind, [&](const KnownProgram& program) { return installed_.running(program) == true; }),
                  How::processes));
  }

  /// Every browser that is there.
  void all_browsers() {
    for (const KnownProgram& program : known_programs()) {
      if (program.kind != ProgramKind::browser) continue;
      if (installed_.find(program)) version(browser_version, std::string(program.name));
    }
  }

  Facts facts;

 private:
  template <class Look>
  static bool any(ProgramKind kind, Look look) {
    const auto programs = known_programs();
    return std::any_of(programs.begin(), programs.end(),
                       [&](const KnownProgram& program) { return program.kind == kind && look(program); });
  }

  template <class Use>
  static void with_program(const std::string& name, Use use) {
    if (const KnownProgram* known = find_known_program(name)) return use(*known);
    std::string dashed = name;
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    const std::string file = program_file(dashed);
    use(by_own_name(dashed, file));
  }

  const Context& context_;
  const Installed& installed_;
};

Facts measure(Context& context) {
  const Installed installed(context.root);
  Answers answers(context, installed);
  for (const std::string& name : asked_names(context, browser_version)) {
    if (name == "<name>") {
      answers.all_browsers();
    } else {
      answers.version(browser_version, name);
    }
  }
  // Programs are listed to nobody: those alone are looked for that a rule names.
  const auto each = [&](std::string_view pattern, auto use) {
    for (const std::string& name : asked_names(context, pattern)) {
      if (name != "<name>") use(name);
    }
  };
  each(program_installed, [&](const std::string& name) { answers.is_installed(name); });
  each(program_version, [&](const std::string& name) { answers.version(program_version, name); });
  each(program_running, [&](const std::string& name) { answers.is_running(name); });
  answers.any_installed("system.office", ProgramKind::office);
  answers.any_installed("system.remote_desktop", ProgramKind::remote_desktop);
  answers.any_installed("system.remote_support", ProgramKind::remote_support);
  answers.any_installed("system.vpn_client", ProgramKind::vpn_client);
  answers.any_running("system.antivirus", ProgramKind::antivirus);
  answers.any_running("system.management_agent", ProgramKind::management);
  return answered(std::move(answers.facts), context, Detail::programs_unlisted);
}

}  // namespace

Probe programs_probe() {
  return reading_probe("system.programs", measure);
}

}  // namespace deskready::system_facts
