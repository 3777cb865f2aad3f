// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"

#include <QWidget>
#include <atomic>
#include <memory>
#include <stop_token>
#include <vector>

class QProgressBar;
class QPushButton;
class QTableWidget;
class QTimer;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

class Workspace;

/// The files that the weights come from, with sizes and, when asked for, their SHA-256.
class ModelFiles final : public QWidget {
  Q_OBJECT

 public:
  explicit ModelFiles(Workspace& workspace, QWidget* parent = nullptr);
  ~ModelFiles() override;

  void SetModel(const OpenedModelPtr& model);

 private:
  void Fill();
  void Start();
  void Stop();
  void HashNext(int row);
  void ShowState();

  Workspace& workspace_;
  OpenedModelPtr model_;
  std::vector<std::filesystem::path> paths_;
  std::vector<std::uint64_t> sizes_;
  std::stop_source stop_;
  std::shared_ptr<std::atomic<std::uint64_t>> read_;  ///< of the file being hashed
  std::uint64_t finished_ = 0;                        ///< bytes of files hashed before it
  int hashing_ = -1;
  viz::ElidedLabel* path_;
  QPushButton* copy_;
  QPushButton* hash_;
  QProgressBar* progress_;
  QTimer* tick_;
  QTableWidget* table_;
};

}  // namespace sentei::ui
