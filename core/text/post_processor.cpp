// SPDX-License-Identifier: Apache-2.0
#include "core/text/post_processor.h"

#include "core/base/error.h"
#include "core/text/json_field.h"

#include <cstdint>
#include <limits>
#include <utility>

namespace sentei::text {
namespace {

constexpr std::size_t kMostAdded = 1024;

/// Fixed tokens before and after the text; both may be empty.
class SurroundPostProcessor final : public PostProcessor {
 public:
  SurroundPostProcessor(std::vector<TokenId> before, std::vector<TokenId> after)
      : before_(std::move(before)), after_(std::move(after)) {}

  std::vector<TokenId> AddSpecial(std::vector<TokenId> ids) const override {
    ids.insert(ids.begin(), before_.begin(), before_.end());
    ids.insert(ids.end(), after_.begin(), after_.end());
    return ids;
  }

 private:
  std::vector<TokenId> before_;
  std::vector<TokenId> after_;
};

class SequencePostProcessor final : public PostProcessor {
 public:
  explicit SequencePostProcessor(const nlohmann::json& parts) {
    for (const nlohmann::json& part : parts) parts_.push_back(PostProcessorFromJson(part));
  }
  std::vector<TokenId> AddSpecial(std::vector<TokenId> ids) const override {
    for (const auto& part : parts_) ids = part->AddSpecial(std::move(ids));
    return ids;
  }

 private:
  std::vector<std::unique_ptr<const PostProcessor>> parts_;
};

TokenId CheckedId(const nlohmann::json& json) {
  const auto id = json.get<std::int64_t>();
  if (id < 0 || id > std::numeric_limits<TokenId>::max()) {
    ThrowInput("tokenizer.json: the post-processor adds a token with the id {}", id);
  }
  return static_cast<TokenId>(id);
}

std::unique_ptr<const PostProcessor> MakeTemplate(const nlohmann::json& json) {
  std::vector<TokenId> before;
  std::vector<TokenId> after;
  int sequences = 0;
  for (const nlohmann::json& item : json.at("single")) {
    if (item.contains("Sequence")) {
      ++sequences;
      continue;
    }
    const auto name = item.at("SpecialToken").at("id").get<std::string>();
    std::vector<TokenId>& side = sequences == 0 ? before : after;
    for (const nlohmann::json& id : json.at("special_tokens").at(name).at("ids")) {
      side.push_back(CheckedId(id));
      if (side.size() > kMostAdded) {
        ThrowInput("tokenizer.json: the template adds more than {} tokens to a text", kMostAdded);
      }
    }
  }
  if (sequences != 1) {
    ThrowInput("tokenizer.json: the template for one text names the text {} times", sequences);
  }
  return std::make_unique<SurroundPostProcessor>(std::move(before), std::move(after));
}

/// BertProcessing and RobertaProcessing: ["token", id] pairs under "cls" and "sep".
std::unique_ptr<const PostProcessor> MakeClsSep(const nlohmann::json& json) {
  const auto id = [&](const char* key) { return CheckedId(json.at(key).at(1)); };
  return std::make_unique<SurroundPostProcessor>(std::vector{id("cls")}, std::vector{id("sep")});
}

}  // namespace

std::unique_ptr<const PostProcessor> PostProcessorFromJson(const nlohmann::json& json) {
  const std::string type = json.is_null() ? "ByteLevel" : TypeOf(json);
  if (type == "Sequence") return std::make_unique<SequencePostProcessor>(json.at("processors"));
  if (type == "TemplateProcessing") return MakeTemplate(json);
  if (type == "BertProcessing" || type == "RobertaProcessing") return MakeClsSep(json);
  if (type == "ByteLevel") {  // trims offsets only
    return std::make_unique<SurroundPostProcessor>(std::vector<TokenId>{}, std::vector<TokenId>{});
  }
  ThrowInput("tokenizer.json: the post-processor '{}' is not supported", type);
}

}  // namespace sentei::text
