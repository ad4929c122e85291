#!/usr/bin/env bash
# All tests, as CI runs them. Prints at the end what ran, how it ended, and how many seconds it took.
#   tests/all.sh             the house's rules; worlds and end-to-end tests with the release build; unit tests under
#                            AddressSanitizer and UndefinedBehaviorSanitizer, and parsers over their corpora; what begins
#                            threads, and the daemon's end-to-end tests, under ThreadSanitizer
#   tests/all.sh --thorough  also the unit tests with the release build, every other end-to-end test under both sanitizers,
#                            a fresh root, the trials of tests/house and the long benches: hours
# A world that cannot be built here is skipped aloud; under CI a skip is a failure.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3

thorough=
case "${1:-}" in
  '') ;;
  --thorough) thorough=1 ;;
  *) echo "tests/all.sh: unknown option $1; there is --thorough" >&2; exit 3 ;;
esac

export DESKREADY_TESTS=ON

say() { printf '\n== %s\n' "$*" >&2; }

table=$(mktemp) # a file, for what runs in the background writes rows of it too
keep() { printf '%6d s  %-8s %s\n' "$@" >>"$table"; } # SECONDS RESULT NAME: a row of the table at the end
step() { # NAME COMMAND…
  local name=$1 begun=$SECONDS result=passed
  shift
  say "$name"
  "$@" || result=FAILED
  keep $((SECONDS - begun)) "$result" "$name"
  [ "$result" = passed ]
}
not_run() { # WHAT WHY: no pass; under CI a failure
  say "$1: not run: $2"
  local result='not run'
  [ -z "${CI:-}" ] || result=FAILED
  keep 0 "$result" "$1 ($2)"
}
finish() {
  say "What ran"
  cat "$table" >&2
  printf '%6d s  %s\n' "$SECONDS" "in all" >&2
  ! grep -q '^ *[0-9]* s  FAILED ' "$table"
  exit
}

run_tests() { # --test-dir FOLDER CTEST-OPTIONS…
  local log code=0 skipped
  log=$(mktemp)
  ctest --output-on-failure --no-tests=error "$@" 2>&1 | tee "$log" || code=1
  # Whole programs of tests, and of the others single tests, which say so themselves (tests/e2e/ending.py).
  skipped=$(grep '\*\*\*Skipped' "$log"; grep -h '^SKIPPED: ' "$2/Testing/Temporary/LastTest.log")
  if [ -n "$skipped" ]; then
    say "Skipped here:"
    printf '%s\n' "$skipped" >&2
    [ -z "${CI:-}" ] || code=1
  fi
  rm -f "$log"
  return $code
}

# A sanitizer writes into a file of its own: of a process that a test killed, or never read, nothing would be seen otherwise.
sanitized() { # COMMAND…
  local logs code=0
  logs=$(mktemp -d)
  chmod 1777 "$logs" # some tests run programs as another user
  TSAN_OPTIONS="log_path=$logs/tsan:suppressions=$PWD/tests/tsan.supp:second_deadlock_stack=1" \
    ASAN_OPTIONS="log_path=$logs/asan:verify_asan_link_order=0" UBSAN_OPTIONS="log_path=$logs/ubsan:print_stacktrace=1" \
    "$@" || code=1
  if [ -n "$(find "$logs" -type f -size +0)" ]; then
    find "$logs" -type f -exec cat {} + >&2
    code=1
  fi
  rm -rf "$logs"
  return $code
}

# One part of a program; says which tests left themselves out, which under CI is a failure.
unit_part() { # PART PROGRAM
  local log code=0 skipped
  log=$(mktemp)
  GTEST_SHARD_INDEX=$1 "$2" --gtest_color=no >"$log" 2>&1 || code=1
  [ "$code" -eq 0 ] || grep -v '^\[ RUN  \|^\[       OK \|^\[------' "$log"
  skipped=$(sed -n 's/^\[  SKIPPED \] \([^ ]*\.[^ ]*\) (.*/SKIPPED: \1/p' "$log")
  if [ -n "$skipped" ]; then
    printf '%s\n' "$skipped"
    [ -z "${CI:-}" ] || code=1
  fi
  rm -f "$log"
  return $code
}
export -f unit_part

# Four processes for each program and not one for each test: starting them is what costs time under a sanitizer.
unit_programs() { # FOLDER…
  local folder program part
  for folder in "$@"; do
    for program in "$folder"/bin/test_*; do
      for part in 0 1 2 3; do printf '%s\0%s\0' "$part" "$program"; done
    done
  done | GTEST_TOTAL_SHARDS=4 xargs -0 -P "$(nproc)" -n 2 bash -c 'unit_part "$0" "$1"'
}

# Beside tests that mostly wait: gets what they leave of the processor.
under_sanitizers() {
  chrt --idle --pid 0 "$BASHPID" >/dev/null
  step "Unit tests' build with AddressSanitizer and UndefinedBehaviorSanitizer" ./run build asan unit_tests || return
  step "Build with ThreadSanitizer" \
    ./run build tsan threaded_tests deskready deskreadyd deskready-responder report_validator || return
  step "Unit tests under ThreadSanitizer (what begins threads), AddressSanitizer and UndefinedBehaviorSanitizer" \
    sanitized unit_programs build-tsan build-asan
  step "Parsers under the latter, over their corpora and mutations" sanitized build-asan/bin/fuzz_replay tests/fuzz/corpus
}

# The unit tests' objects are built with the sanitizers already; once more costs minutes and shows nothing new.
release_build() {
  DESKREADY_UNIT_TESTS=${thorough:-OFF} ./run build release
}

# One of an earlier run is not what is tested.
rm -f build-tsan/bin/deskreadyd
step "Release build" release_build || finish
background=$(mktemp)
set -m # a process group of its own, so that it can be ended with all that it started
under_sanitizers >"$background" 2>&1 &
sanitizers=$!
set +m
trap 'kill -- "-$sanitizers" 2>/dev/null; rm -f "$table" "$background"' EXIT
step "The house's rules${thorough:+, and unit tests}" run_tests --test-dir build -L unit -j "$(nproc)"
# These wait more than they work, and so run more at a time than there are processors.
step "End-to-end tests that measure no line and no sound" run_tests --test-dir build -LE 'unit|realtime' -j "$(($(nproc) * 2))"
say "Under sanitizers, meanwhile"
wait "$sanitizers" || keep 0 FAILED "What runs under sanitizers, as a whole"
cat "$background" >&2
# As many at a time as there are processors, and beside nothing else: what writes gigabytes, or takes and gives back as much memory, makes an emulated line late whatever its
# priority.
step "Worlds and end-to-end tests in real time" run_tests --test-dir build -L realtime -j "$(nproc)"
if [ ! -x build-tsan/bin/deskreadyd ]; then
  not_run "The daemon's tests under ThreadSanitizer" "it was not built"
else
  step "The daemon's tests under ThreadSanitizer" \
    sanitized run_tests --test-dir build-tsan -R '^e2e.daemon_' -j "$(($(nproc) * 2))"
fi
[ -n "$thorough" ] || finish

step "Far ends behind balancers" env BIN=build/bin tests/balancers/run

# What is packed and installed is the release build, and its sandbox forbids what looks for leaks at a program's end.
world_programs=(deskready deskreadyd deskready-responder report_validator netlab clock_step runs_of_year)
for sanitizer in asan tsan; do
  if step "Programs under $sanitizer" ./run build $sanitizer "${world_programs[@]}"; then
    step "Worlds and end-to-end tests under $sanitizer" sanitized run_tests --test-dir build-$sanitizer -LE unit \
      -E 'package_test|install_test|hardening_test|e2e.service_test'
  fi
done

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | head -n 1)
if [ "$(id -u)" -eq 0 ] && [ -n "$mirror" ] && command -v debootstrap >/dev/null; then
  step "The package in a fresh root" tests/bench/daemon/package.sh build "$mirror"
else
  not_run "The package in a fresh root" "it needs root, debootstrap and a mirror"
fi

for trial in tests/house/*trial*; do
  [ ! -x "$trial" ] || step "Trial: $(basename "$trial")" "$trial"
done

for bench in judge reports system headset responder daemon; do
  step "Bench: $bench" "tests/bench/$bench/run"
done
# The package's part was run above.
step "Bench: journey" tests/bench/journey/run bare announced
step "Bench: line" tests/bench/line/run build
finish
