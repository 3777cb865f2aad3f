// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_files.h"

#include "ui/background.h"
#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/models/file_hash.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"
#include "viz/elided_label.h"
#include "viz/tool_tip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

enum Column : int { kName, kSize, kHash, kColumns };

QTableWidget* MakeTable() {
  auto* table = new QTableWidget(0, kColumns);
  table->setObjectName(QStringLiteral("model-files"));
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setShowGrid(false);
  table->setTabKeyNavigation(false);
  table->setFrameShape(QFrame::NoFrame);
  table->setTextElideMode(Qt::ElideMiddle);
  table->setWordWrap(false);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(Px(26));
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table->horizontalHeader()->setSectionResizeMode(kName, QHeaderView::Stretch);
  table->horizontalHeader()->setSectionResizeMode(kSize, QHeaderView::ResizeToContents);
  table->horizontalHeader()->setSectionResizeMode(kHash, QHeaderView::Stretch);
  return table;
}

QTableWidgetItem* MakeItem(const QString& text) {
  auto* item = new QTableWidgetItem(text);
  item->setToolTip(viz::ToolTipOf(text));
  return item;
}

}  // namespace

ModelFiles::ModelFiles(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  path_ = new viz::ElidedLabel(Qt::ElideMiddle);
  path_->setObjectName(QStringLiteral("model-path"));
  path_->setFont(FontFor(TypeRole::kMono));
  copy_ = MakePushButton(QStringLiteral("model-copy-path"), "small");
  hash_ = MakePushButton(QStringLiteral("model-hash"), "small");
  progress_ = new QProgressBar;
  progress_->setObjectName(QStringLiteral("model-hash-progress"));
  progress_->setTextVisible(false);
  progress_->setRange(0, 1000);
  table_ = MakeTable();
  tick_ = new QTimer(this);
  tick_->setInterval(100);
  auto* row = new QHBoxLayout;
  row->setSpacing(Px(8));
  row->addWidget(path_, 1);
  row->addWidget(copy_);
  row->addWidget(hash_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  column->setSpacing(Px(8));
  column->addLayout(row);
  column->addWidget(progress_);
  column->addWidget(table_, 1);
  connect(tick_, &QTimer::timeout, this, &ModelFiles::ShowState);
  connect(copy_, &QPushButton::clicked, this, [this] {
    QGuiApplication::clipboard()->setText(PathText(model_->source->path()));
    workspace_.ShowStatus(tr("Copied the path."));
  });
  connect(hash_, &QPushButton::clicked, this, [this] { hashing_ < 0 ? Start() : Stop(); });
  OnLanguage(this, [this] {
    copy_->setText(tr("Copy path"));
    table_->setHorizontalHeaderLabels({tr("File"), tr("Size"), QStringLiteral("SHA-256")});
    table_->setAccessibleName(tr("Files"));
    progress_->setAccessibleName(tr("Computing SHA-256"));
    ShowState();
  });
}

ModelFiles::~ModelFiles() { stop_.request_stop(); }

void ModelFiles::SetModel(const OpenedModelPtr& model) {
  Stop();
  model_ = model;
  Fill();
  ShowState();
}

void ModelFiles::Fill() {
  paths_.clear();
  sizes_.clear();
  path_->setText(model_ == nullptr ? QString() : Shown(model_->source->path().string()));
  if (model_ != nullptr) paths_ = model_->source->weight_files();
  table_->setRowCount(static_cast<int>(paths_.size()));
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    std::error_code failed;
    const std::uintmax_t size = std::filesystem::file_size(paths_[i], failed);
    sizes_.push_back(failed ? 0 : size);
    const int row = static_cast<int>(i);
    table_->setItem(row, kName, MakeItem(Shown(paths_[i].filename().string())));
    table_->setItem(row, kSize, MakeItem(Bytes(static_cast<double>(sizes_.back()))));
    table_->item(row, kSize)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table_->setItem(row, kHash, MakeItem(None()));
  }
}

void ModelFiles::Start() {
  stop_ = std::stop_source();
  finished_ = 0;
  HashNext(0);
}

void ModelFiles::Stop() {
  stop_.request_stop();
  hashing_ = -1;
  ShowState();
}

void ModelFiles::HashNext(int row) {
  if (row >= static_cast<int>(paths_.size())) return Stop();
  hashing_ = row;
  read_ = std::make_shared<std::atomic<std::uint64_t>>(0);
  ShowState();
  InBackground(
      this,
      [path = paths_[static_cast<std::size_t>(row)], read = read_, stop = stop_.get_token()] {
        return HashFile(
            path, [&read](std::uint64_t bytes) { *read = bytes; }, stop);
      },
      [this, row, read = read_](const Result<std::optional<std::string>>& hash) {
        if (read != read_ || hashing_ != row) return;  // stopped, or another model
        finished_ += sizes_[static_cast<std::size_t>(row)];
        const QString text = !hash.has_value()          ? CoreSentence(hash.error().message)
                             : hash.value().has_value() ? ToQString(*hash.value())
                                                        : None();
        table_->setItem(row, kHash, MakeItem(text));
        HashNext(row + 1);
      });
}

void ModelFiles::ShowState() {
  const bool running = hashing_ >= 0;
  hash_->setText(running ? tr("Cancel") : tr("Compute SHA-256"));
  hash_->setEnabled(model_ != nullptr);
  copy_->setEnabled(model_ != nullptr);
  progress_->setVisible(running);
  if (!running) return tick_->stop();
  if (!tick_->isActive()) tick_->start();
  std::uint64_t total = 0;
  for (const std::uint64_t size : sizes_) total += size;
  const std::uint64_t done = finished_ + read_->load();
  progress_->setValue(total == 0 ? 0 : static_cast<int>(1000 * done / total));
}

}  // namespace sentei::ui
