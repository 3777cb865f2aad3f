// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/consequence_lines.h"

#include <QFrame>
#include <array>
#include <map>
#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace sentei::viz {
class ElidedLabel;
}  // namespace sentei::viz

namespace sentei::ui {

class KeptBar;

/// Everything that the Consequences dock says at one moment.
struct ConsequencesContent {
  std::array<ConsequenceTexts, kConsequenceLines> lines;
  QString columns;    ///< "dense → budget"
  QString stale;      ///< "from the previous budget"; empty: up to date
  QString protocol;   ///< of the perplexity
  double kept = 1.0;  ///< share of the parameters
  QString kept_text;
  QString largest_text;
  std::vector<plan::OpensIn> opens_in;
  std::vector<plan::Remedy> remedies;
};

/// The content of the Consequences dock: four columns, programs, remedies, the last action. Labels
/// are made once and changed in place. GUI thread.
class ConsequencesView final : public QFrame {
  Q_OBJECT

 public:
  explicit ConsequencesView(QWidget* parent = nullptr);

  void Show(const ConsequencesContent& content);
  /// Nothing to tell: no model that could be pruned.
  void ShowEmpty(const QString& sentence);
  void SetLastAction(const QString& text);

 signals:
  void RemedyRequested(sentei::plan::Remedy remedy);

 private:
  struct Line {
    viz::ElidedLabel* name = nullptr;
    QLabel* dense = nullptr;
    QLabel* now = nullptr;
    QLabel* difference = nullptr;
  };
  struct ProgramLine {
    QWidget* row = nullptr;
    QLabel* icon = nullptr;
    QLabel* name = nullptr;
    QLabel* reason = nullptr;
  };

  void Build();
  void BuildBody();
  void BuildNote();
  [[nodiscard]] QGridLayout* MakeTable();
  void AddGroup(QGridLayout& grid, QLabel*& caption);
  void AddLine(QGridLayout& grid, ConsequenceLine line);
  void BuildPrograms(QVBoxLayout& column);
  void BuildRemedies(QVBoxLayout& column);
  void ShowPrograms(const std::vector<plan::OpensIn>& programs);
  void Retranslate();

  QLabel* title_ = nullptr;
  QLabel* empty_ = nullptr;
  QWidget* body_ = nullptr;
  QLabel* size_ = nullptr;
  QLabel* columns_ = nullptr;
  QLabel* compute_ = nullptr;
  QLabel* quality_ = nullptr;
  QLabel* stale_ = nullptr;
  QLabel* protocol_ = nullptr;
  KeptBar* bar_ = nullptr;
  QLabel* kept_ = nullptr;
  QLabel* largest_ = nullptr;
  QLabel* opens_ = nullptr;
  std::array<Line, kConsequenceLines> lines_;
  std::map<plan::Program, ProgramLine> programs_;
  std::map<plan::Remedy, QPushButton*> remedies_;
  QWidget* note_ = nullptr;
  QLabel* note_text_ = nullptr;
  std::vector<plan::OpensIn> shown_programs_;
};

}  // namespace sentei::ui
