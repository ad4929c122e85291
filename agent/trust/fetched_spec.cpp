#include "agent/trust/fetched_spec.h"

#include <memory>

#include "probes/network/far_end/http_client.h"
#include "reports/words/detail_words.h"
#include "reports/words/language.h"

namespace deskready {

tl::expected<std::string, std::string> fetched_spec(const std::string& address) {
  const auto transfer = std::make_shared<network::HttpTransfer>();
  transfer->url = address;
  transfer->total_seconds = 20;
  network::perform(transfer, {});
  Explanation why = transfer->error;
  if (why.empty() && transfer->status != 200)
    why = Explanation(Detail::answers_with_status, {{"status", transfer->status}});
  if (why.empty()) return std::move(transfer->response);
  return tl::unexpected(unmarked(detail_sentence("en", why.written())));
}

}  // namespace deskready
