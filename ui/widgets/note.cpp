// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/note.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "viz/appearance.h"

#include <QStyle>
#include <QVBoxLayout>
#include <array>

namespace sentei::ui {
namespace {

struct Look {
  const char* property;
  const char* icon;
  IconRole role;
};
constexpr std::array<Look, 4> kLooks{{{"info", "info", IconRole::kRest},
                                      {"success", "check", IconRole::kSuccess},
                                      {"warning", "triangle", IconRole::kWarning},
                                      {"danger", "cross", IconRole::kDanger}}};

const Look& LookOf(NoteKind kind) { return kLooks.at(static_cast<std::size_t>(kind)); }

}  // namespace

Note::Note(NoteKind kind, QWidget* parent) : QFrame(parent), kind_(kind) {
  row_ = new QHBoxLayout(this);
  row_->setContentsMargins(Px(12), Px(8), Px(12), Px(8));
  row_->setSpacing(Px(12));
  icon_ = new QLabel;
  headline_ = MakeLabel(TypeRole::kPanelTitle);
  explanation_ = MakeLabel(TypeRole::kSecondary);
  explanation_->setWordWrap(true);
  explanation_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  headline_->setWordWrap(true);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(Px(2));
  texts->addWidget(headline_);
  texts->addWidget(explanation_);
  row_->addWidget(icon_);
  row_->addLayout(texts, 1);
  SetKind(kind);
  connect(&viz::Appearance::Instance(), &viz::Appearance::Changed, this, &Note::RefreshIcon);
}

void Note::SetKind(NoteKind kind) {
  kind_ = kind;
  Mark(this, "note", LookOf(kind).property);
  RefreshIcon();
}

void Note::SetText(const QString& headline, const QString& explanation) {
  headline_->setText(headline);
  explanation_->setText(explanation);
  explanation_->setVisible(!explanation.isEmpty());
  headline_->setAccessibleName(headline);
  explanation_->setAccessibleName(explanation);
  setAccessibleName(headline);
  setAccessibleDescription(explanation);
}

QPushButton* Note::AddButton(const QString& object_name) {
  auto* button = new QPushButton(this);
  button->setObjectName(object_name);
  row_->addWidget(button);
  return button;
}

void Note::RefreshIcon() {
  const Look& look = LookOf(kind_);
  const int side = Px(20);
  icon_->setPixmap(ThemedIcon(QString::fromLatin1(look.icon), look.role)
                       .pixmap(QSize(side, side), devicePixelRatioF()));
}

}  // namespace sentei::ui
