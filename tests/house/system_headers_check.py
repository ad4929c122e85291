"""What is one operating system's stands in linux/ folders, behind headers that name nothing of it.

Outside of them no file includes a header of POSIX or Linux, nor of a library that there is for Linux alone; none includes
a header that stands in a linux/ folder; and none names a file of the system in a string.
"""
import re

import house

# POSIX and Linux, and libraries that there are for Linux alone.
ONE_SYSTEM = re.compile(
    r"^(linux/|boost/asio/(?:posix|local)|sys/(?!types)|net/|netinet/|arpa/|asm/|pulse/|alsa/|systemd/|libnl|netlink/|"
    r"(unistd|fcntl|poll|pwd|grp|spawn|signal|termios|dlfcn|ifaddrs|resolv|netdb|dirent|pthread|sched|syslog|malloc|wchar|"
    r"utmpx?|mntent|link|elf|langinfo|ucontext|execinfo)\.h$)")
# Signals that no standard of C++ knows; their header it does.
SIGNAL = re.compile(r"\bSIG(?:HUP|CHLD|KILL|STOP|CONT|PIPE|ALRM|USR[12])\b")
SYSTEM_FILE = re.compile(r'"(?:[^"\\\n]|\\.)*?(?<![a-z0-9])(/?(?:proc|sys|etc|usr|var|run|dev)/[a-z0-9_/]*)')
COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|("(?:[^"\\\n]|\\.)*")', re.DOTALL)


def code_of(file):
    """The file without its comments; strings stay."""
    return COMMENT.sub(lambda found: found.group(1) or "", (house.ROOT / file).read_text())


faults = []
for file in house.sources(".h", ".cpp", ".def"):
    if "linux" in file.parts:
        continue
    for name, quoted in house.includes(file):
        if not quoted and ONE_SYSTEM.match(name):
            faults.append(f"{file} <{name}>")
        if quoted and "linux" in name.split("/"):
            faults.append(f"{file} includes {name}")
    faults += [f"{file} names {signal}" for signal in sorted(set(SIGNAL.findall(code_of(file))))]
    faults += [f"{file} names {path}" for path in SYSTEM_FILE.findall(code_of(file))]
house.tell("system headers", faults, "system_headers.txt")
