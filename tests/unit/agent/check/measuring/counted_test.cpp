#include "agent/check/measuring/counted.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace deskready {
namespace {

class Heard : public Conversation {
 public:
  void progress(std::string_view what) override { said.emplace_back(what); }
  std::optional<std::string> ask(std::string_view, std::span<const std::string>) override { return "yes"; }
  std::vector<std::string> said;
};

TEST(CountedConversation, TellsTheParts) {
  Heard person;
  CountedConversation counted(person, 2);
  counted.progress("Looking for the headset");
  counted.part_ended();
  counted.progress("Measuring the download");
  counted.part_ended();
  counted.progress("Measuring the download");
  EXPECT_EQ(person.said, (std::vector<std::string>{"Looking for the headset, part 1 of 2",
                                                   "Measuring the download, part 2 of 2",
                                                   "Measuring the download, part 2 of 2"}));
  EXPECT_EQ(counted.ask("Is there a cable?", {}), "yes");
}

TEST(CountedConversation, CountsNothingOfOnePart) {
  Heard person;
  CountedConversation(person, 1).progress("Measuring the download");
  EXPECT_EQ(person.said, std::vector<std::string>{"Measuring the download"});
}

}  // namespace
}  // namespace deskready
