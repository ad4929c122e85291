#include "probes/system/hardware/firmware.h"

#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view tpm_fact = "system.tpm";
constexpr std::string_view secure_boot_fact = "system.secure_boot";
constexpr std::string_view secure_boot_variable =
    "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

void add_tpm(Facts& facts, const Context& context) {
  const auto major = read_line(context.root, "/sys/class/tpm/tpm0/tpm_version_major");
  if (major != "1" && major != "2") {
    return facts.cannot(tpm_fact, unmeasured(Cause::unsupported, Detail::no_security_chip));
  }
  // There are two generations, and the kernel gives the first digit only.
  const std::string version = *major == "1" ? "1.2" : "2.0";
  facts.add(tpm_fact, inventory(context, version, How::sysfs));
}

void add_secure_boot(Facts& facts, const Context& context) {
  // Four bytes of attributes, then the value (UEFI 2.10, sections 3.3 and 8.2; efivarfs). Firmware shows it
  // to itself and to the system, which are attributes 2 and 4.
  constexpr unsigned char shown = 2 | 4;
  const auto variable = read_text(context.root, secure_boot_variable);
  const bool told =
      variable && variable->size() == 5 && (static_cast<unsigned char>(variable->front()) & shown) == shown;
  if (told && ((*variable)[4] == 0 || (*variable)[4] == 1)) {
    return facts.add(secure_boot_fact, inventory(context, (*variable)[4] == 1, How::efi_variable));
  }
  // A PC that was started the old way, without UEFI, cannot have checked anything. Boards without ACPI have
  // ways of their own, which do not show here.
  const bool pc = list_folder(context.root, "/sys/firmware/acpi").has_value();
  if (pc && !list_folder(context.root, "/sys/firmware/efi")) {
    facts.add(secure_boot_fact, inventory(context, false, How::started_without_uefi));
  }
}

Facts measure(Context& context) {
  Facts facts;
  add_tpm(facts, context);
  add_secure_boot(facts, context);
  return answered(std::move(facts), context, Detail::firmware_untold);
}

}  // namespace

Probe firmware_probe() {
  return reading_probe("system.firmware", measure);
}

}  // namespace deskready::system_facts
