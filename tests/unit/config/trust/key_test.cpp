#include "config/trust/key.h"

#include <gtest/gtest.h>

#include "config/base/hex.h"

namespace deskready {
namespace {

std::string bytes_of(std::string_view hex) {
  std::string bytes(hex.size() / 2, '\0');
  EXPECT_TRUE(read_hex(hex, {reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()})) << hex;
  return bytes;
}

struct Published {
  std::string_view seed, key, message, signature;
};

// RFC 8032, section 7.1, tests 1 to 3.
constexpr Published published[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f"
     "0595"
     "bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2ea"
     "eb43"
     "02aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e"
     "9716"
     "ed28dc027beceea1ec40a"},
};

TEST(Keys, SignAsThePublishedOnesDo) {
  for (const Published& one : published) {
    const SecretKey key(Seed::of(bytes_of(one.seed)).value());
    EXPECT_EQ(hex_of(key.public_key().bytes), one.key);
    const std::string message = bytes_of(one.message);
    const Signature signature = key.sign(message);
    EXPECT_EQ(hex_of(signature), one.signature);
    EXPECT_TRUE(signed_by(key.public_key(), message, signature));
    EXPECT_FALSE(signed_by(key.public_key(), message + ' ', signature));
  }
}

// The points of small order in all their forms that a reader could take for one (Chalkias, Garillot,
// Nikolaenko: "Taming the many EdDSAs", table 6, and libsodium's own list). By such a key one signature fits
// every document.
TEST(Keys, OfSmallOrderOrInAnotherFormAreNone) {
  for (const std::string_view weak : {"0100000000000000000000000000000000000000000000000000000000000000",
                                      "0100000000000000000000000000000000000000000000000000000000000080",
                                      "0000000000000000000000000000000000000000000000000000000000000000",
                                      "0000000000000000000000000000000000000000000000000000000000000080",
                                      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                                      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                                      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                                      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                                      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                                      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                                      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"})
    EXPECT_FALSE(public_key(bytes_of(weak))) << weak;
  EXPECT_TRUE(public_key(bytes_of(published[0].key)));
  EXPECT_FALSE(public_key(bytes_of(published[0].key).substr(1)));
}

// By Python: base64.b32encode(id + blake2b(id, digest_size=16))[:28] with id = blake2b(key, digest_size=16),
// both of hashlib.
TEST(Keys, AreCalledByAHashOfThem) {
  const PublicKey key = public_key(bytes_of(published[0].key)).value();
  EXPECT_EQ(key_id(key), "d7108b422f25cc5edb865cc4ae184f55");
  EXPECT_EQ(fingerprint(key), "24II-WQRP-EXGF-5W4G-LTCK-4GCP-KUXW");
}

TEST(Keys, AreDerivedApart) {
  const Seed seed = Seed::of(bytes_of(published[0].seed)).value();
  const Seed acme = seed.derived("deskready device/1 acme"), bolt = seed.derived("deskready device/1 bolt");
  // hashlib.blake2b(b"deskready device/1 acme", key=seed, digest_size=32)
  EXPECT_EQ(hex_of({reinterpret_cast<const unsigned char*>(acme.bytes().data()), acme.bytes().size()}),
            "66c258145859149355d9aad87902ee4033c8c1c06ac5e031b5104e8fdf55a7d2");
  EXPECT_NE(acme.bytes(), bolt.bytes());
  EXPECT_NE(Seed::random().bytes(), Seed::random().bytes());
}

}  // namespace
}  // namespace deskready
