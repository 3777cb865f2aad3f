// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_profiles.h"

#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "viz/tool_tip.h"

#include <QButtonGroup>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <algorithm>

namespace sentei::ui {
namespace {

using State = ProfileVerdict::State;

QString IconOf(State state) {
  if (state == State::kFits) return QStringLiteral("check");
  return state == State::kWarning ? QStringLiteral("triangle") : QStringLiteral("cross");
}

IconRole RoleOf(State state) {
  if (state == State::kFits) return IconRole::kSuccess;
  return state == State::kWarning ? IconRole::kWarning : IconRole::kDanger;
}

Tone ToneOf(State state) {
  if (state == State::kFits) return Tone::kSuccess;
  return state == State::kWarning ? Tone::kWarning : Tone::kDanger;
}

QString FixText(ExportFix fix) {
  switch (fix) {
    case ExportFix::kMakeUniform:
      return ExportProfiles::tr("Make uniform…");
    case ExportFix::kRoundTo256:
      return ExportProfiles::tr("Round to 256…");
    case ExportFix::kOtherDType:
      return ExportProfiles::tr("Use BF16");
    case ExportFix::kNone:
      break;
  }
  return {};
}

}  // namespace

ExportProfiles::ExportProfiles(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("export-profiles"));
  group_ = new QButtonGroup(this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  for (const plan::ExportProfile profile : AllProfiles()) {
    rows_.push_back(MakeRow(profile));
    column->addWidget(rows_.back().frame);
  }
  column->addStretch(1);
}

ExportProfiles::Row ExportProfiles::MakeRow(plan::ExportProfile profile) {
  Row row;
  row.profile = profile;
  const QString name = QStringLiteral("export-") + ToQString(Name(profile));
  row.frame = new QFrame;
  row.frame->setObjectName(name + QStringLiteral("-row"));
  row.radio = new QRadioButton;
  row.radio->setObjectName(name);
  row.radio->setFont(FontFor(TypeRole::kPanelTitle));
  row.use = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  row.icon = new QLabel;
  row.reason = MakeLabel(TypeRole::kSecondary);
  row.reason->setObjectName(name + QStringLiteral("-reason"));
  row.fix = new QPushButton;
  row.fix->setObjectName(name + QStringLiteral("-fix"));
  Mark(row.fix, "kind", "small");
  for (QLabel* label : {row.use, row.reason}) label->setWordWrap(true);
  group_->addButton(row.radio);
  connect(row.radio, &QRadioButton::clicked, this, [this, profile] {
    chosen_ = profile;
    ShowChoice();
    emit Chosen();
  });
  connect(row.fix, &QPushButton::clicked, this, [this, profile] {
    const auto found = std::ranges::find(rows_, profile, &Row::profile);
    emit FixAsked(profile, found->verdict.fix);
  });

  auto* grid = new QGridLayout(row.frame);
  grid->setContentsMargins(Px(16), Px(10), Px(16), Px(10));
  grid->setHorizontalSpacing(Px(6));
  grid->setVerticalSpacing(Px(2));
  grid->setColumnMinimumWidth(0, Px(18));
  grid->addWidget(row.radio, 0, 0, 1, 3);
  grid->addWidget(row.fix, 0, 3);
  grid->addWidget(row.use, 1, 1, 1, 3);
  grid->addWidget(row.icon, 2, 1, Qt::AlignTop);
  grid->addWidget(row.reason, 2, 2, 1, 2);
  grid->setColumnStretch(2, 1);
  return row;
}

void ExportProfiles::Show(const ExportSubject& subject, plan::ExportDType dtype) {
  for (Row& row : rows_) ShowRow(row, subject, dtype);
  const auto fits = [](const Row& row) { return row.verdict.state != State::kNo; };
  const auto now = std::ranges::find(rows_, chosen_, &Row::profile);
  if (!fits(*now)) {
    const auto first = std::ranges::find_if(rows_, fits);
    if (first != rows_.end()) chosen_ = first->profile;
  }
  ShowChoice();
}

void ExportProfiles::ShowRow(Row& row, const ExportSubject& subject, plan::ExportDType dtype) {
  // The dtype in use belongs to the chosen profile; another is judged with one that it knows.
  const auto known = DTypesOf(row.profile);
  const bool takes = std::ranges::find(known, dtype) != known.end();
  const plan::ExportDType judged = takes ? dtype : known.front();
  row.verdict = VerdictOf(subject, row.profile, judged);
  const bool chosen = row.verdict.state != State::kNo;
  row.radio->setText(ProfileTitle(row.profile));
  row.radio->setEnabled(chosen);
  row.radio->setAccessibleDescription(row.verdict.reason);
  row.use->setText(ProfileUse(subject, row.profile));
  const int side = Px(14);
  row.icon->setPixmap(
      ThemedIcon(IconOf(row.verdict.state), RoleOf(row.verdict.state)).pixmap(QSize(side, side)));
  row.reason->setText(row.verdict.reason);
  SetTone(row.reason, ToneOf(row.verdict.state));
  const ExportFix fix = row.verdict.fix;
  const bool budget = fix == ExportFix::kMakeUniform || fix == ExportFix::kRoundTo256;
  const bool offered = !budget || (fixes_ == Fixes::kOffered && !subject.run_id.isEmpty());
  row.fix->setVisible(fix != ExportFix::kNone && offered);
  row.fix->setText(FixText(fix));
  row.fix->setToolTip(budget ? viz::ToolTipOf(tr("Sets the budget of the next run: %1")
                                                  .arg(FixCost(subject, row.profile, judged, fix)))
                             : QString());
}

void ExportProfiles::SetChosen(plan::ExportProfile profile) {
  chosen_ = profile;
  ShowChoice();
}

void ExportProfiles::SetEditing(Editing editing) {
  const bool on = editing == Editing::kOn;
  setAttribute(Qt::WA_TransparentForMouseEvents, !on);
  for (Row& row : rows_) {
    row.radio->setFocusPolicy(on ? Qt::StrongFocus : Qt::NoFocus);
    row.fix->setEnabled(on);
  }
}

void ExportProfiles::ShowChoice() {
  for (Row& row : rows_) {
    const bool chosen = row.profile == chosen_ && row.verdict.state != State::kNo;
    if (chosen) row.radio->setChecked(true);
    Mark(row.frame, "row", chosen ? "chosen" : "plain");
  }
}

}  // namespace sentei::ui
