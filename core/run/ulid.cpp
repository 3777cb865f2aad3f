// SPDX-License-Identifier: Apache-2.0
#include "core/run/ulid.h"

#include "core/base/error.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

namespace sentei::run {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kTimeDigits = 10;
constexpr std::size_t kLength = 26;
constexpr std::uint64_t kMaxTime = (std::uint64_t{1} << 48) - 1;

std::uint64_t SystemMilliseconds() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

std::uint64_t SystemRandom() {
  thread_local std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

std::string Encode(std::uint64_t time, const std::array<std::uint8_t, 10>& entropy) {
  std::string text(kLength, '0');
  for (std::size_t i = 0; i < kTimeDigits; ++i) {
    text[kTimeDigits - 1 - i] = kAlphabet[(time >> (5 * i)) & 31];
  }
  // Ten bytes are sixteen digits of five bits: two halves of forty bits.
  for (std::size_t half = 0; half < 2; ++half) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 5; ++i) bits = (bits << 8) | entropy[5 * half + i];
    for (std::size_t i = 0; i < 8; ++i) {
      text[kTimeDigits + 8 * half + 7 - i] = kAlphabet[(bits >> (5 * i)) & 31];
    }
  }
  return text;
}

}  // namespace

UlidGenerator::UlidGenerator() : UlidGenerator(SystemMilliseconds, SystemRandom) {}
UlidGenerator::UlidGenerator(Clock clock, Random random)
    : clock_(std::move(clock)), random_(std::move(random)) {}

std::string UlidGenerator::Next() {
  const std::scoped_lock lock(mutex_);
  const std::uint64_t now = std::min(clock_(), kMaxTime);
  if (started_ && now <= last_ms_) {
    Increment();
  } else {
    const std::uint64_t low = random_();
    const std::uint64_t high = random_();
    for (std::size_t i = 0; i < 8; ++i) entropy_[i] = static_cast<std::uint8_t>(low >> (8 * i));
    for (std::size_t i = 0; i < 2; ++i)
      entropy_[8 + i] = static_cast<std::uint8_t>(high >> (8 * i));
    last_ms_ = now;
    started_ = true;
  }
  return Encode(last_ms_, entropy_);
}

void UlidGenerator::Increment() {
  for (auto byte = entropy_.rbegin(); byte != entropy_.rend(); ++byte) {
    if (++*byte != 0) return;
  }
  ++last_ms_;  // all 80 bits were ones: borrow the next millisecond
}

std::string NewUlid() {
  static UlidGenerator generator;
  return generator.Next();
}

bool IsUlid(std::string_view text) {
  return text.size() == kLength && text.front() <= '7' &&
         text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::uint64_t UlidTime(std::string_view text) {
  if (!IsUlid(text)) throw Error(ErrorCode::kUsage, fmt::format("'{}' is no run id", text));
  std::uint64_t time = 0;
  for (const char c : text.substr(0, kTimeDigits)) time = (time << 5) | kAlphabet.find(c);
  return time;
}

}  // namespace sentei::run
