// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/export_subject.h"

#include <QWidget>
#include <vector>

class QButtonGroup;
class QFrame;
class QLabel;
class QPushButton;
class QRadioButton;

namespace sentei::ui {

/// The profiles a result may be written in, each with who opens it, whether it fits and why, and
/// the button that would mend it. Those that do not fit can be read but not chosen.
class ExportProfiles final : public QWidget {
  Q_OBJECT

 public:
  explicit ExportProfiles(QWidget* parent = nullptr);

  /// Judges all profiles for the subject; `dtype` is the one in use. Keeps the choice where it
  /// still fits, else takes the first that does.
  void Show(const ExportSubject& subject, plan::ExportDType dtype);
  void SetChosen(plan::ExportProfile profile);
  [[nodiscard]] plan::ExportProfile chosen() const { return chosen_; }
  /// Fixes lead to the budget of the open model; off where another model's run is exported.
  enum class Fixes : std::uint8_t { kOff, kOffered };
  void SetFixes(Fixes fixes) { fixes_ = fixes; }
  /// While an export works or has ended, the list is only read.
  enum class Editing : std::uint8_t { kOff, kOn };
  void SetEditing(Editing editing);

 signals:
  void Chosen();
  void FixAsked(sentei::plan::ExportProfile profile, sentei::ui::ExportFix fix);

 private:
  struct Row {
    plan::ExportProfile profile = plan::ExportProfile::kHfPerLayer;
    QFrame* frame = nullptr;
    QRadioButton* radio = nullptr;
    QLabel* use = nullptr;
    QLabel* icon = nullptr;
    QLabel* reason = nullptr;
    QPushButton* fix = nullptr;
    ProfileVerdict verdict;
  };

  Row MakeRow(plan::ExportProfile profile);
  void ShowRow(Row& row, const ExportSubject& subject, plan::ExportDType dtype);
  void ShowChoice();

  std::vector<Row> rows_;
  QButtonGroup* group_;
  plan::ExportProfile chosen_ = plan::ExportProfile::kHfPerLayer;
  Fixes fixes_ = Fixes::kOffered;
};

}  // namespace sentei::ui
