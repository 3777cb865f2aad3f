// SPDX-License-Identifier: Apache-2.0
#include "core/formats/gguf_config.h"

#include "core/base/error.h"
#include "core/formats/convert.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

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

/// Reads the settings "<architecture>.<name>" of one file.
class Settings {
 public:
  Settings(const GgufHeader& header, std::string_view file_name)
      : header_(header), file_name_(file_name), architecture_(Architecture(header)) {}

  [[noreturn]] void Refuse(std::string_view problem) const {
    ThrowInput("{} cannot be used: {}", file_name_, problem);
  }

  [[nodiscard]] const nlohmann::json* Find(std::string_view name) const {
    return header_.Find(Key(name));
  }

  /// A list with one value per layer counts as that value where all are equal.
  [[nodiscard]] std::optional<std::int64_t> Size(std::string_view name) const {
    const nlohmann::json* value = Find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_array() && !value->empty()) {
      const auto& first = value->front();
      if (std::any_of(value->begin(), value->end(), [&](const auto& v) { return v != first; })) {
        Refuse(fmt::format("{} differs between layers, which is not supported", Key(name)));
      }
      value = &first;
    }
    return Checked(*value, name);
  }

  [[nodiscard]] std::int64_t Required(std::string_view name) const {
    const auto value = Size(name);
    if (!value || *value == 0) Refuse(fmt::format("{} is missing or zero", Key(name)));
    return *value;
  }

  [[nodiscard]] double Real(std::string_view name, double otherwise) const {
    const nlohmann::json* value = Find(name);
    if (value == nullptr) return otherwise;
    const double real = value->is_number() ? value->get<double>() : -1.0;
    if (!std::isfinite(real) || real <= 0.0) {
      Refuse(fmt::format("{} is no positive number", Key(name)));
    }
    return real;
  }

  [[nodiscard]] std::string Key(std::string_view name) const {
    return fmt::format("{}.{}", architecture_, name);
  }

 private:
  [[nodiscard]] std::int64_t Checked(const nlohmann::json& value, std::string_view name) const {
    const bool is_size = value.is_number_integer() && value >= 0 && value <= kMaxSize;
    if (!is_size) Refuse(fmt::format("{} is no plausible size", Key(name)));
    return value.get<std::int64_t>();
  }

  const GgufHeader& header_;
  std::string_view file_name_;
  std::string architecture_;
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

/// The numbers of a tensor of factors on the rotary frequencies; empty where there is none.
std::vector<float> RopeFactors(const GgufFile& file, std::string_view name) {
  const GgufTensor* tensor = FindTensor(file.header, name);
  if (tensor == nullptr) return {};
  if (tensor->type->type != ElementType::kF32) {
    ThrowInput("{} cannot be used: {} is not stored as F32", file.name, name);
  }
  std::vector<float> factors(tensor->byte_size / sizeof(float));
  ConvertToFloat(ElementType::kF32, file.bytes.subspan(tensor->offset, tensor->byte_size), factors);
  return factors;
}

bool ScaleNothing(const std::vector<float>& factors) {
  return std::all_of(factors.begin(), factors.end(), [](float f) { return f == 1.0F; });
}

/// Factors as longrope has them; those of LLaMA 3.1 are the same for short and long texts.
nlohmann::json LongRope(const Settings& settings,
                        const std::vector<float>& shorter,
                        const std::vector<float>& longer) {
  const std::int64_t context = settings.Required("context_length");
  return {{"rope_type", "longrope"},
          {"short_factor", shorter},
          {"long_factor", longer},
          {"attention_factor", settings.Real("rope.scaling.attn_factor", 1.0)},
          {"original_max_position_embeddings",
           settings.Size("rope.scaling.original_context_length").value_or(context)}};
}

nlohmann::json RotaryScaling(const GgufFile& file, const Settings& settings) {
  const std::vector<float> factors = RopeFactors(file, kRopeFrequencies);
  if (!factors.empty() && !ScaleNothing(factors)) return LongRope(settings, factors, factors);
  const std::vector<float> shorter = RopeFactors(file, kRopeShortFactors);
  if (!shorter.empty()) return LongRope(settings, shorter, RopeFactors(file, kRopeLongFactors));
  const nlohmann::json* type = settings.Find("rope.scaling.type");
  if (type == nullptr || *type == "none" || *type == "") return {{"rope_type", "default"}};
  if (*type == "linear") {
    return {{"rope_type", "linear"}, {"factor", settings.Real("rope.scaling.factor", 1.0)}};
  }
  settings.Refuse(fmt::format("rotary scaling ({} {}) is not supported",
                              settings.Key("rope.scaling.type"),
                              type->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)));
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

void AddRotary(nlohmann::json& config,
               const GgufFile& file,
               const GgufFamily& family,
               const Settings& settings) {
  const double theta = settings.Real("rope.freq_base", 10000.0);
  nlohmann::json rope = RotaryScaling(file, settings);
  rope["rope_theta"] = theta;
  config["rope_theta"] = theta;
  config["rope_parameters"] = rope;
  if (family.sliding_base == 0.0) return;
  const double local = settings.Real("rope.freq_base_swa", family.sliding_base);
  config["rope_parameters"] = {
      {"full_attention", rope},
      {"sliding_attention", {{"rope_type", "default"}, {"rope_theta", local}}}};
}

/// What only families with a window and Gemma's norms have.
void AddFamilySettings(nlohmann::json& config, const GgufFamily& family, const Settings& settings) {
  if (family.states_window) {
    const std::int64_t window =
        settings.Size("attention.sliding_window").value_or(family.silent_window);
    config["sliding_window"] = window > 0 ? nlohmann::json(window) : nlohmann::json(nullptr);
  }
  if (!family.has_output_norms) return;
  config["hidden_activation"] = "gelu_pytorch_tanh";
  config["query_pre_attn_scalar"] = GgufQueryScalar(family,
                                                    config.at("num_hidden_layers"),
                                                    config.at("hidden_size"),
                                                    config.at("num_attention_heads"),
                                                    config.at("head_dim"));
  const auto cap = [&](const char* name, double silent) {
    const double value = settings.Real(name, silent);
    return value > 0.0 ? nlohmann::json(value) : nlohmann::json(nullptr);
  };
  config["attn_logit_softcapping"] = cap("attn_logit_softcapping", family.attention_softcap);
  config["final_logit_softcapping"] = cap("final_logit_softcapping", family.logit_softcap);
  config["sliding_window_pattern"] = family.window_period;
}

nlohmann::json FamilyConfig(const GgufFile& file, const GgufFamily& family) {
  const Settings settings(file.header, file.name);
  const std::int64_t hidden = settings.Required("embedding_length");
  const std::int64_t heads = settings.Required("attention.head_count");
  nlohmann::json config = {
      {"model_type", family.model_type},
      {"hidden_act", "silu"},
      {"hidden_size", hidden},
      {"intermediate_size", settings.Required("feed_forward_length")},
      {"num_hidden_layers", settings.Required("block_count")},
      {"num_attention_heads", heads},
      {"num_key_value_heads", settings.Size("attention.head_count_kv").value_or(heads)},
      {"head_dim", HeadDim(settings, hidden, heads)},
      {"max_position_embeddings", settings.Size("context_length").value_or(2048)},
      {"rms_norm_eps", settings.Real("attention.layer_norm_rms_epsilon", 1e-5)},
      {"attention_bias", HasTensor(file.header, "blk.0.attn_q.bias")},
      {"mlp_bias", HasTensor(file.header, "blk.0.ffn_up.bias")},
      {"tie_word_embeddings", !HasTensor(file.header, "output.weight")},
      {"vocab_size", VocabSize(file.header, settings)},
  };
  AddRotary(config, file, family, settings);
  AddFamilySettings(config, family, settings);
  AddTokenIds(config, file.header);
  return config;
}

bool HasExperts(const GgufHeader& header) {
  const auto* experts = header.Find(fmt::format("{}.expert_count", Architecture(header)));
  return experts != nullptr && experts->is_number_integer() && *experts > 0;
}

}  // namespace

const GgufFamily* FamilyOf(const GgufHeader& header) {
  if (header.tensors.empty() || HasExperts(header)) return nullptr;
  return FindGgufFamily(Architecture(header));
}

nlohmann::json ConfigFromGguf(const GgufFile& file) {
  const std::string architecture = Architecture(file.header);
  if (architecture.empty()) ThrowInput("{} does not name its architecture", file.name);
  if (const GgufFamily* family = FamilyOf(file.header)) return FamilyConfig(file, *family);
  const bool has_experts = architecture == "llama" && !file.header.tensors.empty();
  return {{"model_type", has_experts ? std::string("mixtral") : architecture}};
}

}  // namespace sentei::formats
