// SPDX-License-Identifier: Apache-2.0
#include "core/plan/census.h"

#include "core/base/error.h"

#include <algorithm>

namespace sentei::plan {
namespace {

constexpr std::int64_t kQ8Block = 32;
constexpr std::int64_t kQ8BlockBytes = 34;

std::int64_t ValueBytes(ExportDType dtype) { return dtype == ExportDType::kF32 ? 4 : 2; }

std::int64_t ProjectionParameters(const ModelDescription& model,
                                  std::int64_t layer,
                                  Projection projection) {
  const MatrixShape shape = ProjectionShape(model, layer, projection);
  return shape.size() + (HasBias(model, projection) ? shape.rows : 0);
}

std::int64_t NormValues(const ModelDescription& model) {
  std::int64_t values = 0;
  for (const LayerNorm norm : kLayerNorms) {
    if (HasNorm(model, norm)) values += NormSize(model, norm);
  }
  return values;
}

LayerCensus CountLayer(const ModelDescription& model, std::int64_t layer) {
  LayerCensus census;
  for (const Projection projection : kProjections) {
    auto& part = projection < Projection::kGate ? census.attention : census.ffn;
    part += ProjectionParameters(model, layer, projection);
  }
  census.norms = NormValues(model);
  return census;
}

/// Values of vectors (norms and biases), which no block format packs.
std::int64_t VectorValues(const ModelDescription& model, std::int64_t layer) {
  std::int64_t values = NormValues(model);
  for (const Projection projection : kProjections) {
    if (HasBias(model, projection)) values += ProjectionShape(model, layer, projection).rows;
  }
  return values;
}

double LinearMacs(const ModelDescription& model) {
  double macs = static_cast<double>(model.vocab_size) * static_cast<double>(model.hidden_size);
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    for (const Projection projection : kProjections) {
      macs += static_cast<double>(ProjectionShape(model, layer, projection).size());
    }
  }
  return macs;
}

/// Pairs of a query with a key it sees, of `queries` tokens after `past` ones.
double VisiblePairs(std::int64_t past, std::int64_t queries, std::int64_t window) {
  const auto sum_to = [](double n) { return n * (n + 1.0) / 2.0; };
  const auto all = static_cast<double>(past + queries);
  const double causal = sum_to(all) - sum_to(static_cast<double>(past));
  if (window == 0) return causal;
  // Of a query at position p, p + 1 - window keys lie outside once that is positive.
  const auto hidden = [&](std::int64_t positions) {
    return sum_to(static_cast<double>(std::max<std::int64_t>(0, positions - window)));
  };
  return causal - (hidden(past + queries) - hidden(past));
}

/// Products of queries with keys and of probabilities with values, over all layers.
double AttentionMacs(const ModelDescription& model, std::int64_t past, std::int64_t queries) {
  double macs = 0.0;
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    const auto width = static_cast<double>(ProjectionShape(model, layer, Projection::kO).columns);
    macs += 2.0 * width * VisiblePairs(past, queries, model.WindowOf(layer));
  }
  return macs;
}

UnitWeight WeighUnit(const UnitFamily& family) {
  UnitWeight weight;
  weight.kind = family.kind;
  weight.units_per_layer = family.num_units;
  weight.parameters = family.unit_cost;
  weight.macs_per_token = family.unit_cost;
  for (const FamilyMember& member : family.members) {
    if (member.has_bias) weight.macs_per_token -= member.unit_size;
    const bool cached = member.projection == Projection::kK || member.projection == Projection::kV;
    if (cached) weight.kv_values_per_token += member.unit_size;
  }
  return weight;
}

}  // namespace

Census TakeCensus(const ModelDescription& model) {
  Census census;
  census.embedding = model.vocab_size * model.hidden_size;
  census.lm_head = model.tied_embeddings ? 0 : census.embedding;
  census.norms = model.hidden_size;
  census.layers.reserve(model.layers.size());
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    const LayerCensus counted = CountLayer(model, layer);
    census.attention += counted.attention;
    census.ffn += counted.ffn;
    census.norms += counted.norms;
    census.layers.push_back(counted);
  }
  return census;
}

std::int64_t ParameterCount(const ModelDescription& model) { return TakeCensus(model).total(); }

double PrefillMacs(const ModelDescription& model, std::int64_t length) {
  return LinearMacs(model) * static_cast<double>(length) + AttentionMacs(model, 0, length);
}

double DecodeMacs(const ModelDescription& model, std::int64_t context) {
  return LinearMacs(model) + AttentionMacs(model, context, 1);
}

std::int64_t MatrixBytes(const MatrixShape& shape, ExportDType dtype) {
  if (dtype != ExportDType::kQ8_0) return shape.size() * ValueBytes(dtype);
  return shape.rows * ((shape.columns + kQ8Block - 1) / kQ8Block) * kQ8BlockBytes;
}

std::int64_t WeightBytes(const ModelDescription& model, ExportDType dtype, ExportProfile profile) {
  const bool wide_vectors = profile == ExportProfile::kGguf || dtype == ExportDType::kQ8_0;
  const std::int64_t vector_bytes = wide_vectors ? 4 : ValueBytes(dtype);
  const MatrixShape embedding{model.vocab_size, model.hidden_size};
  std::int64_t bytes = MatrixBytes(embedding, dtype) * (model.tied_embeddings ? 1 : 2);
  bytes += model.hidden_size * vector_bytes;
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    bytes += VectorValues(model, layer) * vector_bytes;
    for (const Projection projection : kProjections) {
      bytes += MatrixBytes(ProjectionShape(model, layer, projection), dtype);
    }
  }
  return bytes;
}

std::int64_t KvCacheBytesPerToken(const ModelDescription& model, std::int64_t bytes_per_value) {
  std::int64_t heads = 0;
  for (const LayerShape& shape : model.layers) heads += shape.num_kv_heads;
  return 2 * heads * model.head_dim * bytes_per_value;
}

std::vector<UnitWeight> UnitWeights(const ModelDescription& model,
                                    std::span<const UnitFamily> families) {
  const auto total = static_cast<double>(ParameterCount(model));
  std::vector<UnitWeight> weights;
  for (const UnitFamily& family : families) {
    auto row = std::find_if(weights.begin(), weights.end(), [&](const UnitWeight& known) {
      return known.kind == family.kind && known.units_per_layer == family.num_units &&
             known.parameters == family.unit_cost;
    });
    if (row == weights.end()) row = weights.insert(row, WeighUnit(family));
    ++row->num_layers;
  }
  for (UnitWeight& row : weights) {
    row.share_of_model = static_cast<double>(row.parameters * row.num_layers) / total;
  }
  return weights;
}

}  // namespace sentei::plan
