// SPDX-License-Identifier: Apache-2.0
#include "tests/core/engine/export/export_fixture.h"

#include "core/formats/model_source.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace sentei::engine::testing {
namespace {

using plan::kProjections;
using plan::Projection;

class Noise {
 public:
  explicit Noise(std::uint64_t seed) : generator_(at::detail::createCPUGenerator(seed)) {}
  at::Tensor operator()(at::IntArrayRef shape, double scale) {
    return at::randn(shape, generator_, at::TensorOptions().dtype(at::kFloat)) * scale;
  }

 private:
  at::Generator generator_;
};

// The final norm is also made smaller: logits of about one, for which the tolerances are meant.
void DisturbNorms(Decoder& model, Noise& noise) {
  const double base = model.description.norm_scale == plan::NormScale::kOnePlusWeight ? 1.0 : 0.0;
  model.final_norm = 0.2 * (base + model.final_norm + noise(model.final_norm.sizes(), 0.2)) - base;
  for (DecoderLayer& layer : model.layers) {
    for (at::Tensor& norm : layer.norms) {
      if (norm.defined()) norm = norm + noise(norm.sizes(), 0.2);
    }
  }
}

void AddBiases(Decoder& model, Noise& noise) {
  plan::ModelDescription& description = model.description;
  description.qkv_bias = description.output_bias = description.mlp_bias = true;
  for (DecoderLayer& layer : model.layers) {
    for (const Projection p : kProjections) {
      layer[p].bias = noise({layer[p].weight.size(0)}, 0.1);
    }
  }
}

void TrainLora(Decoder& model, Noise& noise) {
  AttachLora(model, 4, 8.0, 7);
  for (DecoderLayer& layer : model.layers) {
    for (const Projection p : kProjections) {
      const at::NoGradGuard no_grad;
      layer[p].lora_b = noise(layer[p].lora_b.sizes(), 0.05);
    }
  }
}

// How many of n units layer l keeps.
std::int64_t KeptCount(Widths widths, std::int64_t layer, std::int64_t n) {
  switch (widths) {
    case Widths::kDense:
      return n;
    case Widths::kUniform:
      return std::max<std::int64_t>(1, n * 3 / 4);
    case Widths::kPerLayer:
      return std::max<std::int64_t>(1, n - (layer * n) / 4);
  }
  return n;
}

// `kept` of `n` units, spread differently in every layer.
std::vector<bool> Spread(std::int64_t n, std::int64_t kept, std::int64_t layer) {
  std::vector<bool> keep(static_cast<std::size_t>(n), false);
  for (std::int64_t i = 0; i < kept; ++i) {
    keep[static_cast<std::size_t>((i * n / kept + layer) % n)] = true;
  }
  return keep;
}

std::vector<bool> KeepOf(const plan::UnitFamily& family, Widths widths) {
  if (family.kind != plan::UnitKind::kQueryStripe) {
    return Spread(
        family.num_units, KeptCount(widths, family.layer, family.num_units), family.layer);
  }
  const std::int64_t per_group = family.units_per_group;
  std::vector<bool> keep;
  for (std::int64_t group = 0; group < family.num_units / per_group; ++group) {
    const auto part =
        Spread(per_group, KeptCount(widths, family.layer, per_group), family.layer + group);
    keep.insert(keep.end(), part.begin(), part.end());
  }
  return keep;
}

void PutMask(Decoder& model, const plan::UnitFamily& family, const std::vector<bool>& keep) {
  std::vector<float> mask;
  for (const bool kept : keep) {
    mask.insert(mask.end(), static_cast<std::size_t>(family.gate_width), kept ? 1.0F : 0.0F);
  }
  model.layers[static_cast<std::size_t>(family.layer)][family.closing].input_mask =
      at::tensor(mask, at::TensorOptions().dtype(at::kFloat));
}

TinyCase Named(const char* name, Widths widths) {
  TinyCase c;
  c.name = name;
  c.widths = widths;
  return c;
}

}  // namespace

ExportRequest TinyModel::Request(plan::ExportProfile profile,
                                 plan::ExportDType dtype,
                                 const std::filesystem::path& target) const {
  ExportRequest request;
  request.model = &model;
  request.families = families;
  request.keep = &keep;
  request.profile = profile;
  request.dtype = dtype;
  request.tokenizer = &tokenizer;
  request.provenance = DescribeBase(*source, model.description);
  request.directory = target;
  request.resources_dir = std::filesystem::path(SENTEI_SOURCE_DIR) / "resources";
  return request;
}

std::int64_t TinyModel::KeptParameters() const {
  std::int64_t count = model.ParameterCount();
  for (std::size_t f = 0; f < families.size(); ++f) {
    count -= std::count(keep[f].begin(), keep[f].end(), false) * families[f].unit_cost;
  }
  return count;
}

TinyModel MakeTinyModel(const TinyCase& c, const std::filesystem::path& folder) {
  sentei::testing::WriteTinyCheckpoint(folder, c.shape);
  return OpenTinyModel(folder, folder, c);
}

TinyModel OpenTinyModel(const std::filesystem::path& folder,
                        const std::filesystem::path& tokenizer_folder,
                        const TinyCase& c) {
  std::shared_ptr<const formats::ModelSource> source = formats::OpenModel(folder);
  const plan::ModelDescription description = plan::DescribeModel(*source);
  TinyModel tiny{.source = source,
                 .tokenizer = text::LoadTokenizer(*formats::OpenModel(tokenizer_folder)),
                 .model = *LoadDecoder(source, description, at::kFloat, at::kCPU),
                 .families = {},
                 .keep = {}};
  Noise noise(c.shape.seed + 100);
  DisturbNorms(tiny.model, noise);
  if (c.bias) AddBiases(tiny.model, noise);
  if (c.lora == Lora::kTrained) TrainLora(tiny.model, noise);
  tiny.families = plan::BuildUnitFamilies(tiny.model.description, c.attention);
  for (const plan::UnitFamily& family : tiny.families) {
    tiny.keep.push_back(KeepOf(family, c.widths));
    PutMask(tiny.model, family, tiny.keep.back());
  }
  return tiny;
}

std::vector<TinyCase> TinyCases() {
  std::vector<TinyCase> cases;
  cases.push_back(Named("gqa_tied_per_layer", Widths::kPerLayer));
  cases.back().shape = {.heads = 8, .kv_heads = 4};

  cases.push_back(Named("gqa_untied_uniform", Widths::kUniform));
  cases.back().shape = {.hidden = 48, .heads = 8, .kv_heads = 4, .head_dim = 16, .tied = false};

  cases.push_back(Named("mha_uniform_heads_that_do_not_divide", Widths::kUniform));
  cases.back().shape = {.heads = 4, .kv_heads = 4, .head_dim = 32};

  cases.push_back(Named("stripes_per_layer", Widths::kPerLayer));
  cases.back().shape = {.heads = 8, .kv_heads = 2, .tied = false};
  cases.back().attention = plan::UnitKind::kQueryStripe;

  cases.push_back(Named("bias_per_layer", Widths::kPerLayer));
  cases.back().shape = {.heads = 4, .kv_heads = 4};
  cases.back().bias = true;

  cases.push_back(Named("dense_untouched", Widths::kDense));
  cases.back().lora = Lora::kNone;
  return cases;
}

}  // namespace sentei::engine::testing
