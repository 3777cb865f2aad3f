// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "storage/run_store.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sentei::ui {

enum class RunFile : std::uint8_t {
  kCsv,   ///< one line per run, as `sentei runs export --format csv`
  kJson,  ///< whole records, as `sentei runs export --format json`
  kHtml,  ///< the report of core/report, one file
};

/// The content of a file about the runs, in their order. For the library's thread.
[[nodiscard]] Result<std::string> RunFileContent(storage::RunStore& store,
                                                 const std::vector<std::string>& ids,
                                                 RunFile kind);

/// What to do about a file that is there already.
enum class Existing : std::uint8_t { kRefuse, kReplace };
/// Writes the whole file or nothing. Any thread.
[[nodiscard]] Result<void> WriteRunFile(const std::filesystem::path& path,
                                        const std::string& content,
                                        Existing existing);

}  // namespace sentei::ui
