// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QVBoxLayout>

class QHBoxLayout;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

/// A framed part of a page: title, caption and controls in one line over a body. GUI thread.
class Panel final : public QFrame {
  Q_OBJECT

 public:
  explicit Panel(QWidget* parent = nullptr);

  void SetTitle(const QString& title);
  void SetCaption(const QString& caption);
  /// At the right of the header; belongs to the panel.
  void AddHeaderWidget(QWidget* widget);
  [[nodiscard]] QVBoxLayout* body() { return body_; }

 private:
  viz::ElidedLabel* title_;
  viz::ElidedLabel* caption_;
  QHBoxLayout* header_;
  QVBoxLayout* body_;
};

}  // namespace sentei::ui
