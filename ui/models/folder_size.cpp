// SPDX-License-Identifier: Apache-2.0
#include "ui/models/folder_size.h"

namespace sentei::ui {

std::uint64_t FolderSize(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code failed;
  std::uint64_t bytes = 0;
  fs::recursive_directory_iterator entry(
      folder, fs::directory_options::skip_permission_denied, failed);
  for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
    std::error_code ignored;
    if (!entry->is_regular_file(ignored) || entry->is_symlink(ignored)) continue;
    const std::uintmax_t size = entry->file_size(ignored);
    if (!ignored) bytes += size;
  }
  return bytes;
}

}  // namespace sentei::ui
