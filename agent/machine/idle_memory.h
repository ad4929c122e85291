// What an idle process need not hold.
#pragma once

namespace deskready {

/// One heap for the few threads there are: each of its own would keep memory that nobody uses. To be called
/// before the second thread starts.
void keep_one_heap();

/// Gives free heap pages back, and lets go of code and constants that only a start or a check needed: what
/// runs next is mapped again from the page cache. Pages that were written stay. Any thread; costs some
/// hundred microseconds, now and at the next use.
void give_back_memory();

}  // namespace deskready
