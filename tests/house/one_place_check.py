"""What the ground floor does is done there only: a second copy of a helper is found by the names that each uses."""
import re

import house

# What is looked for in the code (comments and texts aside), where it may stand, and what serves instead.
ONE_PLACE = [
    (r'\b(?:un)?setenv\s*\(\s*"TZ"|\btzset\b', (), "config/base/zone/zone.h"),
    (r"\b(?:localtime|gmtime)(?:_r)?\s*\(|\b(?:strftime|strptime|mktime|timegm)\b|fmt/chrono\.h", (),
     "config/base/time.h or zone/zone.h"),
    (r"cctz::(?:local_time_zone|load_time_zone|fixed_time_zone)\b|cctz/", ("config/base/",), "config/base/zone/zone.h"),
    (r'getenv\s*\(\s*"(?:TZ|TZDIR)"', ("config/base/zone/zone.cpp",), "config/base/zone/zone.h"),
    (r"system_clock::now|gettime\s*\(\s*CLOCK_REALTIME", ("config/base/time.cpp", "probes/machine/linux/clocks.cpp"),
     "SystemClock of config/base/time.h"),
    (r"\bstd::time\s*\(|\btime\s*\(\s*(?:nullptr|NULL|0)\s*\)", (), "unix_seconds() of config/base/time.h"),
    (r"\bposix_spawnp?\b|\bv?fork\s*\(|\bexec[vl]p?e?\s*\(|\bpopen\s*\(|\bsystem\s*\(", ("config/base/linux/process.cpp",),
     "config/base/process.h"),
    (r"\bmkostemp|\bmkstemp|\bfs::rename\s*\(|\brenameat", ("config/base/linux/files.cpp", "reports/history/"),
     "write_file_atomically of config/base/files.h"),
    (r'getenv\s*\(\s*"(?:HOME|XDG_(?:CONFIG_HOME|STATE_HOME|RUNTIME_DIR)|STATE_DIRECTORY)"',
     ("config/base/linux/folders.cpp", "probes/machine/linux/files.cpp"), "config/base/folders.h"),
    (r"\btolower\b|'A'\s*\+\s*'a'|- 'A' \+", ("config/base/text.cpp",), "lower() or same_text() of config/base/text.h"),
    (r"\bstrn?casecmp\b", (), "same_text() of config/base/text.h"),
    (r"0x[cC]0\)\s*!=\s*0x80", ("config/base/text.cpp",), "columns() or character_length() of config/base/text.h"),
    (r"\bjson::(?:sax_)?parse\s*\(|\bjson::(?:accept|from_\w+)\s*\(", ("config/base/json/bounded_json.cpp",),
     "read_json() of config/base/json/bounded_json.h, which bounds what somebody else wrote"),
    (r"\berror_handler_t::\w+|(?:\.|->)dump\s*\(", ("config/base/json/json_read.cpp",),
     "json_text() of config/base/json/json_read.h, which bytes that are no UTF-8 do not stop"),
    (r"\bstd::string(?:_view)? (?:trimmed|lower|lower_case|folded|text_of|text_at|for_(?:terminal|html|markup|csv|toml|log)|clean|in_quotes|csv_field|"
     r"csv_line|field_of|rfc3339|first_line)\s*\(", ("config/base/",), "the helper in config/base/"),
    (r"\b(?:bool|auto) (?:same_text|is_digit)\b\s*[(=]|\bstd::vector<std::string(?:_view)?> split\s*\(|\bvoid replace_all\s*\(|"
     r"\bstd::size_t leading_digits\s*\(|\bstd::string joined\s*\(const std::vector", ("config/base/",), "config/base/text.h"),
    (r"\bdouble (?:seconds_now|monotonic_seconds)\s*\(|\bdouble \w*seconds\s*\(std::int64_t", ("probes/machine/clocks.h",),
     "probes/machine/clocks.h"),
    (r"\bvoid set_bounds\s*\(", ("probes/statistics/bounds.",), "probes/statistics/bounds.h"),
    (r"\b65535\b|\brfind\s*\(\s*':'", ("config/base/host_port.cpp",), "config/base/host_port.h"),
    (r"\binet_(?:pton|ntop|aton|ntoa)\b|\bgetnameinfo\b", ("probes/network/sockets/linux/socket_address.cpp",
                                                                 "config/base/linux/address.cpp"),
     "config/base/addresses/address.h or probes/network/sockets/linux/socket_address.h"),
    (r"\bumask\s*\(", (), "the rights of the file itself: the umask is every thread's"),
    (r'"(?:tainted|line_rate)"', ("probes/noted.cpp",), "probes/noted.h"),
    (r"\bcrypto_hash_sha256\b", ("config/base/digest.cpp",), "config/base/digest.h"),
]


def code(text):
    """Without comments. Texts stay: names of variables stand in them."""
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)


faults = []
for file in house.sources(".h", ".cpp"):
    text = code((house.ROOT / file).read_text())
    for pattern, places, instead in ONE_PLACE:
        if str(file).startswith(places) if places else False:
            continue
        for found in sorted({match.group(0).strip() for match in re.finditer(pattern, text)}):
            faults.append(f"{file}: {found} -> {instead}")
house.tell("one place", faults, "second_copies.txt")
