// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tiny_checkpoint.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace sentei::testing {
namespace {

constexpr std::int64_t kByteTokens = 256;
constexpr std::int64_t kVocabulary = kByteTokens + 2;

struct Tensor {
  std::string name;
  std::vector<std::int64_t> shape;
  float scale;  ///< standard deviation; 0: all ones (norms)
};

void AddLayer(std::vector<Tensor>& tensors, std::int64_t layer, const TinyShape& s) {
  const std::string prefix = "model.layers." + std::to_string(layer) + ".";
  const float scale = 1.5F / std::sqrt(static_cast<float>(s.hidden));
  const std::int64_t q = s.heads * s.head_dim;
  const std::int64_t kv = s.kv_heads * s.head_dim;
  tensors.push_back({prefix + "input_layernorm.weight", {s.hidden}, 0.0F});
  tensors.push_back({prefix + "self_attn.q_proj.weight", {q, s.hidden}, scale});
  tensors.push_back({prefix + "self_attn.k_proj.weight", {kv, s.hidden}, scale});
  tensors.push_back({prefix + "self_attn.v_proj.weight", {kv, s.hidden}, scale});
  tensors.push_back({prefix + "self_attn.o_proj.weight", {s.hidden, q}, scale});
  tensors.push_back({prefix + "post_attention_layernorm.weight", {s.hidden}, 0.0F});
  tensors.push_back({prefix + "mlp.gate_proj.weight", {s.ffn, s.hidden}, scale});
  tensors.push_back({prefix + "mlp.up_proj.weight", {s.ffn, s.hidden}, scale});
  tensors.push_back({prefix + "mlp.down_proj.weight", {s.hidden, s.ffn}, scale});
}

std::vector<Tensor> Tensors(const TinyShape& shape) {
  std::vector<Tensor> tensors{{"model.embed_tokens.weight", {kVocabulary, shape.hidden}, 0.5F}};
  for (std::int64_t layer = 0; layer < shape.layers; ++layer) AddLayer(tensors, layer, shape);
  tensors.push_back({"model.norm.weight", {shape.hidden}, 0.0F});
  if (!shape.tied) tensors.push_back({"lm_head.weight", {kVocabulary, shape.hidden}, 0.1F});
  return tensors;
}

std::int64_t Count(const Tensor& tensor) {
  std::int64_t count = 1;
  for (const std::int64_t size : tensor.shape) count *= size;
  return count;
}

void WriteWeights(const std::filesystem::path& file, const TinyShape& shape) {
  static_assert(std::endian::native == std::endian::little);
  nlohmann::ordered_json header;
  std::vector<float> data;
  std::mt19937_64 engine(shape.seed);
  std::normal_distribution<float> normal;
  for (const Tensor& tensor : Tensors(shape)) {
    const std::size_t begin = data.size() * sizeof(float);
    for (std::int64_t i = 0; i < Count(tensor); ++i) {
      data.push_back(tensor.scale == 0.0F ? 1.0F : tensor.scale * normal(engine));
    }
    header[tensor.name] = {{"dtype", "F32"},
                           {"shape", tensor.shape},
                           {"data_offsets", {begin, data.size() * sizeof(float)}}};
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(&length), sizeof(length));
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.write(reinterpret_cast<const char*>(data.data()),
            static_cast<std::streamsize>(data.size() * sizeof(float)));
}

std::string Utf8(std::uint32_t code) {
  if (code < 0x80) return {static_cast<char>(code)};
  return {static_cast<char>(0xC0U | (code >> 6U)), static_cast<char>(0x80U | (code & 0x3FU))};
}

// The printable stand-in of a byte in byte-level BPE: itself where it prints, else 256 + a counter.
nlohmann::json ByteVocabulary() {
  nlohmann::json vocabulary;
  std::uint32_t next = 256;
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    const bool prints = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    vocabulary[Utf8(prints ? byte : next++)] = byte;
  }
  return vocabulary;
}

nlohmann::json SpecialToken(std::int64_t id, const std::string& content) {
  return {{"id", id},
          {"content", content},
          {"single_word", false},
          {"lstrip", false},
          {"rstrip", false},
          {"normalized", false},
          {"special", true}};
}

void WriteTokenizer(const std::filesystem::path& file) {
  const nlohmann::json byte_level{{"type", "ByteLevel"},
                                  {"add_prefix_space", false},
                                  {"trim_offsets", true},
                                  {"use_regex", true}};
  nlohmann::json vocabulary = ByteVocabulary();
  vocabulary["<s>"] = kByteTokens;
  vocabulary["</s>"] = kByteTokens + 1;
  const nlohmann::json tokenizer{
      {"version", "1.0"},
      {"truncation", nullptr},
      {"padding", nullptr},
      {"added_tokens", {SpecialToken(kByteTokens, "<s>"), SpecialToken(kByteTokens + 1, "</s>")}},
      {"normalizer", nullptr},
      {"pre_tokenizer", byte_level},
      {"post_processor", nullptr},
      {"decoder", byte_level},
      {"model",
       {{"type", "BPE"},
        {"dropout", nullptr},
        {"unk_token", nullptr},
        {"continuing_subword_prefix", nullptr},
        {"end_of_word_suffix", nullptr},
        {"fuse_unk", false},
        {"byte_fallback", false},
        {"ignore_merges", false},
        {"vocab", vocabulary},
        {"merges", nlohmann::json::array()}}}};
  std::ofstream(file) << tokenizer.dump();
}

void WriteConfig(const std::filesystem::path& file, const TinyShape& shape) {
  const nlohmann::json config{{"architectures", {"LlamaForCausalLM"}},
                              {"model_type", "llama"},
                              {"vocab_size", kVocabulary},
                              {"hidden_size", shape.hidden},
                              {"intermediate_size", shape.ffn},
                              {"num_hidden_layers", shape.layers},
                              {"num_attention_heads", shape.heads},
                              {"num_key_value_heads", shape.kv_heads},
                              {"head_dim", shape.head_dim},
                              {"hidden_act", "silu"},
                              {"max_position_embeddings", 512},
                              {"rms_norm_eps", 1e-5},
                              {"rope_theta", 10000.0},
                              {"attention_bias", false},
                              {"mlp_bias", false},
                              {"tie_word_embeddings", shape.tied},
                              {"bos_token_id", kByteTokens},
                              {"eos_token_id", kByteTokens + 1},
                              {"torch_dtype", "float32"}};
  std::ofstream(file) << config.dump(2);
}

}  // namespace

void WriteTinyCheckpoint(const std::filesystem::path& folder, const TinyShape& shape) {
  std::filesystem::create_directories(folder);
  WriteConfig(folder / "config.json", shape);
  WriteWeights(folder / "model.safetensors", shape);
  WriteTokenizer(folder / "tokenizer.json");
  std::ofstream(folder / "tokenizer_config.json") << nlohmann::json{
      {"tokenizer_class", "PreTrainedTokenizerFast"},
      {"bos_token", "<s>"},
      {"eos_token", "</s>"}}.dump();
}

void WriteTinyText(const std::filesystem::path& file, std::size_t bytes, std::uint64_t seed) {
  static const std::vector<std::string> kWords{"the",
                                               "gardener",
                                               "cuts",
                                               "a",
                                               "branch",
                                               "and",
                                               "waits",
                                               "for",
                                               "spring",
                                               "old",
                                               "pine",
                                               "bends",
                                               "under",
                                               "snow"};
  std::mt19937_64 engine(seed);
  std::string text;
  std::size_t word = 0;
  while (text.size() < bytes) {
    word = engine() % 4 == 0 ? engine() % kWords.size() : (word + 1) % kWords.size();
    text += kWords[word] + (engine() % 9 == 0 ? ".\n" : " ");
  }
  std::ofstream(file) << text;
}

}  // namespace sentei::testing
