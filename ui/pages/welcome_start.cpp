// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_start.h"

#include "core/base/host.h"
#include "core/formats/hub_cache.h"
#include "ui/background.h"
#include "ui/dialogs/hub_dialog.h"
#include "ui/language_binding.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/command_row.h"
#include "ui/workspace.h"
#include "viz/appearance.h"

#include <QPainter>
#include <algorithm>
#include <initializer_list>

namespace sentei::ui {
namespace {

/// A dashed frame with a sentence; what is dropped on it goes to the window.
class DropArea final : public QWidget {
 public:
  explicit DropArea(QWidget* content) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Px(12), Px(12), Px(12), Px(12));
    column->addWidget(content);
    setMinimumHeight(Px(72));
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QPainter painter(this);
    painter.setPen(
        QPen(viz::ToQColor(viz::Appearance::Instance().tokens().control), 1, Qt::CustomDashLine));
    QPen pen = painter.pen();
    pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
  }
};

QLabel* MakeFact(QVBoxLayout* column) {
  auto* row = new QHBoxLayout;
  row->setSpacing(Px(10));
  auto* mark = new QLabel;
  const auto draw = [mark] {
    const int side = Px(14);
    mark->setPixmap(ThemedIcon(QStringLiteral("check"), IconRole::kSuccess)
                        .pixmap(QSize(side, side), mark->devicePixelRatioF()));
  };
  draw();
  QObject::connect(&viz::Appearance::Instance(), &viz::Appearance::Changed, mark, draw);
  QLabel* text = MakeLabel(TypeRole::kSecondary);
  text->setWordWrap(true);
  row->addWidget(mark, 0, Qt::AlignTop);
  row->addWidget(text, 1);
  column->addLayout(row);
  return text;
}

}  // namespace

WelcomeStart::WelcomeStart(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
  QLabel* start = MakeLabel(TypeRole::kPanelTitle);
  QLabel* computer = MakeLabel(TypeRole::kPanelTitle);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(Px(8));
  column->addWidget(start);
  column->addWidget(MakeCommands());
  column->addWidget(MakeDropArea());
  column->addSpacing(Px(12));
  column->addWidget(computer);
  column->addWidget(MakeComputer());
  column->addStretch(1);
  OnLanguage(this, [this, start, computer] {
    start->setText(tr("Start"));
    computer->setText(tr("This computer"));
    ShowCommands();
    LookAtComputer();
  });
}

QWidget* WelcomeStart::MakeCommands() {
  auto* frame = new QFrame;
  Mark(frame, "area", "panel");
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  demo_ = new CommandRow(QStringLiteral("leaf"));
  open_ = new CommandRow(QStringLiteral("folder"));
  hub_ = new CommandRow(QStringLiteral("search"));
  job_ = new CommandRow(QStringLiteral("save"));
  demo_->setObjectName(QStringLiteral("welcome-demo"));
  open_->setObjectName(QStringLiteral("welcome-open"));
  hub_->setObjectName(QStringLiteral("welcome-hub"));
  job_->setObjectName(QStringLiteral("welcome-job"));
  for (CommandRow* command : {demo_, open_, hub_, job_}) {
    if (command != demo_) {
      auto* line = new QFrame;
      Mark(line, "line", "horizontal");
      column->addWidget(line);
    }
    column->addWidget(command);
  }
  connect(demo_, &CommandRow::clicked, this, [this] {
    workspace_.session().Open(QStringLiteral("demo"));
  });
  connect(open_, &CommandRow::clicked, this, [this] {
    TriggerWindowAction(this, QStringLiteral("action-open-model"));
  });
  connect(hub_, &CommandRow::clicked, this, [this] { ShowHubDialog(window(), workspace_); });
  connect(job_, &CommandRow::clicked, this, [this] {
    TriggerWindowAction(this, QStringLiteral("action-open-job"));
  });
  return frame;
}

QWidget* WelcomeStart::MakeDropArea() {
  QLabel* text = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  text->setAlignment(Qt::AlignCenter);
  text->setWordWrap(true);
  auto* area = new DropArea(text);
  area->setObjectName(QStringLiteral("welcome-drop"));
  OnLanguage(area, [text] {
    text->setText(tr("Drop a model, text file or job anywhere in this window"));
  });
  return area;
}

QWidget* WelcomeStart::MakeComputer() {
  auto* frame = new QFrame;
  frame->setObjectName(QStringLiteral("welcome-computer"));
  Mark(frame, "area", "panel");
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(Px(16), Px(10), Px(16), Px(10));
  column->setSpacing(Px(8));
  processor_ = MakeFact(column);
  memory_ = MakeFact(column);
  disk_ = MakeFact(column);
  return frame;
}

void WelcomeStart::Refresh() {
  ScanHub();
  LookAtComputer();
}

void WelcomeStart::ShowCommands() {
  demo_->SetTexts(tr("Try the demo"), tr("SmolLM2-135M-Instruct, on this computer already"));
  open_->SetTexts(tr("Open model…"), tr("Folder, .safetensors, .gguf or index file"), tr("Ctrl+O"));
  hub_->SetTexts(tr("From Hugging Face cache…"),
                 found_ < 0    ? tr("Looking for models on this computer")
                 : found_ == 0 ? tr("No models of it on this computer")
                               : tr("%n model(s) found on this computer", nullptr, found_));
  hub_->setEnabled(found_ > 0);
  job_->SetTexts(tr("Open job…"), tr("Model, texts, budget and settings"), tr("Ctrl+Shift+O"));
}

void WelcomeStart::ScanHub() {
  InBackground(
      this,
      [] { return formats::ListHubModels(formats::HubCacheDir()); },
      [this](const Result<std::vector<formats::HubModel>>& models) {
        found_ = models.has_value() ? static_cast<int>(models.value().size()) : 0;
        ShowCommands();
      });
}

void WelcomeStart::LookAtComputer() {
  struct Computer {
    HostDescription host;
    std::uint64_t memory_free = 0;
    std::uint64_t disk_free = 0;
  };
  InBackground(
      this,
      [data = workspace_.locations().data_dir.string()] {
        return Computer{DescribeHost(), AvailableMemory(), FreeDiskSpace(data)};
      },
      [this](const Result<Computer>& found) {
        if (!found.has_value()) return;
        const Computer& computer = found.value();
        const QString extension = computer.host.has_avx512_bf16 ? QStringLiteral(", AVX-512 BF16")
                                  : computer.host.has_avx2      ? QStringLiteral(", AVX2")
                                                                : QString();
        processor_->setText(
            tr("%1, %n core(s)", nullptr, static_cast<int>(computer.host.usable_cores))
                .arg(Shown(computer.host.processor)) +
            extension);
        memory_->setText(tr("%1 of %2 memory free")
                             .arg(Bytes(static_cast<double>(computer.memory_free)),
                                  Bytes(static_cast<double>(computer.host.memory_total))));
        disk_->setText(tr("%1 free for checkpoints and exports")
                           .arg(Bytes(static_cast<double>(computer.disk_free))));
      });
}

}  // namespace sentei::ui
