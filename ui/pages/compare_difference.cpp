// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_difference.h"

#include "ui/background.h"
#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/widgets/run_marker.h"
#include "viz/heat_map.h"
#include "viz/plot_panel.h"
#include "viz/segmented_switch.h"
#include "viz/tool_tip.h"

#include <QComboBox>

namespace sentei::ui {
namespace {

QComboBox* MakeChoice(const QString& name) {
  auto* combo = new QComboBox;
  combo->setObjectName(name);
  combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return combo;
}

}  // namespace

DifferencePanel::DifferencePanel(LastFrames& frames, QWidget* parent)
    : ComparePanel(parent), frames_(frames) {
  panel_ = new viz::PlotPanel(QStringLiteral("compare-difference"));
  map_ = panel_->SetPlot(new viz::HeatMap);
  map_->SetColors(viz::HeatMapColors::kDiverging);
  map_->SetOrder(viz::UnitOrder::kByIndex);
  map_->SetRangeMode(viz::RangeMode::kFollow);
  first_ = MakeChoice(QStringLiteral("compare-difference-first"));
  second_ = MakeChoice(QStringLiteral("compare-difference-second"));
  view_ = new viz::SegmentedSwitch({QString(), QString()});
  view_->SetObjectName(QStringLiteral("compare-difference-view"));
  panel_->AddHeaderWidget(second_);
  panel_->AddHeaderWidget(first_);
  panel_->AddHeaderWidget(view_);
  column()->addWidget(panel_, 1);
  for (QComboBox* combo : {first_, second_}) {
    connect(combo, &QComboBox::activated, this, &DifferencePanel::RequestRefresh);
  }
  connect(view_, &viz::SegmentedSwitch::Chosen, this, &DifferencePanel::RequestRefresh);
  connect(&frames, &LastFrames::Changed, this, &DifferencePanel::RequestRefresh);
  connect(map_, &viz::HeatMap::CellDescribed, this, &DifferencePanel::Described);
  connect(panel_, &viz::PlotPanel::ExportFinished, this, &DifferencePanel::Described);
  OnLanguage(this, [this] {
    view_->SetOptions({tr("Attention"), tr("FFN")});
    view_->setAccessibleName(tr("Kind of units"));
    second_->setAccessibleName(tr("Run whose scores are looked at"));
    first_->setAccessibleName(tr("Run that is subtracted"));
    second_->setToolTip(viz::ToolTipOf(tr("Run whose scores are looked at")));
    first_->setToolTip(viz::ToolTipOf(tr("Run that is subtracted")));
  });
  view_->SetCurrent(1);
}

void DifferencePanel::FillChoices() {
  int place = 0;
  for (QComboBox* combo : {first_, second_}) {
    const QVariant before = combo->currentData();
    combo->clear();
    for (const Comparison::Entry& entry : comparison().Colored()) {
      if (IsBaseline(entry.summary())) continue;
      combo->addItem(
          MarkerIcon(entry.style), NumberOf(entry.summary()), ToQString(entry.summary().id));
    }
    const int kept = combo->findData(before);
    combo->setCurrentIndex(kept >= 0 ? kept : std::min(place, combo->count() - 1));
    ++place;
  }
}

const Comparison::Entry* DifferencePanel::Chosen(const QComboBox& combo) const {
  const std::string id = ToStd(combo.currentData().toString());
  for (const Comparison::Entry& entry : comparison().entries) {
    if (entry.summary().id == id) return &entry;
  }
  return nullptr;
}

void DifferencePanel::Refresh() {
  FillChoices();
  panel_->SetTitle(tr("Difference of importance"));
  panel_->SetCaption({});
  ++turn_;
  const Comparison::Entry* first = Chosen(*first_);
  const Comparison::Entry* second = Chosen(*second_);
  if (first == nullptr || second == nullptr || first == second) {
    return panel_->ShowEmpty(tr("Choose two pruning runs to see where their scores differ."));
  }
  frames_.Want(comparison().Colored());
  const bool both =
      frames_.Of(first->summary().id) != nullptr && frames_.Of(second->summary().id) != nullptr;
  if (both) return Compute(*first, *second);
  if (frames_.IsLoading()) return panel_->ShowLoading(tr("Reading scores…"));
  panel_->ShowEmpty(tr("One of the two runs has no scores: nothing was pruned in it."));
}

void DifferencePanel::Compute(const Comparison::Entry& first, const Comparison::Entry& second) {
  const UnitView view = view_->Current() == 0 ? UnitView::kAttention : UnitView::kFfn;
  InBackground(
      this,
      [a = frames_.Of(first.summary().id), b = frames_.Of(second.summary().id), view] {
        return DifferenceOf(*a, *b, view);
      },
      [this, turn = turn_, a = NumberOf(first.summary()), b = NumberOf(second.summary())](
          const Result<ScoreDifference>& difference) {
        if (turn != turn_) return;
        if (!difference.has_value()) {
          return panel_->ShowEmpty(CoreSentence(difference.error().message));
        }
        Take(difference.value(), a, b);
      });
}

void DifferencePanel::Take(const ScoreDifference& difference,
                           const QString& first,
                           const QString& second) {
  const bool known = difference.blank_rows < difference.frame.rows.size();
  if (!known) {
    return panel_->ShowEmpty(tr("The two runs have no layer with the same units."));
  }
  QStringList caption{tr("run %1 less run %2").arg(second, first)};
  if (difference.normalised) {
    caption.append(tr("each divided by its mean, as the criteria differ"));
  }
  if (difference.blank_rows > 0) {
    caption.append(
        tr("%n layer(s) blank: other shapes", nullptr, static_cast<int>(difference.blank_rows)));
  }
  const QString line = caption.join(QStringLiteral(" · "));
  viz::HeatMapFrame frame = difference.frame;
  frame.protocol = caption;
  panel_->SetCaption(line);
  map_->SetTitle(tr("Difference of importance"));
  map_->SetFrame(std::move(frame));
  if (!panel_->IsTableShown()) panel_->ShowPlot();
}

}  // namespace sentei::ui
