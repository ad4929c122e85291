#include "config/processor/cpu_model.h"

#include <gtest/gtest.h>

#include "config/spec/names/cpu_wording.h"
#include "config/spec/language/comparison_parser.h"

namespace deskready {
namespace {

Ranked rank(std::string_view found, std::string_view demanded) {
  const auto models = parse_cpu_limit(demanded);
  EXPECT_TRUE(models) << demanded << ": " << (models ? "" : models.error());
  return models ? rank_cpu(parse_cpu_name(found), *models) : Ranked::unknown_name;
}

struct Case {
  std::string_view demanded;
  std::string_view found;
  Ranked rank;
};

// What a person who wrote the left side would say of the right one.
constexpr Case cases[] = {
    {"Intel Core i5 gen 8", "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", Ranked::meets},
    {"Intel Core i5 gen 8", "Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz", Ranked::meets},
    {"Intel Core i5 gen 8", "Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz", Ranked::falls_short},
    {"Intel Core i5 gen 8", "13th Gen Intel(R) Core(TM) i3-1315U", Ranked::falls_short},
    {"Intel Core i5 gen 8", "11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz", Ranked::meets},
    {"Intel Core i5 gen 8", "Intel(R) Core(TM) Ultra 5 125U", Ranked::meets},
    {"Intel Core i5 gen 8", "Intel(R) Core(TM) 7 150U", Ranked::meets},
    {"Intel Core i5 gen 8", "Intel(R) Celeron(R) N4020 CPU @ 1.10GHz", Ranked::falls_short},
    {"Intel Core i5 gen 8", "Intel(R) N100", Ranked::falls_short},
    {"Intel Core i5 gen 8", "Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz", Ranked::falls_short},
    {"Intel Core i5 gen 8", "Intel(R) Core(TM) i3-N305", Ranked::falls_short},
    {"Intel Core i5 gen 8", "AMD Ryzen 7 5700U with Radeon Graphics", Ranked::other_maker},
    {"Intel Core i5 gen 8", "AMD A8-7410 APU with AMD Radeon R5 Graphics", Ranked::other_maker},
    {"Intel Core i5 gen 8", "Apple M1", Ranked::other_maker},
    {"Intel Core i5 gen 8", "ARM Cortex-A72", Ranked::other_maker},
    {"Intel Core i5 gen 8", "Intel(R) Xeon(R) CPU E3-1245 v5 @ 3.50GHz", Ranked::not_comparable},
    {"Intel Core i5 gen 8", "Intel(R) Core(TM) m3-8100Y CPU @ 1.10GHz", Ranked::not_comparable},
    {"Intel Core i5 gen 8", "Intel Core Processor (Broadwell)", Ranked::unknown_name},
    {"Intel Core i5 gen 8", "QEMU Virtual CPU version 2.5+", Ranked::unknown_name},
    {"Intel Core i5 gen 8", "", Ranked::unknown_name},
    {"Intel Core i3 gen 12", "Intel(R) Core(TM) i3-N305", Ranked::not_comparable},
    {"Intel Core i3", "Intel(R) Core(TM) i3-N305", Ranked::meets},
    {"Intel Core i5", "Intel(R) Core(TM) i5 CPU         650  @ 3.20GHz", Ranked::meets},
    {"Intel Core 2 Duo", "Intel(R) Core(TM) i3-2100 CPU @ 3.10GHz", Ranked::meets},
    {"Intel Core 2 Duo", "Intel(R) Core(TM)2 Quad CPU    Q6600  @ 2.40GHz", Ranked::meets},
    {"Intel Core 2 Duo", "Intel(R) Celeron(R) N5105 @ 2.00GHz", Ranked::not_comparable},
    {"Intel Core i5 gen 8 or AMD Ryzen 5 gen 2", "AMD Ryzen 7 5700U with Radeon Graphics", Ranked::meets},
    {"Intel Core i5 gen 8 or AMD Ryzen 5 gen 2", "AMD Ryzen 3 7320U with Radeon Graphics",
     Ranked::falls_short},
    {"Intel Core i5 gen 8 or AMD Ryzen 5 gen 2", "AMD Ryzen 5 1600 Six-Core Processor", Ranked::falls_short},
    {"Intel Core i5 gen 8 or AMD Ryzen 5 gen 2", "AMD Athlon Silver 3050U", Ranked::falls_short},
    {"Intel Core i5 gen 8 or AMD Ryzen 5 gen 2", "AMD Ryzen AI 5 340 w/ Radeon 840M", Ranked::meets},
    {"Intel Core i5 gen 8 or AMD Ryzen 5 gen 2", "AMD Ryzen Threadripper 1950X 16-Core Processor",
     Ranked::falls_short},
    {"Intel Core i5 gen 8 or AMD Ryzen 5 gen 2", "AMD EPYC 7763 64-Core Processor", Ranked::not_comparable},
    // Either will do: an older i7 or a newer i3.
    {"Intel Core i3 gen 10 or Intel Core i7 gen 4", "Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz", Ranked::meets},
    {"Intel Core i3 gen 10 or Intel Core i7 gen 4", "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz",
     Ranked::falls_short},
    {"i5 or M1", "Apple M1", Ranked::meets},
    {"i5 or M1", "Apple M2 Max", Ranked::meets},
    {"i5 or M1", "Intel(R) Core(TM) i3-8100 CPU @ 3.60GHz", Ranked::falls_short},
};

TEST(CpuModel, RanksAsPeopleMeanIt) {
  for (const Case& one : cases) {
    EXPECT_EQ(static_cast<int>(rank(one.found, one.demanded)), static_cast<int>(one.rank))
        << one.found << " against " << one.demanded;
  }
}

TEST(CpuModel, IsWrittenInManyWays) {
  const auto read = [](std::string_view text) {
    const auto models = parse_cpu_limit(text);
    return models ? to_string(*models) : models.error();
  };
  for (const std::string_view text :
       {"Intel Core i5 gen 8", "Intel Core i5 8th gen", "core i5 (8th generation)", "i5 gen. 8",
        "Intel Core i5-8250U", "Intel(R) Core(TM) i5 generation 8", "Core i5, 8th Gen"}) {
    EXPECT_EQ(read(text), "Intel Core i5 gen 8") << text;
  }
  EXPECT_EQ(read("Ryzen 5 3000 series"), "AMD Ryzen 5 gen 3");
  EXPECT_EQ(read("AMD Ryzen 5 gen 3"), "AMD Ryzen 5 gen 3");
  EXPECT_EQ(read("Core i5"), "Intel Core i5");
  EXPECT_EQ(read("Apple M1"), "Apple M1");
  EXPECT_EQ(read("Intel Core 2 Duo"), "Intel Core 2 Duo");
  EXPECT_EQ(read("i5 gen 8 OR ryzen 5"), "Intel Core i5 gen 8 or AMD Ryzen 5");
}

TEST(CpuModel, WhatNamesNoRankIsRefused) {
  for (const std::string_view text : {"", "Intel", "Intel Cor i5", "or", "i5 or", "quad core", "2 GHz",
                                      "gen 8", "Core i5 or something else"}) {
    const auto models = parse_cpu_limit(text);
    ASSERT_FALSE(models) << text;
    EXPECT_NE(models.error().find("Intel Core i5 gen 8"), std::string::npos) << models.error();
  }
  for (const std::string_view text : {"Intel Xeon", "Intel Celeron", "AMD EPYC", "Intel Core m3"}) {
    const auto models = parse_cpu_limit(text);
    ASSERT_FALSE(models) << text;
    EXPECT_NE(models.error().find("system.cpu.cores"), std::string::npos) << models.error();
  }
}

// As a rule of a spec: what is written is kept in one form, which reads back to the same.
TEST(CpuModel, IsAComparisonOfASpec) {
  const FactInfo& model = *find_fact("system.cpu.model");
  const auto rule = parse_comparison(">= core i5 8th gen or Ryzen 5 3000 series", model);
  ASSERT_TRUE(rule) << rule.error();
  EXPECT_EQ(to_string(*rule, model), ">= Intel Core i5 gen 8 or AMD Ryzen 5 gen 3");
  EXPECT_EQ(parse_comparison(to_string(*rule, model), model).value(), *rule);
  EXPECT_EQ(rank_ordered(*rule, "Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz", model), Ranked::falls_short);
  EXPECT_EQ(rank_ordered(*rule, "Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz", model), Ranked::meets);
  EXPECT_EQ(rank_ordered(*rule, "AMD Ryzen 5 5600X 6-Core Processor", model), Ranked::meets);
  EXPECT_EQ(rank_ordered(*rule, "Apple M1", model), Ranked::other_maker);
  EXPECT_EQ(rank_ordered(*rule, "QEMU Virtual CPU version 2.5+", model), Ranked::unknown_name);
  for (const char* text : {"<= Intel Core i5 gen 8", "> Intel Core i5 gen 8", ">= quad core", ">="}) {
    EXPECT_FALSE(parse_comparison(text, model)) << text;
  }
}

// A better processor of the same line never ranks worse.
TEST(CpuModel, MoreIsNeverWorse) {
  const auto least = parse_cpu_limit("Intel Core i5 gen 8").value();
  for (int tier = 3; tier <= 9; tier += 2) {
    for (int generation = 1; generation <= 20; ++generation) {
      const CpuName name{"Intel", "Core i", tier, generation};
      const bool meets = rank_cpu(name, least) == Ranked::meets;
      EXPECT_EQ(meets, tier >= 5 && generation >= 8);
    }
  }
}

}  // namespace
}  // namespace deskready
