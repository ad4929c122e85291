#include "config/base/json/bounded_json.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace deskready {
namespace {

using Why = JsonRefusal::Why;

/// Builds the value while it counts; what would go beyond a bound is refused before it is built.
class BoundedBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit BoundedBuilder(const JsonBounds& bounds) : bounds_(bounds) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return refuse({Why::no_json, 0, {}}); }
  bool start_object(std::size_t) override { return open(nlohmann::json::object()); }
  bool start_array(std::size_t) override { return open(nlohmann::json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    auto [member, is_new] = open_.back()->get_ref<nlohmann::json::object_t&>().try_emplace(name);
    if (!is_new) return refuse({Why::name_twice, 0, name.substr(0, most_shown)});
    member_ = &member->second;
    return true;
  }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::json::exception&) override {
    return refuse({Why::no_json, at, {}});
  }

  JsonRefusal refusal() && { return std::move(refusal_); }
  nlohmann::json built() && { return std::move(root_); }

 private:
  static constexpr std::size_t most_shown = 40;

  bool add(nlohmann::json&& value) {
    if (++values_ > bounds_.values) return refuse({Why::too_many, bounds_.values, {}});
    place(std::move(value));
    return true;
  }
  bool open(nlohmann::json&& empty) {
    if (open_.size() == bounds_.depth) return refuse({Why::too_deep, bounds_.depth, {}});
    if (++values_ > bounds_.values) return refuse({Why::too_many, bounds_.values, {}});
    open_.push_back(&place(std::move(empty)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  /// Where it stands then; valid until its list or object gets another value, which is after it was closed.
  nlohmann::json& place(nlohmann::json&& value) {
    if (open_.empty()) return root_ = std::move(value);
    nlohmann::json& within = *open_.back();
    if (within.is_object()) return *member_ = std::move(value);
    auto& list = within.get_ref<nlohmann::json::array_t&>();
    return list.emplace_back(std::move(value));
  }
  bool refuse(JsonRefusal refusal) {
    refusal_ = std::move(refusal);
    return false;
  }

  JsonBounds bounds_;
  std::size_t values_ = 0;
  nlohmann::json root_;
  std::vector<nlohmann::json*> open_;  ///< from the outermost one to the innermost
  nlohmann::json* member_ = nullptr;   ///< of the innermost object, named last
  JsonRefusal refusal_{};
};

}  // namespace

tl::expected<nlohmann::json, JsonRefusal> read_json(std::string_view text, const JsonBounds& bounds) {
  if (text.size() > bounds.bytes) return tl::unexpected(JsonRefusal{Why::too_large, bounds.bytes, {}});
  // The library takes this byte for the end, and would not look at what follows.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos)
    return tl::unexpected(JsonRefusal{Why::no_json, nul, {}});
  BoundedBuilder builder(bounds);
  if (!nlohmann::json::sax_parse(text, &builder)) return tl::unexpected(std::move(builder).refusal());
  return std::move(builder).built();
}

}  // namespace deskready
