// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/budget_document.h"
#include "ui/models/layer_table_model.h"

#include <QSlider>
#include <QSpinBox>

class QLabel;
class QPainter;

namespace sentei::ui {

/// Whether a slider is drawn as the one that keys act on.
enum class SliderLook : std::uint8_t { kRest, kCurrent };

/// Groove, fill, handle, ticks for few units, tall tick at the floor, hatched groove beyond the
/// cap, triangle at the suggested count. For delegates and KeptSlider; changes no painter state.
void PaintKeptSlider(QPainter& painter,
                     const QRect& rect,
                     const SliderState& state,
                     SliderLook look);
/// The count under x, without snapping.
[[nodiscard]] std::int64_t CountAt(const QRect& rect, const SliderState& state, int x);

/// A slider over a count that stays. It moves nothing itself: it asks, and shows what it is told.
class KeptSlider final : public QSlider {
  Q_OBJECT

 public:
  explicit KeptSlider(QWidget* parent = nullptr);

  void Show(const SliderState& state);
  void SetLook(SliderLook look);

 signals:
  void Wanted(std::int64_t count, sentei::ui::Merge merge);
  void Stepped(int steps);
  void DragEnded();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  SliderState state_;
  SliderLook look_ = SliderLook::kRest;
};

/// Slider, number and, for channels, the share: the current row's and the selection's. The parts
/// are named `<object name>-slider` and `-count`.
class KeptEditor final : public QWidget {
  Q_OBJECT

 public:
  enum class Mouse : std::uint8_t {
    kOwn,     ///< the slider takes the mouse
    kParent,  ///< the table does, which also paints over rows
  };
  KeptEditor(Mouse mouse, const QString& object_name, QWidget* parent = nullptr);

  void Show(const SliderState& state);
  /// Widths of the parts, as the delegate lays out the rows.
  void SetParts(int number_width, int share_width);
  void SetNames(const QString& slider, const QString& count);
  void FocusCount(const QString& typed = {});
  [[nodiscard]] KeptSlider* slider() const { return slider_; }
  [[nodiscard]] QSpinBox* count() const { return count_; }

 signals:
  void Wanted(std::int64_t count, sentei::ui::Merge merge);
  void Stepped(int steps);
  void DragEnded();
  /// Escape or Enter in the number: back to the table.
  void Left();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  SliderState state_;
  int number_width_ = 0;
  int share_width_ = 0;
  KeptSlider* slider_;
  QSpinBox* count_;
  QLabel* share_;
};

/// Where slider, number and share of a kept cell lie.
struct KeptParts {
  QRect slider;
  QRect number;
  QRect share;
};
[[nodiscard]] KeptParts PartsOf(const QRect& cell, int number_width, int share_width);
/// "62 %": what stays of the units.
[[nodiscard]] QString ShareText(const SliderState& state);

}  // namespace sentei::ui
