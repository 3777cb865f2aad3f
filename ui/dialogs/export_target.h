// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"
#include "ui/models/export_subject.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace sentei::ui {

/// Where and how an export is written: folder, dtype, size of files, with the size of the result
/// and the free disk. Files are looked at on a pool thread.
class ExportTarget final : public QWidget {
  Q_OBJECT

 public:
  explicit ExportTarget(QWidget* parent = nullptr);

  void Show(const ExportSubject& subject, plan::ExportProfile profile);
  void SetFolder(const QString& folder);
  void SetDType(plan::ExportDType dtype);
  [[nodiscard]] QString folder() const;
  [[nodiscard]] plan::ExportDType dtype() const;
  /// The output part of a run, with an empty folder that exists to be replaced.
  [[nodiscard]] run::ExportSpec Output(plan::ExportProfile profile) const;
  /// True once the folder was looked at and can be written to.
  [[nodiscard]] bool IsReady() const { return ready_; }

 signals:
  void Changed();
  void DTypeChanged();

 private:
  struct Place {
    bool exists = false;
    bool empty = true;
    bool is_folder = false;
    double free = 0.0;
  };

  void Build();
  void Choose();
  void Look();
  void Judge(const Place& place);
  void FillDTypes();
  void Retranslate();

  ExportSubject subject_;
  plan::ExportProfile profile_ = plan::ExportProfile::kHfPerLayer;
  bool ready_ = false;
  bool replace_empty_ = false;
  quint64 looked_ = 0;
  QTimer settle_;
  QLabel* folder_label_;
  QLineEdit* folder_;
  QPushButton* choose_;
  QLabel* facts_;
  QLabel* dtype_label_;
  QComboBox* dtype_;
  QLabel* shard_label_;
  QSpinBox* shard_;
};

}  // namespace sentei::ui
