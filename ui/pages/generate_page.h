// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/pruned_models.h"
#include "ui/page.h"

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace sentei::run {
struct RunSpec;
}

namespace sentei::ui {

class GenerateColumn;
class PromptEdit;

/// One prompt for the open model and a pruned one, side by side, with the same seed; tokens on
/// which they disagree are marked. The two runs are queued one after the other.
class GeneratePage final : public Page {
  Q_OBJECT

 public:
  explicit GeneratePage(Workspace& workspace, QWidget* parent = nullptr);

  void OnShown() override;

 private:
  [[nodiscard]] QWidget* MakePromptPanel();
  [[nodiscard]] QWidget* MakeSampler();
  void MakeActions();
  void Connect();
  void FillPrompts();
  void Translate();
  void AskForModels();
  void ShowModels(std::vector<PrunedModel> models);
  void ChooseFolder();
  void DetectChat();
  void Generate();
  void Stop();
  void Compare();
  void ShowState();
  [[nodiscard]] run::RunSpec SpecFor(const std::string& model) const;
  /// Path of the model at the right; empty when there is none.
  [[nodiscard]] QString PrunedPath() const;

  PromptEdit* prompt_;
  QToolButton* library_;
  QCheckBox* chat_;
  QDoubleSpinBox* temperature_;
  QDoubleSpinBox* top_p_;
  QSpinBox* tokens_;
  QSpinBox* seed_;
  QWidget* advanced_;
  QPushButton* generate_;
  QPushButton* stop_;
  QComboBox* pruned_model_;
  QPushButton* folder_;
  GenerateColumn* dense_;
  GenerateColumn* pruned_;
  QLabel* agreement_;
  std::vector<PrunedModel> chosen_;  ///< folders that the user named
};

}  // namespace sentei::ui
