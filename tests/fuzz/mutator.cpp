// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <utility>

namespace sentei::fuzz {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kLargestOutput = 1U << 20U;
constexpr std::size_t kLengthBytes = 8;

constexpr std::array<std::uint64_t, 14> kLimits = {0,
                                                   1,
                                                   2,
                                                   127,
                                                   255,
                                                   0x7FFF,
                                                   0xFFFF,
                                                   0x7FFFFFFF,
                                                   0x80000000,
                                                   0xFFFFFFFF,
                                                   std::uint64_t{1} << 62U,
                                                   0x7FFFFFFFFFFFFFFF,
                                                   0x8000000000000000,
                                                   0xFFFFFFFFFFFFFFFF};

/// What JSON text may hold that no parsed value can: written in the place of the word kRaw.
constexpr std::string_view kRaw = "@raw@";
constexpr std::array<std::string_view, 12> kRawTokens = {"1e999",
                                                         "-0",
                                                         "1e-400",
                                                         "99999999999999999999999",
                                                         "-9223372036854775809",
                                                         "0x10",
                                                         "NaN",
                                                         "\"\\ud800\"",
                                                         "\"\xFF\xC0\x80\"",
                                                         "{\"a\":1,\"a\":2}",
                                                         "[",
                                                         "1,"};

const std::array<std::string, 16> kTexts = {"",
                                            std::string(1, '\0'),
                                            "..",
                                            "../../etc/passwd",
                                            "/dev/zero",
                                            "\x1b[31m\r\n\t\x07\x7f",
                                            "\u009b31m",
                                            "\u2028\u202e\ufeff",
                                            "(a+)+$",
                                            "(?:(?:(?:a|b)*)*)*c",
                                            "\\C",
                                            "(?R)",
                                            "[",
                                            "#\u0301\U0001F332",
                                            "-1",
                                            "{}{0}%n%s"};

std::uint64_t Below(RandomStream& random, std::size_t bound) {
  return random.NextBelow(std::max<std::uint64_t>(bound, 1));
}

template <typename List>
const auto& Pick(const List& list, RandomStream& random) {
  return list[Below(random, std::size(list))];
}

/// `count` times `text`, as far as an input may grow.
std::string Repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count && all.size() + text.size() <= kLargestOutput; ++i) all += text;
  return all;
}

/// A token that is put into JSON text as it stands.
std::string RawToken(RandomStream& random) {
  switch (Below(random, 4)) {
    case 0: {
      const std::size_t depth = std::size_t{1} << Below(random, 18);
      return Repeated("[", depth) + Repeated("]", depth);
    }
    case 1: {
      const std::size_t depth = std::size_t{1} << Below(random, 15);
      return Repeated("{\"a\":", depth) + "0" + Repeated("}", depth);
    }
    default:
      return std::string(Pick(kRawTokens, random));
  }
}

/// The number doubled, negated, or one more or less; it wraps around.
std::int64_t Changed(std::uint64_t number, RandomStream& random) {
  return static_cast<std::int64_t>(
      std::array{2 * number, 0 - number, number + 1, number - 1}[Below(random, 4)]);
}

std::string Number(RandomStream& random) { return std::to_string(Pick(kLimits, random)); }

/// Puts an edge number in the place of a run of digits.
void ReplaceDigits(std::string& bytes, RandomStream& random) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t from = Below(random, bytes.size());
  const auto first =
      std::find_if(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end(), is_digit);
  const auto last = std::find_if_not(first, bytes.end(), is_digit);
  const std::string number = (Below(random, 3) == 0 ? "-" : "") + Number(random);
  bytes.replace(first, last, number);
}

/// Writes an edge number, or one near the size of the file, as four or eight bytes.
void OverwriteNumber(std::string& bytes, RandomStream& random) {
  const std::size_t width = Below(random, 2) == 0 ? 4 : 8;
  if (bytes.size() < width) return;
  const std::uint64_t number = Below(random, 4) == 0 ? bytes.size() + Below(random, 64) - 32
                                                     : Pick(kLimits, random) - Below(random, 2);
  const std::size_t at = Below(random, bytes.size() - width + 1);
  std::memcpy(bytes.data() + at, &number, width);
}

void FlipBits(std::string& bytes, RandomStream& random) {
  for (std::uint64_t left = 1 + Below(random, 6); left > 0; --left) {
    char& byte = bytes[Below(random, bytes.size())];
    byte = static_cast<char>(byte ^ (1 << Below(random, 8)));
  }
}

/// True for JSON in whose nesting a copy of every level would cost too much.
bool IsDeep(std::string_view text) {
  constexpr int kDeep = 200;
  int depth = 0;
  return std::any_of(text.begin(), text.end(), [&](char c) {
    depth += c == '[' || c == '{' ? 1 : 0;
    depth -= c == ']' || c == '}' ? 1 : 0;
    return depth > kDeep;
  });
}

/// A part of `other`, up to 64 bytes long, or all of it.
std::string_view Part(std::string_view other, RandomStream& random) {
  if (other.empty() || Below(random, 8) == 0) return other;
  return other.substr(Below(random, other.size()), 1 + Below(random, 64));
}

/// Every node below and including `node`, parents first.
void Collect(Json& node, std::vector<Json*>& nodes) {
  nodes.push_back(&node);
  for (Json& child : node) {
    if (child.is_structured()) {
      Collect(child, nodes);
    } else {
      nodes.push_back(&child);
    }
  }
}

void CollectKeys(const Json& node, std::vector<std::string>& keys) {
  if (node.is_object()) {
    for (const auto& [key, value] : node.items()) keys.push_back(key);
  }
  if (!node.is_structured()) return;
  for (const Json& child : node) CollectKeys(child, keys);
}

std::uint64_t HeaderLength(std::string_view file) {
  std::uint64_t length = 0;
  if (file.size() >= kLengthBytes) std::memcpy(&length, file.data(), kLengthBytes);
  return length;
}

/// The JSON in a seed: all of it up to a zero byte, or the header of a safetensors file.
std::string_view JsonPart(Shape shape, std::string_view seed) {
  if (shape != Shape::kSafetensors) return seed.substr(0, seed.find('\0'));
  return seed.size() < kLengthBytes ? seed : seed.substr(kLengthBytes, HeaderLength(seed));
}

std::string ReplaceRaw(std::string text, RandomStream& random) {
  const std::string word = "\"" + std::string(kRaw) + "\"";
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
    const std::string token = text.size() < kLargestOutput ? RawToken(random) : "0";
    text.replace(at, word.size(), token);
    at += token.size();
  }
  return text;
}

void RepeatItem(Json& list, RandomStream& random) {
  const Json item = list[Below(random, list.size())];
  const std::size_t size = item.dump(-1, ' ', false, Json::error_handler_t::replace).size();
  const std::size_t most = kLargestOutput / std::max<std::size_t>(size, 1);
  for (std::size_t left = std::min(std::size_t{1} << Below(random, 12), most); left > 0; --left)
    list.push_back(item);
}

}  // namespace

Mutator::Mutator(Shape shape, std::vector<std::string> seeds)
    : shape_(shape), seeds_(std::move(seeds)) {
  if (shape == Shape::kBytes) return;
  for (const std::string& seed : seeds_) {
    Json root = Json::parse(JsonPart(shape, seed), nullptr, false);
    if (root.is_discarded()) continue;
    std::vector<Json*> nodes;
    Collect(root, nodes);
    for (const Json* node : nodes) values_.push_back(*node);
    CollectKeys(root, keys_);
  }
}

std::string Mutator::Make(std::uint64_t number) const {
  RandomStream random({.seed = number});
  return seeds_.empty() ? std::string() : Mutate(Pick(seeds_, random), random);
}

std::string Mutator::Mutate(std::string input, RandomStream& random) const {
  const bool by_structure = shape_ != Shape::kBytes && Below(random, 4) != 0;
  if (by_structure) {
    input = shape_ == Shape::kJson ? MutateJson(input, random) : MutateSafetensors(input, random);
  }
  for (std::uint64_t left = by_structure ? Below(random, 8) / 7 : 1 + Below(random, 3); left > 0;
       --left) {
    input = MutateBytes(std::move(input), random);
  }
  return input;
}

std::string Mutator::MutateJson(const std::string& text, RandomStream& random) const {
  const std::string_view part = JsonPart(Shape::kJson, text);
  if (IsDeep(part)) return MutateBytes(text, random);
  Json root = Json::parse(part, nullptr, false);
  if (root.is_discarded()) return MutateBytes(text, random);
  for (std::uint64_t left = 1 + Below(random, 4); left > 0; --left) ChangeNode(root, random);
  return ReplaceRaw(root.dump(-1, ' ', false, Json::error_handler_t::replace), random) +
         text.substr(part.size());
}

std::string Mutator::MutateSafetensors(const std::string& file, RandomStream& random) const {
  const std::string header(JsonPart(Shape::kSafetensors, file));
  if (file.size() < kLengthBytes + header.size()) return MutateBytes(file, random);
  const std::string changed = MutateJson(header, random);
  const std::uint64_t length = changed.size();
  std::string out(kLengthBytes, '\0');
  std::memcpy(out.data(), &length, kLengthBytes);
  return out + changed + file.substr(kLengthBytes + header.size());
}

void Mutator::ChangeNode(Json& root, RandomStream& random) const {
  std::vector<Json*> nodes;
  Collect(root, nodes);
  Json& node = *Pick(nodes, random);
  switch (Below(random, 8)) {
    case 0:  // the value of another place
      node = Json(*Pick(nodes, random));
      break;
    case 1:
      if (node.is_object()) node[Key(random)] = Value(random);
      if (node.is_array() && !node.empty()) RepeatItem(node, random);
      break;
    case 2:
      if (!node.is_structured() || node.empty()) break;
      node.erase(std::next(node.begin(), static_cast<std::ptrdiff_t>(Below(random, node.size()))));
      break;
    case 3:
      if (node.is_number_integer()) node = Changed(node.get<std::uint64_t>(), random);
      if (node.is_string()) node = node.get<std::string>() + Pick(kTexts, random);
      break;
    case 4:
      node = Below(random, 2) == 0 ? Json::array({node}) : Json{{Key(random), node}};
      break;
    default:
      node = Value(random);
  }
}

Json Mutator::Value(RandomStream& random) const {
  switch (Below(random, 9)) {
    case 0:
      return nullptr;
    case 1:
      return Below(random, 2) == 0;
    case 2:
      return Pick(kLimits, random);
    case 3:
      return -static_cast<std::int64_t>(Pick(kLimits, random) / 2);
    case 4:
      return std::array{1e308, -0.0, 0.5, 5e-324, 1e19, -1e300}[Below(random, 6)];
    case 5:
      return Pick(kTexts, random);
    case 6:
      return Repeated(Pick(kTexts, random) + "a", std::size_t{1} << Below(random, 16));
    case 7:
      return kRaw;
    default:
      return values_.empty() ? Json() : Pick(values_, random);
  }
}

std::string Mutator::Key(RandomStream& random) const {
  return keys_.empty() || Below(random, 4) == 0 ? Pick(kTexts, random) : Pick(keys_, random);
}

std::string Mutator::MutateBytes(std::string bytes, RandomStream& random) const {
  if (bytes.empty()) return std::string(Part(Pick(seeds_, random), random));
  const std::size_t at = Below(random, bytes.size());
  const std::size_t length = 1 + Below(random, 1 + Below(random, 64));
  switch (Below(random, 8)) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      bytes.erase(at, length);
      break;
    case 2:
      bytes.insert(at, Part(Pick(seeds_, random), random));
      break;
    case 3:
      bytes.insert(at, std::string(bytes, Below(random, bytes.size()), length));
      break;
    case 4:
      bytes.replace(
          at, length, length, std::array{'\0', '\x01', '\x7F', '\x80', '\xFF'}[Below(random, 5)]);
      break;
    case 5:
      OverwriteNumber(bytes, random);
      break;
    case 6:
      ReplaceDigits(bytes, random);
      break;
    default:
      FlipBits(bytes, random);
  }
  return bytes;
}

Shape ShapeOf(std::string_view target) {
  if (target == "safetensors") return Shape::kSafetensors;
  const bool is_json = target != "gguf" && target != "text" && target != "vocabulary";
  return is_json ? Shape::kJson : Shape::kBytes;
}

std::vector<CorpusFile> ReadCorpus(std::string_view target) {
  const fs::path folder = fs::path(SENTEI_SOURCE_DIR) / "tests" / "fuzz" / "corpus" / target;
  std::vector<CorpusFile> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    files.push_back({entry.path(), {std::istreambuf_iterator<char>(file), {}}});
  }
  std::sort(files.begin(), files.end(), [](const CorpusFile& a, const CorpusFile& b) {
    return a.path < b.path;
  });
  return files;
}

std::vector<std::string> SeedsOf(std::string_view target) {
  std::vector<std::string> seeds;
  for (CorpusFile& file : ReadCorpus(target)) {
    const bool is_sound = !file.path.filename().string().starts_with("regression-");
    if (is_sound) seeds.push_back(std::move(file.bytes));
  }
  return seeds;
}

}  // namespace sentei::fuzz
