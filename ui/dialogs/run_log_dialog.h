// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QWidget>
#include <string>

namespace sentei::ui {

class Workspace;

/// The stored log of a run, with times, as plain text. Read in the background; returns at once.
void ShowRunLogDialog(QWidget* parent,
                      Workspace& workspace,
                      const std::string& run_id,
                      const QString& name);

}  // namespace sentei::ui
