// A report arranged for people: what every human format says, in the order in which it says it. Texts are as
// of tr(): figures and names inside them stand between direction marks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/formats/format.h"
#include "reports/formats/to_do.h"
#include "reports/words/page_words.h"

namespace deskready {

/// Things that could not be checked for one and the same reason.
struct NotChecked {
  std::string sentence;
  std::vector<std::string> labels;
};

/// A line of the figures' table.
struct Row {
  const Finding* finding = nullptr;
  const Fact* fact = nullptr;  ///< null when there is no value
  std::string label;
  std::string measured;  ///< empty when there is no value
  std::string interval;  ///< "47 to 49.5 Mbit/s"; empty when there is none
  std::string age;       ///< "measured 5 hours earlier"; empty for what this check measured
  std::string changing;  ///< "this line changes: expect 3 to 12 Mbit/s"; empty for one that does not
  std::string how;       ///< "STAMP, 50 packets/s": marked, see tr(); empty without a value
  std::string outage;    ///< "the line was out for 3.1 s at once"; empty without one
  std::string asked;
  std::string word;
};

struct View {
  PageWords words;          ///< headings and small words
  std::string headline;     ///< "NOT READY YET for Acme Support, voice"
  std::string entry;        ///< the same in a list of reports
  std::string note;         ///< whose list it is and what to know of it; may be empty
  std::vector<ToDo> to_do;  ///< what decides; what costs nothing first, buying last
  std::vector<ToDo> also;   ///< what else can be done, in the same order
  std::vector<NotChecked> not_checked;
  std::vector<std::string> waived;  ///< of each waived rule what it is, until when and why
  std::string reference;            ///< the employer's number for the person; may be empty
  std::string fault;  ///< where the line's trouble lies and how that shows; empty without trouble
  std::string trust;
  std::string dates;      ///< local time, spec version, data used
  std::vector<Row> rows;  ///< the spec's rules
  std::string recheck;   ///< which of them a recheck measured anew, or of which a whole check counts failures
                         ///< of one before; may be empty
  std::string enough;    ///< of which "at least" is told, for no more was asked; may be empty
  std::string inferred;  ///< which of them are worked out from signs and prove nothing; may be empty
  std::vector<Row> told;  ///< the person's own answers
};

/// The headline of its view, marked, see tr().
std::string headline_of(const Report& report, std::string_view language);

/// The view's findings and facts point into `report`, which must outlive it.
View view_of(const Report& report, const RenderOptions& options);

}  // namespace deskready
