// SPDX-License-Identifier: Apache-2.0
#include "ui/models/last_frames.h"

#include "ui/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace sentei::ui {
namespace {

using Family = run::FamilyState;
using ByLayer = std::map<std::int64_t, const Family*>;

ByLayer FamiliesOf(const run::PruneEventDone& frame, UnitView view) {
  ByLayer families;
  for (const Family& family : frame.families) {
    const bool ffn = family.kind == plan::UnitKind::kFfnChannel;
    if (ffn == (view == UnitView::kFfn)) families[family.layer] = &family;
  }
  return families;
}

double MeanOf(const ByLayer& families) {
  double sum = 0.0;
  double count = 0.0;
  for (const auto& [layer, family] : families) {
    if (family->scores == nullptr) continue;
    for (const float score : *family->scores) {
      if (!std::isfinite(score)) continue;
      sum += static_cast<double>(score);
      count += 1.0;
    }
  }
  return count > 0.0 && sum != 0.0 ? std::abs(sum / count) : 1.0;
}

bool SameShape(const Family* a, const Family* b) {
  return a != nullptr && b != nullptr && a->kind == b->kind && a->scores != nullptr &&
         b->scores != nullptr && a->scores->size() == b->scores->size();
}

viz::SharedValues Difference(const Family& first,
                             const Family& second,
                             double first_scale,
                             double second_scale) {
  auto values = std::make_shared<std::vector<float>>(first.scores->size());
  for (std::size_t i = 0; i < values->size(); ++i) {
    (*values)[i] = static_cast<float>(static_cast<double>((*second.scores)[i]) / second_scale -
                                      static_cast<double>((*first.scores)[i]) / first_scale);
  }
  return values;
}

/// A unit counts as pruned where both runs pruned it.
viz::SharedMask KeptByEither(const Family& first, const Family& second) {
  if (first.keep == nullptr || second.keep == nullptr) return nullptr;
  auto keep = std::make_shared<std::vector<std::uint8_t>>(*first.keep);
  for (std::size_t i = 0; i < keep->size() && i < second.keep->size(); ++i) {
    (*keep)[i] = static_cast<std::uint8_t>((*keep)[i] != 0 || (*second.keep)[i] != 0);
  }
  return keep;
}

const Family* At(const ByLayer& families, std::int64_t layer) {
  const auto found = families.find(layer);
  return found == families.end() ? nullptr : found->second;
}

}  // namespace

LastFrames::LastFrames(RunLibrary& library, QObject* parent) : QObject(parent), library_(library) {}

LastFrame LastFrames::Of(const std::string& id) const {
  const auto found = known_.find(id);
  return found == known_.end() ? nullptr : found->second.frame;
}

void LastFrames::Want(const std::vector<Comparison::Entry>& runs) {
  std::set<std::string> wanted;
  for (const Comparison::Entry& entry : runs) {
    const std::string& id = entry.summary().id;
    const std::int64_t step = entry.summary().step;
    wanted.insert(id);
    const auto known = known_.find(id);
    if ((known != known_.end() && known->second.step == step) || asked_.contains(id)) continue;
    asked_.insert(id);
    library_.Ask(
        this,
        [id](storage::RunStore& store) { return store.LastPruneEvent(id); },
        [this, id, step](Result<std::optional<run::PruneEventDone>> read) {
          asked_.erase(id);
          Known now{step, nullptr};
          if (read.has_value() && read.value().has_value()) {
            now.frame = std::make_shared<const run::PruneEventDone>(*std::move(read).value());
          }
          known_[id] = std::move(now);
          emit Changed();
        });
  }
  std::erase_if(known_, [&wanted](const auto& known) { return !wanted.contains(known.first); });
}

std::vector<KeptUnits> KeptUnitsOf(const run::PruneEventDone& frame, UnitView view) {
  std::vector<KeptUnits> kept;
  for (const auto& [layer, family] : FamiliesOf(frame, view)) {
    const std::size_t total = family->keep != nullptr     ? family->keep->size()
                              : family->scores != nullptr ? family->scores->size()
                                                          : 0;
    kept.push_back({layer, family->kept, std::max(family->kept, static_cast<std::int64_t>(total))});
  }
  return kept;
}

ScoreDifference DifferenceOf(const run::PruneEventDone& first,
                             const run::PruneEventDone& second,
                             UnitView view) {
  const ByLayer of_first = FamiliesOf(first, view);
  const ByLayer of_second = FamiliesOf(second, view);
  ScoreDifference difference;
  difference.normalised = first.criterion != second.criterion;
  const double first_scale = difference.normalised ? MeanOf(of_first) : 1.0;
  const double second_scale = difference.normalised ? MeanOf(of_second) : 1.0;
  std::set<std::int64_t> layers;
  for (const auto& [layer, family] : of_first) layers.insert(layer);
  for (const auto& [layer, family] : of_second) layers.insert(layer);
  std::size_t units = 0;
  for (const std::int64_t layer : layers) {
    const Family* a = At(of_first, layer);
    const Family* b = At(of_second, layer);
    viz::HeatMapRow row;
    row.layer = layer;
    if (SameShape(a, b)) {
      row.values = Difference(*a, *b, first_scale, second_scale);
      row.keep_mask = KeptByEither(*a, *b);
      units = std::max(units, row.values->size());
    } else {
      ++difference.blank_rows;
    }
    difference.frame.rows.push_back(std::move(row));
  }
  if (view == UnitView::kAttention) {
    difference.frame.columns = {viz::HeatMapKind::kKvGroups, units, 1};
  }
  difference.frame.criterion = first.criterion == second.criterion
                                   ? Shown(first.criterion)
                                   : Shown(first.criterion + " / " + second.criterion);
  return difference;
}

}  // namespace sentei::ui
