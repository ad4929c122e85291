// Bytes of RFC 1035 and RFC 5905, written by hand.
#include "probes/network/reach/well_known.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace deskready::network::reach {
namespace {

using stun::Bytes;

constexpr Nonce nonce = {0xAB, 0xCD, 3, 4, 5, 6, 7, 8};

TEST(WellKnown, AsksWhoServesTheRoot) {
  EXPECT_EQ(dns_question(nonce),
            (Bytes{0xAB, 0xCD, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, /* . */ 0, /* NS */ 0, 2, /* IN */ 0, 1}));
}

TEST(WellKnown, TakesAnAnswerOfANameServer) {
  Bytes answer = dns_question(nonce);
  EXPECT_FALSE(is_dns_answer(answer, nonce)) << "a question";
  answer[2] = 0x80;
  EXPECT_TRUE(is_dns_answer(answer, nonce));
  answer[3] = 0x85;
  EXPECT_TRUE(is_dns_answer(answer, nonce)) << "REFUSED, recursion available";
  answer[2] = 0x82;
  EXPECT_TRUE(is_dns_answer(answer, nonce)) << "cut off";
  Bytes bare(answer.begin(), answer.begin() + 12);
  bare[5] = 0;
  EXPECT_TRUE(is_dns_answer(bare, nonce)) << "a refusal that repeats no question";
}

TEST(WellKnown, TakesNothingElseForOne) {
  Bytes answer = dns_question(nonce);
  answer[2] = 0x80;
  for (std::size_t size = 0; size < answer.size(); ++size)
    EXPECT_FALSE(is_dns_answer(stun::View(answer.data(), size), nonce)) << size;
  // The number, the kind of message, how many questions, and the question itself.
  for (const std::size_t at : {0u, 1u, 12u, 13u, 14u, 15u, 16u}) {
    Bytes other = answer;
    other[at] ^= 1;
    EXPECT_FALSE(is_dns_answer(other, nonce)) << at;
  }
  Bytes notify = answer, two = answer;
  notify[2] = 0xA0;
  two[5] = 2;
  EXPECT_FALSE(is_dns_answer(notify, nonce));
  EXPECT_FALSE(is_dns_answer(two, nonce));
}

TEST(WellKnown, AsksTheTimeAndTellsNone) {
  const Bytes question = ntp_question(nonce);
  ASSERT_EQ(question.size(), 48u);
  EXPECT_EQ(question[0], 0x23);
  EXPECT_TRUE(std::equal(nonce.begin(), nonce.end(), question.begin() + 40));
  EXPECT_EQ(std::count(question.begin() + 1, question.begin() + 40, 0), 39);
}

TEST(WellKnown, TakesAnAnswerOfATimeServer) {
  Bytes answer(48, 0);
  answer[0] = 0x24;
  std::copy(nonce.begin(), nonce.end(), answer.begin() + 24);
  EXPECT_TRUE(is_ntp_answer(answer, nonce)) << "stratum 0, a kiss of death, is an answer";
  answer[0] = 0xDC;  // version 3, leap unknown
  EXPECT_TRUE(is_ntp_answer(answer, nonce));
  answer.push_back(0);
  EXPECT_TRUE(is_ntp_answer(answer, nonce)) << "with an extension";
  answer.resize(47);
  EXPECT_FALSE(is_ntp_answer(answer, nonce));
  answer.resize(48);
  for (const int head : {0x23, 0x25, 0x14, 0x2C, 0x00}) {
    answer[0] = static_cast<unsigned char>(head);
    EXPECT_FALSE(is_ntp_answer(answer, nonce)) << head;
  }
  answer[0] = 0x24;
  answer[31] ^= 1;
  EXPECT_FALSE(is_ntp_answer(answer, nonce)) << "of another question";
}

TEST(WellKnown, AsksWithAnotherNumberEachTime) {
  EXPECT_NE(new_nonce(), new_nonce());
}

}  // namespace
}  // namespace deskready::network::reach
