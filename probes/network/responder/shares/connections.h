// The connections that are open, each network's share of them, and which one goes when there are too many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>

#include "probes/network/responder/shares/shares.h"

namespace deskready::network {

/// Not thread-safe. A connection waits from its opening until its request is whole: who holds many that wait
/// loses the oldest of them to newcomers, so neither silence nor slowness keeps a place.
class Connections {
 public:
  explicit Connections(std::size_t most) : shares_(most) {}
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  /// A connection's place while it lives. It must end before its Connections.
  class Place {
   public:
    /// `drop` closes the connection; it is called at most once, while the place waits, from another's
    /// opening. `now_ns` is of a clock that only moves forward.
    Place(Connections& all, const std::string& address, const Networks& networks, std::int64_t now_ns,
          std::function<void()> drop);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool taken() const { return taken_; }
    /// The request is whole: from here on nobody takes the place away.
    void heard() { entry_->waits = false; }

   private:
    friend class Connections;
    struct Entry {
      std::string address;
      Networks networks;
      std::int64_t since_ns;
      std::function<void()> drop;
      bool waits = true;
      bool holds = false;
    };
    Connections& all_;
    std::list<Entry>::iterator entry_;
    bool taken_ = false;
  };

  /// For those that come; none that is open goes for it.
  void set_most(std::size_t most) { shares_.set_places(most); }
  std::size_t open() const { return shares_.taken(); }

  static constexpr std::size_t many = 16;                  ///< waiting ones of an address
  static constexpr std::int64_t grace_ns = 2'000'000'000;  ///< for the waiting ones of who has fewer

 private:
  enum class Among : std::uint8_t { narrow, wide, all };
  /// Drops waiting ones until the newcomer has room; whether it has.
  bool make_room(const Place::Entry& newcomer);
  Place::Entry* droppable(const Place::Entry& newcomer, Among among);
  Shares shares_;
  std::list<Place::Entry> entries_;  ///< oldest first
};

}  // namespace deskready::network
