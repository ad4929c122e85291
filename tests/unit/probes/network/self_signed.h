// A certificate that vouches for itself, for tests: nobody else does, unless it is named as an authority.
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

namespace deskready::network {

/// In a folder of its own, which goes with it.
class SelfSigned {
 public:
  /// `organisation` is who signs it; `names` for whom it is, as OpenSSL writes it: "IP:127.0.0.1".
  explicit SelfSigned(const char* organisation = nullptr, const char* names = nullptr) {
    char name[] = "/tmp/deskready-test-XXXXXX";
    folder_ = mkdtemp(name);
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    if (organisation != nullptr) add(subject, "O", organisation);
    add(subject, "CN", "edge");
    X509_set_issuer_name(certificate, subject);
    if (names != nullptr) {
      X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names);
      EXPECT_NE(extension, nullptr);
      X509_add_ext(certificate, extension, -1);
      X509_EXTENSION_free(extension);
    }
    X509_sign(certificate, key, EVP_sha256());
    write(certificate_file(), [&](FILE* file) { return PEM_write_X509(file, certificate); });
    write(key_file(),
          [&](FILE* file) { return PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr); });
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  ~SelfSigned() { std::filesystem::remove_all(folder_); }
  SelfSigned(const SelfSigned&) = delete;
  SelfSigned& operator=(const SelfSigned&) = delete;
  std::string certificate_file() const { return folder_ / "edge.pem"; }
  std::string key_file() const { return folder_ / "edge.key"; }

 private:
  static void add(X509_NAME* name, const char* what, const char* text) {
    X509_NAME_add_entry_by_txt(name, what, MBSTRING_ASC, reinterpret_cast<const unsigned char*>(text), -1, -1,
                               0);
  }
  static void write(const std::string& path, const std::function<int(FILE*)>& writer) {
    FILE* file = fopen(path.c_str(), "w");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(writer(file), 1);
    fclose(file);
  }
  std::filesystem::path folder_;
};

}  // namespace deskready::network
