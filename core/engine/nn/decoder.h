// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/kv_cache.h"
#include "core/engine/nn/lora_linear.h"
#include "core/formats/model_source.h"
#include "core/plan/checkpoint_tensors.h"
#include "core/plan/model_description.h"

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace sentei::engine {

/// One pre-norm decoder block: RMSNorm, grouped-query attention with rotary positions, RMSNorm,
/// gated FFN; in some families a norm after either and on each head of q and k. Widths are those of
/// ModelDescription::layers[i] and may differ between layers.
struct DecoderLayer {
  std::array<at::Tensor, plan::kLayerNorms.size()> norms;  ///< undefined where there is none
  LoraLinear q, k, v, o, gate, up, down;

  [[nodiscard]] at::Tensor& operator[](plan::LayerNorm norm);
  [[nodiscard]] const at::Tensor& operator[](plan::LayerNorm norm) const;

  [[nodiscard]] LoraLinear& operator[](plan::Projection projection);
  [[nodiscard]] const LoraLinear& operator[](plan::Projection projection) const;
};

/// A decoder's tensors on one device in one compute dtype. Owned by one run's thread.
struct Decoder {
  plan::ModelDescription description;
  at::ScalarType dtype = at::kFloat;
  at::Device device = at::kCPU;
  at::Tensor embedding;   ///< [vocab, hidden]
  at::Tensor final_norm;  ///< [hidden]
  at::Tensor lm_head;     ///< [vocab, hidden]; the same tensor as embedding when tied
  std::vector<DecoderLayer> layers;
  std::shared_ptr<const formats::ModelSource> source;  ///< keeps mapped weights alive

  /// All parameters, a tied matrix once; LoRA factors are not counted.
  [[nodiscard]] std::int64_t ParameterCount() const;
  /// Throws kInput when a weight file changed (ModelSource::CheckIntact): call before a result of
  /// this model is told or written, because mapped weights then hold other values or zeros.
  void CheckIntact() const;
};

/// The tensor of the model that a part of a checkpoint's tensor holds; lm_head too where it is
/// tied.
[[nodiscard]] at::Tensor& TensorOf(Decoder& model, const plan::TensorPart& part);

/// Loads every weight in `dtype`. Weights already stored in that dtype stay memory-mapped on the
/// CPU; others are converted once. Throws kInput naming the tensor.
[[nodiscard]] std::unique_ptr<Decoder> LoadDecoder(
    std::shared_ptr<const formats::ModelSource> source,
    const plan::ModelDescription& description,
    at::ScalarType dtype,
    at::Device device);

/// Hidden states after the final norm: ids [batch, length] int64 -> [batch, length, hidden].
/// With a cache, positions continue from it and it is extended. Throws kInput for more positions
/// than the model has.
[[nodiscard]] at::Tensor ForwardHidden(const Decoder& model,
                                       const at::Tensor& ids,
                                       const ForwardContext& context,
                                       KvCache* cache = nullptr);

/// Layers begin .. end - 1.
struct LayerRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The parts of ForwardHidden without a cache, for those who keep what is between two layers: the
/// residual stream [batch, length, hidden] in front of the first layer, behind a range of layers,
/// and after the final norm.
[[nodiscard]] at::Tensor EmbedTokens(const Decoder& model, const at::Tensor& ids);
[[nodiscard]] at::Tensor ForwardLayers(const Decoder& model,
                                       const at::Tensor& residual,
                                       LayerRange layers,
                                       const ForwardContext& context);
[[nodiscard]] at::Tensor FinalNorm(const Decoder& model,
                                   const at::Tensor& residual,
                                   const ForwardContext& context);

/// Logits in fp32: [..., hidden] -> [..., vocab].
[[nodiscard]] at::Tensor Logits(const Decoder& model, const at::Tensor& hidden);

/// Mean next-token cross-entropy over all (length - 1) predictions of every sequence, computed in
/// vocabulary chunks so that the logits of a batch never exist at once; differentiable w.r.t.
/// `hidden` [batch, length, hidden]. ids [batch, length].
[[nodiscard]] at::Tensor CausalLmLoss(const Decoder& model,
                                      const at::Tensor& hidden,
                                      const at::Tensor& ids);

/// Negative log-likelihood of every predicted token, fp32 [batch, length - 1]; no gradient.
[[nodiscard]] at::Tensor TokenLosses(const Decoder& model,
                                     const at::Tensor& hidden,
                                     const at::Tensor& ids);

/// Adds a LoRA pair to all seven projections of every layer: A ~ U(-1/sqrt(k), 1/sqrt(k)) as a
/// function of (seed, layer, projection), B = 0.
void AttachLora(Decoder& model, std::int64_t rank, double alpha, std::uint64_t seed);

}  // namespace sentei::engine
