#include "config/spec/names/products.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "config/base/text.h"

namespace deskready {
namespace {

struct Maker {
  std::string_view word;  ///< in lower case, as it stands in names of products
  std::string_view name;  ///< as it calls itself now
};

// Who makes headsets. Plantronics became Poly in 2019, Sennheiser's headsets for offices EPOS in 2020.
constexpr std::array makers = {
    Maker{"jabra", "Jabra"},
    Maker{"gn", "Jabra"},
    Maker{"poly", "Poly"},
    Maker{"plantronics", "Poly"},
    Maker{"epos", "EPOS"},
    Maker{"sennheiser", "EPOS"},
    Maker{"logitech", "Logitech"},
    Maker{"logi", "Logitech"},
    Maker{"microsoft", "Microsoft"},
    Maker{"yealink", "Yealink"},
    Maker{"corsair", "Corsair"},
    Maker{"hyperx", "HyperX"},
    Maker{"razer", "Razer"},
    Maker{"steelseries", "SteelSeries"},
    Maker{"sony", "Sony"},
    Maker{"bose", "Bose"},
    Maker{"apple", "Apple"},
    Maker{"jbl", "JBL"},
    Maker{"lenovo", "Lenovo"},
    Maker{"dell", "Dell"},
    Maker{"hp", "HP"},
    Maker{"avaya", "Avaya"},
    Maker{"cisco", "Cisco"},
    Maker{"vxi", "VXi"},
    Maker{"blueparrott", "BlueParrott"},
    Maker{"mpow", "Mpow"},
    Maker{"creative", "Creative"},
    Maker{"trust", "Trust"},
    Maker{"sandberg", "Sandberg"},
    Maker{"axtel", "Axtel"},
    Maker{"addasound", "ADDASOUND"},
    Maker{"snom", "Snom"},
    Maker{"grandstream", "Grandstream"},
    Maker{"fanvil", "Fanvil"},
    Maker{"leitner", "Leitner"},
    Maker{"accutone", "Accutone"},
    Maker{"samsung", "Samsung"},
    Maker{"anker", "Anker"},
    Maker{"soundcore", "Anker"},
    Maker{"koss", "Koss"},
};

const Maker* maker_of(std::string_view word) {
  const auto found =
      std::find_if(makers.begin(), makers.end(), [&](const Maker& one) { return one.word == word; });
  return found == makers.end() ? nullptr : &*found;
}

std::vector<std::string> words_of(std::string_view name) {
  std::string small = lower(name);
  for (const std::string_view mark : {"(r)", "(tm)", "®", "™"}) {
    for (auto at = small.find(mark); at != std::string::npos; at = small.find(mark)) {
      small.erase(at, mark.size() - 1);
      small[at] = ' ';
    }
  }
  for (char& c : small) {
    if (std::string_view("-_,()[]/").find(c) != std::string_view::npos) c = ' ';
  }
  std::vector<std::string> words;
  for (const std::string_view word : split_at_spaces(small)) {
    // "Blackwire 3220 Series", "Evolve 40 headset": what kind of thing it is tells no model apart.
    if (word == "series" || word == "headset" || word == "headsets" || word == "model") continue;
    const Maker* maker = maker_of(word);
    words.emplace_back(maker != nullptr ? lower(maker->name) : std::string(word));
  }
  // "HP Poly": one of both is enough.
  if (words.size() > 1 && words[0] == "hp" && words[1] == "poly") words.erase(words.begin());
  return words;
}

bool names_maker(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return maker_of(word) != nullptr; });
}

}  // namespace

bool is_product(std::string_view asked, std::string_view found) {
  if (same_text(asked, found)) return true;
  std::vector<std::string> wanted = words_of(asked);
  const std::vector<std::string> is = words_of(found);
  if (!names_maker(is))
    std::erase_if(wanted, [](const std::string& word) { return maker_of(word) != nullptr; });
  auto at = is.begin();
  for (const std::string& word : wanted) {
    at = std::find(at, is.end(), word);
    if (at == is.end()) return false;
    ++at;
  }
  return !wanted.empty();
}

bool tells_no_model(std::string_view product) {
  constexpr std::array<std::string_view, 18> common = {
      "usb",   "audio", "device",  "stereo",    "mono",   "wireless", "bluetooth", "microphone", "headphones",
      "sound", "card",  "adapter", "headphone", "dongle", "analog",   "digital",   "pnp",        "receiver"};
  const auto words = words_of(product);
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return maker_of(word) != nullptr || std::find(common.begin(), common.end(), word) != common.end();
  });
}

std::optional<std::string_view> maker_in(std::string_view product) {
  for (const std::string& word : words_of(product)) {
    if (const Maker* maker = maker_of(word)) return maker->name;
  }
  return std::nullopt;
}

std::optional<std::string> only_a_maker(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() != 1 || maker_of(words[0]) == nullptr) return std::nullopt;
  return fmt::format("\"{}\" is a maker and no model", text);
}

}  // namespace deskready
