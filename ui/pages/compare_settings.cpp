// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_settings.h"

#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "viz/elided_label.h"
#include "viz/tool_tip.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <algorithm>

namespace sentei::ui {
namespace {

constexpr std::size_t kMostStretched = 7;
constexpr int kLeastStretched = 80;

/// A measurement has none of the settings of pruning: beside it everything would differ.
void LeaveOutBaselines(std::vector<Comparison::Entry>& runs) {
  const auto is_baseline = [](const Comparison::Entry& entry) {
    return IsBaseline(entry.summary());
  };
  if (!std::all_of(runs.begin(), runs.end(), is_baseline)) std::erase_if(runs, is_baseline);
}

}  // namespace

ValuesPanel::ValuesPanel(const QString& object_name, About about, QWidget* parent)
    : ComparePanel(parent), about_(about) {
  Build(object_name);
  connect(only_, &QCheckBox::toggled, this, &ValuesPanel::RequestRefresh);
  connect(transpose_, &QPushButton::toggled, this, [this](bool rows) {
    model_.SetForm(rows ? ComparisonTable::Form::kRowPerRun : ComparisonTable::Form::kColumnPerRun);
    RequestRefresh();
  });
  connect(copy_, &QPushButton::clicked, this, &ValuesPanel::Copy);
  OnLanguage(this, [this] { Retranslate(); });
}

void ValuesPanel::Build(const QString& object_name) {
  setObjectName(object_name);
  auto* frame = new QFrame;
  Mark(frame, "area", "panel");
  title_ = MakeLabel(TypeRole::kPanelTitle);
  count_ = new viz::ElidedLabel;
  count_->setObjectName(object_name + QStringLiteral("-count"));
  SetTone(count_, Tone::kSecondary);
  only_ = new QCheckBox;
  only_->setObjectName(object_name + QStringLiteral("-only"));
  only_->setChecked(about_ == About::kSettings);
  transpose_ = new QPushButton;
  transpose_->setObjectName(object_name + QStringLiteral("-transpose"));
  transpose_->setCheckable(true);
  copy_ = new QPushButton;
  copy_->setObjectName(object_name + QStringLiteral("-copy"));
  copy_->setIcon(ThemedIcon(QStringLiteral("copy"), IconRole::kText));
  for (QPushButton* button : {transpose_, copy_}) Mark(button, "kind", "small");
  auto* header = new QHBoxLayout;
  header->setContentsMargins(Px(12), Px(4), Px(8), Px(4));
  header->setSpacing(Px(8));
  header->addWidget(title_);
  header->addWidget(count_, 1);
  header->addWidget(only_);
  header->addWidget(transpose_);
  header->addWidget(copy_);

  table_ = new QTableView;
  table_->setObjectName(object_name + QStringLiteral("-table"));
  table_->setModel(&model_);
  Mark(table_, "cells", "padded");
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->verticalHeader()->setDefaultSectionSize(Px(24));
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setDefaultSectionSize(Px(110));
  table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  empty_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  empty_->setObjectName(object_name + QStringLiteral("-empty"));
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  auto* rows = new QVBoxLayout(frame);
  rows->setContentsMargins(1, 1, 1, 1);
  rows->setSpacing(0);
  rows->addLayout(header);
  rows->addWidget(table_, 1);
  rows->addWidget(empty_, 1);
  column()->addWidget(frame, 1);
}

void ValuesPanel::Retranslate() {
  const QString title = about_ == About::kSettings ? tr("Settings") : tr("Environment");
  title_->setText(title);
  table_->setAccessibleName(title);
  only_->setText(tr("Only differences"));
  transpose_->setText(tr("Runs as rows"));
  copy_->setToolTip(viz::ToolTipOf(tr("Copy the table")));
  copy_->setAccessibleName(tr("Copy the table"));
}

void ValuesPanel::Refresh() {
  std::vector<Comparison::Entry> runs = comparison().entries;
  if (about_ == About::kSettings) LeaveOutBaselines(runs);
  std::vector<ComparedValue> values =
      about_ == About::kSettings ? SettingsOf(runs) : EnvironmentOf(runs);
  const std::size_t all = values.size();
  const auto differing = static_cast<std::size_t>(std::count_if(
      values.begin(), values.end(), [](const ComparedValue& value) { return value.Differs(); }));
  const bool only = only_->isChecked() && runs.size() > 1;
  if (only) std::erase_if(values, [](const ComparedValue& value) { return !value.Differs(); });
  const bool nothing = values.empty();
  model_.SetContent(runs, std::move(values));
  FitColumns(runs.size());
  count_->setText(runs.size() > 1 ? tr("%1 of %2 differ")
                                        .arg(Count(static_cast<qint64>(differing)),
                                             Count(static_cast<qint64>(all)))
                                  : QString());
  empty_->setText(runs.empty() ? tr("Choose runs in the table to see what differs.")
                               : tr("The chosen runs have the same settings."));
  empty_->setVisible(nothing);
  table_->setVisible(!nothing);
  copy_->setEnabled(!nothing);
}

void ValuesPanel::FitColumns(std::size_t runs) {
  const bool by_column = model_.form() == ComparisonTable::Form::kColumnPerRun;
  const int names = std::min(Px(190), table_->viewport()->width() * 2 / 5);
  const int each =
      (table_->viewport()->width() - names) / static_cast<int>(std::max<std::size_t>(1, runs));
  const bool stretched = by_column && runs <= kMostStretched && each >= Px(kLeastStretched);
  QHeaderView& header = *table_->horizontalHeader();
  header.setSectionResizeMode(stretched ? QHeaderView::Stretch : QHeaderView::Interactive);
  if (header.count() == 0) return;
  header.setSectionResizeMode(0, QHeaderView::Interactive);
  header.resizeSection(0, by_column ? std::max(Px(80), names) : Px(80));
}

void ValuesPanel::Copy() {
  QGuiApplication::clipboard()->setText(ToClipboardText(model_.runs(), model_.values()));
  emit Described(tr("Copied %n line(s).", nullptr, model_.rowCount()));
}

}  // namespace sentei::ui
