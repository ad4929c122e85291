// The one way out for text that somebody else wrote, such as a spec's, a report's or a device's: one function
// for each kind of place. All are pure, take any bytes and give back UTF-8; what is none becomes U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// On one line of a terminal, so that no text can command it, turn a line around or forge one: controls (C0,
/// C1, DEL) and Unicode's line ends become spaces; marks of direction and of format that nobody sees go; of
/// signs that take no column at most 8 stand together, which is more than any script needs.
std::string for_terminal(std::string_view text);

/// Whole lines of ours, of which each text should have come through for_terminal(): the last guard before a
/// terminal. Ends of lines and the colours of a headline stay.
std::string for_terminal_page(std::string_view page);

/// One line between tags, and in attributes in either kind of quotes, of HTML and XML.
std::string for_html(std::string_view text);

/// One line of a desktop notification's body, which takes a little HTML but few entities (Desktop
/// Notifications Specification 1.2, "Markup").
std::string for_markup(std::string_view text);

/// One field of RFC 4180 on one line. One that a spreadsheet would run as a formula (OWASP, "CSV Injection")
/// begins with an apostrophe, but for a plain number, which is written as it is.
std::string for_csv(std::string_view text);

/// A TOML basic string with its quotes, whose value is the text itself; whatever for_terminal() takes away is
/// escaped.
std::string for_toml(std::string_view text);

/// A message of the log: as for_terminal(), and at most 4,000 bytes.
std::string for_log(std::string_view text);

/// JSON that is written already, in which whatever for_terminal() takes away, but for ends of lines, is
/// escaped: it can stand in a text only, so that the value is the same.
std::string for_json(std::string json);

}  // namespace deskready
