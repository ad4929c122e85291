// deskready spec accept: a person accepts the key of an employer.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_spec_accept(CLI::App& spec, int& code);

}  // namespace deskready
