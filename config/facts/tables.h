// The catalogue's tables, one a part; for catalogue.cpp, everybody else asks that.
#pragma once

#include <span>

namespace deskready {

struct FactInfo;

std::span<const FactInfo> network_table();
std::span<const FactInfo> audio_table();
std::span<const FactInfo> system_table();

}  // namespace deskready
