// The facts about the operating system, by subject, as people expect to read them.
#include "config/facts/catalogue.h"
#include "config/facts/tables.h"

namespace deskready {
namespace {

using enum Kind;
using enum Known;
using enum Privacy;

constexpr std::string_view another_system = "Use a computer with the operating system that is asked for.";

constexpr FactInfo table[] = {
    {.name = "system.os.family",
     .kind = text,
     .privacy = equipment,
     .words = "linux|windows|macos|chromeos|android|ios|ipados",
     .shown = "Linux|Windows|macOS|ChromeOS|Android|iOS|iPadOS",
     .label = "Operating system",
     .sentence = "linux, windows, macos.",
     .source = "what this program was built for",
     .unseen = "what runs around a guest",
     .untold = "never",
     .why = "The employer's programs may run on some systems only.",
     .fix = another_system,
     .effort = Effort::buy,
     .probe = "system.os",
     .operating_system = true},
    {.name = "system.os.name",
     .kind = text,
     .privacy = equipment,
     .names = Names::system,
     .label = "Name of the system",
     .sentence =
         "debian, ubuntu, fedora and others; a rule may write \"Fedora Linux\" or \"Ubuntu 22.04\" too.",
     .source = "os-release: ID",
     .unseen = "what was changed since",
     .untold = "there is no such file",
     .why = "The employer's programs may run on some systems only.",
     .fix = another_system,
     .effort = Effort::buy,
     .probe = "system.os",
     .operating_system = true},
    {.name = "system.os.version",
     .kind = version,
     .privacy = equipment,
     .better = Better::higher,
     .system_family = "system.os.family",
     .newer_releases = "system.os.releases_behind",
     .label = "Version of the system",
     .sentence =
         "The release as the system gives it; Windows 7 is 6.1 and 7, and a rule may write \"7 SP1\", or "
         "\"one of the last 2 releases\", which is then judged by system.os.releases_behind.",
     .source = "os-release: VERSION_ID",
     .unseen = "fixes that leave the version as it is",
     .untold = "the system is one without versions, as Arch",
     .why = "Old versions get no repairs any more.",
     .fix = another_system,
     .effort = Effort::buy,
     .probe = "system.os",
     .operating_system = true},
    {.name = "system.os.releases_behind",
     .kind = number,
     .unit = Unit::count,
     .known = heuristic,
     .better = Better::lower,
     .counts_releases = true,
     .label = "Newer releases of the system",
     .sentence =
         "How many releases of the same system came out after this one, by a dated table that comes with "
         "this program (Debian, Ubuntu, Fedora, macOS); \"one of the last 2 releases\" is <= 1. Once a "
         "newer release may be out that the table does not have, it could not be checked.",
     .source = "os-release: ID and VERSION_ID; probes/system/software/releases.def",
     .unseen = "whether an older release still gets repairs",
     .untold = "the table lacks the system or the release, or a newer one may have come out since",
     .why = "Old releases get no repairs any more.",
     .fix = another_system,
     .effort = Effort::buy,
     .probe = "system.os",
     .operating_system = true},
    {.name = "system.os.edition",
     .kind = text,
     .privacy = equipment,
     .names = Names::edition,
     .label = "Edition of the system",
     .sentence = "Home, Pro, Workstation, where there are editions.",
     .source = "os-release: VARIANT",
     .unseen = "editions that the system does not name",
     .untold = "there is none",
     .why = "Some editions cannot join the employer's network.",
     .fix = another_system,
     .effort = Effort::buy,
     .probe = "system.os",
     .operating_system = true},
    {.name = "system.os.updates.pending",
     .kind = number,
     .unit = Unit::count,
     .known = heuristic,
     .better = Better::lower,
     .label = "Updates waiting",
     .sentence = "Updates that the system knows of and has not put in, as it noted them itself.",
     .source = "update-notifier's note; else apt's lists of security updates against what is installed, as "
               "\"at least\"",
     .unseen = "updates since the lists were fetched",
     .untold = "the system keeps neither",
     .why = "An update that starts by itself slows down a call.",
     .fix = "Install the updates that wait, then restart the computer.",
     .effort = Effort::close,
     .probe = "system.updates",
     .operating_system = true},
    {.name = "system.os.updates.restart",
     .kind = truth,
     .known = heuristic,
     .label = "Restart needed",
     .sentence = "Whether an update waits for a restart.",
     .source = "the mark for a restart where something writes it, and the installed kernels against the "
               "running one",
     .unseen = "services that run an old library",
     .untold = "nothing here writes such a mark and no newer kernel waits",
     .why = "A restart in a shift ends the call.",
     .fix = "Restart the computer.",
     .effort = Effort::close,
     .probe = "system.updates",
     .operating_system = true},
    {.name = "system.os.updates.age",
     .kind = number,
     .unit = Unit::second,
     .known = heuristic,
     .better = Better::lower,
     .label = "Since the last update",
     .sentence = "Time since programs were last updated or installed.",
     .source = "when the package manager's files were last written",
     .unseen = "which programs were renewed",
     .untold = "the package manager is not known, or the computer is a recorded one",
     .why = "Old programs have holes that are known.",
     .fix = "Install the updates that wait, then restart the computer.",
     .effort = Effort::close,
     .probe = "system.updates",
     .operating_system = true},
    {.name = "system.virtual_machine",
     .kind = truth,
     .known = heuristic,
     .privacy = equipment,
     .label = "Virtual machine",
     .sentence = "Whether the system runs inside another computer.",
     .source = "the processor's flag, firmware's names, buses and device trees of hypervisors; Xen's and "
               "Hyper-V's own first system is none",
     .unseen = "guests that hide, and containers",
     .untold = "nothing proves either, as on ARM servers",
     .why = "Sound inside a virtual machine stutters.",
     .fix = "Run the check on the computer itself, outside the virtual machine.",
     .effort = Effort::repeat,
     .probe = "system.virtual_machine"},
};

}  // namespace

std::span<const FactInfo> operating_system_table() {
  return table;
}

}  // namespace deskready
