// SPDX-License-Identifier: Apache-2.0
#include "core/plan/weight_importance.h"

#include "core/base/error.h"
#include "core/plan/checkpoint_tensors.h"

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace sentei::plan {
namespace {

using formats::Reading;

constexpr double kNormEpsilon = 1e-8;

/// Where a projection's weight lies: rows of a stored tensor, which may hold others too.
struct StoredRows {
  std::string tensor;
  std::int64_t first = 0;
  std::int64_t rows = 0;
};
using Places = std::map<std::pair<std::int64_t, Projection>, StoredRows>;

Places FindPlaces(const ModelDescription& model) {
  Places places;
  for (const ExpectedTensor& tensor : ExpectedTensors(model)) {
    std::int64_t first = 0;
    for (const TensorPart& part : tensor.parts) {
      if (part.role == TensorRole::kWeight) {
        places[{part.layer, part.projection}] = {tensor.name, first, part.rows};
      }
      first += part.rows;
    }
  }
  return places;
}

struct Absolute {
  static double Of(float value) { return static_cast<double>(std::abs(value)); }
};
struct Squared {
  static double Of(float value) { return static_cast<double>(value) * static_cast<double>(value); }
};

/// Four sums side by side, which the processor need not add one after the other.
template <typename Power>
double SumOf(std::span<const float> values) {
  std::array<double, 4> sums{};
  std::size_t i = 0;
  for (; i + 4 <= values.size(); i += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += Power::Of(values[i + lane]);
  }
  for (; i < values.size(); ++i) sums[0] += Power::Of(values[i]);
  return sums[0] + sums[1] + sums[2] + sums[3];
}

/// Sums by row or by column, as the member's axis says.
template <typename Power>
void AddRow(const FamilyMember& member,
            std::size_t row,
            std::span<const float> values,
            std::vector<double>& sums) {
  if (member.axis == Axis::kRow) {
    sums[row] += SumOf<Power>(values);
    return;
  }
  for (std::size_t column = 0; column < values.size(); ++column) {
    sums[column] += Power::Of(values[column]);
  }
}

/// e_M of one member; nothing when it was stopped.
std::optional<std::vector<double>> UnitSums(const formats::ModelSource& source,
                                            const StoredRows& place,
                                            const UnitFamily& family,
                                            const FamilyMember& member,
                                            const ImportanceOptions& options,
                                            const std::stop_token& stop) {
  formats::TensorRows tensor(source, place.tensor);
  const auto columns = static_cast<std::size_t>(tensor.columns());
  std::vector<double> sums(static_cast<std::size_t>(family.num_units * member.unit_size));
  const std::size_t axis =
      member.axis == Axis::kRow ? static_cast<std::size_t>(place.rows) : columns;
  SENTEI_CHECK(sums.size() == axis, "{}: {} units on {}", place.tensor, sums.size(), axis);
  const auto visit = [&](std::int64_t first, std::span<const float> values) {
    auto row = static_cast<std::size_t>(first - place.first);
    for (std::size_t at = 0; at < values.size(); at += columns, ++row) {
      const auto line = values.subspan(at, columns);
      if (options.power == ImportancePower::kAbsolute) {
        AddRow<Absolute>(member, row, line, sums);
      } else {
        AddRow<Squared>(member, row, line, sums);
      }
    }
  };
  if (tensor.ForEach(place.first, place.rows, visit, stop) == Reading::kStopped) {
    return std::nullopt;
  }
  std::vector<double> units(static_cast<std::size_t>(family.num_units));
  const auto size = static_cast<std::size_t>(member.unit_size);
  for (std::size_t i = 0; i < sums.size(); ++i) units[i / size] += sums[i];
  return units;
}

void AddMember(const std::vector<double>& units,
               ImportanceScope scope,
               std::vector<double>& scores) {
  double divisor = 1.0;
  if (scope == ImportanceScope::kLocal) {
    double squares = 0.0;
    for (const double unit : units) squares += unit * unit;
    divisor = std::sqrt(squares) + kNormEpsilon;
  }
  for (std::size_t u = 0; u < units.size(); ++u) scores[u] += units[u] / divisor;
}

}  // namespace

Reading ComputeWeightImportance(const formats::ModelSource& source,
                                const ModelDescription& model,
                                std::span<const UnitFamily> families,
                                const ImportanceOptions& options,
                                const ImportanceSink& sink,
                                const std::stop_token& stop) {
  const Places places = FindPlaces(model);
  for (std::size_t f = 0; f < families.size(); ++f) {
    const UnitFamily& family = families[f];
    std::vector<double> scores(static_cast<std::size_t>(family.num_units));
    for (const FamilyMember& member : family.members) {
      const StoredRows& place = places.at({family.layer, member.projection});
      const auto units = UnitSums(source, place, family, member, options, stop);
      if (!units.has_value()) return Reading::kStopped;
      AddMember(*units, options.scope, scores);
    }
    source.CheckIntact();
    sink(f, {scores.begin(), scores.end()});
  }
  return Reading::kFinished;
}

}  // namespace sentei::plan
