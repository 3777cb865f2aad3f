// SPDX-License-Identifier: Apache-2.0
#include "core/plan/rotary_config.h"

#include "core/base/error.h"
#include "core/plan/config_values.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace sentei::plan {
namespace {

using nlohmann::json;

constexpr std::int64_t kMaxPositions = std::int64_t{1} << 31;
constexpr const char* kFull = "full_attention";
constexpr const char* kSliding = "sliding_attention";

std::string TypeOf(const json& rope) {
  return TextOr(rope, "rope_type", TextOr(rope, "type", "default"));
}

[[noreturn]] void ThrowMissingTheta(const char* key) {
  throw Error(ErrorCode::kInput,
              fmt::format("the configuration does not say {}", key),
              fmt::format("add \"{}\" to config.json with the value that the model was trained "
                          "with (LLaMA 2: 10000.0)",
                          key));
}

void RefusePartial(const json& object) {
  if (PositiveOr(object, "partial_rotary_factor", 1.0) == 1.0) return;
  ThrowInput("partial_rotary_factor {} is not supported, only 1 is",
             Shown(object["partial_rotary_factor"]));
}

std::vector<double> ReadFactors(const json& rope, const char* key, std::int64_t head_dim) {
  const json* list = Get(rope, key);
  const bool fits = list != nullptr && list->is_array() &&
                    static_cast<std::int64_t>(list->size()) == head_dim / 2;
  if (!fits) {
    ThrowInput("longrope needs {} numbers in {}, one for each pair of a head", head_dim / 2, key);
  }
  std::vector<double> factors;
  for (const json& factor : *list) {
    const double value = factor.is_number() ? factor.get<double>() : 0.0;
    if (!std::isfinite(value) || value <= 0.0) {
      ThrowInput("the configuration's {} holds {}, but factors are above zero", key, Shown(factor));
    }
    factors.push_back(value);
  }
  return factors;
}

double Required(const json& rope, const char* key) {
  const double value = PositiveOr(rope, key, 0.0);
  if (value == 0.0) ThrowInput("rotary scaling {} does not say {}", TypeOf(rope), key);
  return value;
}

void ReadLlama3(const json& rope, RotarySettings& rotary) {
  rotary.scaling = RotaryScaling::kLlama3;
  rotary.factor = Required(rope, "factor");
  rotary.low_frequency_factor = Required(rope, "low_freq_factor");
  rotary.high_frequency_factor = Required(rope, "high_freq_factor");
  rotary.original_positions = Size(rope, "original_max_position_embeddings", kMaxPositions);
  if (rotary.high_frequency_factor <= rotary.low_frequency_factor) {
    ThrowInput(
        "rotary scaling llama3 has high_freq_factor {}, which must be above "
        "low_freq_factor {}",
        rotary.high_frequency_factor,
        rotary.low_frequency_factor);
  }
}

/// The factor on cos and sin follows from how far the trained length is stretched.
double LongRopeAttention(const json& rope, const RotarySettings& rotary, std::int64_t positions) {
  const auto original = static_cast<double>(rotary.original_positions);
  const double stretch = PositiveOr(rope, "factor", static_cast<double>(positions) / original);
  const double otherwise = stretch <= 1.0 || original <= 1.0
                               ? 1.0
                               : std::sqrt(1.0 + std::log(stretch) / std::log(original));
  return PositiveOr(rope, "attention_factor", otherwise);
}

/// GGUF files keep the factors that LLaMA 3.1's formula gives, and not its numbers: found again,
/// they can be written where longrope is not known.
void RecogniseLlama3(const ModelDescription& model, RotarySettings& rotary) {
  constexpr double kTolerance = 1e-4;
  if (rotary.short_factors != rotary.long_factors || rotary.attention_factor != 1.0) return;
  RotarySettings llama3;
  llama3.theta = rotary.theta;
  llama3.scaling = RotaryScaling::kLlama3;
  llama3.factor = *std::max_element(rotary.short_factors.begin(), rotary.short_factors.end());
  llama3.original_positions = 8192;
  const std::vector<double> ratios = FrequencyRatios(llama3, model.head_dim, 0);
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    if (std::abs(ratios[i] * rotary.short_factors[i] - 1.0) > kTolerance) return;
  }
  rotary = llama3;
}

void ReadLongRope(const json& config,
                  const json& rope,
                  const ModelDescription& model,
                  RotarySettings& rotary) {
  rotary.scaling = RotaryScaling::kLongRope;
  rotary.short_factors = ReadFactors(rope, "short_factor", model.head_dim);
  rotary.long_factors = ReadFactors(rope, "long_factor", model.head_dim);
  const json& holder = Get(rope, "original_max_position_embeddings") != nullptr ? rope : config;
  rotary.original_positions = Size(holder, "original_max_position_embeddings", kMaxPositions);
  rotary.attention_factor = LongRopeAttention(rope, rotary, model.max_positions);
  RecogniseLlama3(model, rotary);
}

/// `rope` describes the scaling; theta stands in it or in `config` as `theta_key`.
RotarySettings ReadOne(const json& config,
                       const json& rope,
                       const char* theta_key,
                       const ModelDescription& model) {
  RotarySettings rotary;
  rotary.theta = PositiveOr(rope, "rope_theta", PositiveOr(config, theta_key, 0.0));
  if (rotary.theta == 0.0) ThrowMissingTheta(theta_key);
  RefusePartial(rope);
  const std::string type = TypeOf(rope);
  if (type == "default") return rotary;
  if (type == "linear") {
    rotary.scaling = RotaryScaling::kLinear;
    rotary.factor = Required(rope, "factor");
  } else if (type == "llama3") {
    ReadLlama3(rope, rotary);
  } else if (type == "longrope" || (type == "su" && model.family == "phi3")) {
    ReadLongRope(config, rope, model, rotary);
  } else {
    ThrowInput("rotary scaling {} is not supported; default, linear, llama3 and longrope are",
               Shown(type));
  }
  return rotary;
}

/// The object in force; `rope_scaling` is the older spelling and stands before `rope_parameters`.
json ScalingOf(const json& config) {
  const json* rope = Get(config, "rope_scaling");
  if (rope == nullptr || rope->empty()) rope = Get(config, "rope_parameters");
  if (rope == nullptr) return json::object();
  if (!rope->is_object()) {
    ThrowInput("the configuration's rotary settings are {}, which is no object", Shown(*rope));
  }
  return *rope;
}

json KindOf(const json& rope, const char* kind) {
  const json* settings = Get(rope, kind);
  if (settings == nullptr) return json::object();
  if (!settings->is_object()) {
    ThrowInput("the configuration's rotary settings for {} are {}, which is no object",
               kind,
               Shown(*settings));
  }
  return *settings;
}

json ToJson(const RotarySettings& rotary) {
  json rope = {{"rope_theta", rotary.theta}};
  switch (rotary.scaling) {
    case RotaryScaling::kNone:
      rope["rope_type"] = "default";
      break;
    case RotaryScaling::kLinear:
      rope["rope_type"] = "linear";
      rope["factor"] = rotary.factor;
      break;
    case RotaryScaling::kLlama3:
      rope["rope_type"] = "llama3";
      rope["factor"] = rotary.factor;
      rope["low_freq_factor"] = rotary.low_frequency_factor;
      rope["high_freq_factor"] = rotary.high_frequency_factor;
      rope["original_max_position_embeddings"] = rotary.original_positions;
      break;
    case RotaryScaling::kLongRope:
      rope["rope_type"] = "longrope";
      rope["short_factor"] = rotary.short_factors;
      rope["long_factor"] = rotary.long_factors;
      rope["original_max_position_embeddings"] = rotary.original_positions;
      rope["attention_factor"] = rotary.attention_factor;
      break;
  }
  return rope;
}

/// The older spelling has no theta in it, and says nothing where nothing is scaled.
json OlderSpelling(json rope) {
  if (rope["rope_type"] == "default") return nullptr;
  rope.erase("rope_theta");
  return rope;
}

}  // namespace

void ReadRotary(const json& config, ModelDescription& model) {
  RefusePartial(config);
  const json rope = ScalingOf(config);
  const bool by_kind = rope.contains(kFull) || rope.contains(kSliding);
  const json full = by_kind ? KindOf(rope, kFull) : rope;
  model.rotary = ReadOne(config, full, "rope_theta", model);
  const bool has_local = by_kind || Get(config, "rope_local_base_freq") != nullptr;
  if (!has_local || model.sliding_window == 0) return;
  model.sliding_rotary = ReadOne(
      config, by_kind ? KindOf(rope, kSliding) : json::object(), "rope_local_base_freq", model);
}

void WriteRotary(const ModelDescription& model, json& config) {
  const json rope = ToJson(model.rotary);
  config["rope_theta"] = model.rotary.theta;
  config["rope_scaling"] = OlderSpelling(rope);
  if (model.rotary.scaling == RotaryScaling::kLongRope) {
    config["original_max_position_embeddings"] = model.rotary.original_positions;
  }
  config["rope_parameters"] = rope;
  if (!model.sliding_rotary) return;
  config["rope_local_base_freq"] = model.sliding_rotary->theta;
  config["rope_parameters"] = {{kFull, rope}, {kSliding, ToJson(*model.sliding_rotary)}};
}

}  // namespace sentei::plan
