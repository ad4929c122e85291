#!/usr/bin/env bash
# All tests: the release build with unit, world and end-to-end tests, then the unit tests under sanitizers.
# A world that cannot be built here is skipped aloud; under CI a skip is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*" >&2; }

export DESKREADY_TESTS=ON

skipped=0
run_tests() {
  local log
  log=$(mktemp)
  ctest --output-on-failure --no-tests=error "$@" 2>&1 | tee "$log"
  if grep -q '\*\*\*Skipped' "$log"; then
    skipped=1
    say "Skipped here:"
    grep '\*\*\*Skipped' "$log" >&2
  fi
  rm -f "$log"
}

./run build release
say "Unit tests"
run_tests --test-dir build -L unit -j "$(nproc)"
say "Worlds and end-to-end tests"
run_tests --test-dir build -LE unit

./run build asan unit_tests
say "Unit tests under AddressSanitizer and UndefinedBehaviorSanitizer"
# A process for each program and not for each test: starting them is what costs time here.
for program in build-asan/bin/test_*; do "$program" --gtest_brief=1; done

if [ "$skipped" = 1 ] && [ -n "${CI:-}" ]; then
  say "A test world was skipped; under CI that is a failure."
  exit 1
fi
