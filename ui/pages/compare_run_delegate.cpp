// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/compare_run_delegate.h"

#include "ui/models/run_table_model.h"
#include "ui/pages/compare_run_view.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/run_marker.h"
#include "viz/appearance.h"

#include <QHeaderView>
#include <QPainter>
#include <utility>

namespace sentei::ui {
namespace {

using viz::ToQColor;

const ThemeTokens& Colors() { return viz::Appearance::Instance().tokens(); }

std::pair<QString, IconRole> StatusIcon(const run::RunSummary& run) {
  switch (run.status) {
    case run::RunStatus::kRunning:
      return {QStringLiteral("play"), IconRole::kAccent};
    case run::RunStatus::kInterrupted:
      return {QStringLiteral("triangle"), IconRole::kWarning};
    case run::RunStatus::kCancelled:
      return {QStringLiteral("stop"), IconRole::kRest};
    case run::RunStatus::kFailed:
      return {QStringLiteral("cross"), IconRole::kDanger};
    case run::RunStatus::kCompleted:
      break;
  }
  if (IsBaseline(run)) return {QStringLiteral("flag"), IconRole::kText};
  return {QStringLiteral("check"), IconRole::kSuccess};
}

QRect Centered(const QRect& around, int side) {
  QRect rect(0, 0, side, side);
  rect.moveCenter(around.center());
  return rect;
}

bool IsQuiet(RunColumn column) {
  return column == RunColumn::kNumber || column == RunColumn::kFinished ||
         column == RunColumn::kStarted || column == RunColumn::kSteps || column == RunColumn::kId;
}

}  // namespace

RunRowDelegate::RunRowDelegate(RunSelection& selection, RunTableView* view)
    : QStyledItemDelegate(view), selection_(selection), view_(view) {
  connect(&viz::Appearance::Instance(), &viz::Appearance::Changed, this, [this] {
    view_->viewport()->update();
  });
}

QSize RunRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QSize hint = QStyledItemDelegate::sizeHint(option, index);
  return {hint.width() + Px(16), Px(26)};
}

void RunRowDelegate::PaintGround(QPainter& painter,
                                 const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
  const QModelIndex current = view_->currentIndex();
  const bool is_current = current.isValid() && current.row() == index.row();
  if (index.data(RunTableModel::kSelectedRole).toBool()) {
    painter.fillRect(option.rect, ToQColor(Colors().selection));
  } else if (option.state.testFlag(QStyle::State_MouseOver)) {
    painter.fillRect(option.rect, ToQColor(Colors().selection_weak));
  }
  if (is_current && view_->horizontalHeader()->visualIndex(index.column()) == 0) {
    painter.fillRect(QRect(option.rect.topLeft(), QSize(Px(2), option.rect.height())),
                     ToQColor(Colors().accent_line));
  }
  if (is_current && current.column() == index.column() && view_->hasFocus()) {
    painter.setPen(QPen(ToQColor(Colors().accent_line), 1));
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
  }
}

void RunRowDelegate::PaintGroup(QPainter& painter,
                                const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
  painter.fillRect(option.rect, ToQColor(Colors().window));
  if (index.column() != static_cast<int>(RunColumn::kName)) return;
  painter.setFont(FontFor(TypeRole::kSecondary));
  painter.setPen(ToQColor(Colors().text2));
  painter.drawText(
      option.rect.adjusted(Px(8), 0, -Px(4), 0),
      Qt::AlignVCenter | Qt::TextSingleLine,
      painter.fontMetrics().elidedText(index.data(RunTableModel::kGroupRole).toString(),
                                       Qt::ElideRight,
                                       option.rect.width() - Px(12)));
}

void RunRowDelegate::PaintMark(QPainter& painter, const QRect& rect, const std::string& id) const {
  const viz::SeriesStyle style = selection_.StyleOf(id);
  if (selection_.Contains(id) && style.kind != viz::SeriesStyle::Kind::kMuted) {
    PaintRunMarker(painter, QRectF(rect).center(), style);
    return;
  }
  const QRect box = Centered(rect, Px(13));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(ToQColor(Colors().control), 1));
  painter.setBrush(ToQColor(Colors().base));
  painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
  if (!selection_.Contains(id)) return;
  ThemedIcon(QStringLiteral("check"), IconRole::kRest).paint(&painter, Centered(rect, Px(12)));
}

void RunRowDelegate::PaintText(QPainter& painter,
                               const QStyleOptionViewItem& option,
                               const QModelIndex& index,
                               const ListedRun& run) const {
  const auto column = static_cast<RunColumn>(index.column());
  QRect area = option.rect.adjusted(Px(8), 0, -Px(8), 0);
  if (column == RunColumn::kStatus) {
    const auto [icon, role] = StatusIcon(run.summary);
    ThemedIcon(icon, role)
        .paint(&painter, Centered(QRect(area.left(), area.top(), Px(14), area.height()), Px(14)));
    area.setLeft(area.left() + Px(18));
  }
  const QString text = index.data(Qt::DisplayRole).toString();
  const bool quiet = IsQuiet(column) || text == None();
  const QVariant font = index.data(Qt::FontRole);
  painter.setFont(font.isValid() ? font.value<QFont>() : option.font);
  painter.setPen(ToQColor(quiet ? Colors().text2 : Colors().text));
  const auto align = index.data(Qt::TextAlignmentRole).toInt();
  painter.drawText(area,
                   align | static_cast<int>(Qt::TextSingleLine),
                   painter.fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
}

void RunRowDelegate::paint(QPainter* painter,
                           const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  const auto* model = static_cast<const RunTableModel*>(index.model());
  const ListedRun* run = model->RunAt(index.row());
  painter->save();
  if (run == nullptr) {
    PaintGroup(*painter, option, index);
    painter->restore();
    return;
  }
  PaintGround(*painter, option, index);
  const auto column = static_cast<RunColumn>(index.column());
  if (column == RunColumn::kMark) {
    PaintMark(*painter, option.rect, run->summary.id);
  } else if (column == RunColumn::kStar) {
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (run->summary.starred || hovered) {
      ThemedIcon(QStringLiteral("star"), run->summary.starred ? IconRole::kAccent : IconRole::kRest)
          .paint(painter, Centered(option.rect, Px(14)));
    }
  } else {
    PaintText(*painter, option, index, *run);
  }
  painter->restore();
}

}  // namespace sentei::ui
