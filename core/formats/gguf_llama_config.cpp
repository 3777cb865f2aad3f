// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_llama_config.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace sentei::formats {
namespace {

constexpr std::int64_t kMaxSize = std::int64_t{1} << 31;  // no width or count of a model is larger

std::string Architecture(const GgufHeader& header) {
  const auto* value = header.Find("general.architecture");
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

const GgufTensor* FindTensor(const GgufHeader& header, std::string_view name) {
  const auto found = std::find_if(header.tensors.begin(),
                                  header.tensors.end(),
                                  [&](const GgufTensor& tensor) { return tensor.name == name; });
  return found == header.tensors.end() ? nullptr : &*found;
}

/// Reads the settings "llama.<name>" of one file.
class Settings {
 public:
  Settings(const GgufHeader& header, std::string_view file_name)
      : header_(header), file_name_(file_name) {}

  [[noreturn]] void Refuse(std::string_view problem) const {
    ThrowInput("{} cannot be used: {}", file_name_, problem);
  }

  [[nodiscard]] const nlohmann::json* Find(std::string_view name) const {
    return header_.Find(fmt::format("llama.{}", name));
  }

  /// A list with one value per layer counts as that value where all are equal.
  [[nodiscard]] std::optional<std::int64_t> Size(std::string_view name) const {
    const nlohmann::json* value = Find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_array() && !value->empty()) {
      const auto& first = value->front();
      if (std::any_of(value->begin(), value->end(), [&](const auto& v) { return v != first; })) {
        Refuse(fmt::format("llama.{} differs between layers, which is not supported", name));
      }
      value = &first;
    }
    return Checked(*value, name);
  }

  [[nodiscard]] std::int64_t Required(std::string_view name) const {
    const auto value = Size(name);
    if (!value || *value == 0) Refuse(fmt::format("llama.{} is missing or zero", name));
    return *value;
  }

  [[nodiscard]] double Real(std::string_view name, double otherwise) const {
    const nlohmann::json* value = Find(name);
    if (value == nullptr) return otherwise;
    const double real = value->is_number() ? value->get<double>() : -1.0;
    if (!std::isfinite(real) || real <= 0.0) {
      Refuse(fmt::format("llama.{} is no positive number", name));
    }
    return real;
  }

 private:
  [[nodiscard]] std::int64_t Checked(const nlohmann::json& value, std::string_view name) const {
    const bool is_size = value.is_number_integer() && value >= 0 && value <= kMaxSize;
    if (!is_size) Refuse(fmt::format("llama.{} is no plausible size", name));
    return value.get<std::int64_t>();
  }

  const GgufHeader& header_;
  std::string_view file_name_;
};

std::int64_t HeadDim(const Settings& settings, std::int64_t hidden, std::int64_t heads) {
  const auto key_length = settings.Size("attention.key_length");
  const auto value_length = settings.Size("attention.value_length");
  const std::int64_t head_dim = key_length.value_or(hidden / heads);
  if (head_dim <= 0 || head_dim % 2 != 0) {
    settings.Refuse(fmt::format("a head size of {} is no even number", head_dim));
  }
  if (value_length.value_or(head_dim) != head_dim) {
    settings.Refuse(
        fmt::format("keys of {} and values of {} numbers differ, which is not supported",
                    head_dim,
                    *value_length));
  }
  const std::int64_t rotated = settings.Size("rope.dimension_count").value_or(head_dim);
  if (rotated != head_dim) {
    settings.Refuse(fmt::format(
        "only {} of {} numbers of a head are rotated, which is not supported", rotated, head_dim));
  }
  return head_dim;
}

void RefuseRotaryScaling(const Settings& settings) {
  const nlohmann::json* type = settings.Find("rope.scaling.type");
  if (type != nullptr && *type != "none" && *type != "") {
    settings.Refuse(
        fmt::format("rotary scaling (llama.rope.scaling.type {}) is not supported yet",
                    type->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)));
  }
}

std::int64_t VocabSize(const GgufHeader& header, const Settings& settings) {
  const GgufTensor* embedding = FindTensor(header, "token_embd.weight");
  if (embedding != nullptr && embedding->shape.size() == 2) return embedding->shape.front();
  if (const auto size = settings.Size("vocab_size")) return *size;
  const auto* tokens = header.Find("tokenizer.ggml.tokens");
  return tokens != nullptr && tokens->is_array() ? static_cast<std::int64_t>(tokens->size()) : 0;
}

void AddTokenIds(nlohmann::json& config, const GgufHeader& header) {
  const auto add = [&](const char* key, const char* gguf_key) {
    const auto* id = header.Find(gguf_key);
    if (id != nullptr && id->is_number_integer()) config[key] = *id;
  };
  add("bos_token_id", "tokenizer.ggml.bos_token_id");
  add("eos_token_id", "tokenizer.ggml.eos_token_id");
  add("pad_token_id", "tokenizer.ggml.padding_token_id");
  add("unk_token_id", "tokenizer.ggml.unknown_token_id");
}

bool HasTensor(const GgufHeader& header, std::string_view name) {
  return FindTensor(header, name) != nullptr;
}

nlohmann::json LlamaConfig(const GgufHeader& header, const Settings& settings) {
  RefuseRotaryScaling(settings);
  const std::int64_t hidden = settings.Required("embedding_length");
  const std::int64_t heads = settings.Required("attention.head_count");
  const double rope_theta = settings.Real("rope.freq_base", 10000.0);
  nlohmann::json config = {
      {"architectures", {"LlamaForCausalLM"}},
      {"model_type", "llama"},
      {"hidden_act", "silu"},
      {"hidden_size", hidden},
      {"intermediate_size", settings.Required("feed_forward_length")},
      {"num_hidden_layers", settings.Required("block_count")},
      {"num_attention_heads", heads},
      {"num_key_value_heads", settings.Size("attention.head_count_kv").value_or(heads)},
      {"head_dim", HeadDim(settings, hidden, heads)},
      {"max_position_embeddings", settings.Size("context_length").value_or(2048)},
      {"rms_norm_eps", settings.Real("attention.layer_norm_rms_epsilon", 1e-5)},
      {"rope_theta", rope_theta},
      {"rope_parameters", {{"rope_theta", rope_theta}, {"rope_type", "default"}}},
      {"attention_bias", HasTensor(header, "blk.0.attn_q.bias")},
      {"mlp_bias", HasTensor(header, "blk.0.ffn_up.bias")},
      {"tie_word_embeddings", !HasTensor(header, "output.weight")},
      {"vocab_size", VocabSize(header, settings)},
  };
  AddTokenIds(config, header);
  return config;
}

}  // namespace

bool IsLlamaArchitecture(const GgufHeader& header) {
  const auto* experts = header.Find("llama.expert_count");
  const bool has_experts = experts != nullptr && experts->is_number_integer() && *experts > 0;
  return Architecture(header) == "llama" && !has_experts && !header.tensors.empty();
}

nlohmann::json ConfigFromGguf(const GgufHeader& header, std::string_view file_name) {
  const std::string architecture = Architecture(header);
  if (architecture.empty()) ThrowInput("{} does not name its architecture", file_name);
  if (IsLlamaArchitecture(header)) return LlamaConfig(header, Settings(header, file_name));
  const bool is_vocabulary = header.tensors.empty();
  const bool has_experts = architecture == "llama" && !is_vocabulary;
  return {{"model_type", has_experts ? std::string("mixtral") : architecture}};
}

}  // namespace sentei::formats
