// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"
#include "core/formats/tensor_rows.h"
#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace sentei::plan {

enum class ImportancePower : std::uint8_t { kAbsolute, kSquared };
enum class ImportanceScope : std::uint8_t {
  kLocal,   ///< to compare units of one family
  kGlobal,  ///< to compare units of different layers
};
struct ImportanceOptions {
  ImportancePower power = ImportancePower::kAbsolute;
  ImportanceScope scope = ImportanceScope::kLocal;
};

/// Takes the scores of family f, one per unit; called family by family.
using ImportanceSink = std::function<void(std::size_t family, std::vector<float> scores)>;

/// What the magnitude criterion gives an untouched model, from the weights alone and without
/// LibTorch: e_M[u] is the sum of |w| (or w²) over unit u's slices of member M, and a unit's score
/// the sum over members of e_M[u] / (||e_M||_2 + 1e-8) for kLocal, of e_M[u] for kGlobal. No more
/// than one tensor is in memory. Throws kInput for a missing tensor or a file that changed.
formats::Reading ComputeWeightImportance(const formats::ModelSource& source,
                                         const ModelDescription& model,
                                         std::span<const UnitFamily> families,
                                         const ImportanceOptions& options,
                                         const ImportanceSink& sink,
                                         const std::stop_token& stop);

}  // namespace sentei::plan
