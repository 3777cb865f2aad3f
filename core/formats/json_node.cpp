// SPDX-License-Identifier: Apache-2.0
#include "core/formats/json_node.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace sentei::formats {
namespace {

constexpr std::size_t kMaxDepth = 127;
constexpr std::size_t kMaxValues = std::size_t{1} << 22;  // a tensor has eight

/// Builds the tree from the parser's events. Returning false ends the parse.
class Builder {
 public:
  /// `what` names the text in the sentence that tells a problem.
  explicit Builder(std::string_view what) : what_(what) {}

  bool null() { return Add({}); }
  bool boolean(bool) { return Add({.kind = JsonNode::Kind::kBool}); }
  bool number_integer(std::int64_t) { return Add({.kind = JsonNode::Kind::kOtherNumber}); }
  bool number_unsigned(std::uint64_t value) {
    return Add({.kind = JsonNode::Kind::kUnsigned, .number = value});
  }
  bool number_float(double, const std::string&) {
    return Add({.kind = JsonNode::Kind::kOtherNumber});
  }
  bool string(std::string& value) {
    return Add({.kind = JsonNode::Kind::kString, .text = std::move(value)});
  }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return Open(JsonNode::Kind::kObject); }
  bool start_array(std::size_t) { return Open(JsonNode::Kind::kArray); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(std::string& name) {
    open_.back().key = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const std::exception&) {
    problem_ = fmt::format("{} is not valid JSON at byte {}", what_, position);
    return false;
  }

  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] JsonNode TakeRoot() { return std::move(root_); }

 private:
  struct Level {
    JsonNode node;
    std::string key;
  };

  bool Open(JsonNode::Kind kind) {
    if (open_.size() == kMaxDepth) {
      problem_ = fmt::format("{} is nested more than {} levels deep", what_, kMaxDepth);
      return false;
    }
    open_.push_back({.node = {.kind = kind}, .key = {}});
    return true;
  }

  bool Close() {
    JsonNode done = std::move(open_.back().node);
    open_.pop_back();
    return Add(std::move(done));
  }

  bool Add(JsonNode node) {
    if (++values_ > kMaxValues) {
      problem_ = fmt::format("{} holds more than {} values", what_, kMaxValues);
      return false;
    }
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (open_.back().node.kind == JsonNode::Kind::kObject) {
      open_.back().node.members.emplace_back(std::move(open_.back().key), std::move(node));
    } else {
      open_.back().node.items.push_back(std::move(node));
    }
    return true;
  }

  std::string_view what_;
  std::vector<Level> open_;
  JsonNode root_;
  std::size_t values_ = 0;
  std::string problem_;
};

}  // namespace

JsonNode ParseJsonNode(std::string_view text, std::string_view what) {
  // The parser would skip a byte order mark and take a zero byte for the end.
  if (text.starts_with("\xEF\xBB\xBF")) ThrowInput("{} starts with a byte order mark", what);
  if (const std::size_t at = text.find('\0'); at != std::string_view::npos) {
    ThrowInput("{} holds a zero byte at byte {}", what, at);
  }
  Builder builder(what);
  if (!nlohmann::json::sax_parse(text, &builder)) {
    if (builder.problem().empty()) ThrowInput("{} is not valid JSON", what);
    throw Error(ErrorCode::kInput, builder.problem());
  }
  return builder.TakeRoot();
}

}  // namespace sentei::formats
