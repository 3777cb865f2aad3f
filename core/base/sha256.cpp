// SPDX-License-Identifier: Apache-2.0
#include "core/base/sha256.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"

#include <openssl/evp.h>

namespace sentei {

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> evp{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  SENTEI_CHECK(context_->evp != nullptr, "no digest context");
  const int ok = EVP_DigestInit_ex(context_->evp.get(), EVP_sha256(), nullptr);
  SENTEI_CHECK(ok == 1, "SHA-256 is not available in libcrypto");
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::Update(std::span<const std::byte> bytes) {
  const int ok = EVP_DigestUpdate(context_->evp.get(), bytes.data(), bytes.size());
  SENTEI_CHECK(ok == 1, "digest of {} bytes", bytes.size());
}

void Sha256::Update(std::string_view text) { Update(std::as_bytes(std::span(text))); }

void Sha256::UpdateNumber(std::uint64_t value) {
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>((value >> (8 * i)) & 0xFF);
  }
  Update(bytes);
}

std::string Sha256::HexDigest() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const int ok = EVP_DigestFinal_ex(context_->evp.get(), digest.data(), &size);
  SENTEI_CHECK(ok == 1, "digest could not be finished");
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

std::string Sha256Hex(std::span<const std::byte> bytes) {
  Sha256 sha;
  sha.Update(bytes);
  return sha.HexDigest();
}

std::string Sha256Hex(std::string_view text) { return Sha256Hex(std::as_bytes(std::span(text))); }

std::string Sha256OfFile(const std::filesystem::path& path) {
  const MappedFile file(path);
  file.Advise(Advice::kSequential, 0, file.size());
  std::string digest = Sha256Hex(file.bytes());
  file.CheckIntact();
  return digest;
}

}  // namespace sentei
