#!/usr/bin/env bash
# Runs libFuzzer over one parser or all, each for so many seconds of processor time, and prints a row for each: executions,
# edges of the program that were reached, findings. What a finding needs to come again stays in FOLDER/found/.
#   tests/fuzz/fuzz.sh [TARGET…] [--seconds N] [--jobs N] [--folder FOLDER] [--table]
# FOLDER has bin/fuzz; it is build-fuzz without a word. --table prints the rows of the runs that have ended there.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 3

seconds=60
jobs=1
folder=build-fuzz
only_table=
targets=()
while [ $# -gt 0 ]; do
  case "$1" in
    --seconds) seconds=${2:?--seconds needs a number}; shift ;;
    --jobs) jobs=${2:?--jobs needs a number}; shift ;;
    --folder) folder=${2:?--folder needs a folder}; shift ;;
    --table) only_table=1 ;;
    -*) echo "tests/fuzz/fuzz.sh: unknown option $1; there are --seconds, --jobs, --folder and --table" >&2; exit 3 ;;
    *) targets+=("$1") ;;
  esac
  shift
done

mapfile -t all < <(sed -n 's/^FUZZ_TARGET(\(.*\)) {$/\1/p' tests/fuzz/*.cpp | sort)
for target in "${targets[@]}"; do
  # No pipe to grep: that ends at the first hit, and the writer's end by a signal would count as no hit.
  [[ " ${all[*]} " = *" $target "* ]] || {
    echo "tests/fuzz/fuzz.sh: there is no target $target; there are ${all[*]}" >&2
    exit 3
  }
done
[ ${#targets[@]} -gt 0 ] || targets=("${all[@]}")

heading() {
  printf '| %-16s | %9s | %12s | %6s | %8s |\n' parser 'seconds' executions edges findings
  printf '|---|---:|---:|---:|---:|\n'
}

# From libFuzzer's own last lines.
row() {
  local log=$folder/$1.log executions edges used
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  [ -n "$executions" ] || return
  edges=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d' ' -f2)
  used=$(sed -n 's/^processor seconds: *//p' "$log")
  printf '| %-16s | %9s | %12s | %6s | %8s |\n' "$1" "${used:-?}" "$executions" "${edges:-?}" \
    "$(find "$folder/found/$1" -type f | wc -l)"
}

ticks=$(getconf CLK_TCK)
processor_seconds() {
  awk -v ticks="$ticks" '{sub(/.*\) /, ""); split($0, field, " "); print int((field[12] + field[13]) / ticks)}' \
    "/proc/$1/stat" 2>/dev/null
}

# libFuzzer counts time by the clock, which on a busy computer says little: it is asked to end by SIGUSR1.
run_one() {
  local target=$1 found=$folder/found/$1 grown=$folder/corpus/$1 used=0 now fuzzer failed=0
  mkdir -p "$found" "$grown"
  DESKREADY_FUZZ=$target "$folder/bin/fuzz" -max_len=65536 -timeout=600 -report_slow_units=600 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$found/" "$grown" "tests/fuzz/corpus/$target" >"$folder/$target.log" 2>&1 &
  fuzzer=$!
  while now=$(processor_seconds "$fuzzer") && [ -n "$now" ]; do
    used=$now
    [ "$used" -lt "$seconds" ] || kill -USR1 "$fuzzer" 2>/dev/null
    sleep 1
  done
  wait "$fuzzer" || failed=1
  echo "processor seconds: $used" >>"$folder/$target.log"
  row "$target"
  return $failed
}

heading
if [ -n "$only_table" ]; then
  for target in "${targets[@]}"; do
    [ ! -f "$folder/$target.log" ] || row "$target"
  done
  exit 0
fi
failed=0
running=0
for target in "${targets[@]}"; do
  if [ "$running" -ge "$jobs" ]; then
    wait -n || failed=1
    running=$((running - 1))
  fi
  run_one "$target" &
  running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
  wait -n || failed=1
  running=$((running - 1))
done
exit "$failed"
