#include "probes/machine/linux/gvdb.h"

#include <optional>
#include <string>

namespace deskready {
namespace {

constexpr std::uint32_t no_parent = 0xffffffff;

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  /// Little-endian, as all machines with a desktop write it; nothing beyond the end.
  std::optional<std::uint32_t> word(std::size_t at) const {
    if (at + 4 < at || at + 4 > bytes_.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
    return value;
  }
  std::optional<std::string_view> part(std::size_t from, std::size_t to) const {
    if (from > to || to > bytes_.size()) return std::nullopt;
    return bytes_.substr(from, to - from);
  }

 private:
  std::string_view bytes_;
};

struct Item {
  std::uint32_t parent = no_parent;
  std::string_view name;  ///< its part of the key: keys are put together from their parents
  char kind = 0;
  std::string_view value;
};

/// The items of a hash table: 24 bytes each, behind the bloom filter and the buckets.
class Table {
 public:
  static std::optional<Table> root(std::string_view bytes) {
    const Bytes file(bytes);
    const auto start = file.word(16), end = file.word(20);
    if (!bytes.starts_with("GVariant") || !start || !end || *end > bytes.size() || *start > *end) {
      return std::nullopt;
    }
    const auto bloom = file.word(*start), buckets = file.word(*start + 4);
    if (!bloom || !buckets) return std::nullopt;
    const std::uint64_t first = *start + 8ULL + (*bloom & 0x7ffffff) * 4ULL + *buckets * 4ULL;
    if (first > *end) return std::nullopt;
    return Table(file, first, (*end - first) / 24);
  }

  std::uint64_t size() const { return count_; }

  std::optional<Item> item(std::uint64_t index) const {
    if (index >= count_) return std::nullopt;
    const std::size_t at = first_ + index * 24;
    const auto parent = file_.word(at + 4), name = file_.word(at + 8), sizes = file_.word(at + 12);
    const auto from = file_.word(at + 16), to = file_.word(at + 20);
    if (!parent || !name || !sizes || !from || !to) return std::nullopt;
    Item found;
    found.parent = *parent;
    found.kind = static_cast<char>(*sizes >> 16 & 0xff);
    const auto text = file_.part(*name, *name + std::size_t{*sizes & 0xffff});
    const auto value = file_.part(*from, *to);
    if (!text || (found.kind == 'v' && !value)) return std::nullopt;
    found.name = *text;
    found.value = value.value_or(std::string_view());
    return found;
  }

  /// Whether the item's whole key is `key`, looked at from its end.
  bool is(Item item, std::string_view key) const {
    constexpr int deepest = 32;
    for (int depth = 0; depth < deepest; ++depth) {
      if (!key.ends_with(item.name)) return false;
      key.remove_suffix(item.name.size());
      if (item.parent == no_parent) return key.empty();
      const auto parent = this->item(item.parent);
      if (!parent) return false;
      item = *parent;
    }
    return false;
  }

 private:
  Table(Bytes file, std::uint64_t first, std::uint64_t count) : file_(file), first_(first), count_(count) {}
  Bytes file_;
  std::uint64_t first_;
  std::uint64_t count_;
};

/// A variant in GVariant's form: the value, a zero, its type.
std::optional<Setting> setting(std::string_view value) {
  if (value.size() == 3 && value.substr(1) == std::string_view("\0b", 2)) return value[0] != 0;
  // MATE counts its minutes with a sign.
  for (const std::string_view number : {std::string_view("\0u", 2), std::string_view("\0i", 2)}) {
    if (value.size() == 6 && value.substr(4) == number) return *Bytes(value).word(0);
  }
  // A text ends with a zero of its own.
  constexpr std::string_view text("\0\0s", 3);
  if (value.ends_with(text)) return std::string(value.substr(0, value.size() - text.size()));
  return std::nullopt;
}

}  // namespace

std::optional<Setting> find_setting(std::string_view bytes, std::string_view key) {
  const auto table = Table::root(bytes);
  if (!table) return std::nullopt;
  // A person's settings are some hundreds; the file's hashes would save nothing.
  for (std::uint64_t i = 0; i < table->size(); ++i) {
    const auto item = table->item(i);
    if (item && item->kind == 'v' && table->is(*item, key)) return setting(item->value);
  }
  return std::nullopt;
}

}  // namespace deskready
