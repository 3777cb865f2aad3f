// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_layers.h"

#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"
#include "viz/bar_plot.h"
#include "viz/plot_panel.h"

#include <QVBoxLayout>

namespace sentei::ui {
namespace {

using Kind = viz::SeriesStyle::Kind;

viz::Bar MakeBar(const QString& name, const QString& label, std::int64_t parameters) {
  const auto value = static_cast<double>(parameters);
  return {name, label, value, value};
}

}  // namespace

ModelLayers::ModelLayers(Workspace& workspace, const QString& object_name, QWidget* parent)
    : QWidget(parent) {
  panel_ = new viz::PlotPanel(object_name);
  bars_ = panel_->SetPlot(new viz::BarPlot);
  bars_->SetNumbers(viz::NumberStyle::kSi);
  bars_->SetArrangement(viz::BarArrangement::kStacked);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel_);
  connect(bars_, &viz::Chart::PointDescribed, &workspace, &Workspace::ShowStatus);
  connect(panel_, &viz::PlotPanel::ExportFinished, &workspace, &Workspace::ShowStatus);
  OnLanguage(this, [this] { Show(); });
}

void ModelLayers::SetModel(const OpenedModelPtr& model) {
  model_ = model;
  Show();
}

void ModelLayers::Show() {
  panel_->SetTitle(tr("Parameters per layer"));
  bars_->SetTitle(tr("Parameters per layer"));
  bars_->SetTitles(tr("layer"), {});
  if (model_ == nullptr || !model_->IsPrunable()) {
    panel_->SetLegend({});
    panel_->SetCaption({});
    return panel_->ShowEmpty(tr("The layers of this architecture are not known."));
  }
  const plan::Census& census = model_->census;
  viz::BarSeries attention{tr("attention"), {Kind::kRun, 1}, {}};
  viz::BarSeries ffn{tr("FFN"), {Kind::kRun, 2}, {}};
  viz::BarSeries other{tr("other"), {Kind::kRun, 7}, {}};
  std::int64_t total = 0;
  const auto number = [](std::size_t layer) { return QString::number(layer); };
  for (std::size_t layer = 0; layer < census.layers.size(); ++layer) {
    const QString name = tr("layer %1").arg(layer);
    attention.bars.push_back(MakeBar(name, number(layer), census.layers[layer].attention));
    ffn.bars.push_back(MakeBar(name, number(layer), census.layers[layer].ffn));
    other.bars.push_back(MakeBar(name, number(layer), census.layers[layer].norms));
    total += census.layers[layer].total();
  }
  bars_->SetSeries({attention, ffn, other});
  bars_->SetProtocol({model_->name, model_->argument});
  // Their bar would be tenfold and leave nothing to see of the layers.
  panel_->SetCaption(tr("%1 in all, besides %2 in embeddings")
                         .arg(CountShort(static_cast<double>(total)),
                              CountShort(static_cast<double>(census.embedding + census.lm_head))));
  panel_->SetLegend(bars_->Legend());
  panel_->ShowPlot();
}

}  // namespace sentei::ui
