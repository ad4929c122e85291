#include "config/base/json/bounded_json.h"

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace deskready {
namespace {

using Why = JsonRefusal::Why;

/// Counts and builds nothing.
class Examiner : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Examiner(const JsonBounds& bounds) : bounds_(bounds) {}

  bool null() override { return one_more(); }
  bool boolean(bool) override { return one_more(); }
  bool number_integer(number_integer_t) override { return one_more(); }
  bool number_unsigned(number_unsigned_t) override { return one_more(); }
  bool number_float(number_float_t, const string_t&) override { return one_more(); }
  bool string(string_t&) override { return one_more(); }
  bool binary(binary_t&) override { return one_more(); }
  bool start_object(std::size_t) override { return deeper(); }
  bool start_array(std::size_t) override { return deeper(); }
  bool end_object() override { return higher(); }
  bool end_array() override { return higher(); }
  bool key(string_t& name) override {
    if (names_.back().insert(name).second) return true;
    return refuse({Why::name_twice, 0, name.substr(0, most_shown)});
  }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::json::exception&) override {
    return refuse({Why::no_json, at, {}});
  }

  const JsonRefusal& refusal() const { return refusal_; }

 private:
  static constexpr std::size_t most_shown = 40;

  bool one_more() { return ++values_ <= bounds_.values || refuse({Why::too_many, bounds_.values, {}}); }
  bool deeper() {
    if (names_.size() == bounds_.depth) return refuse({Why::too_deep, bounds_.depth, {}});
    names_.emplace_back();
    return one_more();
  }
  bool higher() {
    names_.pop_back();
    return true;
  }
  bool refuse(JsonRefusal refusal) {
    refusal_ = std::move(refusal);
    return false;
  }

  JsonBounds bounds_;
  std::size_t values_ = 0;
  std::vector<std::set<std::string>> names_;  ///< of each object that is open; a list has none
  JsonRefusal refusal_{};
};

}  // namespace

tl::expected<nlohmann::json, JsonRefusal> read_json(std::string_view text, const JsonBounds& bounds) {
  if (text.size() > bounds.bytes) return tl::unexpected(JsonRefusal{Why::too_large, bounds.bytes, {}});
  Examiner examiner(bounds);
  if (!nlohmann::json::sax_parse(text, &examiner)) return tl::unexpected(examiner.refusal());
  return nlohmann::json::parse(text, nullptr, false);
}

}  // namespace deskready
