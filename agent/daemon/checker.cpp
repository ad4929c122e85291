#include "agent/daemon/checker.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <csignal>

#include "agent/daemon/child_process.h"
#include "config/base/files.h"
#include "config/base/json/bounded_json.h"

namespace deskready {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Error = boost::system::error_code;
using namespace std::chrono_literals;

/// From SIGTERM to SIGKILL for a check, so that the daemon itself is gone within 2 s.
constexpr auto grace = 1s;
/// No check takes this long, not even one that waits for another.
constexpr auto longest_check = 15min;
constexpr std::size_t longest_line = 4096;

}  // namespace

tl::expected<LeftReport, std::string> take_left_report(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return tl::unexpected(std::string("it left no report"));
  auto document = read_regular_file(file, most_json_bytes);
  fs::remove(file, ignored);
  if (!document) return tl::unexpected(document.error());
  auto summary = summarise_report(*document);
  if (!summary) return tl::unexpected(summary.error());
  return LeftReport{std::move(*summary), std::move(*document)};
}

std::vector<std::string> check_command_line(const fs::path& program, const Job& job, const CheckOrder& order,
                                            ScheduledSound sound, const fs::path& report) {
  // A light check opens no microphone and plays nothing.
  if (order.weight == Weight::light) sound = ScheduledSound::devices;
  std::vector<std::string> line = {
      program.string(), "check", "--spec",   job.spec,        "--yes",   "--unattended",
      "--format",       "json",  "--output", report.string(), "--sound", std::string(to_string(sound))};
  if (order.weight == Weight::light) line.push_back("--light");
  if (order.hold)
    line.insert(line.end(), {"--held", std::string(cause_of(order.hold->reason)), "--held-since",
                             format_time(order.hold->since)});
  const std::pair<const char*, const std::string&> optional[] = {
      {"--role", job.role}, {"--far-end", job.far_end}, {"--reference", job.reference}};
  for (const auto& [name, value] : optional) {
    if (!value.empty()) line.insert(line.end(), {name, value});
  }
  return line;
}

Checker::Checker(asio::io_context& loop, fs::path hand_over, Callbacks callbacks)
    : loop_(loop), hand_over_(std::move(hand_over)), callbacks_(std::move(callbacks)), deadline_(loop) {}

void Checker::start(CheckOrder order, const std::vector<std::string>& command_line) {
  order_ = std::move(order);
  ended_early_.reset();
  progress_.clear();
  child_tells_ = std::make_shared<Progress>(loop_);
  auto started = start_telling_child(command_line);
  if (!started) {
    asio::post(loop_, [this, why = started.error()] { finish({.not_started = why}); });
    return;
  }
  child_.emplace(std::move(started->process));
  if (started->output >= 0) {
    child_tells_->pipe.assign(started->output);
    read_progress(child_tells_);
  }
  await_deadline(longest_check, [this] { end_early(Trouble::too_long); });
}

void Checker::read_progress(const std::shared_ptr<Progress>& from) {
  asio::async_read_until(from->pipe, asio::dynamic_buffer(from->buffer, longest_line), '\n',
                         [this, from](Error error, std::size_t size) {
                           if (from != child_tells_) return;  // of a check that has ended
                           if (error) {  // also a line without an end; the child's writes fail from here on
                             Error ignored;
                             from->pipe.close(ignored);
                             return;
                           }
                           progress_ = from->buffer.substr(0, size - 1);
                           from->buffer.erase(0, size);
                           if (callbacks_.progress) callbacks_.progress(progress_);
                           read_progress(from);
                         });
}

/// Calls `then` unless the check has ended by that time.
void Checker::await_deadline(std::chrono::seconds length, std::function<void()> then) {
  deadline_.expires_after(length);
  // A deadline that had passed already when it was put off or its check ended is heard of all the same.
  deadline_.async_wait([this, then = std::move(then), of = std::weak_ptr(child_tells_)](Error error) {
    if (!error && child_ && of.lock() == child_tells_) then();
  });
}

void Checker::look_at_child() {
  if (!child_) return;
  const auto end = child_->ended();
  if (!end) return;
  child_.reset();
  deadline_.cancel();
  finish({.by_signal = end->signalled, .end = to_string(*end)});
}

/// `how` the process ended, as of a check that left no report.
void Checker::finish(CheckTrouble how) {
  Error ignored;
  child_tells_->pipe.close(ignored);
  child_tells_.reset();
  progress_.clear();
  callbacks_.take(hand_over_,
                  [this, how = std::move(how)](auto left) { report_taken(how, std::move(left)); });
}

void Checker::report_taken(CheckTrouble how, tl::expected<LeftReport, std::string> left) {
  CheckEnd end;
  end.order = std::move(*order_);
  order_.reset();
  end.told_to_end = ended_early_.has_value();
  if (left) {
    end.report = std::move(left->summary);
    end.document = std::move(left->document);
  } else {
    how.error = left.error();
    end.trouble = std::move(how);
  }
  if (ended_early_) end.trouble = CheckTrouble{*ended_early_};
  callbacks_.ended(std::move(end));
}

void Checker::end_early(Trouble why) {
  if (!child_) return;
  ended_early_ = why;
  child_->send(SIGTERM);
  await_deadline(grace, [this] { child_->send(SIGKILL); });
}

}  // namespace deskready
