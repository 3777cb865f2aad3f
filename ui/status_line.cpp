// SPDX-License-Identifier: Apache-2.0
#include "ui/status_line.h"

#include "core/base/host.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"
#include "viz/elided_label.h"
#include "viz/segmented_switch.h"
#include "viz/tool_tip.h"

namespace sentei::ui {

StatusLine::StatusLine(Workspace& workspace, QWidget* parent)
    : QStatusBar(parent), workspace_(workspace) {
  setSizeGripEnabled(false);
  setFixedHeight(Px(30));
  text_ = new viz::ElidedLabel;
  text_->setObjectName(QStringLiteral("status-text"));
  text_->setFont(FontFor(TypeRole::kSecondary));
  text_->setContentsMargins(Px(12), 0, 0, 0);
  device_ = new viz::ElidedLabel;
  device_->setFont(FontFor(TypeRole::kSecondary));
  SetTone(device_, Tone::kSecondary);
  level_ = new viz::SegmentedSwitch({QString(), QString()});
  level_->SetObjectName(QStringLiteral("level"));
  addWidget(text_, 1);
  addPermanentWidget(device_);
  addPermanentWidget(level_);
  connect(&workspace, &Workspace::StatusChanged, text_, &QLabel::setText);
  connect(level_, &viz::SegmentedSwitch::Chosen, this, [this](int option) {
    workspace_.settings().SetLevel(static_cast<Level>(option));
  });
  const auto show_level = [this] {
    level_->SetCurrent(static_cast<int>(workspace_.settings().level()));
  };
  connect(&workspace.settings(), &Settings::LevelChanged, this, show_level);
  OnLanguage(this, [this, show_level] {
    const HostDescription host = DescribeHost();
    device_->setText(tr("CPU · %n cores · %1 memory", nullptr, static_cast<int>(host.usable_cores))
                         .arg(Bytes(static_cast<double>(host.memory_total))));
    device_->setToolTip(viz::ToolTipOf(Shown(host.processor)));
    level_->SetOptions({tr("Basic"), tr("Advanced")});
    level_->setAccessibleName(tr("How many settings are shown"));
    show_level();
  });
}

}  // namespace sentei::ui
