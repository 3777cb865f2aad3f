// SPDX-License-Identifier: Apache-2.0
#include "core/text/decoder.h"

#include "core/base/error.h"
#include "core/text/byte_alphabet.h"
#include "core/text/json_field.h"
#include "core/text/split_pattern.h"
#include "core/text/text_growth.h"
#include "core/text/unicode.h"

#include <charconv>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace sentei::text {
namespace {

using Strings = std::vector<std::string>;
constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

class FunctionDecoder final : public Decoder {
 public:
  using Function = std::function<Strings(Strings)>;
  explicit FunctionDecoder(Function function) : function_(std::move(function)) {}
  Strings Decode(Strings tokens) const override { return function_(std::move(tokens)); }

 private:
  Function function_;
};

class SequenceDecoder final : public Decoder {
 public:
  explicit SequenceDecoder(const nlohmann::json& parts) {
    for (const nlohmann::json& part : parts) parts_.push_back(DecoderFromJson(part));
  }
  Strings Decode(Strings tokens) const override {
    const std::size_t before = TotalSize(tokens);
    for (const auto& part : parts_) {
      tokens = part->Decode(std::move(tokens));
      CheckGrowth(before, TotalSize(tokens));
    }
    return tokens;
  }

 private:
  static std::size_t TotalSize(const Strings& tokens) {
    std::size_t size = 0;
    for (const std::string& token : tokens) size += token.size();
    return size;
  }

  std::vector<std::unique_ptr<const Decoder>> parts_;
};

std::unique_ptr<const Decoder> Make(FunctionDecoder::Function function) {
  return std::make_unique<FunctionDecoder>(std::move(function));
}

Strings JoinWithSpaces(Strings tokens) {
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) text += ' ';
    text += tokens[i];
  }
  return {std::move(text)};
}

Strings Fuse(Strings tokens) {
  std::string text;
  for (const std::string& token : tokens) text += token;
  return {std::move(text)};
}

// A token with a character outside the alphabet (an added token) stands for its own bytes.
Strings DecodeByteLevel(Strings tokens) {
  std::string bytes;
  for (const std::string& token : tokens) bytes += FromByteAlphabet(token).value_or(token);
  return {ReplaceInvalidUtf8(bytes)};
}

/// The byte that a token such as "<0x0A>" stands for.
std::optional<char> ByteOf(std::string_view token) {
  if (token.size() != 6 || !token.starts_with("<0x") || token.back() != '>') return std::nullopt;
  std::uint8_t byte = 0;
  const auto [end, error] = std::from_chars(token.data() + 3, token.data() + 5, byte, 16);
  if (error != std::errc{} || end != token.data() + 5) return std::nullopt;
  return static_cast<char>(byte);
}

// A run of bytes is a string when all of it is UTF-8, otherwise one U+FFFD a byte.
Strings DecodeByteFallback(Strings tokens) {
  Strings decoded;
  std::string run;
  const auto flush = [&] {
    if (run.empty()) return;
    if (ReplaceInvalidUtf8(run) == run) {
      decoded.push_back(run);
    } else {
      decoded.insert(decoded.end(), run.size(), std::string(kReplacementCharacter));
    }
    run.clear();
  };
  for (std::string& token : tokens) {
    if (const std::optional<char> byte = ByteOf(token)) {
      run.push_back(*byte);
      continue;
    }
    flush();
    decoded.push_back(std::move(token));
  }
  flush();
  return decoded;
}

/// Removes up to `start` leading and `stop` trailing copies of `content` from a token.
std::string StripToken(std::string_view token,
                       std::string_view content,
                       std::size_t start,
                       std::size_t stop) {
  for (; start > 0 && token.starts_with(content); --start) token.remove_prefix(content.size());
  for (; stop > 0 && token.ends_with(content); --stop) token.remove_suffix(content.size());
  return std::string(token);
}

std::unique_ptr<const Decoder> MakeStrip(const nlohmann::json& json) {
  const auto content = json.at("content").get<std::string>();
  if (content.empty()) ThrowInput("tokenizer.json: the Strip decoder has no content");
  const auto start = json.at("start").get<std::size_t>();
  const auto stop = json.at("stop").get<std::size_t>();
  return Make([=](Strings tokens) {
    for (std::string& token : tokens) token = StripToken(token, content, start, stop);
    return tokens;
  });
}

std::unique_ptr<const Decoder> MakeReplace(const nlohmann::json& json) {
  const std::shared_ptr<const SplitPattern> pattern = PatternFromJson(json.at("pattern"));
  const auto content = json.at("content").get<std::string>();
  return Make([=](Strings tokens) {
    for (std::string& token : tokens) token = ReplaceMatches(*pattern, token, content);
    return tokens;
  });
}

std::unique_ptr<const Decoder> MakeMetaspace(const nlohmann::json& json) {
  const auto replacement = FieldOr<std::string>(json, "replacement", "\u2581");
  const bool legacy = FieldOr(json, "add_prefix_space", true);
  const auto scheme = FieldOr<std::string>(json, "prepend_scheme", legacy ? "always" : "never");
  const std::shared_ptr<const SplitPattern> pattern = MakeLiteralPattern(replacement);
  return Make([pattern, drop_first = scheme != "never"](Strings tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens[i] = ReplaceMatches(*pattern, tokens[i], i == 0 && drop_first ? "" : " ");
    }
    return tokens;
  });
}

std::unique_ptr<const Decoder> MakeBpeSuffix(const nlohmann::json& json) {
  const std::shared_ptr<const SplitPattern> pattern =
      MakeLiteralPattern(FieldOr<std::string>(json, "suffix", "</w>"));
  return Make([pattern](Strings tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens[i] = ReplaceMatches(*pattern, tokens[i], i + 1 == tokens.size() ? "" : " ");
    }
    return tokens;
  });
}

/// Takes back the spaces that BERT's pre-tokenizer makes of punctuation and contractions.
std::string CleanUp(std::string text) {
  using Rule = std::pair<const char*, const char*>;
  static const std::vector<std::pair<std::unique_ptr<const SplitPattern>, std::string>> rules = [] {
    std::vector<std::pair<std::unique_ptr<const SplitPattern>, std::string>> made;
    for (const auto& [from, to] : {Rule{" .", "."},
                                   {" ?", "?"},
                                   {" !", "!"},
                                   {" ,", ","},
                                   {" ' ", "'"},
                                   {" n't", "n't"},
                                   {" 'm", "'m"},
                                   {" do not", " don't"},
                                   {" 's", "'s"},
                                   {" 've", "'ve"},
                                   {" 're", "'re"}}) {
      made.emplace_back(MakeLiteralPattern(from), to);
    }
    return made;
  }();
  for (const auto& [pattern, replacement] : rules) {
    text = ReplaceMatches(*pattern, text, replacement);
  }
  return text;
}

std::unique_ptr<const Decoder> MakeWordPiece(const nlohmann::json& json) {
  const auto prefix = FieldOr<std::string>(json, "prefix", "##");
  const bool clean_up = FieldOr(json, "cleanup", true);
  return Make([=](Strings tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const bool continues = tokens[i].starts_with(prefix);
      if (i > 0) tokens[i] = continues ? tokens[i].substr(prefix.size()) : ' ' + tokens[i];
      if (clean_up) tokens[i] = CleanUp(std::move(tokens[i]));
    }
    return tokens;
  });
}

}  // namespace

std::unique_ptr<const Decoder> DecoderFromJson(const nlohmann::json& json) {
  if (json.is_null()) return Make(JoinWithSpaces);
  const std::string type = TypeOf(json);
  if (type == "Sequence") return std::make_unique<SequenceDecoder>(json.at("decoders"));
  if (type == "ByteLevel") return Make(DecodeByteLevel);
  if (type == "ByteFallback") return Make(DecodeByteFallback);
  if (type == "Fuse") return Make(Fuse);
  if (type == "Strip") return MakeStrip(json);
  if (type == "Replace") return MakeReplace(json);
  if (type == "Metaspace") return MakeMetaspace(json);
  if (type == "WordPiece") return MakeWordPiece(json);
  if (type == "BPEDecoder") return MakeBpeSuffix(json);
  ThrowInput("tokenizer.json: the decoder '{}' is not supported", type);
}

}  // namespace sentei::text
