// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_filter_row.h"

#include "storage/run_filter.h"
#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/pages/compare_run_view.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "viz/tool_tip.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kTypingMs = 150;
const QString kFilterKey = QStringLiteral("compare-filter");
const QString kHeaderKey = QStringLiteral("compare-header");
const QString kSortKey = QStringLiteral("compare-sort");
const QString kGroupingKey = QStringLiteral("compare-grouping");

enum View { kAll, kStarred, kFinished, kTrash, kViews };

}  // namespace

CompareFilterRow::CompareFilterRow(
    RunList& list, RunTableModel& model, RunTableView& table, Settings& settings, QWidget* parent)
    : QWidget(parent), list_(list), model_(model), table_(table), settings_(settings) {
  Build();
  soon_.setSingleShot(true);
  soon_.setInterval(kTypingMs);
  connect(&soon_, &QTimer::timeout, this, &CompareFilterRow::Apply);
  connect(field_, &QLineEdit::textChanged, &soon_, qOverload<>(&QTimer::start));
  connect(field_, &QLineEdit::returnPressed, this, &CompareFilterRow::Apply);
  connect(grouping_, &QComboBox::activated, this, [this](int index) {
    model_.SetGrouping(static_cast<RunGrouping>(index));
    settings_.SetState(kGroupingKey, index);
  });
  connect(view_, &QComboBox::activated, this, &CompareFilterRow::ChooseView);
  connect(menu_, &QMenu::aboutToShow, this, &CompareFilterRow::FillColumns);
  OnLanguage(this, [this] { Retranslate(); });
  RestoreColumns();
  const int grouping = settings_.State(kGroupingKey, 0).toInt();
  grouping_->setCurrentIndex(grouping >= 0 && grouping < grouping_->count() ? grouping : 0);
  model_.SetGrouping(static_cast<RunGrouping>(grouping_->currentIndex()));
  field_->setText(settings_.State(kFilterKey).toString());
  Apply();
}

void CompareFilterRow::Build() {
  field_ = new QLineEdit;
  field_->setObjectName(QStringLiteral("compare-filter"));
  field_->setFont(FontFor(TypeRole::kMono));
  field_->setClearButtonEnabled(true);
  search_ = field_->addAction(ThemedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  error_ = MakeLabel(TypeRole::kSecondary, Tone::kDanger);
  error_->setObjectName(QStringLiteral("compare-filter-error"));
  error_->setWordWrap(true);
  error_->hide();
  grouping_ = new QComboBox;
  grouping_->setObjectName(QStringLiteral("compare-grouping"));
  view_ = new QComboBox;
  view_->setObjectName(QStringLiteral("compare-view"));
  columns_ = new QPushButton;
  columns_->setObjectName(QStringLiteral("compare-columns"));
  menu_ = new QMenu(columns_);
  menu_->setObjectName(QStringLiteral("compare-columns-menu"));
  columns_->setMenu(menu_);

  auto* row = new QHBoxLayout;
  row->setSpacing(Px(8));
  row->addWidget(field_, 1);
  row->addWidget(grouping_);
  row->addWidget(view_);
  row->addWidget(columns_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  column->setSpacing(Px(4));
  column->addLayout(row);
  column->addWidget(error_);
}

void CompareFilterRow::Retranslate() {
  const int grouping = std::max(0, grouping_->currentIndex());
  const int view = std::max(0, view_->currentIndex());
  grouping_->clear();
  grouping_->addItems({tr("Group: none"),
                       tr("Group: own groups"),
                       tr("Group: model"),
                       tr("Group: origin"),
                       tr("Group: kind")});
  grouping_->setCurrentIndex(grouping);
  view_->clear();
  view_->addItems(
      {tr("View: all runs"), tr("View: starred"), tr("View: finished"), tr("View: trash")});
  view_->setCurrentIndex(view);
  grouping_->setAccessibleName(tr("Group runs by"));
  view_->setAccessibleName(tr("Which runs are shown"));
  columns_->setText(tr("Columns"));
  search_->setToolTip(viz::ToolTipOf(tr("Filter")));
  field_->setAccessibleName(tr("Filter the runs"));
  field_->setPlaceholderText(tr("Filter, such as: ppl < 40 and kind = prune and model ~ smol"));
  QStringList fields;
  for (const std::string& name : storage::RunFilterFields()) fields.append(ToQString(name));
  field_->setToolTip(viz::ToolTipOf(
      tr("Compare fields with = != < <= > >= and ~ (contains); join with and, or, not, brackets.\n"
         "Fields: %1")
          .arg(fields.join(QStringLiteral(", ")))));
  ShowError(list_.SetFilter(field_->text()));
}

bool CompareFilterRow::IsTrash() const { return view_->currentIndex() == kTrash; }

void CompareFilterRow::Apply() {
  soon_.stop();
  const std::optional<Failure> why = list_.SetFilter(field_->text());
  ShowError(why);
  if (!why.has_value()) settings_.SetState(kFilterKey, field_->text());
}

void CompareFilterRow::ShowError(const std::optional<Failure>& why) {
  error_->setVisible(why.has_value());
  Mark(field_, "invalid", why.has_value() ? "true" : "false");
  if (!why.has_value()) return error_->clear();
  error_->setText(CoreFailure(*why));
}

void CompareFilterRow::ChooseView(int view) {
  list_.SetView(view == kTrash ? storage::TrashView::kOnly : storage::TrashView::kWithout);
  if (view == kStarred) field_->setText(QStringLiteral("star = yes"));
  if (view == kFinished) field_->setText(QStringLiteral("status = completed"));
  if (view == kAll || view == kTrash) field_->clear();
  Apply();
  emit ViewChanged();
}

void CompareFilterRow::FillColumns() {
  menu_->clear();
  QHeaderView& header = *table_.horizontalHeader();
  for (int i = 0; i < kRunColumns; ++i) {
    const auto column = static_cast<RunColumn>(i);
    if (InfoOf(column).use == ColumnUse::kAlways) continue;
    QAction* action = menu_->addAction(TitleOf(column));
    action->setObjectName(QStringLiteral("compare-column-") + QLatin1String(InfoOf(column).key));
    action->setCheckable(true);
    action->setChecked(!header.isSectionHidden(i));
    connect(action, &QAction::toggled, this, [this, i](bool shown) {
      table_.horizontalHeader()->setSectionHidden(i, !shown);
      StoreColumns();
    });
  }
  menu_->addSeparator();
  QAction* reset = menu_->addAction(tr("Columns as at first"), this, [this] { ResetColumns(); });
  reset->setObjectName(QStringLiteral("compare-columns-reset"));
}

void CompareFilterRow::ResetColumns() {
  QHeaderView& header = *table_.horizontalHeader();
  for (int i = 0; i < kRunColumns; ++i) {
    const RunColumnInfo& info = InfoOf(static_cast<RunColumn>(i));
    header.moveSection(header.visualIndex(i), i);
    header.setSectionHidden(i, info.use == ColumnUse::kOnRequest);
    const int title = header.fontMetrics().horizontalAdvance(TitleOf(static_cast<RunColumn>(i)));
    header.resizeSection(i, std::max(Px(info.width), title > 0 ? title + Px(36) : 0));
  }
  StoreColumns();
}

void CompareFilterRow::RestoreColumns() {
  QHeaderView& header = *table_.horizontalHeader();
  const QByteArray state = settings_.State(kHeaderKey).toByteArray();
  ResetColumns();
  if (!state.isEmpty()) header.restoreState(state);
  const QVariantList sorting = settings_.State(kSortKey).toList();
  if (sorting.size() == 2) {
    model_.sort(sorting[0].toInt(),
                sorting[1].toInt() == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
  }
  for (const auto signal : {&QHeaderView::sectionResized, &QHeaderView::sectionMoved}) {
    connect(&header, signal, this, &CompareFilterRow::StoreColumns);
  }
  connect(&table_, &RunTableView::SortChanged, this, [this] {
    settings_.SetState(kSortKey,
                       QVariantList{static_cast<int>(model_.sort_column()),
                                    static_cast<int>(model_.sort_order())});
  });
}

void CompareFilterRow::StoreColumns() {
  settings_.SetState(kHeaderKey, table_.horizontalHeader()->saveState());
}

}  // namespace sentei::ui
