// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_layer_delegate.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/kept_slider.h"
#include "viz/appearance.h"
#include "viz/sparkline.h"

#include <QDoubleSpinBox>
#include <QPainter>

namespace sentei::ui {

using plan::FamilyGroup;

namespace {

const ThemeTokens& tokens() { return viz::Appearance::Instance().tokens(); }

bool IsKept(LayerColumn column) {
  return column == LayerColumn::kAttention || column == LayerColumn::kFfn;
}

FamilyGroup GroupOf(LayerColumn column) {
  return column == LayerColumn::kFfn ? FamilyGroup::kFfn : FamilyGroup::kAttention;
}

bool IsCap(LayerColumn column) {
  return column == LayerColumn::kAttentionCap || column == LayerColumn::kFfnCap;
}

void PaintText(QPainter& painter, const QRect& cell, const QString& text, Rgb color) {
  painter.setPen(viz::ToQColor(color));
  painter.drawText(cell.adjusted(0, 0, -Px(6), 0), Qt::AlignRight | Qt::AlignVCenter, text);
}

void PaintLock(QPainter& painter, const QRect& cell, const LayerRow& row) {
  const int size = Px(14);
  QRect icon(0, 0, size, size);
  icon.moveCenter(cell.center());
  painter.setOpacity(row.locked ? 1.0 : 0.55);
  ThemedIcon(row.locked ? QStringLiteral("lock") : QStringLiteral("unlock"),
             row.locked ? IconRole::kText : IconRole::kRest)
      .paint(&painter, icon);
  painter.setOpacity(1.0);
}

}  // namespace

BudgetLayerDelegate::BudgetLayerDelegate(const LayerTableModel& model, QObject* parent)
    : QStyledItemDelegate(parent), model_(model) {}

QRect BudgetLayerDelegate::SliderRect(const QRect& cell, FamilyGroup group) const {
  return PartsOf(cell, columns_.number(group), columns_.share_of(group)).slider;
}

void BudgetLayerDelegate::PaintGround(QPainter& painter,
                                      const QStyleOptionViewItem& option,
                                      int row) const {
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  const Rgb ground = selected       ? tokens().selection
                     : row % 2 == 1 ? tokens().alternate
                                    : tokens().base;
  painter.fillRect(option.rect, viz::ToQColor(ground));
  if (row != current_row_) return;
  painter.setPen(QPen(viz::ToQColor(tokens().accent_line), 1));
  const QRect rect = option.rect.adjusted(0, 0, 0, -1);
  painter.drawLine(rect.topLeft(), rect.topRight());
  painter.drawLine(rect.bottomLeft(), rect.bottomRight());
}

void BudgetLayerDelegate::PaintLayer(QPainter& painter,
                                     const QRect& cell,
                                     const LayerRow& row) const {
  if (row.attention.drawn || row.ffn.drawn) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(viz::ToQColor(tokens().warning_outline));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawEllipse(
        QPointF(cell.left() + Px(10), cell.center().y() + 0.5), 0.5 * Px(5), 0.5 * Px(5));
    painter.setRenderHint(QPainter::Antialiasing, false);
  }
  PaintText(painter, cell, QString::number(row.layer), row.locked ? tokens().text2 : tokens().text);
}

void BudgetLayerDelegate::PaintKept(QPainter& painter,
                                    const QRect& cell,
                                    const LayerRow& row,
                                    FamilyGroup group) const {
  const SliderState& state = row.of(group);
  if (state.units == 0) return;
  const KeptParts parts = PartsOf(cell, columns_.number(group), columns_.share_of(group));
  PaintKeptSlider(painter, parts.slider, state, SliderLook::kRest);
  const int column =
      ToColumn(group == FamilyGroup::kFfn ? LayerColumn::kFfn : LayerColumn::kAttention);
  const QString number =
      model_.data(model_.index(static_cast<int>(row.layer), column), Qt::DisplayRole).toString();
  PaintText(painter, parts.number, number, state.locked ? tokens().text2 : tokens().text);
  if (parts.share.width() > 0) {
    painter.setFont(FontFor(TypeRole::kSecondary));
    PaintText(painter, parts.share.adjusted(0, 0, Px(6), 0), ShareText(state), tokens().text2);
  }
}

void BudgetLayerDelegate::paint(QPainter* painter,
                                const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
  const LayerRow& row = model_.row(index.row());
  const auto column = static_cast<LayerColumn>(index.column());
  painter->save();
  painter->setFont(option.font);
  PaintGround(*painter, option, index.row());
  const bool edited = index.row() == current_row_ && IsKept(column);
  if (column == LayerColumn::kLayer) {
    PaintLayer(*painter, option.rect, row);
  } else if (column == LayerColumn::kLock) {
    PaintLock(*painter, option.rect, row);
  } else if (column == LayerColumn::kSensitivity) {
    const QRectF line(option.rect.adjusted(Px(6), Px(5), -Px(6), -Px(5)));
    if (!row.sparkline.empty()) {
      viz::PaintSparkline(*painter, line, row.sparkline, viz::ToQColor(tokens().text2));
    }
  } else if (IsKept(column)) {
    if (!edited) PaintKept(*painter, option.rect, row, GroupOf(column));
  } else {
    const bool quiet = column != LayerColumn::kDelta || row.delta == 0;
    PaintText(
        *painter, option.rect, index.data().toString(), quiet ? tokens().text2 : tokens().text);
  }
  painter->restore();
}

QWidget* BudgetLayerDelegate::createEditor(QWidget* parent,
                                           const QStyleOptionViewItem& /*option*/,
                                           const QModelIndex& index) const {
  const auto column = static_cast<LayerColumn>(index.column());
  const QString name = index.model()->headerData(index.column(), Qt::Horizontal).toString();
  if (!IsKept(column)) {
    QAbstractSpinBox* box = nullptr;
    if (IsCap(column)) {
      auto* cap = new QDoubleSpinBox(parent);
      cap->setRange(0.0, 100.0);
      cap->setDecimals(1);
      cap->setSuffix(QStringLiteral(" %"));
      box = cap;
    } else {
      auto* floor = new QSpinBox(parent);
      floor->setRange(
          1,
          static_cast<int>(model_.row(index.row())
                               .of(column == LayerColumn::kFfnFloor ? FamilyGroup::kFfn
                                                                    : FamilyGroup::kAttention)
                               .units));
      box = floor;
    }
    Mark(box, "kind", "small");
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setAccessibleName(name);
    return box;
  }
  const FamilyGroup group = GroupOf(column);
  auto* editor = new KeptEditor(KeptEditor::Mouse::kParent,
                                group == FamilyGroup::kFfn ? QStringLiteral("budget-row-ffn")
                                                           : QStringLiteral("budget-row-attention"),
                                parent);
  editor->SetParts(columns_.number(group), columns_.share_of(group));
  const QString place = tr("Layer %1, %2").arg(index.row()).arg(name);
  editor->SetNames(place, place);
  auto* self = const_cast<BudgetLayerDelegate*>(this);  // NOLINT: Qt asks a const factory
  connect(editor, &KeptEditor::Wanted, self, [self, group](std::int64_t count) {
    emit self->Wanted(group, count);
  });
  connect(editor, &KeptEditor::Left, self, &BudgetLayerDelegate::EditorLeft);
  return editor;
}

void BudgetLayerDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
  auto* kept = qobject_cast<KeptEditor*>(editor);
  if (kept == nullptr) return QStyledItemDelegate::setEditorData(editor, index);
  const FamilyGroup group = GroupOf(static_cast<LayerColumn>(index.column()));
  kept->SetParts(columns_.number(group), columns_.share_of(group));
  kept->Show(model_.row(index.row()).of(group));
}

void BudgetLayerDelegate::setModelData(QWidget* editor,
                                       QAbstractItemModel* model,
                                       const QModelIndex& index) const {
  if (qobject_cast<KeptEditor*>(editor) != nullptr) return;  // they asked when they changed
  QStyledItemDelegate::setModelData(editor, model, index);
}

void BudgetLayerDelegate::updateEditorGeometry(QWidget* editor,
                                               const QStyleOptionViewItem& option,
                                               const QModelIndex& /*index*/) const {
  editor->setGeometry(option.rect.adjusted(0, 1, 0, -1));
}

QSize BudgetLayerDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                                    const QModelIndex& index) const {
  return {columns_.widths.at(static_cast<std::size_t>(index.column())), Px(24)};
}

}  // namespace sentei::ui
