// org.deskready.Agent1 on the session's D-Bus; described for others in docs/readiness.md.
#include "agent/daemon/readiness/session_signal.h"

#include <cstring>
#include <utility>

#include "agent/machine/linux/bus_on_loop.h"
#include "config/base/outward/outward.h"

namespace deskready {
namespace {

constexpr const char* name = "org.deskready.Agent1";
constexpr const char* path = "/org/deskready/Agent1";

int append_time(sd_bus_message* message, const char* key, const std::optional<WallTime>& time) {
  return time ? sd_bus_message_append(message, "{sv}", key, "x", unix_seconds(*time)) : 0;
}

int append_text(sd_bus_message* message, const char* key, const std::string& text) {
  return text.empty() ? 0 : sd_bus_message_append(message, "{sv}", key, "s", for_terminal(text).c_str());
}

/// What is not known has no entry.
int append_job(sd_bus_message* message, const JobReadiness& job) {
  int done = sd_bus_message_open_container(message, 'a', "{sv}");
  if (done >= 0) done = append_text(message, "Name", job.name);
  if (done >= 0) done = append_text(message, "Spec", job.spec);
  if (done >= 0) done = append_text(message, "Verdict", job.verdict);
  if (done >= 0) done = append_time(message, "Since", job.since);
  if (done >= 0) done = append_time(message, "Until", job.until);
  if (done >= 0) done = append_text(message, "FirstStep", job.first_step);
  return done < 0 ? done : sd_bus_message_close_container(message);
}

int append_jobs(sd_bus_message* message, const Readiness& readiness) {
  int done = sd_bus_message_open_container(message, 'a', "a{sv}");
  for (const JobReadiness& job : readiness.jobs)
    if (done >= 0) done = append_job(message, job);
  return done < 0 ? done : sd_bus_message_close_container(message);
}

int get_verdict(sd_bus*, const char*, const char*, const char*, sd_bus_message* reply, void* told,
                sd_bus_error*) {
  return sd_bus_message_append(reply, "s", static_cast<const Readiness*>(told)->verdict.c_str());
}

int get_jobs(sd_bus*, const char*, const char*, const char*, sd_bus_message* reply, void* told,
             sd_bus_error*) {
  return append_jobs(reply, *static_cast<const Readiness*>(told));
}

/// Nothing in it can be called or set.
const sd_bus_vtable interface[] = {
    SD_BUS_VTABLE_START(0),
    SD_BUS_PROPERTY("Verdict", "s", get_verdict, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    SD_BUS_PROPERTY("Jobs", "aa{sv}", get_jobs, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
    SD_BUS_SIGNAL_WITH_NAMES("Changed", "saa{sv}", SD_BUS_PARAM(verdict) SD_BUS_PARAM(jobs), 0),
    SD_BUS_VTABLE_END,
};

}  // namespace

struct SessionSignal::Impl {
  Impl(boost::asio::io_context& loop, std::shared_ptr<spdlog::logger> to)
      : log(std::move(to)),
        connection(std::make_shared<BusOnLoop>(loop, [this] { say("session bus: lost"); })) {}

  void say(const std::string& now) {
    if (std::exchange(said, now) != now) log->debug("{}", now);
  }

  bool open() {
    sd_bus* opened = nullptr;
    const int error = sd_bus_open_user_with_description(&opened, "deskready");
    if (error < 0) {
      say(std::string("session bus: ") + std::strerror(-error));
      return false;
    }
    connection->take(opened);
    // Another session's daemon may have the name for a while.
    const bool begun =
        connection->bus() != nullptr &&
        sd_bus_add_object_vtable(opened, nullptr, path, name, interface, &told) >= 0 &&
        sd_bus_request_name_async(opened, nullptr, name, SD_BUS_NAME_QUEUE, on_name, this) >= 0;
    if (!begun) connection->close();
    return begun;
  }

  static int on_name(sd_bus_message* answer, void* self, sd_bus_error*) {
    const sd_bus_error* error = sd_bus_message_get_error(answer);
    static_cast<Impl*>(self)->say(std::string("session bus: ") + (error == nullptr ? name
                                                                  : error->message == nullptr
                                                                      ? "?"
                                                                      : error->message));
    return 0;
  }

  bool emit_change() {
    sd_bus_message* raw = nullptr;
    if (sd_bus_message_new_signal(connection->bus(), &raw, path, name, "Changed") < 0) return false;
    const BusMessage signal(raw);
    return sd_bus_message_append(raw, "s", told.verdict.c_str()) >= 0 && append_jobs(raw, told) >= 0 &&
           sd_bus_send(connection->bus(), raw, nullptr) >= 0 &&
           sd_bus_emit_properties_changed(connection->bus(), path, name, "Verdict", "Jobs", nullptr) >= 0;
  }

  const std::shared_ptr<spdlog::logger> log;
  const std::shared_ptr<BusOnLoop> connection;
  Readiness told;    ///< what a peer reads
  std::string said;  ///< in the log
};

SessionSignal::SessionSignal(boost::asio::io_context& loop, std::shared_ptr<spdlog::logger> log)
    : impl_(std::make_unique<Impl>(loop, std::move(log))) {}

SessionSignal::~SessionSignal() {
  end();
}

void SessionSignal::tell(const Readiness& readiness) {
  const bool changed = impl_->told != readiness;
  if (changed) impl_->told = readiness;
  if (impl_->connection->bus() == nullptr) {
    if (!impl_->open()) return;
  } else if (!changed) {
    return;
  } else if (!impl_->emit_change()) {
    return impl_->connection->close();  // a bus that takes nothing any more; the next time begins anew
  }
  impl_->connection->serve();
}

void SessionSignal::end() {
  impl_->connection->close();
}

}  // namespace deskready
