#include "reports/words/measuring/method_words.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

std::string said(const Method& method) {
  return unmarked(method_words("en", method));
}

/// The step of this code, with a 7 for each argument but those of `other`.
Method step(const HowInfo& row, const Arguments& other = {}) {
  Arguments arguments = other;
  for (const std::string_view name : row.arguments) arguments.emplace(name, "7");
  if (row.how == How::told) return Method::told(arguments.at("text"));
  Method method;
  EXPECT_TRUE(method.take(row.code, arguments)) << row.code;
  return method;
}

TEST(MethodWords, EachReadsWellAndSaysAllItsArguments) {
  for (const HowInfo& row : hows()) {
    const std::string words = said(step(row));
    ASSERT_FALSE(words.empty()) << row.code;
    EXPECT_EQ(words.find_first_of("{}"), std::string::npos) << words;
    EXPECT_NE(words.back(), '.') << words;
    for (const std::string_view name : row.arguments) {
      EXPECT_NE(said(step(row, {{std::string(name), "864000"}})), words) << row.code << ": " << name;
    }
    if (row.how == How::told) continue;
    EXPECT_NE(unmarked(method_words("qps-plocm", step(row))), words) << row.code << " is not translated";
  }
}

TEST(MethodWords, StepsStandOneBehindTheOther) {
  EXPECT_EQ(said({}), "");
  EXPECT_EQ(said(Method(How::tcp_load, {{"connections", 1}}).also(How::unpaced)),
            "TCP, 1 connection; as fast as it goes");
  EXPECT_EQ(said(Method(How::tcp_load, {{"connections", 3}})),
            "TCP, 3 connections, because one did not fill the line");
}

TEST(MethodWords, ATimeIsSaidInTheReadersWords) {
  const Method method = Method(How::checks_over, {{"statistic", Term("p95")}, {"over", 14 * 86400.0}});
  EXPECT_EQ(said(method), "p95 of the checks of 14 days");
  EXPECT_NE(unmarked(method_words("qps-plocm", method)).find("dáys"), std::string::npos);
}

TEST(MethodWords, WhatAnEarlierVersionSaysStaysAsItIs) {
  const Method method = Method::told("STAMP, 50 packets/s");
  EXPECT_EQ(said(method), "STAMP, 50 packets/s");
  EXPECT_EQ(unmarked(method_words("qps-plocm", method)), "STAMP, 50 packets/s");
  EXPECT_TRUE(Method::told("").empty());
}

TEST(Methods, OfADocumentOnlyKnownCodesAndNamedArgumentsAreTaken) {
  Method method;
  EXPECT_FALSE(method.take("of_a_later_version", {}));
  EXPECT_FALSE(method.take("told", {}));
  EXPECT_TRUE(method.empty());
  EXPECT_TRUE(method.take("router_echo", {{"rate", "20"}, {"host", "box.acme.example"}}));
  ASSERT_EQ(method.steps().size(), 1);
  EXPECT_EQ(method.steps()[0], (MethodStep{How::router_echo, {{"rate", "20"}}}));
  EXPECT_EQ(method, Method(How::router_echo, {{"rate", 20}}));
}

TEST(Methods, WhatMustNotLeaveIsTakenOut) {
  Method method = Method::told("of box.acme.example at 192.0.2.7");
  method.scrub();
  EXPECT_EQ(said(method).find("192.0.2.7"), std::string::npos) << said(method);
  EXPECT_EQ(said(method).find("acme"), std::string::npos) << said(method);
}

}  // namespace
}  // namespace deskready
