// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/consequences_view.h"

#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "viz/appearance.h"
#include "viz/elided_label.h"
#include "viz/tool_tip.h"

#include <QGridLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace sentei::ui {

/// How much stays, as a bar.
class KeptBar final : public QWidget {
 public:
  explicit KeptBar(QWidget* parent = nullptr) : QWidget(parent) { setFixedHeight(Px(6)); }
  void SetShare(double share) {
    share_ = std::clamp(share, 0.0, 1.0);
    update();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
    QPainter painter(this);
    painter.fillRect(rect(), viz::ToQColor(tokens.track));
    const int width = static_cast<int>(share_ * this->width());
    painter.fillRect(QRect(0, 0, width, height()), viz::ToQColor(tokens.accent_line));
  }

 private:
  double share_ = 1.0;
};

namespace {

QString IconOf(plan::Opens state) {
  switch (state) {
    case plan::Opens::kYes:
      return QStringLiteral("check");
    case plan::Opens::kWarning:
      return QStringLiteral("triangle");
    case plan::Opens::kNo:
      break;
  }
  return QStringLiteral("cross");
}

IconRole RoleOf(plan::Opens state) {
  switch (state) {
    case plan::Opens::kYes:
      return IconRole::kSuccess;
    case plan::Opens::kWarning:
      return IconRole::kWarning;
    case plan::Opens::kNo:
      break;
  }
  return IconRole::kDanger;
}

// Estimates of the budget alone leave the second column to their name.
bool HasDense(ConsequenceLine line) {
  return line != ConsequenceLine::kPrefill && line != ConsequenceLine::kMemory;
}

QFrame* MakeHairline() {
  auto* line = new QFrame;
  Mark(line, "line", "horizontal");
  return line;
}

}  // namespace

ConsequencesView::ConsequencesView(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("consequences"));
  Mark(this, "area", "dock");
  Build();
  OnLanguage(this, [this] { Retranslate(); });
  connect(&viz::Appearance::Instance(), &viz::Appearance::Changed, this, [this] {
    ShowPrograms(shown_programs_);
  });
}

void ConsequencesView::AddGroup(QGridLayout& grid, QLabel*& caption) {
  caption = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  const int row = grid.rowCount();
  grid.addWidget(caption, row, 0, 1, 2);
  grid.setRowMinimumHeight(row, Px(26));
}

void ConsequencesView::AddLine(QGridLayout& grid, ConsequenceLine line) {
  const auto index = static_cast<std::size_t>(line);
  const bool lead = line == ConsequenceLine::kParameters;
  Line& made = lines_.at(index);
  made.name = new viz::ElidedLabel;
  made.dense = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  made.now = MakeLabel(TypeRole::kSecondary);
  made.difference = MakeLabel(TypeRole::kSecondary, lead ? Tone::kNormal : Tone::kSecondary);
  QFont font = FontFor(TypeRole::kSecondary);
  if (lead) font.setWeight(QFont::DemiBold);
  const int row = grid.rowCount();
  int column = 0;
  for (QLabel* label :
       std::initializer_list<QLabel*>{made.name, made.dense, made.now, made.difference}) {
    label->setFont(font);
    if (column > 0) label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    const bool wide = label == made.name && !HasDense(line);
    grid.addWidget(label, row, column++, 1, wide ? 2 : 1);
  }
  const QString name = QStringLiteral("consequence-%1").arg(index);
  made.now->setObjectName(name);
  made.difference->setObjectName(name + QStringLiteral("-difference"));
  grid.setRowMinimumHeight(row, Px(22));
}

void ConsequencesView::Build() {
  title_ = MakeLabel(TypeRole::kPanelTitle);
  title_->setContentsMargins(Px(12), 0, Px(12), 0);
  title_->setFixedHeight(Px(32));
  empty_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  empty_->setWordWrap(true);
  empty_->setContentsMargins(Px(12), Px(8), Px(12), 0);
  BuildBody();
  BuildNote();
  auto* scroll = new QScrollArea;
  scroll->setWidget(body_);
  scroll->setWidgetResizable(true);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  body_->setAutoFillBackground(false);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addWidget(title_);
  all->addWidget(MakeHairline());
  all->addWidget(empty_);
  all->addWidget(scroll, 1);
  all->addWidget(MakeHairline());
  all->addWidget(note_);
  note_->hide();
}

void ConsequencesView::BuildBody() {
  stale_ = MakeLabel(TypeRole::kCaption, Tone::kWarning);
  stale_->setObjectName(QStringLiteral("consequences-stale"));
  protocol_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  protocol_->setWordWrap(true);
  bar_ = new KeptBar;
  kept_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  largest_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  largest_->setAlignment(Qt::AlignRight);
  auto* shares = new QHBoxLayout;
  shares->addWidget(kept_);
  shares->addWidget(largest_, 1);
  body_ = new QWidget;
  auto* column = new QVBoxLayout(body_);
  column->setContentsMargins(Px(12), Px(4), Px(12), Px(12));
  column->setSpacing(Px(4));
  column->addWidget(stale_);
  column->addLayout(MakeTable());
  column->addWidget(protocol_);
  column->addSpacing(Px(4));
  column->addWidget(bar_);
  column->addLayout(shares);
  column->addSpacing(Px(4));
  column->addWidget(MakeHairline());
  BuildPrograms(*column);
  BuildRemedies(*column);
  column->addStretch(1);
}

QGridLayout* ConsequencesView::MakeTable() {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(Px(6));
  grid->setVerticalSpacing(0);
  grid->setColumnStretch(0, 1);
  AddGroup(*grid, size_);
  columns_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  columns_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  grid->addWidget(columns_, grid->rowCount() - 1, 1, 1, 3);
  for (const auto line : {ConsequenceLine::kParameters,
                          ConsequenceLine::kAttentionUnits,
                          ConsequenceLine::kChannels,
                          ConsequenceLine::kFile}) {
    AddLine(*grid, line);
  }
  AddGroup(*grid, compute_);
  for (const auto line : {ConsequenceLine::kDecodeMacs,
                          ConsequenceLine::kCache,
                          ConsequenceLine::kPrefill,
                          ConsequenceLine::kMemory}) {
    AddLine(*grid, line);
  }
  AddGroup(*grid, quality_);
  AddLine(*grid, ConsequenceLine::kPerplexity);
  return grid;
}

void ConsequencesView::BuildNote() {
  note_ = new QWidget;
  note_text_ = MakeLabel(TypeRole::kSecondary);
  note_text_->setObjectName(QStringLiteral("consequences-note"));
  note_text_->setWordWrap(true);
  auto* icon = new QLabel;
  icon->setPixmap(ThemedIcon(QStringLiteral("info"), IconRole::kWarning).pixmap(Px(16)));
  auto* row = new QHBoxLayout(note_);
  row->setContentsMargins(Px(12), Px(8), Px(12), Px(8));
  row->addWidget(icon, 0, Qt::AlignTop);
  row->addWidget(note_text_, 1);
}

void ConsequencesView::BuildPrograms(QVBoxLayout& column) {
  opens_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  opens_->setMinimumHeight(Px(26));
  column.addWidget(opens_);
  for (const auto program : {plan::Program::kTransformersBundled,
                             plan::Program::kLlamaCpp,
                             plan::Program::kGgufKQuants,
                             plan::Program::kTransformers,
                             plan::Program::kSentei}) {
    ProgramLine& line = programs_[program];
    line.row = new QWidget;
    line.icon = new QLabel;
    line.name = MakeLabel(TypeRole::kSecondary);
    line.reason = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
    line.reason->setWordWrap(true);
    auto* grid = new QGridLayout(line.row);
    grid->setContentsMargins(0, Px(2), 0, Px(2));
    grid->setHorizontalSpacing(Px(8));
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(1, 1);
    grid->addWidget(line.icon, 0, 0, Qt::AlignTop);
    grid->addWidget(line.name, 0, 1);
    grid->addWidget(line.reason, 1, 1);
    line.row->setObjectName(QStringLiteral("opens-in-") + ToQString(plan::Name(program)));
    column.addWidget(line.row);
  }
}

void ConsequencesView::BuildRemedies(QVBoxLayout& column) {
  auto* row = new FlowLayout(Px(8), Px(8));
  column.addSpacing(Px(4));
  column.addLayout(row);
  for (const plan::Remedy remedy : {plan::Remedy::kMakeUniform, plan::Remedy::kRoundTo256}) {
    auto* button = new QPushButton;
    button->setObjectName(QStringLiteral("remedy-") + ToQString(plan::Name(remedy)));
    Mark(button, "kind", "small");
    connect(button, &QPushButton::clicked, this, [this, remedy] { emit RemedyRequested(remedy); });
    row->addWidget(button);
    remedies_[remedy] = button;
  }
}

void ConsequencesView::Retranslate() {
  setAccessibleName(tr("Consequences"));
  title_->setText(tr("Consequences"));
  size_->setText(tr("Size"));
  compute_->setText(tr("Compute"));
  quality_->setText(tr("Quality"));
  opens_->setText(tr("Opens in"));
  for (const auto& [remedy, button] : remedies_) button->setText(NameOf(remedy));
  ShowPrograms(shown_programs_);
}

void ConsequencesView::ShowEmpty(const QString& sentence) {
  empty_->setText(sentence);
  empty_->show();
  body_->hide();
}

void ConsequencesView::Show(const ConsequencesContent& content) {
  empty_->hide();
  body_->show();
  columns_->setText(content.columns);
  stale_->setText(content.stale);
  stale_->setVisible(!content.stale.isEmpty());
  for (std::size_t i = 0; i < kConsequenceLines; ++i) {
    const ConsequenceTexts& texts = content.lines.at(i);
    const Line& line = lines_.at(i);
    line.name->setText(texts.name);
    line.dense->setText(texts.dense);
    line.now->setText(texts.now);
    line.difference->setText(texts.difference);
    SetTone(line.now, content.stale.isEmpty() ? Tone::kNormal : Tone::kSecondary);
    for (QLabel* label :
         std::initializer_list<QLabel*>{line.name, line.dense, line.now, line.difference}) {
      label->setVisible(!texts.name.isEmpty());
    }
    line.now->setAccessibleName(
        tr("%1: dense %2, now %3, %4").arg(texts.name, texts.dense, texts.now, texts.difference));
  }
  const bool measured = !content.lines.back().name.isEmpty();
  quality_->setVisible(measured);
  protocol_->setVisible(measured && !content.protocol.isEmpty());
  protocol_->setText(content.protocol);
  bar_->SetShare(content.kept);
  kept_->setText(content.kept_text);
  largest_->setText(content.largest_text);
  ShowPrograms(content.opens_in);
  for (const auto& [remedy, button] : remedies_) {
    button->setVisible(std::ranges::find(content.remedies, remedy) != content.remedies.end());
  }
}

void ConsequencesView::ShowPrograms(const std::vector<plan::OpensIn>& programs) {
  shown_programs_ = programs;
  for (const plan::OpensIn& answer : programs) {
    const auto found = programs_.find(answer.program);
    if (found == programs_.end()) continue;
    const ProgramLine& line = found->second;
    line.icon->setPixmap(ThemedIcon(IconOf(answer.state), RoleOf(answer.state)).pixmap(Px(14)));
    line.name->setText(NameOf(answer.program));
    line.reason->setText(CoreSentence(answer.reason));
    line.reason->setVisible(!answer.reason.empty());
    const QString verdict = answer.state == plan::Opens::kYes       ? tr("opens")
                            : answer.state == plan::Opens::kWarning ? tr("opens, with a reserve")
                                                                    : tr("does not open");
    line.row->setAccessibleName(NameOf(answer.program) + QStringLiteral(": ") + verdict);
    line.icon->setToolTip(viz::ToolTipOf(verdict));
  }
}

void ConsequencesView::SetLastAction(const QString& text) {
  note_text_->setText(text);
  note_->setVisible(!text.isEmpty());
}

}  // namespace sentei::ui
