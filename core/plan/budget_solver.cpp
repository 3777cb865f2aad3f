// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget_solver.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/plan/budget_limits.h"
#include "core/plan/budget_path.h"
#include "core/plan/census.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace sentei::plan {
namespace {

/// Rounds up, but not for the noise of a product such as 0.2 * 1000.
std::int64_t RoundUp(double parameters) {
  return static_cast<std::int64_t>(std::ceil(parameters - 1e-6));
}

std::int64_t AskedOfUnits(const BudgetPlan& plan, double share) {
  double prunable = 0.0;
  for (const FamilyPlan& family : plan.families) {
    if (family.kept_whole != KeptWhole::kNo) continue;
    prunable += static_cast<double>(family.num_units * family.unit_cost);
  }
  return RoundUp(share * prunable);
}

double BytesPerParameter(ExportDType dtype) {
  switch (dtype) {
    case ExportDType::kF32:
      return 4.0;
    case ExportDType::kF16:
    case ExportDType::kBF16:
      return 2.0;
    case ExportDType::kQ8_0:
      return 34.0 / 32.0;
  }
  throw LogicError("a dtype without a size");
}

/// Everything prunable lies in matrices, so what leaves saves that many bytes a parameter at least.
std::int64_t AskedOfBytes(const ModelDescription& model,
                          const BudgetPlan& plan,
                          double target,
                          ExportDType dtype) {
  const auto dense = static_cast<double>(WeightBytes(model, dtype, plan.profile));
  return RoundUp(std::max(0.0, dense - target) / BytesPerParameter(dtype));
}

std::int64_t AskedParameters(const ModelDescription& model,
                             const BudgetPlan& plan,
                             const BudgetSpec& spec,
                             ExportDType dtype) {
  switch (spec.target_kind) {
    case TargetKind::kParameterShare:
      return RoundUp(spec.target * static_cast<double>(plan.total));
    case TargetKind::kUnitShare:
      return AskedOfUnits(plan, spec.target);
    case TargetKind::kParameters:
      return std::max<std::int64_t>(0, RoundUp(static_cast<double>(plan.total) - spec.target));
    case TargetKind::kBytes:
      return AskedOfBytes(model, plan, spec.target, dtype);
  }
  throw LogicError("a kind of target without a meaning");
}

std::string Share(std::int64_t parameters, std::int64_t total) {
  return fmt::format("{:.2f} %",
                     100.0 * static_cast<double>(parameters) / static_cast<double>(total));
}

std::int64_t LargestRemoval(std::vector<Block> blocks) {
  for (Block& block : blocks) block.at = block.choices.size() - 1;
  return Removed(blocks);
}

void RequireReachable(const BudgetPlan& plan) {
  if (plan.asked <= plan.largest) return;
  const bool drawn = plan.mode == BudgetMode::kCustom &&
                     std::all_of(plan.families.begin(),
                                 plan.families.end(),
                                 [](const FamilyPlan& family) { return family.ratio == 0.0; });
  if (drawn) {
    throw Error(ErrorCode::kUsage,
                "budget mode custom takes nothing: no layer has a ratio",
                "Give layers a ratio of attention or ffn, or use mode uniform.");
  }
  throw Error(ErrorCode::kUsage,
              fmt::format("the target takes {} parameters ({}), but at most {} ({}) may leave: {}",
                          FormatCount(plan.asked),
                          Share(plan.asked, plan.total),
                          FormatCount(plan.largest),
                          Share(plan.largest, plan.total),
                          BindingLimits(plan.families)),
              fmt::format("The largest possible target is {:.4f} of the parameters; lower the "
                          "target, or raise caps and unlock families in the budget.",
                          std::floor(1e4 * static_cast<double>(plan.largest) /
                                     static_cast<double>(plan.total)) /
                              1e4));
}

/// The step that scores can be held to in a ranking over all layers: one move of the finest group
/// where that group has the room to make up for a coarse one, else a coarse move.
std::int64_t GlobalStep(std::span<const Block> blocks) {
  const FamilyGroup finest = FinestGroup(blocks, Pace::kSingle);
  std::int64_t fine = 0;
  std::int64_t coarse = 0;
  std::int64_t room = 0;
  for (const Block& block : blocks) {
    std::int64_t& largest = block.group == finest ? fine : coarse;
    largest = std::max(largest, block.LargestMove());
    if (block.group != finest) continue;
    room += block.RemovedAt(block.choices.size() - 1) - block.RemovedAt(0);
  }
  return room < coarse - fine ? coarse : fine;
}

std::string Widths(const BudgetPlan& plan, FamilyGroup group) {
  std::optional<FamilyPlan> least;
  std::optional<FamilyPlan> most;
  std::int64_t layers = 0;
  for (const FamilyPlan& family : plan.families) {
    if (family.group() != group || family.keep == family.num_units) continue;
    if (!least.has_value() || family.keep < least->keep) least = family;
    if (!most.has_value() || family.keep > most->keep) most = family;
    ++layers;
  }
  const std::string_view name = group == FamilyGroup::kFfn ? "FFN" : "attention";
  if (!least.has_value()) return fmt::format("{} whole", name);
  const std::string kept = least->keep == most->keep
                               ? fmt::format("{}", least->keep)
                               : fmt::format("{:d} to {:d}", least->keep, most->keep);
  return fmt::format("{} {} of {} in {} layers", name, kept, most->num_units, layers);
}

std::string Sentence(const BudgetPlan& plan) {
  const std::string asked = FormatCount(plan.asked);
  const std::string asked_share = Share(plan.asked, plan.total);
  const std::string reached = FormatCount(plan.reached);
  const std::string reached_share = Share(plan.reached, plan.total);
  const std::string total = FormatCount(plan.total);
  const std::string step = FormatCount(plan.step);
  if (plan.DecidedByScores()) {
    return fmt::format(
        "Asked {} of {} parameters ({}), removes {} ({}), step {}; the scores decide the widths "
        "during the run, within the caps.",
        asked,
        total,
        asked_share,
        reached,
        reached_share,
        step);
  }
  return fmt::format("Asked {} of {} parameters ({}), removes {} ({}), step {}: {}, {}.",
                     asked,
                     total,
                     asked_share,
                     reached,
                     reached_share,
                     step,
                     Widths(plan, FamilyGroup::kAttention),
                     Widths(plan, FamilyGroup::kFfn));
}

/// True where counts given by `keep` leave nothing to solve.
bool OnlyExact(const BudgetPlan& plan, std::span<const Block> blocks) {
  const bool fixed = std::none_of(
      blocks.begin(), blocks.end(), [](const Block& block) { return block.CanMove(); });
  return fixed && std::any_of(plan.families.begin(),
                              plan.families.end(),
                              [](const FamilyPlan& family) { return family.exact; });
}

[[noreturn]] void RefuseLost(const FamilyPlan& family, std::int64_t kept) {
  throw Error(ErrorCode::kUsage,
              fmt::format("the {} of layer {} has lost {} of its {} units already, and the new "
                          "limits let {} go",
                          family.group() == FamilyGroup::kFfn ? "FFN" : "attention",
                          family.layer,
                          family.num_units - kept,
                          family.num_units,
                          family.cap_units()),
              "Raise the cap of this layer, or unlock it.");
}

/// Takes away the choices above what is left.
void StartFrom(BudgetPlan& plan, std::span<const std::int64_t> kept) {
  for (const Block& block : MakeBlocks(plan)) {
    const std::size_t least = *std::min_element(
        block.families.begin(), block.families.end(), [&](std::size_t a, std::size_t b) {
          return kept[a] < kept[b];
        });
    const auto above = std::count_if(block.choices.begin(),
                                     block.choices.end(),
                                     [&](std::int64_t count) { return count > kept[least]; });
    if (above == std::ssize(block.choices)) RefuseLost(plan.families[least], kept[least]);
    for (const std::size_t f : block.families) {
      std::vector<std::int64_t>& choices = plan.families[f].choices;
      choices.erase(choices.begin(), choices.begin() + above);
    }
  }
}

/// `kept` is empty where nothing has left.
void Solve(BudgetPlan& plan, std::span<const std::int64_t> kept) {
  std::vector<Block> blocks = MakeBlocks(plan);
  plan.largest = LargestRemoval(blocks);
  if (OnlyExact(plan, blocks)) plan.asked = plan.largest;
  if (!kept.empty()) {
    StartFrom(plan, kept);
    blocks = MakeBlocks(plan);
  }
  plan.forced = Removed(blocks);
  RequireReachable(plan);
  const Pace pace = PaceOf(plan.mode);
  const bool global = plan.mode == BudgetMode::kGlobal;
  const std::int64_t global_step = global ? GlobalStep(blocks) : 0;
  plan.step = Walk(blocks, plan.asked, pace);
  if (global) plan.step = global_step;
  plan.reached = Removed(blocks);
  const auto counts = CountsOf(blocks, plan.families.size());
  for (std::size_t f = 0; f < counts.size(); ++f) plan.families[f].keep = counts[f];
}

BudgetPlan Resolve(const ModelDescription& model,
                   LimitedFamilies limited,
                   const BudgetSpec& spec,
                   ExportProfile profile,
                   ExportDType dtype,
                   std::span<const std::int64_t> kept) {
  BudgetPlan plan;
  plan.mode = spec.mode;
  plan.profile = profile;
  plan.families = std::move(limited.families);
  plan.notes = std::move(limited.notes);
  plan.total = ParameterCount(model);
  plan.asked = AskedParameters(model, plan, spec, dtype);
  Solve(plan, kept);
  plan.sentence = Sentence(plan);
  return plan;
}

}  // namespace

std::vector<std::int64_t> BudgetPlan::Keeps() const {
  std::vector<std::int64_t> keeps;
  keeps.reserve(families.size());
  for (const FamilyPlan& family : families) keeps.push_back(family.keep);
  return keeps;
}

BudgetPlan ResolveBudget(const ModelDescription& model,
                         std::span<const UnitFamily> families,
                         const BudgetSpec& spec,
                         ExportProfile profile,
                         ExportDType dtype) {
  return Resolve(
      model, LimitFamilies(model, families, spec, profile, dtype), spec, profile, dtype, {});
}

BudgetPlan ReplanBudget(const ModelDescription& model,
                        std::span<const UnitFamily> families,
                        const BudgetSpec& spec,
                        ExportProfile profile,
                        ExportDType dtype,
                        std::span<const std::int64_t> kept) {
  SENTEI_CHECK(
      kept.size() == families.size(), "{} families, {} counts", families.size(), kept.size());
  return Resolve(
      model, LimitFamilies(model, families, spec, profile, dtype), spec, profile, dtype, kept);
}

}  // namespace sentei::plan
