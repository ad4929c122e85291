// Why a role cannot be meant, and which can.
#pragma once

#include <string>
#include <string_view>

#include "config/spec/spec.h"

namespace deskready {

/// What is wrong with a role that a person or the settings name, and what to name instead; empty for none,
/// and where the spec does not list its roles. Without a capital and a full stop.
std::string role_fault(std::string_view language, const Spec& spec, const std::string& role);

}  // namespace deskready
