// SPDX-License-Identifier: Apache-2.0
// Two tokenizers small enough to read: byte-level BPE with a chat format, and SentencePiece BPE.
#pragma once

#include "core/text/byte_alphabet.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <utility>

namespace sentei::text {

inline nlohmann::json SpecialToken(int id, const std::string& content) {
  return {{"id", id},
          {"content", content},
          {"single_word", false},
          {"lstrip", false},
          {"rstrip", false},
          {"normalized", false},
          {"special", true}};
}

/// Adds the token that a merge makes, where it is new.
inline void AddMerge(nlohmann::json& model, const std::string& left, const std::string& right) {
  model["merges"].push_back({left, right});
  if (!model["vocab"].contains(left + right)) {
    const std::size_t id = model["vocab"].size();
    model["vocab"][left + right] = id;
  }
}

/// <|endoftext|> 0, <|im_start|> 1, <|im_end|> 2, the bytes, then merges; SmolLM's split.
inline nlohmann::json ByteLevelJson() {
  nlohmann::json model = {
      {"type", "BPE"}, {"vocab", nlohmann::json::object()}, {"merges", nlohmann::json::array()}};
  nlohmann::json added = nlohmann::json::array();
  for (const char* token : {"<|endoftext|>", "<|im_start|>", "<|im_end|>"}) {
    added.push_back(SpecialToken(static_cast<int>(added.size()), token));
    const std::size_t id = model["vocab"].size();
    model["vocab"][token] = id;
  }
  for (int byte = 0; byte < 256; ++byte) {
    const std::size_t id = model["vocab"].size();
    model["vocab"][ToByteAlphabet(std::string(1, static_cast<char>(byte)))] = id;
  }
  using Pair = std::pair<const char*, const char*>;
  for (const auto& [left, right] :
       {Pair{"t", "h"}, {"th", "e"}, {"\u0120", "the"}, {"a", "t"}, {"t", "t"}, {"tt", "tt"}}) {
    AddMerge(model, left, right);
  }
  const nlohmann::json byte_level = {{"type", "ByteLevel"},
                                     {"add_prefix_space", false},
                                     {"trim_offsets", true},
                                     {"use_regex", true}};
  return {
      {"version", "1.0"},
      {"added_tokens", added},
      {"normalizer", nullptr},
      {"pre_tokenizer",
       {{"type", "Sequence"},
        {"pretokenizers",
         nlohmann::json::array({{{"type", "Digits"}, {"individual_digits", true}}, byte_level})}}},
      {"post_processor", nullptr},
      {"decoder", byte_level},
      {"model", model}};
}

/// <unk> 0, <s> 1, </s> 2, the byte tokens, some characters, then merges; BOS in front.
inline nlohmann::json SentencePieceJson() {
  nlohmann::json vocab = {{"<unk>", 0}, {"<s>", 1}, {"</s>", 2}};
  for (int byte = 0; byte < 256; ++byte) vocab[fmt::format("<0x{:02X}>", byte)] = 3 + byte;
  for (const char* character : {"\u2581", "t", "h", "e", "a"}) {
    const std::size_t id = vocab.size();
    vocab[character] = id;
  }
  nlohmann::json model = {{"type", "BPE"},
                          {"unk_token", "<unk>"},
                          {"fuse_unk", true},
                          {"byte_fallback", true},
                          {"vocab", vocab},
                          {"merges", nlohmann::json::array()}};
  using Pair = std::pair<const char*, const char*>;
  for (const auto& [left, right] :
       {Pair{"t", "h"}, {"th", "e"}, {"\u2581", "the"}, {"t", "t"}, {"a", "t"}}) {
    AddMerge(model, left, right);
  }
  const nlohmann::json replace = {
      {"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "\u2581"}};
  const nlohmann::json restore = {
      {"type", "Replace"}, {"pattern", {{"String", "\u2581"}}}, {"content", " "}};
  return {
      {"added_tokens", {SpecialToken(0, "<unk>"), SpecialToken(1, "<s>"), SpecialToken(2, "</s>")}},
      {"normalizer",
       {{"type", "Sequence"},
        {"normalizers",
         nlohmann::json::array({{{"type", "Prepend"}, {"prepend", "\u2581"}}, replace})}}},
      {"post_processor",
       {{"type", "TemplateProcessing"},
        {"single",
         nlohmann::json::array({{{"SpecialToken", {{"id", "<s>"}, {"type_id", 0}}}},
                                {{"Sequence", {{"id", "A"}, {"type_id", 0}}}}})},
        {"special_tokens", {{"<s>", {{"id", "<s>"}, {"ids", {1}}, {"tokens", {"<s>"}}}}}}}},
      {"decoder",
       {{"type", "Sequence"},
        {"decoders",
         nlohmann::json::array(
             {restore,
              {{"type", "ByteFallback"}},
              {{"type", "Fuse"}},
              {{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}}})}}},
      {"model", model}};
}

}  // namespace sentei::text
