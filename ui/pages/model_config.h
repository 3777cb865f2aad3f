// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"

#include <QWidget>

class QPlainTextEdit;

namespace sentei::ui {

class Workspace;

/// The configuration and the GGUF metadata as JSON, read only; long lists are cut.
class ModelConfig final : public QWidget {
  Q_OBJECT

 public:
  explicit ModelConfig(Workspace& workspace, QWidget* parent = nullptr);

  void SetModel(const OpenedModelPtr& model);

 private:
  quint64 attempt_ = 0;
  QPlainTextEdit* text_;
};

}  // namespace sentei::ui
