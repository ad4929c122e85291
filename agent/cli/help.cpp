#include "agent/cli/help.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "agent/terminal/wrap.h"
#include "config/base/text.h"
#include "reports/formats/wrapped.h"

namespace deskready {
namespace {

class HelpPage : public CLI::Formatter {
 public:
  explicit HelpPage(std::size_t width) : width_(width), left_(std::min<std::size_t>(30, width / 3)) {}

  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    return entry(make_option_name(option, is_positional) + make_option_opts(option),
                 make_option_desc(option));
  }

  std::string make_subcommand(const CLI::App* command) const override {
    return entry(command->get_display_name(true), command->get_description());
  }

  /// What is in no column, the description, the usage and the examples, is broken only where it must be.
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
    return fitting_page(Formatter::make_help(app, std::move(name), mode), width_);
  }

 private:
  std::string entry(const std::string& name, const std::string& what) const {
    const std::string first = padded("  " + name, left_);
    if (what.empty() || columns(first) > left_ || !first.ends_with(' '))
      return wrapped("  ", name, width_) +
             (what.empty() ? "" : wrapped(std::string(left_, ' '), what, width_));
    return wrapped(first, what, width_);
  }

  std::size_t width_;
  std::size_t left_;  ///< columns of what is explained
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_formatter() {
  return std::make_shared<HelpPage>(page_width());
}

}  // namespace deskready
