// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/gguf_file.h"

#include "core/base/error.h"
#include "core/engine/export/profile_form.h"
#include "core/engine/export/reduced_model.h"
#include "core/engine/export/rounding.h"
#include "core/formats/gguf_family.h"
#include "core/formats/gguf_writer.h"
#include "core/plan/model_family.h"
#include "core/text/gguf_tokenizer.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using formats::GgufEntry;
using formats::GgufType;
using nlohmann::json;

/// What a source file says of itself and stays true of the smaller model.
constexpr std::array<std::string_view, 6> kCarriedOver{"general.name",
                                                       "general.basename",
                                                       "general.organization",
                                                       "general.languages",
                                                       "general.license",
                                                       "general.tags"};

/// llama.cpp's names for the type most matrices have (LLAMA_FTYPE_*).
std::uint32_t FileType(plan::ExportDType dtype) {
  switch (dtype) {
    case plan::ExportDType::kF32:
      return 0;
    case plan::ExportDType::kF16:
      return 1;
    case plan::ExportDType::kQ8_0:
      return 7;
    case plan::ExportDType::kBF16:
      return 32;
  }
  throw LogicError("an export dtype without a GGUF file type");
}

GgufEntry Whole(const std::string& key, std::int64_t value) {
  return {.key = key, .type = GgufType::kU32, .value = static_cast<std::uint64_t>(value)};
}

GgufEntry Real(const std::string& key, double value) {
  return {.key = key, .type = GgufType::kF32, .value = value};
}

GgufEntry Text(const std::string& key, const std::string& value) {
  return {.key = key, .type = GgufType::kString, .value = value};
}

bool IsGguf(const Decoder& model) {
  return model.source != nullptr && model.source->format() == formats::SourceFormat::kGguf;
}

std::vector<GgufEntry> SourceEntries(const Decoder& model) {
  if (!IsGguf(model)) return {};
  return formats::ReadGgufEntries(model.source->path());
}

void AddGeneral(std::vector<GgufEntry>& entries,
                const std::vector<GgufEntry>& source,
                std::string_view architecture,
                const ExportRequest& request) {
  entries.push_back(Text("general.architecture", std::string(architecture)));
  entries.push_back(Text("general.type", "model"));
  if (!request.provenance.base_name.empty()) {
    entries.push_back(Text("general.name", request.provenance.base_name));
  }
  if (!request.provenance.base_license.empty()) {
    entries.push_back(Text("general.license", request.provenance.base_license));
  }
  for (const GgufEntry& entry : source) {
    for (const std::string_view key : kCarriedOver) {
      if (entry.key == key) formats::SetGgufEntry(entries, entry);
    }
  }
  entries.push_back(Whole("general.file_type", FileType(request.dtype)));
  entries.push_back(Whole("general.quantization_version", 2));
}

/// Adds settings "<architecture>.<name>".
class Settings {
 public:
  Settings(std::vector<GgufEntry>& entries, std::string_view architecture)
      : entries_(entries), architecture_(architecture) {}

  void Add(const char* name, std::int64_t value) { entries_.push_back(Whole(Key(name), value)); }
  void Add(const char* name, double value) { entries_.push_back(Real(Key(name), value)); }
  void Add(const char* name, const std::string& value) {
    entries_.push_back(Text(Key(name), value));
  }

 private:
  [[nodiscard]] std::string Key(const char* name) const {
    return fmt::format("{}.{}", architecture_, name);
  }

  std::vector<GgufEntry>& entries_;
  std::string_view architecture_;
};

void AddRotary(Settings& settings, const plan::ModelDescription& model) {
  const plan::RotarySettings& rotary = model.rotary;
  settings.Add("rope.dimension_count", model.head_dim);
  settings.Add("rope.freq_base", rotary.theta);
  if (rotary.scaling == plan::RotaryScaling::kLinear) {
    settings.Add("rope.scaling.type", std::string("linear"));
    settings.Add("rope.scaling.factor", rotary.factor);
  }
  if (rotary.scaling == plan::RotaryScaling::kLongRope) {
    settings.Add("rope.scaling.original_context_length", rotary.original_positions);
    settings.Add("rope.scaling.attn_factor", rotary.attention_factor);
  }
}

void AddWindows(Settings& settings,
                const formats::GgufFamily& family,
                const plan::ModelDescription& model) {
  if (family.states_window) settings.Add("attention.sliding_window", model.sliding_window);
  if (model.attention_softcap > 0.0) {
    settings.Add("attn_logit_softcapping", model.attention_softcap);
  }
  if (model.logit_softcap > 0.0) settings.Add("final_logit_softcapping", model.logit_softcap);
}

void AddSizes(std::vector<GgufEntry>& entries,
              const formats::GgufFamily& family,
              const plan::ModelDescription& model) {
  const plan::LayerShape& shape = model.layers.at(0);
  Settings settings(entries, family.architecture);
  settings.Add("block_count", model.num_layers());
  settings.Add("context_length", plan::GgufContext(model));
  settings.Add("embedding_length", model.hidden_size);
  settings.Add("feed_forward_length", shape.ffn_size);
  settings.Add("attention.head_count", shape.num_query_heads);
  settings.Add("attention.head_count_kv", shape.num_kv_heads);
  settings.Add("attention.key_length", model.head_dim);
  settings.Add("attention.value_length", model.head_dim);
  AddRotary(settings, model);
  AddWindows(settings, family, model);
  settings.Add("attention.layer_norm_rms_epsilon", model.norm_eps);
  settings.Add("vocab_size", model.vocab_size);
}

GgufEntry TokenizerEntry(const std::string& key, const json& value) {
  if (key != "tokenizer.ggml.token_type") return formats::MakeGgufEntry(key, value);
  return {.key = key, .type = GgufType::kArray, .element_type = GgufType::kI32, .value = value};
}

// A GGUF source's own entries go over as they are; a tokenizer.json is translated.
void AddTokenizer(std::vector<GgufEntry>& entries,
                  const std::vector<GgufEntry>& source,
                  const ExportRequest& request,
                  std::int64_t vocab_size) {
  bool found = false;
  for (const GgufEntry& entry : source) {
    if (!entry.key.starts_with("tokenizer.")) continue;
    entries.push_back(entry);
    found = true;
  }
  if (found) return;
  if (request.tokenizer == nullptr) {
    throw Error(ErrorCode::kUsage,
                "a GGUF file needs the model's tokenizer, and there is none",
                "Put tokenizer.json beside the model.");
  }
  const json metadata = text::GgufTokenizerMetadata(*request.tokenizer, vocab_size);
  for (const auto& [key, value] : metadata.items()) entries.push_back(TokenizerEntry(key, value));
}

const formats::GgufFamily& GgufFamilyOf(const plan::ModelDescription& model) {
  const auto* family = formats::FindGgufFamily(plan::FamilyOf(model).gguf_architecture);
  SENTEI_CHECK(family != nullptr, "{} has no architecture in GGUF", model.family);
  return *family;
}

std::vector<GgufEntry> MetadataOf(const Decoder& model, const ExportRequest& request) {
  const formats::GgufFamily& family = GgufFamilyOf(model.description);
  const std::vector<GgufEntry> source = SourceEntries(model);
  std::vector<GgufEntry> entries;
  AddGeneral(entries, source, family.architecture, request);
  AddSizes(entries, family, model.description);
  AddTokenizer(entries, source, request, model.description.vocab_size);
  return entries;
}

std::string GgufName(const std::string& hf_name, const formats::GgufFamily& family) {
  const auto name = formats::GgufTensorName(hf_name, family);
  if (!name) throw LogicError(fmt::format("GGUF has no name for {}", hf_name));
  return *name;
}

/// A tensor that is no weight: what the rotary frequencies are divided by.
struct Factors {
  std::string_view name;
  std::vector<float> values;
};

std::vector<float> Inverses(const std::vector<double>& ratios) {
  std::vector<float> inverses;
  for (const double ratio : ratios) inverses.push_back(static_cast<float>(1.0 / ratio));
  return inverses;
}

std::vector<Factors> RotaryFactors(const plan::ModelDescription& model,
                                   const formats::GgufFamily& family) {
  const auto factors = [&](std::int64_t length) {
    return Inverses(plan::FrequencyRatios(model.rotary, model.head_dim, length));
  };
  const bool long_rope = model.rotary.scaling == plan::RotaryScaling::kLongRope;
  if (long_rope && family.has_two_factor_sets) {
    return {{formats::kRopeShortFactors, factors(0)},
            {formats::kRopeLongFactors, factors(model.rotary.original_positions + 1)}};
  }
  const bool scaled = long_rope || model.rotary.scaling == plan::RotaryScaling::kLlama3;
  if (!scaled) return {};
  return {{formats::kRopeFrequencies, factors(0)}};
}

// Quantised rows are permuted whole, so rounding before or after makes no difference.
void Append(formats::GgufWriter& writer,
            const NamedTensor& weight,
            const formats::GgufFamily& family,
            std::int64_t head_dim) {
  at::Tensor values = weight.Values().contiguous();
  if (family.adds_one_to_norms && formats::IsNormWeight(weight.name)) values = values.add(1.0);
  const std::span<const float> floats(values.const_data_ptr<float>(),
                                      static_cast<std::size_t>(values.numel()));
  const std::string name = GgufName(weight.name, family);
  if (!family.permutes_rotary_rows || !formats::HasRotaryRows(weight.name)) {
    return writer.AppendFloats(name, floats);
  }
  const std::int64_t row = values.dim() == 1 ? 1 : values.size(1);
  writer.AppendFloats(name, formats::ToGgufRowOrder(floats, row, head_dim));
}

Decoder Arrange(Decoder compact, const ExportRequest& request) {
  RequireUniform(compact, request.profile);
  return compact;
}

void Write(const Decoder& rounded,
           const ExportRequest& request,
           const fs::path& folder,
           TensorTally& tally) {
  const formats::GgufFamily& family = GgufFamilyOf(rounded.description);
  const std::vector<Factors> factors = RotaryFactors(rounded.description, family);
  const std::vector<NamedTensor> weights = ListWeights(rounded);
  std::vector<formats::TensorDeclaration> tensors;
  for (const Factors& f : factors) {
    tensors.push_back({std::string(f.name),
                       formats::ElementType::kF32,
                       {static_cast<std::int64_t>(f.values.size())}});
  }
  for (const NamedTensor& weight : weights) {
    tensors.push_back({GgufName(weight.name, family),
                       StorageType(request.profile, request.dtype, weight.axes()),
                       weight.shape});
  }
  formats::GgufWriter writer(folder / kGgufFile, MetadataOf(rounded, request), tensors);
  for (const Factors& f : factors) writer.AppendFloats(std::string(f.name), f.values);
  for (const NamedTensor& weight : weights) {
    Append(writer, weight, family, rounded.description.head_dim);
    tally.Count();
  }
  writer.Finish();
}

}  // namespace

const ProfileForm kGgufForm{LoraOnCompaction::kMerge, Arrange, Write};

}  // namespace sentei::engine
