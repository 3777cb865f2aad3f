// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <cstdint>

namespace sentei::ui {

enum class NoteKind : std::uint8_t { kInfo, kSuccess, kWarning, kDanger };

/// A framed note: icon, one bold line, one line of explanation, at most three buttons at the right.
/// For things that need a decision or prove a result.
class Note final : public QFrame {
  Q_OBJECT

 public:
  explicit Note(NoteKind kind, QWidget* parent = nullptr);

  void SetKind(NoteKind kind);
  void SetText(const QString& headline, const QString& explanation);
  [[nodiscard]] QString headline() const { return headline_->text(); }
  /// The button belongs to the note.
  QPushButton* AddButton(const QString& object_name);

 private:
  void RefreshIcon();

  NoteKind kind_;
  QLabel* icon_;
  QLabel* headline_;
  QLabel* explanation_;
  QHBoxLayout* row_;
};

}  // namespace sentei::ui
