#include "agent/responder/access_log.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "agent/machine/journal.h"
#include "agent/machine/log_file.h"

namespace deskready {
namespace {

constexpr std::size_t most_waiting = 10'000;

void write_entry(const std::string& line, const network::SessionRecord& record, bool whole_address) {
  const std::array fields = {
      JournalField{"SESSION_ID", record.session},
      JournalField{"CLIENT_ADDRESS", whole_address ? record.address : network::cut_address(record.address)},
      JournalField{"TRANSFERS", fmt::format("{}", record.transfers)},
      JournalField{"BYTES_DOWN", fmt::format("{}", record.bytes_down)},
      JournalField{"BYTES_UP", fmt::format("{}", record.bytes_up)},
  };
  write_journal(line, fields);
}

}  // namespace

void AccessLog::Output::Close::operator()(std::FILE* opened) const {
  if (opened != stdout) std::fclose(opened);
}

AccessLog::AccessLog() : writer_([this](const std::stop_token& stop) { run(stop); }) {}

AccessLog::~AccessLog() = default;

tl::expected<AccessLog::Output, std::string> AccessLog::open(const std::string& file) {
  Output output;
  if (file == "-") {
    output.file.reset(stdout);
    output.journal = is_journal(stdout);
  } else if (!file.empty()) {
    const auto opened = open_log_file(file);
    if (!opened) {
      return tl::unexpected(
          fmt::format("the access log {} cannot be written: {}; name another file with --access-log", file,
                      opened.error()));
    }
    output.file.reset(*opened);
  }
  return output;
}

void AccessLog::use(Output output, bool whole_addresses) {
  const std::lock_guard lock(output_mutex_);
  output_ = std::move(output);
  whole_addresses_ = whole_addresses;
}

void AccessLog::write(const network::SessionRecord& record) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= most_waiting) {
    ++lost_;
    return;
  }
  waiting_.push_back(record);
  more_.notify_one();
}

void AccessLog::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (more_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
    const auto records = std::exchange(waiting_, {});
    const std::size_t lost = std::exchange(lost_, 0);
    lock.unlock();
    const std::size_t unwritten = put(records);
    const char* why = unwritten > 0 ? std::strerror(errno) : "its disk is too slow";
    if (lost + unwritten > 0)
      spdlog::warn("the access log lacks {} checks: {}; name another with --access-log", lost + unwritten,
                   why);
    lock.lock();
  }
}

std::size_t AccessLog::put(const std::vector<network::SessionRecord>& records) {
  const std::lock_guard lock(output_mutex_);
  if (output_.file == nullptr) return 0;
  std::FILE* file = output_.file.get();
  std::size_t unwritten = 0;
  for (const network::SessionRecord& record : records) {
    const std::string line = network::access_line(record, whole_addresses_);
    if (output_.journal)
      write_entry(line, record, whole_addresses_);
    else if (std::fprintf(file, "%s\n", line.c_str()) < 0 || std::fflush(file) != 0)
      ++unwritten;
  }
  // What a full disk did not take is not tried again, so that no line is written in part and then whole.
  if (unwritten > 0) std::clearerr(file);
  return unwritten;
}

}  // namespace deskready
