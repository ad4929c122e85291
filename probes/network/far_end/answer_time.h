// How far away who takes connections is, against who answers requests.
#pragma once

#include <optional>
#include <stop_token>

#include "probes/network/far_end/session.h"

namespace deskready::network {

/// Seconds from a request to the first byte of its answer, over a connection that stands: the least of three
/// small requests to a public speed test. No answer of it comes sooner than one round trip. Nothing where it
/// does not answer well. Blocks, at most 3 times 3 s.
std::optional<double> answer_seconds(const Session& session, const std::stop_token& stop);

/// Whether somebody else took the connection, in `connects` seconds, than gave the answer: a proxy, a
/// satellite's booster, a program that takes all connections of this computer. Servers themselves may think
/// for some time.
bool taken_between(double connects, double answers);

}  // namespace deskready::network
