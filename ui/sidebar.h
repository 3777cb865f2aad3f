// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/page.h"

#include <QFrame>
#include <cstdint>
#include <optional>

class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

/// Navigation at the left: pages under captions, the open model and Settings at the bottom. Folded
/// it shows icons alone.
class Sidebar final : public QFrame {
  Q_OBJECT

 public:
  enum class Width : std::uint8_t { kFull, kFolded };

  explicit Sidebar(Workspace& workspace, QWidget* parent = nullptr);

  /// Marks the page that is shown; emits nothing.
  void SetCurrent(PageId id);
  void SetWidth(Width width);

 signals:
  void PageRequested(sentei::ui::PageId id);

 private:
  void AddCaption(std::function<QString()> text);
  void AddPage(PageId id, const QString& icon, std::function<QString()> text);
  void Request(const QListWidgetItem& item);
  void ShowModel();
  void ShowProgress();
  [[nodiscard]] QListWidgetItem* ItemOf(PageId id) const;

  Workspace& workspace_;
  Width width_ = Width::kFull;
  QListWidget* list_;
  QWidget* model_box_;
  viz::ElidedLabel* model_name_;
  viz::ElidedLabel* model_size_;
  viz::ElidedLabel* model_quality_;
  QListWidget* bottom_;
};

}  // namespace sentei::ui
