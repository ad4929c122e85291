// The three standard streams, as a person has them before them.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

namespace deskready {

enum class Standard : std::uint8_t { input, output, error };

bool is_terminal(Standard stream);

/// Whether a person can be asked: what is said reaches a terminal, and what is typed comes from one.
bool somebody_there();

/// Columns of the terminal behind standard output, else error, at most 100; 80 where there is none or it is
/// too narrow to write for.
int terminal_width();

/// Lines of the terminal behind standard error; nothing where there is none, or it does not tell.
std::optional<int> terminal_height();

/// What a person types up to the end of the line, without spaces around it. None once `stop` is requested, or
/// when the input has ended.
std::optional<std::string> read_line(const std::stop_token& stop);

/// Throws away what was typed and not read yet, for it answers no question that stood there. Where input is
/// no terminal nothing is thrown away.
void forget_typed();

/// Whether what is written there may be coloured: a terminal that knows how, and nobody said NO_COLOR.
bool takes_colour(Standard stream);

/// Opens the null device where standard input, output or error is closed, so that no socket or report file
/// takes its number and then receives what was meant for the person. To be called first in main().
void open_standard_files() noexcept;

}  // namespace deskready
