// Whether somebody on the way takes connections in a far end's place. Pure.
#pragma once

namespace deskready::network {

/// Whether somebody else took the connection, in `connects` seconds, than gave the answer: a proxy, a
/// satellite's booster, a program that takes all connections of this computer. Servers themselves may think
/// for some time.
constexpr bool taken_between(double connects, double answers) {
  constexpr double times = 3, thinking = 0.08;  // seconds
  return answers > times * connects + thinking;
}

}  // namespace deskready::network
