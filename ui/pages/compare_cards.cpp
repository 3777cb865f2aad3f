// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_cards.h"

#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/run_marker.h"
#include "viz/appearance.h"
#include "viz/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>

namespace sentei::ui {
namespace {

constexpr int kNameWidth = 190;

viz::ElidedLabel* MakeLine(const QString& name, TypeRole role, Tone tone) {
  auto* label = new viz::ElidedLabel;
  label->setObjectName(name);
  label->setFont(FontFor(role));
  SetTone(label, tone);
  return label;
}

QString Arrow(const QString& before, const QString& after) {
  return before + QStringLiteral(" → ") + after;
}

}  // namespace

RunCard::RunCard(const QString& object_name, QWidget* parent) : QFrame(parent) {
  setObjectName(object_name);
  Mark(this, "area", "panel");
  marker_ = new QLabel;
  name_ = MakeLine(object_name + QStringLiteral("-name"), TypeRole::kPanelTitle, Tone::kNormal);
  // Numbers are never elided: these three decide how wide the card is.
  perplexity_ = MakeLabel(TypeRole::kValue);
  perplexity_->setObjectName(object_name + QStringLiteral("-perplexity"));
  change_ = MakeLabel(TypeRole::kSecondary);
  change_->setObjectName(object_name + QStringLiteral("-change"));
  parameters_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  parameters_->setObjectName(object_name + QStringLiteral("-parameters"));
  name_->setMinimumWidth(Px(kNameWidth));
  auto* value = new QHBoxLayout;
  value->setSpacing(Px(8));
  value->addWidget(perplexity_);
  value->addWidget(change_, 1, Qt::AlignBottom);
  protocol_ =
      MakeLine(object_name + QStringLiteral("-protocol"), TypeRole::kCaption, Tone::kSecondary);
  auto* head = new QHBoxLayout;
  head->setSpacing(Px(6));
  head->addWidget(marker_);
  head->addWidget(name_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(12), Px(8), Px(12), Px(8));
  column->setSpacing(Px(2));
  column->addLayout(head);
  column->addLayout(value);
  column->addWidget(parameters_);
  column->addWidget(protocol_);
}

void RunCard::Show(const Comparison::Entry& entry) {
  const run::RunSummary& run = entry.summary();
  marker_->setPixmap(MarkerIcon(entry.style).pixmap(QSize(Px(16), Px(16)), devicePixelRatioF()));
  name_->setText(NumberOf(run) + QLatin1Char(' ') + NameOf(run));
  setAccessibleName(name_->text());
  const auto shown = [](const std::optional<double>& value) {
    return value.has_value() ? Number(*value, 2) : None();
  };
  const bool pruned = !IsBaseline(run) && run.dense_perplexity.has_value();
  perplexity_->setText(pruned ? Arrow(shown(run.dense_perplexity), shown(run.perplexity))
                              : shown(run.perplexity));
  if (pruned && run.perplexity.has_value()) {
    change_->setText(
        tr("perplexity, %1").arg(SignedPercent(*run.perplexity / *run.dense_perplexity - 1.0)));
  } else {
    change_->setText(run.perplexity.has_value() ? tr("perplexity") : StatusWords(run));
  }
  if (run.parameters_after.has_value() && run.model_parameters > 0) {
    const auto before = static_cast<double>(run.model_parameters);
    const auto after = static_cast<double>(*run.parameters_after);
    parameters_->setText(tr("%1 parameters, %2")
                             .arg(Arrow(CountShort(before), CountShort(after)),
                                  SignedPercent(after / before - 1.0)));
  } else {
    parameters_->setText(
        tr("%1 parameters").arg(CountShort(static_cast<double>(run.model_parameters))));
  }
  protocol_->setText(ProtocolWords(entry.run->listed.measure));
}

CardsPanel::CardsPanel(QWidget* parent) : ComparePanel(parent) {
  auto* content = new QWidget;
  row_ = new QHBoxLayout(content);
  row_->setContentsMargins(0, 0, 0, 0);
  row_->setSpacing(Px(8));
  row_->addStretch(1);
  scroll_ = new QScrollArea;
  scroll_->setObjectName(QStringLiteral("compare-cards"));
  scroll_->setWidgetResizable(true);
  scroll_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setWidget(content);
  column()->addWidget(scroll_);
  connect(
      &viz::Appearance::Instance(), &viz::Appearance::Changed, this, &CardsPanel::RequestRefresh);
}

void CardsPanel::Refresh() {
  const std::vector<Comparison::Entry> runs = comparison().Colored();
  while (cards_.size() < runs.size()) {
    auto* card = new RunCard(QStringLiteral("compare-card-%1").arg(cards_.size() + 1));
    row_->insertWidget(static_cast<int>(cards_.size()), card);
    cards_.push_back(card);
  }
  for (std::size_t i = 0; i < cards_.size(); ++i) {
    if (i < runs.size()) cards_[i]->Show(runs[i]);
    cards_[i]->setVisible(i < runs.size());
  }
  scroll_->setVisible(!runs.empty());
  if (runs.empty()) return;
  const int bar = scroll_->horizontalScrollBar()->sizeHint().height();
  scroll_->setFixedHeight(cards_.front()->sizeHint().height() + bar);
}

}  // namespace sentei::ui
