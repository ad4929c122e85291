// Questions as a person meets them. What is typed comes from a pipe, which holds it from the begin; what is
// said goes to a file, or to a terminal of this test where the terminal makes the difference.
#include "agent/terminal/conversation.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace deskready {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Lets a standard stream be another file while it lives.
class Redirected {
 public:
  Redirected(int stream, int file) : stream_(stream), before_(dup(stream)) { dup2(file, stream_); }
  ~Redirected() {
    dup2(before_, stream_);
    close(before_);
  }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;

 private:
  int stream_, before_;
};

/// What a person types, all of it at once, and then no more.
class Typed {
 public:
  explicit Typed(const std::string& text) {
    EXPECT_EQ(pipe(ends_), 0);
    EXPECT_EQ(write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    close(ends_[1]);
    input_.emplace(STDIN_FILENO, ends_[0]);
  }
  ~Typed() {
    input_.reset();
    close(ends_[0]);
  }
  Typed(const Typed&) = delete;
  Typed& operator=(const Typed&) = delete;

 private:
  int ends_[2] = {-1, -1};
  std::optional<Redirected> input_;
};

/// A terminal of 80 by 24 behind standard error.
class Screen {
 public:
  Screen() : screen_(posix_openpt(O_RDWR | O_NOCTTY)) {
    EXPECT_EQ(grantpt(screen_), 0);
    EXPECT_EQ(unlockpt(screen_), 0);
    const int side = open(ptsname(screen_), O_RDWR | O_NOCTTY);
    EXPECT_GE(side, 0);
    winsize size{};
    size.ws_col = 80;
    size.ws_row = 24;
    EXPECT_EQ(ioctl(side, TIOCSWINSZ, &size), 0);
    error_.emplace(STDERR_FILENO, side);
    close(side);
  }
  ~Screen() {
    error_.reset();
    close(screen_);
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  /// All that it was sent; nothing more is shown on it.
  std::string shown() {
    error_.reset();
    std::string text;
    char block[4096];
    for (ssize_t got = 0; (got = read(screen_, block, sizeof block)) > 0;)
      text.append(block, static_cast<std::size_t>(got));
    return text;
  }

 private:
  int screen_;
  std::optional<Redirected> error_;
};

class ConversationTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const char* value = std::getenv("TERM")) term_ = value;
    setenv("TERM", "xterm", 1);
  }
  void TearDown() override { term_ ? setenv("TERM", term_->c_str(), 1) : unsetenv("TERM"); }

  struct Ended {
    std::optional<std::string> answer;
    std::string said;  ///< white space is one space each
  };
  /// A question to somebody who types this.
  static Ended asked(const std::string& typed, const std::vector<std::string>& answers,
                     const std::string& skip_words = {}, bool employers = false) {
    const Typed input(typed);
    testing::internal::CaptureStderr();
    TerminalConversation person(true, {});
    person.set_skip_words(skip_words);
    Ended ended;
    ended.answer =
        employers ? person.ask_employers("Which line?", answers) : person.ask("Which line?", answers);
    ended.said = on_one_line(testing::internal::GetCapturedStderr());
    return ended;
  }
  static std::string on_one_line(const std::string& text) {
    std::string line;
    for (const char c : text) {
      const bool blank = c == ' ' || c == '\n' || c == '\r';
      if (!blank) line += c;
      if (blank && !line.ends_with(' ')) line += ' ';
    }
    return line;
  }
  static bool agreed(const std::string& typed, bool enter_means) {
    const Typed input(typed);
    testing::internal::CaptureStderr();
    TerminalConversation person(true, {});
    const bool yes = enter_means ? person.agree("Go on?") : person.is_sure("Erase it?");
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr(enter_means ? "[Y/n]" : "[y/N]"));
    return yes;
  }

  std::optional<std::string> term_;
};

const std::vector<std::string> lines = {"cable", "fibre", "dsl"};

TEST_F(ConversationTest, AnAnswerIsItsNumberOrItsTextAndNothingElse) {
  EXPECT_EQ(asked("2\n", lines).answer, "fibre");
  EXPECT_EQ(asked("  DSL \n", lines).answer, "dsl");
  const Ended wrong = asked("4\nfib\n0\n1\n", lines);
  EXPECT_EQ(wrong.answer, "cable");
  EXPECT_THAT(wrong.said, HasSubstr("Which line? 1. cable 2. fibre 3. dsl"));
  EXPECT_THAT(wrong.said, HasSubstr("none of the answers; type a number from 1 to 3"));
}

TEST_F(ConversationTest, EnterSkipsWhereThereIsAChoiceAndSaysWhatItCosts) {
  for (const char* typed : {"\n", "s\n", "S\n", "  \n"}) {
    const Ended skipped = asked(typed, lines, "It stays undecided.");
    EXPECT_EQ(skipped.answer, std::nullopt) << typed;
    EXPECT_THAT(skipped.said, HasSubstr("Skipped. It stays undecided."));
  }
}

TEST_F(ConversationTest, EnterTakesAnOnlyAnswerButDeclaresNothingToAnEmployer) {
  EXPECT_EQ(asked("\n", {"It is on"}).answer, "It is on");
  EXPECT_EQ(asked("s\n", {"It is on"}).answer, std::nullopt);
  EXPECT_EQ(asked("\n", {"yes"}, {}, true).answer, std::nullopt);
  EXPECT_EQ(asked("1\n", {"yes"}, {}, true).answer, "yes");
}

TEST_F(ConversationTest, WhatIsTypedFreelyIsTakenAsItIs) {
  EXPECT_EQ(asked("  https://edge.example \n", {}).answer, "https://edge.example");
  EXPECT_EQ(asked("\n", {}).answer, std::nullopt);
}

TEST_F(ConversationTest, AnInputThatEndsAnswersNothing) {
  EXPECT_EQ(asked("", lines).answer, std::nullopt);
  EXPECT_EQ(asked("2", lines).answer, std::nullopt) << "nobody pressed Enter";
  EXPECT_EQ(asked("7\n", lines).answer, std::nullopt);
}

TEST_F(ConversationTest, AfterAStopNobodyIsHeard) {
  std::stop_source stop;
  stop.request_stop();
  const Typed input("1\n");
  testing::internal::CaptureStderr();
  TerminalConversation person(true, stop.get_token());
  EXPECT_EQ(person.ask("Which line?", lines), std::nullopt);
  EXPECT_FALSE(person.agree("Go on?"));
  testing::internal::GetCapturedStderr();
}

TEST_F(ConversationTest, WhereNobodyMayBeAskedNothingIsSaid) {
  const Typed input("1\ny\ny\n");
  testing::internal::CaptureStderr();
  {
    TerminalConversation person(false, {});
    EXPECT_FALSE(person.may_ask());
    EXPECT_EQ(person.ask("Which line?", lines), std::nullopt);
    EXPECT_EQ(person.ask_employers("Which line?", lines), std::nullopt);
    EXPECT_FALSE(person.agree("Go on?"));
    EXPECT_FALSE(person.is_sure("Erase it?"));
    person.progress("Measuring the line");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "and no progress where no terminal is";
}

TEST_F(ConversationTest, EnterAgreesToWhatIsUsualAndNeverToWhatCannotBeUndone) {
  EXPECT_TRUE(agreed("\n", true));
  EXPECT_FALSE(agreed("\n", false));
  for (const bool enter_means : {true, false}) {
    EXPECT_TRUE(agreed("y\n", enter_means));
    EXPECT_TRUE(agreed("Yes\n", enter_means));
    EXPECT_FALSE(agreed("n\n", enter_means));
    EXPECT_FALSE(agreed("perhaps\n", enter_means));
    EXPECT_FALSE(agreed("", enter_means)) << "the input has ended";
  }
}

std::vector<std::string> towns() {
  std::vector<std::string> towns;
  for (int i = 1; i <= 30; ++i) towns.push_back("Town " + std::to_string(i) + (i % 10 == 7 ? " on Sea" : ""));
  return towns;
}

TEST_F(ConversationTest, AListThatDoesNotFitIsSearched) {
  Screen screen;
  const Typed input("nowhere\nSEA\ntown 17\n");
  {
    TerminalConversation person(true, {});
    EXPECT_EQ(person.ask("Which town?", towns()), "Town 17 on Sea");
  }
  const std::string shown = on_one_line(screen.shown());
  EXPECT_THAT(shown, HasSubstr("There are 30."));
  EXPECT_THAT(shown, HasSubstr("\"nowhere\""));
  EXPECT_THAT(shown, HasSubstr("7. Town 7 on Sea 17. Town 17 on Sea 27. Town 27 on Sea"));
  EXPECT_THAT(shown, Not(HasSubstr("1. Town 1 ")));
}

TEST_F(ConversationTest, AListThatDoesNotFitIsShownWhenAskedFor) {
  Screen screen;
  const Typed input("?\n30\n");
  {
    TerminalConversation person(true, {});
    EXPECT_EQ(person.ask("Which town?", towns()), "Town 30");
  }
  EXPECT_THAT(on_one_line(screen.shown()), HasSubstr("1. Town 1 2. Town 2 "));
}

TEST_F(ConversationTest, WithoutATerminalAListIsShownWhole) {
  EXPECT_THAT(asked("30\n", towns()).said, HasSubstr("1. Town 1 2. Town 2 "));
}

TEST_F(ConversationTest, ProgressIsALineThatGoesAgain) {
  Screen screen;
  {
    TerminalConversation person(true, {});
    person.progress("Measuring download");
  }
  const std::string shown = screen.shown();
  EXPECT_EQ(shown.find("\r\033[KMeasuring download"), 0u) << shown;
  EXPECT_TRUE(shown.ends_with("\r\033[K")) << shown;
}

TEST_F(ConversationTest, ATerminalThatKnowsNoCommandsGetsNoProgress) {
  setenv("TERM", "dumb", 1);
  Screen screen;
  {
    TerminalConversation person(true, {});
    person.progress("Measuring download");
  }
  EXPECT_EQ(screen.shown(), "");
}

TEST_F(ConversationTest, ForProgramsProgressIsJsonOnStandardOutput) {
  testing::internal::CaptureStdout();
  {
    TerminalConversation person(false, {}, true);
    person.progress("Measuring \"download\"");
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "{\"doing\":\"Measuring \\\"download\\\"\"}\n");
}

}  // namespace
}  // namespace deskready
