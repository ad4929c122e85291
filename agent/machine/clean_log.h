// A service's log, whose messages hold what specs, reports, strangers and the system say.
#pragma once

#include <spdlog/logger.h>

#include <string>

#include "config/base/outward/outward.h"

namespace deskready {

/// Each message comes out as for_log().
class CleanLog : public spdlog::logger {
 public:
  using spdlog::logger::logger;

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const std::string text = for_log({message.payload.data(), message.payload.size()});
    spdlog::details::log_msg cleaned = message;
    cleaned.payload = text;
    spdlog::logger::sink_it_(cleaned);
  }
};

}  // namespace deskready
