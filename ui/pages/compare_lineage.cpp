// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_lineage.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/run_marker.h"
#include "viz/tool_tip.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTreeView>
#include <algorithm>

namespace sentei::ui {
namespace {

using Node = storage::LineageNode;

constexpr int kRunRole = Qt::UserRole + 1;

QString Words(const char* text) { return QCoreApplication::translate("Lineage", text); }

QString StateOf(const Node& node) {
  if (node.trashed) return Words(QT_TRANSLATE_NOOP("Lineage", "in the trash"));
  if (node.kind == Node::Kind::kRun) {
    run::RunSummary run;
    run.status = node.status;
    return StatusWords(run);
  }
  if (!node.verified.has_value()) return None();
  return *node.verified ? Words(QT_TRANSLATE_NOOP("Lineage", "verified"))
                        : Words(QT_TRANSLATE_NOOP("Lineage", "not verified"));
}

QString IconOf(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kModel:
      return QStringLiteral("model");
    case Node::Kind::kExport:
      return QStringLiteral("export");
    case Node::Kind::kRun:
      break;
  }
  return QStringLiteral("run");
}

QList<QStandardItem*> RowOf(const Node& node) {
  QList<QStandardItem*> row{new QStandardItem(ThemedIcon(IconOf(node)), Shown(node.label)),
                            new QStandardItem(Shown(node.detail)),
                            new QStandardItem(StateOf(node)),
                            new QStandardItem(node.at > 0 ? WhenWords(node.at) : None())};
  for (QStandardItem* item : row) {
    item->setEditable(false);
    item->setToolTip(viz::ToolTipOf(item->text()));
  }
  if (node.kind == Node::Kind::kRun) row.front()->setData(ToQString(node.id), kRunRole);
  return row;
}

/// Number and name where the run is listed.
QString LabelOf(const Node& node, const std::vector<ListedRun>& listed) {
  const auto found = std::find_if(listed.begin(), listed.end(), [&node](const ListedRun& run) {
    return run.summary.id == node.id;
  });
  if (found == listed.end()) return Shown(node.label);
  return NumberOf(found->summary) + QLatin1Char(' ') + NameOf(found->summary);
}

}  // namespace

void FillLineage(QStandardItemModel& model,
                 const storage::RunLineage& lineage,
                 const ListedRuns& listed) {
  model.clear();
  model.setHorizontalHeaderLabels({Words(QT_TRANSLATE_NOOP("Lineage", "Name")),
                                   Words(QT_TRANSLATE_NOOP("Lineage", "Kind")),
                                   Words(QT_TRANSLATE_NOOP("Lineage", "State")),
                                   Words(QT_TRANSLATE_NOOP("Lineage", "When"))});
  std::vector<QStandardItem*> items;
  for (std::size_t i = 0; i < lineage.nodes.size(); ++i) {
    const Node& node = lineage.nodes[i];
    const QList<QStandardItem*> row = RowOf(node);
    if (node.kind == Node::Kind::kRun) row.front()->setText(LabelOf(node, *listed));
    if (i == lineage.self) {
      for (QStandardItem* item : row) item->setFont(FontFor(TypeRole::kPanelTitle));
    }
    items.push_back(row.front());
    if (node.from.has_value() && *node.from < i) {
      items[*node.from]->appendRow(row);
    } else {
      model.appendRow(row);
    }
  }
}

LineagePanel::LineagePanel(RunLibrary& library, QWidget* parent)
    : ComparePanel(parent), library_(library) {
  run_ = new QComboBox;
  run_->setObjectName(QStringLiteral("compare-lineage-run"));
  run_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  message_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  message_->setObjectName(QStringLiteral("compare-lineage-message"));
  message_->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(0, 0, 0, Px(8));
  row->setSpacing(Px(8));
  row->addWidget(run_);
  row->addWidget(message_, 1);
  tree_ = new QTreeView;
  tree_->setObjectName(QStringLiteral("compare-lineage"));
  tree_->setModel(&model_);
  tree_->setUniformRowHeights(true);
  tree_->setExpandsOnDoubleClick(false);
  column()->addLayout(row);
  column()->addWidget(tree_, 1);
  connect(run_, &QComboBox::activated, this, &LineagePanel::Ask);
  connect(tree_, &QTreeView::activated, this, [this](const QModelIndex& index) {
    const QVariant id = index.siblingAtColumn(0).data(kRunRole);
    if (id.isValid()) emit RunActivated(id.toString(), Qt::ControlModifier);
  });
  OnLanguage(this, [this] {
    run_->setAccessibleName(tr("Run"));
    tree_->setAccessibleName(tr("Lineage"));
  });
}

void LineagePanel::Refresh() {
  const QVariant before = run_->currentData();
  run_->clear();
  for (const Comparison::Entry& entry : comparison().entries) {
    run_->addItem(MarkerIcon(entry.style),
                  NumberOf(entry.summary()) + QLatin1Char(' ') + NameOf(entry.summary()).left(40),
                  ToQString(entry.summary().id));
  }
  const int kept = run_->findData(before);
  run_->setCurrentIndex(kept >= 0 ? kept : run_->count() > 0 ? 0 : -1);
  run_->setVisible(run_->count() > 0);
  tree_->setVisible(run_->count() > 0);
  message_->setText(run_->count() > 0 ? tr("Press Enter on a run to compare it, too.")
                                      : tr("Choose a run in the table to see where it came from."));
  Ask();
}

void LineagePanel::Ask() {
  const quint64 turn = ++turn_;
  const std::string id = ToStd(run_->currentData().toString());
  if (id.empty()) return model_.clear();
  library_.Ask(
      this,
      [id](storage::RunStore& store) { return store.Lineage(id); },
      [this, turn](const Result<storage::RunLineage>& lineage) {
        if (turn != turn_) return;
        if (!lineage.has_value()) {
          model_.clear();
          return message_->setText(CoreSentence(lineage.error().message));
        }
        Show(lineage.value());
      });
}

void LineagePanel::Show(const storage::RunLineage& lineage) {
  FillLineage(model_, lineage, comparison().listed);
  tree_->expandAll();
  tree_->header()->resizeSection(0, Px(320));
  tree_->header()->resizeSection(1, Px(140));
  tree_->header()->resizeSection(2, Px(140));
}

}  // namespace sentei::ui
