// What tries say of whether a target can be reached. Pure.
#pragma once

#include <span>

#include "probes/network/reach/tried.h"
#include "probes/probe.h"

namespace deskready::network::reach {

/// Answers each question, whose place is a reach_text(), by the tries of its pairs: yes where all answered,
/// no where one did not and it is known what it did instead, else why it cannot be told. A fact that says no
/// tells the first such pair; each tells the server mark of its place. `only_by_proxy` says that a proxy is
/// set for this computer: where no way leads out, that is the reason and not the target.
Facts reach_facts(std::span<const Tried> all, std::span<const Question> questions, bool only_by_proxy,
                  WallTime at);

}  // namespace deskready::network::reach
