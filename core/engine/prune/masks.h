// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/plan/unit_family.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace sentei::engine {

enum class GateGradients : std::uint8_t { kOff, kOn };

/// A pair of tensors shaped like one projection's LoRA factors: A [r, in] and B [out, r] (the
/// factors themselves, or an optimizer's moments of them). Undefined tensors are skipped.
struct FactorPair {
  at::Tensor a;
  at::Tensor b;
};
using FactorsOf = std::function<FactorPair(std::int64_t layer, plan::Projection projection)>;

/// Which units live, and the input masks of the closing projections that silence the others. A mask
/// on a closing projection's input equals masking all opening projections (LoRAPrune, dependency
/// groups). Sticky: a unit that left never returns. Belongs to the run's thread.
class UnitMasks {
 public:
  /// Puts masks of ones on the closing projection of every active family. An empty `active` means
  /// all families. The decoder must outlive the masks.
  UnitMasks(Decoder& model,
            std::vector<plan::UnitFamily> families,
            std::vector<bool> active,
            GateGradients gates);

  [[nodiscard]] const std::vector<plan::UnitFamily>& families() const { return families_; }
  [[nodiscard]] const plan::KeepMask& keep() const { return keep_; }
  [[nodiscard]] bool active(std::size_t family) const { return active_[family]; }
  /// 1 for a live unit, 0 for a dead one: fp64 [units] on the model's device.
  [[nodiscard]] const at::Tensor& live(std::size_t family) const { return live_[family]; }
  [[nodiscard]] std::int64_t kept(std::size_t family) const;
  [[nodiscard]] std::int64_t removed_units() const;
  [[nodiscard]] std::int64_t removed_parameters() const;

  /// Makes further families active: their gates open, nothing of them has left.
  void Activate(const std::vector<bool>& active);

  /// Takes over `next`: closes the gates of newly dead units and zeroes their LoRA entries. Throws
  /// LogicError when a dead unit would return or an inactive family would lose one.
  void Apply(const plan::KeepMask& next);

  /// Zeroes what belongs to dead units in LoRA-shaped tensors: rows of B in projections whose rows
  /// a unit owns, columns of A where it owns columns. Without it, momentum keeps writing there.
  void ZeroDeadFactors(const FactorsOf& factors_of) const;

 private:
  void OpenGates(std::size_t family);
  void CloseGates(std::size_t family);

  Decoder& model_;
  std::vector<plan::UnitFamily> families_;
  std::vector<bool> active_;
  GateGradients gates_;
  plan::KeepMask keep_;
  std::vector<at::Tensor> live_;
};

/// Indices of the elements that belong to the kept units, ascending: int64 [kept * unit_size].
[[nodiscard]] at::Tensor KeptIndices(const std::vector<bool>& keep, std::int64_t unit_size);

}  // namespace sentei::engine
