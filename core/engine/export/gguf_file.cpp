// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/gguf_file.h"

#include "core/base/error.h"
#include "core/engine/export/profile_form.h"
#include "core/engine/export/reduced_model.h"
#include "core/engine/export/rounding.h"
#include "core/formats/gguf_writer.h"
#include "core/text/gguf_tokenizer.h"

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
                const ExportRequest& request) {
  entries.push_back(Text("general.architecture", "llama"));
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

void AddSizes(std::vector<GgufEntry>& entries, const plan::ModelDescription& model) {
  const plan::LayerShape& shape = model.layers.at(0);
  entries.push_back(Whole("llama.block_count", model.num_layers()));
  entries.push_back(Whole("llama.context_length", model.max_positions));
  entries.push_back(Whole("llama.embedding_length", model.hidden_size));
  entries.push_back(Whole("llama.feed_forward_length", shape.ffn_size));
  entries.push_back(Whole("llama.attention.head_count", shape.num_query_heads));
  entries.push_back(Whole("llama.attention.head_count_kv", shape.num_kv_heads));
  entries.push_back(Whole("llama.attention.key_length", model.head_dim));
  entries.push_back(Whole("llama.attention.value_length", model.head_dim));
  entries.push_back(Whole("llama.rope.dimension_count", model.head_dim));
  entries.push_back(Real("llama.rope.freq_base", model.rope_theta));
  entries.push_back(Real("llama.attention.layer_norm_rms_epsilon", model.norm_eps));
  entries.push_back(Whole("llama.vocab_size", model.vocab_size));
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

std::vector<GgufEntry> MetadataOf(const Decoder& model, const ExportRequest& request) {
  const std::vector<GgufEntry> source = SourceEntries(model);
  std::vector<GgufEntry> entries;
  AddGeneral(entries, source, request);
  AddSizes(entries, model.description);
  AddTokenizer(entries, source, request, model.description.vocab_size);
  return entries;
}

std::string GgufName(const std::string& hf_name) {
  const auto name = formats::GgufTensorName(hf_name);
  if (!name) throw LogicError(fmt::format("GGUF has no name for {}", hf_name));
  return *name;
}

bool IsRotated(const std::string& hf_name) {
  return hf_name.find(".q_proj.") != std::string::npos ||
         hf_name.find(".k_proj.") != std::string::npos;
}

// Quantised rows are permuted whole, so rounding before or after makes no difference.
void Append(formats::GgufWriter& writer, const NamedTensor& weight, std::int64_t head_dim) {
  const at::Tensor values = weight.values.contiguous();
  const std::span<const float> floats(values.const_data_ptr<float>(),
                                      static_cast<std::size_t>(values.numel()));
  const std::string name = GgufName(weight.name);
  if (!IsRotated(weight.name)) return writer.AppendFloats(name, floats);
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
  const std::vector<NamedTensor> weights = ListWeights(rounded);
  std::vector<formats::TensorDeclaration> tensors;
  for (const NamedTensor& weight : weights) {
    tensors.push_back({GgufName(weight.name),
                       StorageType(request.profile, request.dtype, weight.values.dim()),
                       weight.values.sizes().vec()});
  }
  formats::GgufWriter writer(folder / kGgufFile, MetadataOf(rounded, request), tensors);
  for (const NamedTensor& weight : weights) {
    Append(writer, weight, rounded.description.head_dim);
    tally.Count();
  }
  writer.Finish();
}

}  // namespace

const ProfileForm kGgufForm{LoraOnCompaction::kMerge, Arrange, Write};

}  // namespace sentei::engine
