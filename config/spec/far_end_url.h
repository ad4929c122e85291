// The address of a far end as a spec may name it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready {

struct UrlFault {
  std::string message;  ///< what is wrong
  std::string hint;     ///< what to write instead
};

/// Nothing when a spec may name it: http:// or https://, a host, and perhaps one of the ports at which a spec
/// may send load (80, 443, 8080, 8443, 8700). Whether the host's address is public is seen when connecting.
std::optional<UrlFault> far_end_url_fault(std::string_view url);

/// Whether both name the same far end: letter case, a slash at the end and the scheme's own port make no
/// difference.
bool same_far_end(std::string_view a, std::string_view b);

}  // namespace deskready
