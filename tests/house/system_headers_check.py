"""Headers of one operating system are included in linux/ folders and on the ground floor only."""
import re

import house

# POSIX and Linux, and libraries that there are for Linux alone.
ONE_SYSTEM = re.compile(
    r"^(linux/|sys/(?!types)|net/|netinet/|arpa/|asm/|pulse/|alsa/|systemd/|libnl|netlink/|"
    r"(unistd|fcntl|poll|pwd|grp|spawn|signal|termios|dlfcn|ifaddrs|resolv|netdb|dirent|pthread|sched|syslog|malloc|wchar|"
    r"utmpx?|mntent|link|elf|langinfo|ucontext|execinfo)\.h$)")
faults = []
for file in house.sources(".h", ".cpp"):
    if "linux" in file.parts or str(file).startswith("config/base/"):
        continue
    for name, quoted in house.includes(file):
        if not quoted and ONE_SYSTEM.match(name):
            faults.append(f"{file} <{name}>")
house.tell("system headers", faults, "system_headers.txt")
