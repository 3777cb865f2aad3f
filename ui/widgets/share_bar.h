// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>
#include <vector>

namespace sentei::ui {

/// Parts of a whole as one stacked bar, with a mark for what is available. Hovering names a part;
/// the legend is the caller's.
class ShareBar final : public QWidget {
  Q_OBJECT

 public:
  struct Part {
    QString name;
    double amount = 0.0;
    bool light = false;  ///< hatched: counts in what is seen, not in what must fit
  };

  explicit ShareBar(QWidget* parent = nullptr);

  /// `limit` is what there is; 0: unknown.
  void SetParts(std::vector<Part> parts, double limit);
  /// The colour that stands for a part.
  [[nodiscard]] static QColor ColorOf(std::size_t part);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] double Scale() const;
  [[nodiscard]] QRectF PartRect(std::size_t part) const;

  std::vector<Part> parts_;
  double limit_ = 0.0;
};

}  // namespace sentei::ui
