// Requests with long-term credentials against the published vector, and answers bent and forged.
#include "probes/network/turn/login.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "probes/network/stun/contents.h"
#include "probes/network/stun/proof.h"
#include "tests/unit/probes/network/stun/rfc_vectors.h"

namespace deskready::network::turn {
namespace {

using stun::Bytes;
using stun::Class;
using stun::Method;
using stun::Type;
namespace vectors = stun::vectors;

const Credentials credentials = {std::string(vectors::user), std::string(vectors::long_term_password)};
const stun::TransactionId id = {1, 2, 3};

stun::Message unauthorized(const std::string& realm, const std::string& nonce) {
  return {Class::error,
          Method::binding,
          id,
          {{Type::error_code, {0, 0, 4, 1}},
           {Type::realm, vectors::bytes_of(realm)},
           {Type::nonce, vectors::bytes_of(nonce)}}};
}

Login login(const std::string& realm = "example.org",
            const std::string& nonce = "f//499k954d6OL34oL9FSTvy64sA") {
  return login_for(unauthorized(realm, nonce), credentials).value();
}

// RFC 5769, section 2.4: the attributes' order is the vector's own, and ours has a FINGERPRINT beside.
TEST(TurnLogin, ProvesARequestAsThePublishedOneIs) {
  const auto published = stun::decode(vectors::long_term_request).value();
  const auto ours = stun::decode(request(Method::binding, published.id, {}, login())).value();
  for (const Type type : {Type::username, Type::realm, Type::nonce})
    EXPECT_EQ(ours.find(type)->value, published.find(type)->value);
  EXPECT_EQ(stun::integrity(vectors::long_term_request, login().key), stun::Proven::right);
  const Bytes bytes = request(Method::binding, published.id, {}, login());
  EXPECT_EQ(stun::integrity(bytes, login().key), stun::Proven::right);
  EXPECT_EQ(stun::fingerprint(bytes), stun::Proven::right);
}

TEST(TurnLogin, NeverHasThePasswordInARequest) {
  const Bytes bytes = request(Method::allocate, id, {}, login());
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_EQ(text.find(vectors::long_term_password), std::string::npos);
}

TEST(TurnLogin, NeedsARealmAndANonceOfSizesThatTheRfcAllows) {
  EXPECT_TRUE(login_for(unauthorized("r", std::string(763, 'n')), credentials));
  EXPECT_FALSE(login_for(unauthorized("", "n"), credentials));
  EXPECT_FALSE(login_for(unauthorized("r", ""), credentials));
  EXPECT_FALSE(login_for(unauthorized("r", std::string(764, 'n')), credentials));
  EXPECT_FALSE(login_for(unauthorized(std::string(764, 'r'), "n"), credentials));
  EXPECT_FALSE(login_for({Class::error, Method::binding, id, {}}, credentials));
}

Bytes success(const stun::Bytes& key, Method method = Method::allocate) {
  Bytes bytes = stun::encode({Class::success, method, id, {{Type::lifetime, {0, 0, 2, 88}}}});
  stun::add_integrity(bytes, key);
  return bytes;
}

TEST(TurnLogin, TakesAnAnswerThatTheKeyProves) {
  EXPECT_TRUE(answer_to(Method::allocate, id, login(), success(login().key)));
  EXPECT_FALSE(answer_to(Method::allocate, id, login(), success(login("other.example").key)));
  EXPECT_FALSE(
      answer_to(Method::allocate, id, login(), stun::encode({Class::success, Method::allocate, id, {}})))
      << "without a proof anybody could have sent it";
  EXPECT_TRUE(answer_to(Method::allocate, id, {}, stun::encode({Class::success, Method::allocate, id, {}})))
      << "without a login there is none";
}

TEST(TurnLogin, TakesNoAnswerToSomethingElse) {
  EXPECT_FALSE(answer_to(Method::refresh, id, login(), success(login().key)));
  EXPECT_FALSE(answer_to(Method::allocate, {9}, login(), success(login().key)));
  for (const Class kind : {Class::request, Class::indication})
    EXPECT_FALSE(answer_to(Method::allocate, id, {}, stun::encode({kind, Method::allocate, id, {}})));
  EXPECT_FALSE(answer_to(Method::allocate, id, {}, stun::encode({Class::error, Method::allocate, id, {}})))
      << "an error has a number";
}

TEST(TurnLogin, TakesNoAnswerThatIsCutOrBentAnywhere) {
  const Bytes whole = success(login().key);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(answer_to(Method::allocate, id, login(), stun::View(whole).first(size))) << size;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Bytes bent = whole;
    bent[at] ^= 1;
    EXPECT_FALSE(answer_to(Method::allocate, id, login(), bent)) << at;
  }
}

TEST(TurnLogin, TakesErrorsWithoutAProofAndNoneWithAWrongOne) {
  Bytes error = stun::encode({Class::error, Method::allocate, id, {{Type::error_code, {0, 0, 4, 38}}}});
  EXPECT_EQ(stun::error_code(*answer_to(Method::allocate, id, login(), error)), 438);
  Bytes proven = error;
  stun::add_integrity(proven, login().key);
  EXPECT_TRUE(answer_to(Method::allocate, id, login(), proven));
  stun::add_integrity(error, login("other.example").key);
  EXPECT_FALSE(answer_to(Method::allocate, id, login(), error));
}

}  // namespace
}  // namespace deskready::network::turn
