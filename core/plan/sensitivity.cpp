// SPDX-License-Identifier: Apache-2.0
#include "core/plan/sensitivity.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/plan/budget_limits.h"
#include "core/plan/budget_path.h"
#include "core/plan/budget_solver.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <queue>
#include <utility>

namespace sentei::plan {
namespace {

constexpr double kUnbounded = 1000.0;

using Rises = std::map<std::pair<std::int64_t, UnitKind>, LossRise>;

/// One block and what each of its positions costs.
struct Slope {
  std::size_t block = 0;
  std::vector<double> losses;        ///< by position
  std::vector<std::size_t> corners;  ///< positions on the lower convex hull, from the first
};

double Marginal(const Block& block, const Slope& slope, std::size_t from, std::size_t to) {
  const auto cost = static_cast<double>(block.RemovedAt(to) - block.RemovedAt(from));
  return (slope.losses[to] - slope.losses[from]) / cost;
}

void FindCorners(const Block& block, Slope& slope) {
  std::vector<std::size_t>& corners = slope.corners;
  for (std::size_t next = 0; next < slope.losses.size(); ++next) {
    while (corners.size() >= 2 &&
           Marginal(block, slope, corners[corners.size() - 2], corners.back()) >=
               Marginal(block, slope, corners.back(), next)) {
      corners.pop_back();
    }
    corners.push_back(next);
  }
}

/// Losses of a block; members without a curve count as the mean of those with one.
std::optional<Slope> SlopeOf(const Block& block,
                             std::size_t index,
                             std::span<const FamilyPlan> families,
                             const Rises& rises) {
  std::vector<std::pair<const FamilyPlan*, const LossRise*>> measured;
  for (const std::size_t f : block.families) {
    const auto found = rises.find({families[f].layer, families[f].kind});
    if (found != rises.end()) measured.emplace_back(&families[f], &found->second);
  }
  if (measured.empty()) return std::nullopt;
  const double scale =
      static_cast<double>(block.families.size()) / static_cast<double>(measured.size());
  Slope slope{index, {}, {}};
  for (const std::int64_t count : block.choices) {
    double loss = 0.0;
    for (const auto& [family, rise] : measured) {
      const auto units = static_cast<double>(family->num_units);
      loss += rise->At(std::max(0.0, (units - static_cast<double>(count)) / units));
    }
    slope.losses.push_back(loss * scale);
  }
  FindCorners(block, slope);
  return slope;
}

/// Takes hull segments in the order of loss per parameter until `asked` are gone.
class Descent {
 public:
  Descent(std::vector<Block>& blocks, std::vector<Slope> slopes)
      : blocks_(blocks), slopes_(std::move(slopes)), removed_(Removed(blocks)) {}

  void Run(std::int64_t asked) {
    for (std::size_t s = 0; s < slopes_.size(); ++s) Offer(s, 0);
    while (removed_ < asked && !segments_.empty()) {
      const Segment next = segments_.top();
      segments_.pop();
      Take(next, asked);
      Offer(next.slope, next.corner + 1);
    }
    while (GiveBack(asked)) {
    }
  }

  [[nodiscard]] double Loss() const {
    double loss = 0.0;
    for (const Slope& slope : slopes_) {
      loss += slope.losses[blocks_[slope.block].at] - slope.losses.front();
    }
    return loss;
  }

 private:
  struct Segment {
    double marginal = 0.0;
    std::size_t slope = 0;
    std::size_t corner = 0;
    friend bool operator<(const Segment& a, const Segment& b) {  // the queue's top is its largest
      return std::pair(a.marginal, a.slope) > std::pair(b.marginal, b.slope);
    }
  };

  void Offer(std::size_t s, std::size_t corner) {
    const Slope& slope = slopes_[s];
    if (corner + 1 >= slope.corners.size()) return;
    const double marginal =
        Marginal(blocks_[slope.block], slope, slope.corners[corner], slope.corners[corner + 1]);
    segments_.push({marginal, s, corner});
  }

  void Take(const Segment& segment, std::int64_t asked) {
    const Slope& slope = slopes_[segment.slope];
    Block& block = blocks_[slope.block];
    const std::int64_t others = removed_ - block.Removed();
    while (block.at < slope.corners[segment.corner + 1] && others + block.Removed() < asked) {
      ++block.at;
    }
    removed_ = others + block.Removed();
  }

  /// The step back that saves most loss and leaves enough removed; false where there is none.
  bool GiveBack(std::int64_t asked) {
    const Slope* best = nullptr;
    double most = 0.0;
    for (const Slope& slope : slopes_) {
      const Block& block = blocks_[slope.block];
      if (block.at == 0) continue;
      const std::int64_t less = block.Removed() - block.RemovedAt(block.at - 1);
      const double saved = slope.losses[block.at] - slope.losses[block.at - 1];
      if (removed_ - less < asked || (best != nullptr && saved <= most)) continue;
      best = &slope;
      most = saved;
    }
    if (best == nullptr) return false;
    Block& block = blocks_[best->block];
    removed_ -= block.Removed() - block.RemovedAt(block.at - 1);
    --block.at;
    return true;
  }

  std::vector<Block>& blocks_;
  std::vector<Slope> slopes_;
  std::int64_t removed_ = 0;
  std::priority_queue<Segment> segments_;
};

Rises ReadCurves(std::span<const SensitivityCurve> curves) {
  Rises rises;
  for (const SensitivityCurve& curve : curves) {
    if (!curve.points.empty()) rises.insert_or_assign({curve.layer, curve.kind}, LossRise(curve));
  }
  return rises;
}

bool DrawsNothing(const BudgetSpec& spec) {
  if (spec.mode != BudgetMode::kCustom) return false;
  return std::none_of(spec.layers.begin(), spec.layers.end(), [](const LayerLimit& layer) {
    const auto drawn = [](const FamilyLimit& limit) {
      return limit.ratio.value_or(0.0) > 0.0 || limit.keep.has_value();
    };
    return drawn(layer.attention) || drawn(layer.ffn);
  });
}

FamilyLimit& LimitOf(BudgetSpec& spec, const FamilyPlan& family) {
  auto layer = std::find_if(spec.layers.begin(), spec.layers.end(), [&](const LayerLimit& limit) {
    return limit.layer == family.layer;
  });
  if (layer == spec.layers.end()) {
    layer = spec.layers.insert(layer, LayerLimit{.layer = family.layer});
  }
  return family.group() == FamilyGroup::kFfn ? layer->ffn : layer->attention;
}

BudgetSpec SpecOf(const BudgetSpec& base,
                  std::span<const FamilyPlan> families,
                  std::span<const std::int64_t> counts) {
  BudgetSpec spec = base;
  spec.mode = BudgetMode::kCustom;
  for (std::size_t f = 0; f < families.size(); ++f) {
    const bool whole = counts[f] == families[f].num_units;
    if (whole && base.layers.empty()) continue;
    FamilyLimit& limit = LimitOf(spec, families[f]);
    limit.ratio.reset();
    if (!whole) limit.keep = counts[f];
  }
  std::erase_if(spec.layers, [](const LayerLimit& layer) {
    return layer.attention == FamilyLimit{} && layer.ffn == FamilyLimit{};
  });
  std::sort(spec.layers.begin(), spec.layers.end(), [](const LayerLimit& a, const LayerLimit& b) {
    return a.layer < b.layer;
  });
  return spec;
}

/// Limits under which measured families may take any allowed count and the others stay.
BudgetPlan Frame(const ModelDescription& model,
                 std::span<const UnitFamily> families,
                 const BudgetSpec& base,
                 const Rises& rises,
                 ExportProfile profile,
                 ExportDType dtype) {
  BudgetSpec even = base;
  even.mode = BudgetMode::kUniform;
  const bool blank = DrawsNothing(base);
  BudgetPlan frame = ResolveBudget(model, families, blank ? even : base, profile, dtype);
  std::vector<FamilyPlan> limited = LimitFamilies(model, families, even, profile, dtype).families;
  const auto measured = [&](const FamilyPlan& family) {
    return rises.contains({family.layer, family.kind});
  };
  for (std::size_t f = 0; f < limited.size(); ++f) {
    const FamilyGroup group = limited[f].group();
    const bool shared = NeedsUniformWidths(profile) &&
                        std::any_of(limited.begin(), limited.end(), [&](const FamilyPlan& other) {
                          return other.group() == group && measured(other);
                        });
    if (shared || measured(limited[f])) continue;
    const std::int64_t keep = blank ? limited[f].choices.front() : frame.families[f].keep;
    limited[f].choices = {keep};
  }
  frame.families = std::move(limited);
  frame.mode = BudgetMode::kCustom;
  return frame;
}

void RequireEnough(std::int64_t removed, const BudgetPlan& frame) {
  if (removed >= frame.asked) return;
  throw Error(ErrorCode::kUsage,
              fmt::format("the target takes {} parameters, but with the measured layers at most {} "
                          "may leave",
                          FormatCount(frame.asked),
                          FormatCount(removed)),
              "Measure more layers, raise caps or unlock families, or lower the target.");
}

}  // namespace

LossRise::LossRise(const SensitivityCurve& curve) {
  std::vector<SensitivityPoint> points = curve.points;
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) {
    return std::pair(a.ratio, a.loss) < std::pair(b.ratio, b.loss);
  });
  points_.push_back({});
  for (const SensitivityPoint& point : points) {
    if (!(point.ratio > points_.back().ratio)) continue;
    const double rise = point.loss - curve.dense_loss;
    const double bounded = std::isfinite(rise) ? std::min(rise, kUnbounded) : kUnbounded;
    points_.push_back({point.ratio, std::max(bounded, points_.back().loss)});
  }
}

double LossRise::At(double ratio) const {
  if (points_.size() < 2 || ratio <= 0.0) return 0.0;
  auto upper = std::upper_bound(
      points_.begin(), points_.end(), ratio, [](double value, const SensitivityPoint& point) {
        return value < point.ratio;
      });
  if (upper == points_.end()) --upper;
  const SensitivityPoint& high = *upper;
  const SensitivityPoint& low = *(upper - 1);
  return low.loss + (high.loss - low.loss) * (ratio - low.ratio) / (high.ratio - low.ratio);
}

BudgetSuggestion SuggestBudget(const ModelDescription& model,
                               std::span<const UnitFamily> families,
                               std::span<const SensitivityCurve> curves,
                               const BudgetSpec& base,
                               ExportProfile profile,
                               ExportDType dtype) {
  const Rises rises = ReadCurves(curves);
  const BudgetPlan frame = Frame(model, families, base, rises, profile, dtype);
  std::vector<Block> blocks = MakeBlocks(frame);
  std::vector<Slope> slopes;
  BudgetSuggestion suggestion;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (!blocks[b].CanMove()) continue;
    auto slope = SlopeOf(blocks[b], b, frame.families, rises);
    if (!slope.has_value()) continue;
    suggestion.measured += static_cast<std::int64_t>(blocks[b].families.size());
    slopes.push_back(std::move(*slope));
  }
  Descent descent(blocks, std::move(slopes));
  descent.Run(frame.asked);
  suggestion.asked = frame.asked;
  suggestion.removed = Removed(blocks);
  RequireEnough(suggestion.removed, frame);
  suggestion.loss_rise = descent.Loss();
  suggestion.spec = SpecOf(base, frame.families, CountsOf(blocks, families.size()));
  return suggestion;
}

}  // namespace sentei::plan
