// Preloaded, makes all clocks run $FAST_CLOCK_SPEED times as fast from the real time $FAST_CLOCK_BEGIN (seconds) on, and
// timerfd with them, so that a daemon lives through a day in minutes. Sleeps and poll timeouts stay as they are.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

static const long long second = 1000000000;

static long long number(const char* name) {
  const char* text = getenv(name);
  return text == NULL ? 0 : atoll(text);
}

static long long speed(void) {
  const long long given = number("FAST_CLOCK_SPEED");
  return given < 1 ? 1 : given;
}

static long long real_now(clockid_t clock) {
  static int (*real)(clockid_t, struct timespec*);
  if (real == NULL) real = dlsym(RTLD_NEXT, "clock_gettime");
  struct timespec time;
  real(clock, &time);
  return time.tv_sec * second + time.tv_nsec;
}

static int runs_fast(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME;
}

// Each clock begins to run fast at the same moment; its own reading then is its base.
static long long base(clockid_t clock) {
  const long long begin = number("FAST_CLOCK_BEGIN") * second;
  return clock == CLOCK_REALTIME ? begin : begin - real_now(CLOCK_REALTIME) + real_now(clock);
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  long long now = real_now(clock);
  if (runs_fast(clock)) {
    const long long from = base(clock);
    now = from + (now - from) * speed();
  }
  time->tv_sec = now / second;
  time->tv_nsec = now % second;
  return 0;
}

time_t time(time_t* out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out != NULL) *out = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval* restrict out, void* restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  out->tv_sec = now.tv_sec;
  out->tv_usec = now.tv_nsec / 1000;
  return 0;
}

// Absolute times of CLOCK_REALTIME, relative ones of any clock: what the daemon and Asio use.
int timerfd_settime(int timer, int flags, const struct itimerspec* asked, struct itimerspec* old) {
  static int (*real)(int, int, const struct itimerspec*, struct itimerspec*);
  if (real == NULL) real = dlsym(RTLD_NEXT, "timerfd_settime");
  struct itimerspec slow = *asked;
  const long long when = asked->it_value.tv_sec * second + asked->it_value.tv_nsec;
  if (when > 1) {
    const long long from = (flags & TFD_TIMER_ABSTIME) != 0 ? base(CLOCK_REALTIME) : 0;
    const long long real_when = from + (when - from) / speed() + 1;
    slow.it_value.tv_sec = real_when / second;
    slow.it_value.tv_nsec = real_when % second;
  }
  return real(timer, flags, &slow, old);
}
