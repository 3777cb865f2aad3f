// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QWidget>

namespace sentei::ui {

class Workspace;

/// Opens the export dialog for the result of a finished pruning run (`run_id`; empty: the newest
/// of this session, else the open model as it is).
void ShowExportDialog(QWidget* parent, Workspace& workspace, const QString& run_id = {});

}  // namespace sentei::ui
