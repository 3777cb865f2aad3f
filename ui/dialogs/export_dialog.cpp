// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/export_dialog.h"

namespace sentei::ui {

void ShowExportDialog(QWidget* /*parent*/, Workspace& /*workspace*/, const QString& /*run_id*/) {}

}  // namespace sentei::ui
