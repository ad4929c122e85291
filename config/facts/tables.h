// The catalogue's tables, one a part; for catalogue.cpp, everybody else asks that.
#pragma once

#include <span>

namespace deskready {

struct FactInfo;

std::span<const FactInfo> network_table();
std::span<const FactInfo> audio_table();
std::span<const FactInfo> computing_table();
std::span<const FactInfo> operating_system_table();
std::span<const FactInfo> hardware_table();
std::span<const FactInfo> programs_table();

}  // namespace deskready
