// deskready spec sign: an employer signs a spec.
#pragma once

namespace CLI {
class App;
}

namespace deskready {

void add_spec_sign(CLI::App& spec, int& code);

}  // namespace deskready
