// SPDX-License-Identifier: Apache-2.0
#include "core/text/unicode.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <span>
#include <vector>

namespace sentei::text {
namespace {

constexpr char32_t kCodePoints = 0x110000;

struct Range {
  char32_t first;
  char32_t last;
};

// Code points that Unicode 15.1 to 17 added to these classes (extracted class by class from the
// reference tokenizer, tests/core/text/unicode_test.cpp keeps them honest). An ICU that knows them
// already changes nothing.
constexpr Range kAddedLetters[] = {
    {0x1C89, 0x1C8A},   {0xA7CB, 0xA7CD},   {0xA7DA, 0xA7DC},   {0x105C0, 0x105F3},
    {0x10D4A, 0x10D65}, {0x10D6F, 0x10D85}, {0x10EC2, 0x10EC4}, {0x11380, 0x11389},
    {0x1138B, 0x1138B}, {0x1138E, 0x1138E}, {0x11390, 0x113B5}, {0x113B7, 0x113B7},
    {0x113D1, 0x113D1}, {0x113D3, 0x113D3}, {0x11BC0, 0x11BE0}, {0x13460, 0x143FA},
    {0x16100, 0x1611D}, {0x16D40, 0x16D6C}, {0x18CFF, 0x18CFF}, {0x1E5D0, 0x1E5ED},
    {0x1E5F0, 0x1E5F0}, {0x2EBF0, 0x2EE5D}};
constexpr Range kAddedDigits[] = {{0x10D40, 0x10D49},
                                  {0x116D0, 0x116E3},
                                  {0x11BF0, 0x11BF9},
                                  {0x16130, 0x16139},
                                  {0x16D70, 0x16D79},
                                  {0x1CCF0, 0x1CCF9},
                                  {0x1E5F1, 0x1E5FA}};
constexpr Range kAddedNumeric[] = {{0x11DE0, 0x11DE9}, {0x16FF4, 0x16FF6}};
constexpr Range kAddedMarks[] = {{0x897, 0x897},
                                 {0x10D69, 0x10D6D},
                                 {0x10EFC, 0x10EFC},
                                 {0x113B8, 0x113C0},
                                 {0x113C2, 0x113C2},
                                 {0x113C5, 0x113C5},
                                 {0x113C7, 0x113CA},
                                 {0x113CC, 0x113D0},
                                 {0x113D2, 0x113D2},
                                 {0x113E1, 0x113E2},
                                 {0x11F5A, 0x11F5A},
                                 {0x1611E, 0x1612F},
                                 {0x1E5EE, 0x1E5EF}};

// Code points whose category was another one in the version that a class follows.
constexpr Range kOldPunctuation[] = {{0x166D, 0x166D}, {0x111C9, 0x111C9}};
constexpr Range kOldMarks[] = {{0x1CF2, 0x1CF3}};
constexpr Range kOldNonspacing[] = {{0x1734, 0x1734}};
constexpr Range kLaterMarks[] = {{0x111C9, 0x111C9}};
constexpr Range kLaterNonspacing[] = {{0x1885, 0x1886}, {0xA9BD, 0xA9BD}, {0x111C9, 0x111C9}};

constexpr std::uint32_t kControlMask = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK;

/// Whether Unicode had the character in that version already.
bool IsOfVersion(UChar32 c, unsigned version) {
  UVersionInfo age;
  u_charAge(c, age);
  return age[0] < version || (age[0] == version && age[1] == 0);
}

std::uint16_t IcuClass(UChar32 c) {
  const std::uint32_t category = U_MASK(u_charType(c));
  unsigned bits = 0;
  if ((category & U_GC_L_MASK) != 0) bits |= kLetter;
  if ((category & U_GC_N_MASK) != 0) bits |= kNumber | kNumeric;
  if ((category & U_GC_M_MASK) != 0 && IsOfVersion(c, 9)) bits |= kMark;
  if ((category & U_GC_P_MASK) != 0 && IsOfVersion(c, 8)) bits |= kPunct;
  if ((category & U_GC_MN_MASK) != 0 && IsOfVersion(c, 8)) bits |= kNonspacing;
  const bool line_space = c == '\t' || c == '\n' || c == '\r';
  if ((category & kControlMask) != 0 && IsOfVersion(c, 8) && !line_space) bits |= kControl;
  if (c < 0x80 && (category & U_GC_S_MASK) != 0) bits |= kPunct;
  if (u_isUWhiteSpace(c) != 0) bits |= kSpace;
  const bool word = (category & (U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)) != 0 ||
                    u_hasBinaryProperty(c, UCHAR_ALPHABETIC) != 0 ||
                    u_hasBinaryProperty(c, UCHAR_JOIN_CONTROL) != 0;
  if (word) bits |= kWord;
  return static_cast<std::uint16_t>(bits);
}

void AddBits(std::vector<std::uint16_t>& classes, std::span<const Range> ranges, unsigned bits) {
  for (const Range& range : ranges) {
    for (char32_t c = range.first; c <= range.last; ++c) {
      classes[c] = static_cast<std::uint16_t>(classes[c] | bits);
    }
  }
}

void RemoveBits(std::vector<std::uint16_t>& classes, std::span<const Range> ranges, unsigned bits) {
  for (const Range& range : ranges) {
    for (char32_t c = range.first; c <= range.last; ++c) {
      classes[c] = static_cast<std::uint16_t>(classes[c] & ~bits);
    }
  }
}

std::vector<std::uint16_t> BuildClasses() {
  std::vector<std::uint16_t> classes(kCodePoints);
  for (char32_t c = 0; c < kCodePoints; ++c) classes[c] = IcuClass(static_cast<UChar32>(c));
  AddBits(classes, kAddedLetters, kLetter | kWord);
  AddBits(classes, kAddedDigits, kNumber | kNumeric | kWord);
  AddBits(classes, kAddedNumeric, kNumeric);
  AddBits(classes, kAddedMarks, kWord);
  AddBits(classes, kOldPunctuation, kPunct);
  AddBits(classes, kOldMarks, kMark);
  AddBits(classes, kOldNonspacing, kNonspacing);
  RemoveBits(classes, kLaterMarks, kMark);
  RemoveBits(classes, kLaterNonspacing, kNonspacing);
  return classes;
}

}  // namespace

std::uint16_t ClassOf(char32_t code_point) {
  static const std::vector<std::uint16_t> classes = BuildClasses();
  return code_point < kCodePoints ? classes[code_point] : std::uint16_t{0};
}

CodePoint DecodeAt(std::string_view utf8, std::size_t position) {
  const auto lead = static_cast<unsigned char>(utf8[position]);
  if (lead < 0x80) return {lead, 1};
  const auto continuation = [&](std::size_t offset) {
    return static_cast<char32_t>(static_cast<unsigned char>(utf8[position + offset]) & 0x3F);
  };
  if (lead < 0xE0) return {((lead & 0x1Fu) << 6) | continuation(1), 2};
  if (lead < 0xF0) {
    return {((lead & 0x0Fu) << 12) | (continuation(1) << 6) | continuation(2), 3};
  }
  return {
      ((lead & 0x07u) << 18) | (continuation(1) << 12) | (continuation(2) << 6) | continuation(3),
      4};
}

CodePoint DecodeBefore(std::string_view utf8, std::size_t position) {
  std::size_t start = position - 1;
  while (start > 0 && (static_cast<unsigned char>(utf8[start]) & 0xC0) == 0x80) --start;
  return DecodeAt(utf8, start);
}

std::string EncodeUtf8(char32_t code_point) {
  char buffer[U8_MAX_LENGTH];
  std::size_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(code_point));
  return {buffer, length};
}

std::string ReplaceInvalidUtf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto size = static_cast<std::int64_t>(bytes.size());
  std::int64_t kept = 0;  // everything before is in `text`
  for (std::int64_t next = 0; next < size;) {
    const std::int64_t start = next;
    UChar32 c = 0;
    U8_NEXT(data, next, size, c);
    if (c >= 0) continue;
    text.append(
        bytes.substr(static_cast<std::size_t>(kept), static_cast<std::size_t>(start - kept)));
    text.append("\xEF\xBF\xBD");
    kept = next;
  }
  text.append(bytes.substr(static_cast<std::size_t>(kept)));
  return text;
}

}  // namespace sentei::text
