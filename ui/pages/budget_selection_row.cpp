// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_selection_row.h"

#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/kept_slider.h"
#include "viz/appearance.h"
#include "viz/tool_tip.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

const ThemeTokens& tokens() { return viz::Appearance::Instance().tokens(); }

void PaintHairline(QPainter& painter, const QRect& rect) {
  painter.setPen(QPen(viz::ToQColor(tokens().border), 0));
  painter.drawLine(rect.bottomLeft(), rect.bottomRight());
}

}  // namespace

LayerTableHeader::LayerTableHeader(const LayerTableModel& model, QWidget* parent)
    : QWidget(parent), model_(model) {
  setObjectName(QStringLiteral("budget-captions"));
  setFixedHeight(Px(28));
  setFont(FontFor(TypeRole::kSecondary));
  connect(&model, &LayerTableModel::Refreshed, this, qOverload<>(&QWidget::update));
  OnLanguage(this, [this] { update(); });
}

void LayerTableHeader::SetColumns(const LayerColumns& columns) {
  columns_ = columns;
  update();
}

QRect LayerTableHeader::Cell(int column) const {
  const auto which = static_cast<LayerColumn>(column);
  return {columns_.left(which), 0, columns_.width(which), height()};
}

void LayerTableHeader::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), viz::ToQColor(tokens().window));
  PaintHairline(painter, rect());
  painter.setPen(viz::ToQColor(tokens().text2));
  for (int column = 0; column < kLayerColumns; ++column) {
    const auto which = static_cast<LayerColumn>(column);
    if (columns_.width(which) == 0 || which == LayerColumn::kLock) continue;
    const bool left = which == LayerColumn::kAttention || which == LayerColumn::kFfn;
    const QRect cell = Cell(column).adjusted(left ? Px(6) : 0, 0, -Px(6), 0);
    const QString text = model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    const int flags = (left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    painter.drawText(cell, flags, fontMetrics().elidedText(text, Qt::ElideRight, cell.width()));
  }
}

bool LayerTableHeader::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (int column = 0; column < kLayerColumns; ++column) {
    if (!Cell(column).contains(help->pos())) continue;
    QToolTip::showText(
        help->globalPos(),
        viz::ToolTipOf(model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()),
        this);
  }
  return true;
}

SelectionRow::SelectionRow(BudgetCommands& commands, Layers layers, QWidget* parent)
    : QWidget(parent),
      commands_(commands),
      layers_(std::move(layers)),
      lock_(new QToolButton(this)) {
  setObjectName(QStringLiteral("budget-selection"));
  setFixedHeight(Px(28));
  attention_ = MakeEditor(FamilyGroup::kAttention, QStringLiteral("budget-selection-attention"));
  ffn_ = MakeEditor(FamilyGroup::kFfn, QStringLiteral("budget-selection-ffn"));
  lock_->setObjectName(QStringLiteral("budget-selection-lock"));
  lock_->setIconSize(QSize(Px(14), Px(14)));
  connect(lock_, &QToolButton::clicked, this, [this] { commands_.ToggleLock(layers_()); });
  OnLanguage(this, [this] {
    setAccessibleName(tr("Selected layers"));
    lock_->setAccessibleName(tr("Lock or unlock the selected layers"));
    lock_->setToolTip(viz::ToolTipOf(tr("Lock or unlock the selected layers")));
    attention_->SetNames(tr("Heads of the selected layers"),
                         tr("Heads kept in the selected layers"));
    ffn_->SetNames(tr("FFN channels of the selected layers"),
                   tr("FFN channels kept in the selected layers"));
    update();
  });
}

KeptEditor* SelectionRow::MakeEditor(FamilyGroup group, const QString& name) {
  auto* editor = new KeptEditor(KeptEditor::Mouse::kOwn, name, this);
  connect(editor, &KeptEditor::Wanted, this, [this, group](std::int64_t count, Merge merge) {
    commands_.SetKept(layers_(), group, count, merge);
  });
  connect(editor, &KeptEditor::Stepped, this, [this, group](int steps) {
    commands_.StepKept(layers_(), group, steps);
  });
  connect(editor, &KeptEditor::DragEnded, this, [this] { commands_.EndDrag(); });
  return editor;
}

void SelectionRow::SetColumns(const LayerColumns& columns) {
  columns_ = columns;
  const auto place = [&](QWidget* widget, LayerColumn column) {
    widget->setGeometry(columns.left(column), 1, columns.width(column), height() - 3);
  };
  place(lock_, LayerColumn::kLock);
  place(attention_, LayerColumn::kAttention);
  place(ffn_, LayerColumn::kFfn);
  attention_->SetParts(columns.attention_number, 0);
  ffn_->SetParts(columns.ffn_number, columns.share);
  update();
}

void SelectionRow::Show(const LayerRow& summary, int rows) {
  summary_ = summary;
  rows_ = rows;
  lock_->setIcon(ThemedIcon(summary.locked ? QStringLiteral("lock") : QStringLiteral("unlock")));
  attention_->Show(summary.attention);
  ffn_->Show(summary.ffn);
  setEnabled(rows > 0);
  update();
}

void SelectionRow::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), viz::ToQColor(tokens().selection_weak));
  PaintHairline(painter, rect());
  painter.setPen(viz::ToQColor(tokens().text));
  const QRect name(Px(6), 0, columns_.width(LayerColumn::kLayer) - Px(6), height());
  const QString rows = tr("%n rows", "of the table that are selected", rows_);
  painter.drawText(name,
                   Qt::AlignLeft | Qt::AlignVCenter,
                   fontMetrics().elidedText(rows, Qt::ElideRight, name.width() + Px(4)));
  const QRect delta(
      columns_.left(LayerColumn::kDelta), 0, columns_.width(LayerColumn::kDelta) - Px(6), height());
  painter.setPen(viz::ToQColor(tokens().text2));
  const QString text =
      summary_.delta == 0 ? None() : CountShort(static_cast<double>(summary_.delta));
  painter.drawText(delta, Qt::AlignRight | Qt::AlignVCenter, text);
}

}  // namespace sentei::ui
