// Probe system.account: whether the person is an administrator.
#pragma once

#include "probes/probe.h"

namespace deskready::system_facts {

Probe account_probe();

}  // namespace deskready::system_facts
