// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/text_facts.h"
#include "ui/workspace.h"

#include <QWidget>
#include <cstdint>
#include <optional>
#include <stop_token>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTimer;

namespace sentei::ui {

class Panel;

/// One of the two texts of a run: its file, how records are read, how long sequences are, and what
/// that comes to, counted in the background. Edits the job draft and follows it. A file may be
/// dropped on it.
class DataSource final : public QWidget {
  Q_OBJECT

 public:
  enum class Role : std::uint8_t { kTraining, kEvaluation };

  DataSource(Workspace& workspace, Role role, QWidget* parent = nullptr);
  ~DataSource() override;

  /// Empty until the text is read.
  [[nodiscard]] const std::optional<TextFacts>& facts() const { return facts_; }
  /// Tokens of a sequence or window.
  [[nodiscard]] std::int64_t length() const;
  /// Reads again what is not known; called when the page is shown.
  void Refresh();

 signals:
  void FactsChanged();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void Build();
  [[nodiscard]] QWidget* MakeFile();
  [[nodiscard]] QWidget* MakeRecords();
  [[nodiscard]] QWidget* MakeSizes();
  void Connect();
  void Translate();
  [[nodiscard]] run::TextSpec Spec() const;
  void EditText(const std::function<void(run::TextSpec&)>& edit);
  void SetPath(const QString& path);
  void Browse();
  void FollowDraft();
  void Read();
  void Take(const Result<std::optional<TextFacts>>& facts);
  void ShowFacts();
  [[nodiscard]] QString DemoPath() const;

  Workspace& workspace_;
  Role role_;
  QString prefix_;
  std::optional<TextFacts> facts_;
  std::optional<Failure> failure_;
  std::string read_key_;  ///< of what was read or is being read
  quint64 attempt_ = 0;
  bool reading_ = false;
  std::stop_source stop_;
  QTimer* delay_;
  Panel* panel_;
  QLineEdit* path_;
  QPushButton* browse_;
  QPushButton* demo_;
  QWidget* records_;
  QLineEdit* column_;
  QLineEdit* template_;
  QSpinBox* most_;
  QSpinBox* length_;
  QSpinBox* windows_;
  QLabel* sentence_;
};

}  // namespace sentei::ui
