// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_target.h"

#include "core/base/host.h"
#include "ui/background.h"
#include "ui/language_binding.h"
#include "ui/models/run_needs.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace sentei::ui {
namespace {

constexpr int kSettleMs = 150;
constexpr std::int64_t kMegabyte = 1'000'000;
constexpr int kShardMegabytes = 5000;

}  // namespace

ExportTarget::ExportTarget(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("export-target"));
  settle_.setSingleShot(true);
  settle_.setInterval(kSettleMs);
  connect(&settle_, &QTimer::timeout, this, &ExportTarget::Look);
  Build();
  OnLanguage(this, [this] { Retranslate(); });
}

void ExportTarget::Build() {
  folder_label_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  folder_ = new QLineEdit;
  folder_->setObjectName(QStringLiteral("export-folder"));
  folder_label_->setBuddy(folder_);
  choose_ = new QPushButton;
  choose_->setObjectName(QStringLiteral("export-choose"));
  facts_ = MakeLabel(TypeRole::kSecondary, Tone::kSecondary);
  facts_->setObjectName(QStringLiteral("export-facts"));
  facts_->setWordWrap(true);
  dtype_label_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  dtype_ = new QComboBox;
  dtype_->setObjectName(QStringLiteral("export-dtype"));
  dtype_label_->setBuddy(dtype_);
  shard_label_ = MakeLabel(TypeRole::kCaption, Tone::kSecondary);
  shard_ = new QSpinBox;
  shard_->setObjectName(QStringLiteral("export-shard"));
  shard_->setRange(10, 1'000'000);
  shard_->setSingleStep(500);
  shard_->setValue(kShardMegabytes);
  shard_label_->setBuddy(shard_);

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(Px(8));
  grid->setVerticalSpacing(Px(2));
  grid->addWidget(folder_label_, 0, 0, 1, 3);
  grid->addWidget(folder_, 1, 0, 1, 2);
  grid->addWidget(choose_, 1, 2);
  grid->addWidget(facts_, 2, 0, 1, 3);
  grid->setRowMinimumHeight(3, Px(8));
  grid->addWidget(dtype_label_, 4, 0);
  grid->addWidget(shard_label_, 4, 1);
  grid->addWidget(dtype_, 5, 0);
  grid->addWidget(shard_, 5, 1);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  connect(folder_, &QLineEdit::textChanged, this, [this] {
    ready_ = false;
    settle_.start();
    emit Changed();
  });
  connect(choose_, &QPushButton::clicked, this, &ExportTarget::Choose);
  connect(dtype_, &QComboBox::activated, this, [this] {
    Look();
    emit DTypeChanged();
  });
}

QString ExportTarget::folder() const {
  const QString text = folder_->text().trimmed();
  if (text.isEmpty()) return text;
  const QString home =
      text.startsWith(QStringLiteral("~/")) ? QDir::homePath() + text.mid(1) : text;
  return QDir::cleanPath(QFileInfo(home).absoluteFilePath());
}

plan::ExportDType ExportTarget::dtype() const {
  return static_cast<plan::ExportDType>(dtype_->currentData().toInt());
}

void ExportTarget::SetFolder(const QString& folder) { folder_->setText(folder); }

void ExportTarget::SetDType(plan::ExportDType dtype) {
  const int index = dtype_->findData(static_cast<int>(dtype));
  if (index < 0 || index == dtype_->currentIndex()) return;
  dtype_->setCurrentIndex(index);
  Look();
  emit DTypeChanged();
}

run::ExportSpec ExportTarget::Output(plan::ExportProfile profile) const {
  run::ExportSpec output;
  output.directory = ToStd(folder());
  output.profile = profile;
  output.dtype = dtype();
  output.shard_bytes = shard_->value() * kMegabyte;
  output.overwrite = replace_empty_;
  output.source_run = ToStd(subject_.run_id);
  return output;
}

void ExportTarget::Show(const ExportSubject& subject, plan::ExportProfile profile) {
  subject_ = subject;
  profile_ = profile;
  FillDTypes();
  shard_->setEnabled(profile != plan::ExportProfile::kGguf);
  Look();
}

void ExportTarget::FillDTypes() {
  const plan::ExportDType before = dtype_->count() > 0 ? dtype() : subject_.dtype;
  dtype_->clear();
  for (const plan::ExportDType one : DTypesOf(profile_)) {
    dtype_->addItem(ToQString(Name(one)).toUpper(), static_cast<int>(one));
  }
  dtype_->setCurrentIndex(std::max(0, dtype_->findData(static_cast<int>(before))));
}

void ExportTarget::Choose() {
  const QString path = QFileDialog::getSaveFileName(this,
                                                    tr("New folder for the export"),
                                                    folder(),
                                                    QString(),
                                                    nullptr,
                                                    QFileDialog::ShowDirsOnly);
  if (!path.isEmpty()) SetFolder(path);
}

void ExportTarget::Look() {
  const QString path = folder();
  const quint64 number = ++looked_;
  if (path.isEmpty()) {
    ready_ = false;
    facts_->setText(tr("Choose a new folder for the export."));
    emit Changed();
    return;
  }
  InBackground(
      this,
      [path] {
        const QFileInfo info(path);
        Place place;
        place.exists = info.exists() || info.isSymLink();
        place.is_folder = info.isDir() && !info.isSymLink();
        place.empty = place.is_folder && QDir(path).isEmpty(QDir::AllEntries | QDir::Hidden |
                                                            QDir::System | QDir::NoDotAndDotDot);
        place.free = static_cast<double>(FreeDiskSpace(ToStd(path)));
        return place;
      },
      [this, number](const Result<Place>& place) {
        if (number == looked_ && place.has_value()) Judge(place.value());
      });
}

void ExportTarget::Judge(const Place& place) {
  const auto bytes = static_cast<double>(
      ExportBytes(subject_.dense, subject_.pruned, profile_, dtype(), subject_.lora_rank));
  replace_empty_ = place.exists && place.is_folder && place.empty;
  const bool taken = place.exists && !replace_empty_;
  const bool full = place.free > 0.0 && bytes > place.free;
  ready_ = !taken && !full;
  if (taken) {
    facts_->setText(
        tr("%1 exists and is not empty. Choose a new folder.").arg(Shown(ToStd(folder()))));
  } else if (full) {
    facts_->setText(
        tr("About %1 are needed, but only %2 are free.").arg(Bytes(bytes), Bytes(place.free)));
  } else {
    facts_->setText(tr("About %1, %2 free. Weights, configuration, tokenizer, model card, masks "
                       "and hashes.")
                        .arg(Bytes(bytes), Bytes(place.free)));
  }
  SetTone(facts_, ready_ ? Tone::kSecondary : Tone::kDanger);
  emit Changed();
}

void ExportTarget::Retranslate() {
  folder_label_->setText(tr("Folder"));
  choose_->setText(tr("Choose…"));
  dtype_label_->setText(tr("Number format"));
  shard_label_->setText(tr("Largest weight file"));
  shard_->setSuffix(tr(" MB"));
  folder_->setAccessibleName(tr("Folder"));
  dtype_->setAccessibleName(tr("Number format"));
  shard_->setAccessibleName(tr("Largest weight file"));
  if (!subject_.name.isEmpty()) Look();
}

}  // namespace sentei::ui
