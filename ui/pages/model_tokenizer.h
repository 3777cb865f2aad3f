// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/model_session.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QTimer;

namespace sentei::ui {

class Panel;
class TokenView;
class Workspace;

/// A text as the model's tokenizer cuts it: typed in, or a fixed sample as a strip of Summary. The
/// tokenizer is read when this is first seen.
class ModelTokenizer final : public QWidget {
  Q_OBJECT

 public:
  enum class Form : std::uint8_t { kFull, kStrip };

  explicit ModelTokenizer(Workspace& workspace, Form form = Form::kFull, QWidget* parent = nullptr);

  void SetModel(const OpenedModelPtr& model);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void Tokenise();

  OpenedModelPtr model_;
  Form form_;
  bool pending_ = false;
  quint64 attempt_ = 0;
  QPlainTextEdit* text_ = nullptr;
  QTimer* delay_;
  Panel* panel_;
  TokenView* tokens_;
  QLabel* message_;
};

}  // namespace sentei::ui
