#!/usr/bin/env bash
# Records this computer as a test machine: record.sh FOLDER
# Copies only the files that probes/system reads, and of them only what tells nothing about the person: no serials,
# host names, addresses, mounts or file systems' names. Memory blocks are folded into at most four larger ones.
set -euo pipefail
[ $# = 1 ] || { echo "usage: $0 FOLDER (a new one)" >&2; exit 2; }
to=$1
[ ! -e "$to" ] || { echo "$to is there already; name a new folder" >&2; exit 2; }
mkdir -p "$to"

# copy PATH: a small file's text, where it can be read.
copy() {
  [ -f "$1" ] && [ -r "$1" ] || return 0
  mkdir -p "$to$(dirname "$1")"
  head -c 1000000 "$1" >"$to$1" 2>/dev/null || rm -f "$to$1"
}

for field in processor vendor_id 'model name' 'cpu MHz' 'physical id' 'core id' flags Features 'CPU implementer' \
  'CPU part'; do
  printf '%s\n' "$field"
done >"$to/fields"
mkdir -p "$to/proc"
awk -F: 'NR == FNR {keep[$0]; next} {name = $1; gsub(/[ \t]+$/, "", name)} name in keep || $0 == ""' \
  "$to/fields" /proc/cpuinfo >"$to/proc/cpuinfo"
rm "$to/fields"
grep -E '^Mem(Total|Available):' /proc/meminfo >"$to/proc/meminfo"

for file in /etc/os-release /usr/lib/os-release /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/product_name \
  /proc/device-tree/compatible /sys/class/tpm/tpm0/tpm_version_major /sys/devices/system/cpu/online \
  /sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c \
  /sys/devices/system/cpu/cpu[0-9]*/topology/core_cpus_list /sys/devices/system/cpu/cpu[0-9]*/topology/thread_siblings_list \
  /sys/devices/system/cpu/cpu[0-9]*/cpufreq/cpuinfo_max_freq /sys/class/drm/*/status /sys/class/drm/*/modes \
  /sys/class/video4linux/*/name /sys/class/video4linux/*/index /sys/class/dmi/id/chassis_type \
  /sys/class/dmi/id/bios_date /proc/pressure/* /sys/class/drm/card?/device/vendor /sys/class/drm/card?/device/uevent \
  /sys/class/drm/card?/device/mem_info_vram_total /etc/timezone /etc/ufw/ufw.conf \
  /var/lib/update-notifier/updates-available; do
  copy "$file"
done
for folder in /sys/firmware/acpi /sys/firmware/efi /sys/class/drm /sys/class/video4linux/*/device /sys/class/power_supply; do
  [ -d "$folder" ] || continue
  # A folder that is there, though empty, says something; git keeps none, so a note stands in each.
  mkdir -p "$to$folder"
  : >"$to$folder/.recorded"
done
for device in /sys/bus/pci/devices/*; do
  # Display devices alone, driven or not.
  case $(cat "$device/class" 2>/dev/null) in
    0x03*) for field in class vendor device; do copy "$device/$field"; done ;;
  esac
done
for supply in /sys/class/power_supply/*; do
  [ -d "$supply" ] || continue
  # Some drivers put a serial number into the supply's name; its type is enough.
  kind=$(tr -d ' ' <"$supply/type")
  n=$(find "$to/sys/class/power_supply" -maxdepth 1 -name "$kind*" | wc -l)
  mkdir -p "$to/sys/class/power_supply/$kind$n"
  for field in type scope online status capacity; do
    [ -r "$supply/$field" ] && cat "$supply/$field" >"$to/sys/class/power_supply/$kind$n/$field"
  done
done

if [ -r /run/udev/data/+dmi:id ]; then
  mkdir -p "$to/run/udev/data"
  grep -E '^E:MEMORY_DEVICE_[0-9]+_(SIZE|TYPE)=' '/run/udev/data/+dmi:id' >"$to/run/udev/data/+dmi:id" || true
fi

memory=/sys/devices/system/memory
if [ -r $memory/block_size_bytes ]; then
  size=$((16#$(cat $memory/block_size_bytes)))
  online=$(cat $memory/memory*/state | grep -cx online)
  blocks=1
  for count in 4 3 2; do
    if [ $((online % count)) = 0 ]; then blocks=$count && break; fi
  done
  for ((i = 0; i < blocks; ++i)); do
    mkdir -p "$to$memory/memory$i"
    echo online >"$to$memory/memory$i/state"
  done
  printf '%x\n' $((size * online / blocks)) >"$to$memory/block_size_bytes"
fi

# The disk below "/" alone, under a name of its own.
device=$(stat -c '%Hd:%Ld' / 2>/dev/null || true)
for queue in "/sys/dev/block/$device/queue/rotational" "/sys/dev/block/$device/../queue/rotational"; do
  [ -n "$device" ] && [ -r "$queue" ] || continue
  mkdir -p "$to/proc/self" "$to/sys/dev/block/8:0/queue"
  echo "22 1 8:0 / / rw - ext4 /dev/sda rw" >"$to/proc/self/mountinfo"
  cat "$queue" >"$to/sys/dev/block/8:0/queue/rotational"
  [ -r "${queue%/queue/rotational}/size" ] && cat "${queue%/queue/rotational}/size" >"$to/sys/dev/block/8:0/size"
  break
done
# EDID blocks and the names of mice and keyboards tell too much; they are added by hand, without serial numbers.
echo "Recorded in $to; look through it, then write expected.json beside proc/." >&2
