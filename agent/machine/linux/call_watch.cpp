#include "agent/machine/call_watch.h"

#include <pulse/pulseaudio.h>

#include <atomic>

#include "probes/machine/linux/sound_use.h"

namespace deskready {
namespace {

struct UnrefContext {
  void operator()(pa_context* context) const {
    pa_context_set_state_callback(context, nullptr, nullptr);
    pa_context_set_subscribe_callback(context, nullptr, nullptr);
    pa_context_disconnect(context);
    pa_context_unref(context);
  }
};
struct FreeLoop {
  void operator()(pa_threaded_mainloop* loop) const { pa_threaded_mainloop_free(loop); }
};

/// pa_threaded_mainloop's lock, for any thread but its own.
struct Locked {
  pa_threaded_mainloop* loop;
  explicit Locked(pa_threaded_mainloop* held) : loop(held) { pa_threaded_mainloop_lock(loop); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked() { pa_threaded_mainloop_unlock(loop); }
};

}  // namespace

/// A round of questions (recordings, then playbacks) runs at a time; an event in its middle asks for another.
struct CallWatch::Impl {
  std::function<void(State)> changed = {};
  std::atomic<State> state{State::unknown};
  std::unique_ptr<pa_threaded_mainloop, FreeLoop> loop{pa_threaded_mainloop_new()};
  std::unique_ptr<pa_context, UnrefContext> context;
  bool asking = false;
  bool again = false;
  bool found = false;

  void connect() {
    context.reset(pa_context_new(pa_threaded_mainloop_get_api(loop.get()), "deskready call watch"));
    pa_context_set_state_callback(
        context.get(), [](pa_context*, void* self) { static_cast<Impl*>(self)->context_changed(); }, this);
    pa_context_connect(context.get(), nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr);
  }

  void context_changed() {
    const auto now = pa_context_get_state(context.get());
    if (now == PA_CONTEXT_READY) {
      pa_context_set_subscribe_callback(
          context.get(),
          [](pa_context*, pa_subscription_event_type_t, std::uint32_t, void* self) {
            static_cast<Impl*>(self)->ask();
          },
          this);
      constexpr auto streams = static_cast<pa_subscription_mask_t>(PA_SUBSCRIPTION_MASK_SOURCE_OUTPUT |
                                                                   PA_SUBSCRIPTION_MASK_SINK_INPUT);
      release(pa_context_subscribe(context.get(), streams, nullptr, nullptr));
      ask();
    } else if (!PA_CONTEXT_IS_GOOD(now)) {
      asking = again = false;
      become(State::unknown);
    }
  }

  static void release(pa_operation* operation) {
    if (operation != nullptr) pa_operation_unref(operation);
  }

  void ask() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = found = false;
    release(pa_context_get_source_output_info_list(
        context.get(),
        [](pa_context*, const pa_source_output_info* info, int end, void* self) {
          static_cast<Impl*>(self)->recording(info, end != 0);
        },
        this));
  }

  void recording(const pa_source_output_info* info, bool end) {
    if (end) {
      return release(pa_context_get_sink_input_info_list(
          context.get(),
          [](pa_context*, const pa_sink_input_info* input, int last, void* self) {
            static_cast<Impl*>(self)->playback(input, last != 0);
          },
          this));
    }
    if (!is_call(sound_use(*info))) return;
    // Monitors are told from microphones by the source itself, and each has to be asked about.
    release(pa_context_get_source_info_by_index(
        context.get(), info->source,
        [](pa_context*, const pa_source_info* source, int last, void* self) {
          if (last == 0 && source->monitor_of_sink == PA_INVALID_INDEX)
            static_cast<Impl*>(self)->found = true;
        },
        this));
  }

  void playback(const pa_sink_input_info* info, bool end) {
    if (!end) {
      found = found || is_call(sound_use(*info));
      return;
    }
    // The answers come in the order of the questions, so those about the sources are all there.
    asking = false;
    if (again) return ask();
    become(found ? State::in_call : State::free);
  }

  void become(State now) {
    if (state.exchange(now) != now && changed) changed(now);
  }
};

CallWatch::CallWatch(std::function<void(State)> changed) : impl_(std::make_unique<Impl>()) {
  impl_->changed = std::move(changed);
  impl_->connect();
  pa_threaded_mainloop_start(impl_->loop.get());
}

CallWatch::~CallWatch() {
  pa_threaded_mainloop_stop(impl_->loop.get());
  impl_->context.reset();
}

CallWatch::State CallWatch::state() const {
  return impl_->state;
}

void CallWatch::poke() {
  const Locked lock(impl_->loop.get());
  if (!PA_CONTEXT_IS_GOOD(pa_context_get_state(impl_->context.get()))) impl_->connect();
}

}  // namespace deskready
