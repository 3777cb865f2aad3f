// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_layers.h"

#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "viz/bar_plot.h"
#include "viz/elided_label.h"
#include "viz/plot_panel.h"
#include "viz/segmented_switch.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>

namespace sentei::ui {
namespace {

constexpr int kColumns = 2;
constexpr int kHeight = 190;

}  // namespace

LayersPanel::LayersPanel(LastFrames& frames, QWidget* parent)
    : ComparePanel(parent), frames_(frames) {
  view_ = new viz::SegmentedSwitch({QString(), QString()});
  view_->SetObjectName(QStringLiteral("compare-layers-view"));
  caption_ = new viz::ElidedLabel;
  caption_->setObjectName(QStringLiteral("compare-layers-caption"));
  SetTone(caption_, Tone::kSecondary);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(0, 0, 0, Px(8));
  row->setSpacing(Px(8));
  row->addWidget(view_);
  row->addWidget(caption_, 1);
  column()->addLayout(row);
  auto* content = new QWidget;
  grid_ = new QGridLayout(content);
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(Px(8));
  scroll_ = new QScrollArea;
  scroll_->setWidgetResizable(true);
  scroll_->setWidget(content);
  column()->addWidget(scroll_, 1);
  connect(view_, &viz::SegmentedSwitch::Chosen, this, &LayersPanel::RequestRefresh);
  connect(&frames, &LastFrames::Changed, this, &LayersPanel::RequestRefresh);
  OnLanguage(this, [this] {
    view_->SetOptions({tr("Attention"), tr("FFN")});
    view_->setAccessibleName(tr("Kind of units"));
  });
  view_->SetCurrent(1);
}

LayersPanel::Multiple& LayersPanel::At(std::size_t index) {
  while (multiples_.size() <= index) {
    const int at = static_cast<int>(multiples_.size());
    Multiple multiple;
    multiple.panel = new viz::PlotPanel(QStringLiteral("compare-layers-%1").arg(at + 1));
    multiple.plot = multiple.panel->SetPlot(new viz::BarPlot);
    multiple.panel->setMinimumHeight(Px(kHeight));
    grid_->addWidget(multiple.panel, at / kColumns, at % kColumns);
    connect(multiple.plot, &viz::BarPlot::PointDescribed, this, &LayersPanel::Described);
    connect(multiple.panel, &viz::PlotPanel::ExportFinished, this, &LayersPanel::Described);
    multiples_.push_back(multiple);
  }
  return multiples_[index];
}

void LayersPanel::Draw(Multiple& multiple, const Comparison::Entry& entry) {
  const UnitView view = view_->Current() == 0 ? UnitView::kAttention : UnitView::kFfn;
  const QString name = NumberOf(entry.summary()) + QLatin1Char(' ') + NameOf(entry.summary());
  const QString units = view == UnitView::kAttention ? tr("KV groups") : tr("FFN channels");
  multiple.panel->show();
  multiple.panel->SetTitle(name);
  multiple.panel->SetLegend({{NumberOf(entry.summary()), entry.style}});
  multiple.plot->SetTitle(tr("%1: kept %2 by layer").arg(name, units));
  multiple.plot->SetTitles(tr("layer"), units);
  const LastFrame frame = frames_.Of(entry.summary().id);
  if (frame == nullptr) {
    multiple.panel->SetCaption({});
    return multiple.panel->ShowEmpty(frames_.IsLoading() ? tr("Reading…")
                                                         : tr("Nothing was pruned in this run."));
  }
  viz::BarSeries series{name, entry.style, {}};
  for (const KeptUnits& kept : KeptUnitsOf(*frame, view)) {
    series.bars.push_back({tr("layer %1").arg(kept.layer),
                           QString::number(kept.layer),
                           static_cast<double>(kept.kept),
                           static_cast<double>(kept.total)});
  }
  const QString caption = tr("iteration %1").arg(Count(frame->step));
  multiple.panel->SetCaption(caption);
  multiple.plot->SetProtocol({caption});
  multiple.plot->SetSeries({std::move(series)});
  if (!multiple.panel->IsTableShown()) multiple.panel->ShowPlot();
}

void LayersPanel::Refresh() {
  std::vector<Comparison::Entry> runs = comparison().Colored();
  std::erase_if(runs, [](const Comparison::Entry& entry) { return IsBaseline(entry.summary()); });
  frames_.Want(runs);
  for (std::size_t i = 0; i < runs.size(); ++i) Draw(At(i), runs[i]);
  for (std::size_t i = runs.size(); i < multiples_.size(); ++i) multiples_[i].panel->hide();
  caption_->setText(runs.empty() ? tr("Choose runs in the table to see what they kept.")
                                 : tr("Kept units by layer; hatched: pruned."));
}

}  // namespace sentei::ui
