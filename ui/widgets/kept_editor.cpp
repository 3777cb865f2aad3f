// SPDX-License-Identifier: Apache-2.0
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/kept_slider.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <cmath>

namespace sentei::ui {

KeptParts PartsOf(const QRect& cell, int number_width, int share_width) {
  const int gap = Px(6);
  KeptParts parts;
  parts.share = QRect(cell.right() + 1 - share_width, cell.top(), share_width, cell.height());
  const int number_right = parts.share.left() - (share_width > 0 ? gap : 0);
  parts.number = QRect(number_right - number_width, cell.top(), number_width, cell.height());
  const int slider_left = cell.left() + gap;
  parts.slider = QRect(slider_left,
                       cell.top(),
                       std::max(Px(24), parts.number.left() - gap - slider_left),
                       cell.height());
  return parts;
}

QString ShareText(const SliderState& state) {
  if (state.units == 0) return {};
  const double share = static_cast<double>(state.kept) / static_cast<double>(state.units);
  return Number(100.0 * share, 0) + QStringLiteral(" %");
}

KeptEditor::KeptEditor(Mouse mouse, const QString& object_name, QWidget* parent)
    : QWidget(parent),
      slider_(new KeptSlider(this)),
      count_(new QSpinBox(this)),
      share_(MakeLabel(TypeRole::kSecondary, Tone::kSecondary, this)) {
  setObjectName(object_name);
  slider_->setObjectName(object_name + QStringLiteral("-slider"));
  count_->setObjectName(object_name + QStringLiteral("-count"));
  count_->setKeyboardTracking(false);
  count_->setAlignment(Qt::AlignRight);
  count_->setGroupSeparatorShown(true);
  count_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  count_->installEventFilter(this);
  Mark(count_, "kind", "small");
  share_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  if (mouse == Mouse::kParent) {
    slider_->setAttribute(Qt::WA_TransparentForMouseEvents);
    slider_->setFocusPolicy(Qt::NoFocus);
    slider_->SetLook(SliderLook::kCurrent);
    share_->setAttribute(Qt::WA_TransparentForMouseEvents);
  }
  connect(slider_, &KeptSlider::Wanted, this, &KeptEditor::Wanted);
  connect(slider_, &KeptSlider::Stepped, this, &KeptEditor::Stepped);
  connect(slider_, &KeptSlider::DragEnded, this, &KeptEditor::DragEnded);
  connect(count_, &QSpinBox::valueChanged, this, [this](int value) {
    emit Wanted(value, Merge::kNever);
    Show(state_);  // the answer may have been another count, or the old one
  });
}

void KeptEditor::Show(const SliderState& state) {
  state_ = state;
  const QSignalBlocker blocked(count_);
  const QString mixed = share_width_ > 0 ? tr("mixed", "counts of a selection differ") : None();
  count_->setSpecialValueText(state.mixed ? mixed : QString());
  count_->setRange(state.mixed ? -1 : 0, static_cast<int>(state.units));
  count_->setSingleStep(static_cast<int>(state.alignment));
  count_->setValue(state.mixed ? -1 : static_cast<int>(state.kept));
  count_->setEnabled(!state.locked);
  share_->setText(state.mixed ? QString() : ShareText(state));
  slider_->Show(state);
}

void KeptEditor::SetParts(int number_width, int share_width) {
  number_width_ = number_width;
  share_width_ = share_width;
  share_->setVisible(share_width > 0);
  resizeEvent(nullptr);
}

void KeptEditor::SetNames(const QString& slider, const QString& count) {
  slider_->setAccessibleName(slider);
  count_->setAccessibleName(count);
}

void KeptEditor::FocusCount(const QString& typed) {
  count_->setFocus(Qt::ShortcutFocusReason);
  count_->selectAll();
  if (typed.isEmpty()) return;
  if (auto* line = count_->findChild<QLineEdit*>()) line->insert(typed);
}

void KeptEditor::resizeEvent(QResizeEvent* /*event*/) {
  const KeptParts parts = PartsOf(rect(), number_width_, share_width_);
  slider_->setGeometry(parts.slider);
  count_->setGeometry(parts.number.adjusted(-Px(2), 1, Px(2), -1) & rect());
  share_->setGeometry(parts.share);
}

bool KeptEditor::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape) {
      Show(state_);
      emit Left();
      return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
      count_->interpretText();
      emit Left();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace sentei::ui
