// STUN's messages against the published vectors, cut, bent and forged.
#include "probes/network/stun/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "probes/network/stun/contents.h"
#include "probes/network/stun/proof.h"
#include "tests/tools/source_folder.h"
#include "tests/unit/probes/network/stun/rfc_vectors.h"

namespace deskready::network::stun {
namespace {

const std::vector<const Bytes*> all_vectors = {&vectors::request, &vectors::response_v4,
                                               &vectors::response_v6, &vectors::long_term_request,
                                               &vectors::sha256_request};

Bytes value_of(const Bytes& datagram, Type type) {
  const auto message = decode(datagram);
  const Attribute* found = message ? message->find(type) : nullptr;
  return found == nullptr ? Bytes() : found->value;
}

/// With its length corrected, so that nothing but the content is wrong.
Bytes with(Bytes datagram, Type type, const Bytes& value) {
  append(datagram, type, value);
  return datagram;
}

const Bytes plain = encode({Class::success, Method::binding, {1, 2, 3}, {}});

TEST(StunMessage, ReadsThePublishedRequest) {
  const auto message = decode(vectors::request);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, Class::request);
  EXPECT_EQ(message->method, Method::binding);
  EXPECT_THAT(message->id,
              testing::ElementsAre(0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae));
  EXPECT_EQ(value_of(vectors::request, Type::software), vectors::bytes_of("STUN test client"));
  EXPECT_EQ(value_of(vectors::request, Type::username), vectors::bytes_of("evtj:h6vY"))
      << "padding is no value";
}

TEST(StunMessage, ReadsThePublishedAddresses) {
  EXPECT_EQ(mapped_address(*decode(vectors::response_v4)), (HostPort{"192.0.2.1", 32853}));
  EXPECT_EQ(mapped_address(*decode(vectors::response_v6)),
            (HostPort{"2001:db8:1234:5678:11:2233:4455:6677", 32853}));
  EXPECT_FALSE(mapped_address(*decode(vectors::request)));
}

// As coturn 4.6.1 answered, recorded in tests/netlab.
TEST(StunMessage, ReadsWhatCoturnAnswers) {
  const auto recorded = [](const char* name) {
    std::ifstream file(source_folder() + "/tests/fuzz/corpus/stun_message/" + name, std::ios::binary);
    return decode(Bytes(std::istreambuf_iterator<char>(file), {}));
  };
  const auto success = recorded("coturn_success"), refusal = recorded("coturn_unauthorized");
  ASSERT_TRUE(success && refusal);
  EXPECT_EQ(mapped_address(*success), (HostPort{"10.77.0.2", 47422}));
  EXPECT_EQ(refusal->kind, Class::error);
  EXPECT_EQ(error_code(*refusal), 401);
}

// The only published one whose padding is zeros, as ours is.
TEST(StunMessage, WritesThePublishedRequestWithLongTermCredentials) {
  const auto read = decode(vectors::long_term_request);
  ASSERT_TRUE(read);
  Message message = *read;
  message.attributes.pop_back();  // the proof
  Bytes bytes = encode(message);
  add_integrity(bytes, long_term_key(vectors::user, vectors::realm, vectors::long_term_password));
  EXPECT_EQ(bytes, vectors::long_term_request);
}

TEST(StunMessage, WritesEachClassAndMethodAsItReadsThem) {
  for (const Class kind : {Class::request, Class::indication, Class::success, Class::error}) {
    for (unsigned method = 0; method < 0x1000; ++method) {
      const auto read = decode(encode({kind, static_cast<Method>(method), {}, {}}));
      ASSERT_TRUE(read) << method;
      EXPECT_EQ(read->kind, kind) << method;
      EXPECT_EQ(static_cast<unsigned>(read->method), method);
    }
  }
  // RFC 8656, section 19.1, and RFC 8489, section 5: an Allocate's error, a Binding's success.
  EXPECT_EQ(encode({Class::error, Method{0x003}, {}, {}})[1], 0x13);
  EXPECT_EQ(encode({Class::success, Method::binding, {}, {}})[0], 0x01);
}

TEST(StunMessage, IsNothingWhereItIsCut) {
  for (const Bytes* vector : all_vectors) {
    for (std::size_t size = 0; size < vector->size(); ++size)
      EXPECT_FALSE(decode(View(*vector).first(size))) << size << " of " << vector->size();
  }
}

TEST(StunMessage, IsNothingWhereMoreFollows) {
  for (const Bytes* vector : all_vectors) {
    Bytes longer = *vector;
    longer.resize(longer.size() + 4);
    EXPECT_FALSE(decode(longer));
  }
}

/// An attribute that says to be longer than its message reads nothing behind it.
TEST(StunMessage, IsNothingWhereAnAttributeLeadsOut) {
  for (unsigned length = 0; length < 0x10000; length += 13) {
    Bytes bytes = with(plain, Type::software, Bytes(8));
    bytes[22] = static_cast<unsigned char>(length >> 8);
    bytes[23] = static_cast<unsigned char>(length);
    const auto message = decode(bytes);
    EXPECT_TRUE(length <= 8 || !message) << length;
    for (const Attribute& one : message ? message->attributes : std::vector<Attribute>())
      EXPECT_LE(one.value.size(), 8u) << length;
  }
}

TEST(StunMessage, IsNothingWithoutTheCookieOrWithTheFirstBitsSet) {
  for (const std::size_t at : {4, 5, 6, 7}) {
    Bytes bytes = plain;
    bytes[at] ^= 1;
    EXPECT_FALSE(decode(bytes)) << at;
  }
  for (const unsigned char bits : Bytes{0x40, 0x80, 0xC0}) {
    Bytes bytes = plain;
    bytes[0] = bits;
    EXPECT_FALSE(decode(bytes)) << "ChannelData, RTP or DTLS";
  }
}

TEST(StunMessage, LeavesOutWhatStandsBehindTheProof) {
  Bytes bytes = plain;
  add_integrity(bytes, vectors::bytes_of("key"));
  bytes = with(bytes, Type::alternate_server, {0, 1, 1, 1, 9, 9, 9, 9});
  add_fingerprint(bytes);
  const auto message = decode(bytes);
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->find(Type::alternate_server));
  EXPECT_TRUE(message->find(Type::fingerprint));
}

TEST(StunProof, HoldsForThePublishedVectors) {
  const Bytes short_term = vectors::bytes_of(vectors::password);
  for (const Bytes* vector : {&vectors::request, &vectors::response_v4, &vectors::response_v6}) {
    EXPECT_EQ(integrity(*vector, short_term), Proven::right);
    EXPECT_EQ(fingerprint(*vector), Proven::right);
    EXPECT_EQ(integrity_sha256(*vector, short_term), Proven::unsaid);
  }
  EXPECT_EQ(integrity(vectors::long_term_request,
                      long_term_key(vectors::user, vectors::realm, vectors::long_term_password)),
            Proven::right);
  EXPECT_EQ(fingerprint(vectors::long_term_request), Proven::unsaid);
}

// sha256sum of "user:realm:password" (RFC 8489, section 18.5.1.2), by another program.
TEST(StunProof, HoldsForThePublishedVectorOfSha256) {
  const Bytes key = {0xdd, 0x29, 0x5a, 0x61, 0x3b, 0x90, 0x58, 0xc3, 0xc2, 0x3d, 0x6d,
                     0xc7, 0x16, 0x5b, 0xda, 0x07, 0x23, 0x04, 0xd9, 0x89, 0xc9, 0xd0,
                     0xaf, 0x3a, 0x8c, 0x7e, 0x18, 0x4b, 0x4f, 0x9b, 0xb4, 0xa1};
  EXPECT_EQ(integrity_sha256(vectors::sha256_request, key), Proven::right);
  Bytes other = key;
  other[0] ^= 1;
  EXPECT_EQ(integrity_sha256(vectors::sha256_request, other), Proven::wrong);
}

TEST(StunProof, IsWrongWhereAnyBitOfWhatItProvesIs) {
  const Bytes key = vectors::bytes_of(vectors::password);
  const std::size_t proven = vectors::response_v4.size() - 32;  // without both proofs
  for (std::size_t at = 0; at < proven; ++at) {
    for (const unsigned char bit : Bytes{0x01, 0x80}) {
      Bytes bytes = vectors::response_v4;
      bytes[at] = static_cast<unsigned char>(bytes[at] ^ bit);
      EXPECT_NE(integrity(bytes, key), Proven::right) << at;
      EXPECT_FALSE(decode(bytes)) << at << ": its fingerprint is wrong, or it is no message";
    }
  }
}

// The first bytes of HMAC-SHA256, by Python's hmac, over the header with a length that counts them only.
TEST(StunProof, OfSha256MayBeShortenedToHalfAndNoFurther) {
  const Bytes key = vectors::bytes_of("key");
  EXPECT_EQ(integrity_sha256(with(plain, Type::message_integrity_sha256,
                                  {0x4d, 0x2a, 0xde, 0x0d, 0xfa, 0xbe, 0x68, 0xcc, 0x71, 0xa0, 0x8c, 0xdd,
                                   0x33, 0x11, 0xbb, 0x77}),
                             key),
            Proven::right);
  EXPECT_EQ(integrity_sha256(with(plain, Type::message_integrity_sha256,
                                  {0x39, 0xfd, 0x9e, 0xd5, 0x07, 0x25, 0x41, 0xcb, 0xcd, 0x09, 0x9a, 0xfd}),
                             key),
            Proven::wrong);
  EXPECT_EQ(integrity_sha256(with(plain, Type::message_integrity_sha256, {}), key), Proven::wrong);
}

TEST(StunProof, OfTheFingerprintHasToStandLast) {
  Bytes bytes = plain;
  add_fingerprint(bytes);
  EXPECT_TRUE(decode(bytes));
  bytes = with(bytes, Type::software, vectors::bytes_of("more"));
  EXPECT_FALSE(decode(bytes));
}

TEST(StunContents, AnErrorHasANumberOfItsOwnClasses) {
  const auto code = [](const Bytes& value) {
    return error_code(*decode(encode({Class::error, Method::binding, {}, {{Type::error_code, value}}})));
  };
  EXPECT_EQ(code({0, 0, 3, 0}), 300);
  EXPECT_EQ(code({0, 0, 4, 1, 'N', 'o'}), 401);
  EXPECT_EQ(code({0xFF, 0xFF, 0xF8 | 4, 38}), 438) << "bits of no meaning are ignored";
  for (const Bytes& value :
       {Bytes{}, Bytes{0, 0, 4}, Bytes{0, 0, 2, 0}, Bytes{0, 0, 7, 0}, Bytes{0, 0, 4, 100}})
    EXPECT_FALSE(code(value));
}

TEST(StunContents, AnAddressOfAnotherLengthOrFamilyIsNone) {
  const auto place = [](const Bytes& value) {
    return alternate_server(
        *decode(encode({Class::error, Method::binding, {}, {{Type::alternate_server, value}}})));
  };
  EXPECT_EQ(place({0, 1, 0x0D, 0x96, 8, 8, 4, 4}), (HostPort{"8.8.4.4", 3478}));
  EXPECT_FALSE(place({0, 1, 0, 0, 8, 8, 4, 4})) << "port 0";
  EXPECT_FALSE(place({0, 2, 0x0D, 0x96, 8, 8, 4, 4}));
  EXPECT_FALSE(place({0, 3, 0x0D, 0x96, 8, 8, 4, 4}));
  for (std::size_t size = 0; size < 8; ++size) EXPECT_FALSE(place(Bytes(size, 1)));
}

}  // namespace
}  // namespace deskready::network::stun
