// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace sentei::shots {

/// Puts every picture of a folder, smaller and with its name, on one sheet, contact-sheet.png.
/// Returns how many there were.
int WriteContactSheet(const QString& folder);

}  // namespace sentei::shots
