// SPDX-License-Identifier: Apache-2.0
#include "viz/segmented_switch.h"

#include "viz/appearance.h"
#include "viz/spoken_value.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QEvent>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QRadioButton>
#include <algorithm>

namespace sentei::viz {
namespace {

constexpr double kRadius = 4.0;

QFont ChosenFont(const QWidget& widget) {
  QFont font = widget.font();
  font.setWeight(QFont::DemiBold);
  return font;
}

/// One option: a radio button to everyone but the eye.
class Segment final : public QRadioButton {
 public:
  Segment(const QString& text, QWidget* parent) : QRadioButton(text, parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
  }

  QSize sizeHint() const override {
    const QFontMetrics metrics(ChosenFont(*this));  // the same width whether chosen or not
    return {metrics.horizontalAdvance(text()) + 20, std::max(24, metrics.height() + 6)};
  }
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void focusInEvent(QFocusEvent* event) override {
    QRadioButton::focusInEvent(event);
    // Arrow keys give the focus to the next option for another reason.
    ring_ = IsKeyboardFocus(*event) || event->reason() == Qt::OtherFocusReason;
  }

  bool hitButton(const QPoint& position) const override { return rect().contains(position); }

  void paintEvent(QPaintEvent* /*event*/) override {
    const ThemeTokens& tokens = Appearance::Instance().tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPainterPath outline = Outline();
    const Rgb ground = isChecked()    ? tokens.selection
                       : underMouse() ? tokens.alternate
                                      : tokens.base;
    painter.fillPath(outline, ToQColor(ground));
    painter.setPen(QPen(ToQColor(tokens.control), 1));
    painter.drawPath(outline);
    if (hasFocus() && ring_) {
      painter.setPen(QPen(ToQColor(tokens.accent_line), 2));
      painter.drawRoundedRect(QRectF(rect()).adjusted(3, 3, -3, -3), 2, 2);
    }
    if (isChecked()) painter.setFont(ChosenFont(*this));
    const Rgb color = !isEnabled()  ? tokens.disabled
                      : isChecked() ? tokens.accent_line
                                    : tokens.text;
    painter.setPen(ToQColor(color));
    painter.drawText(rect(), Qt::AlignCenter, text());
  }

 private:
  bool ring_ = false;

  /// Rounded only at the ends of the switch; neighbours share a line.
  QPainterPath Outline() const {
    const bool first = property("first").toBool();
    const bool last = property("last").toBool();
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, last ? -0.5 : 0.5, -0.5);
    QPainterPath round;
    round.addRoundedRect(box, kRadius, kRadius);
    QPainterPath square;
    if (!first) square.addRect(QRectF(box.left(), box.top(), kRadius, box.height()));
    if (!last) square.addRect(QRectF(box.right() - kRadius, box.top(), kRadius, box.height()));
    return round.united(square).simplified();
  }
};

}  // namespace

SegmentedSwitch::SegmentedSwitch(const QStringList& options, QWidget* parent)
    : QWidget(parent), group_(new QButtonGroup(this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  for (int i = 0; i < options.size(); ++i) {
    auto* segment = new Segment(options[i], this);
    segment->setProperty("first", i == 0);
    segment->setProperty("last", i + 1 == options.size());
    group_->addButton(segment, i);
    layout->addWidget(segment);
  }
  if (!options.isEmpty()) group_->button(0)->setChecked(true);
  connect(group_, &QButtonGroup::idToggled, this, [this](int option, bool checked) {
    if (checked) emit Chosen(option);
  });
  connect(&Appearance::Instance(), &Appearance::Changed, this, qOverload<>(&QWidget::update));
}

void SegmentedSwitch::SetOptions(const QStringList& options) {
  for (int i = 0; i < std::min<int>(static_cast<int>(options.size()),
                                    static_cast<int>(group_->buttons().size()));
       ++i) {
    group_->button(i)->setText(options[i]);
    group_->button(i)->updateGeometry();
  }
}

int SegmentedSwitch::Current() const { return group_->checkedId(); }

void SegmentedSwitch::SetCurrent(int option) {
  const QSignalBlocker blocker(group_);
  if (QAbstractButton* button = group_->button(option)) button->setChecked(true);
}

void SegmentedSwitch::SetObjectName(const QString& name) {
  setObjectName(name);
  for (QAbstractButton* button : group_->buttons()) {
    button->setObjectName(QStringLiteral("%1-%2").arg(name).arg(group_->id(button)));
  }
}

void SegmentedSwitch::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::FontChange) return;
  for (QAbstractButton* button : group_->buttons()) button->updateGeometry();
}

}  // namespace sentei::viz
