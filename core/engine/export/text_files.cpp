// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/text_files.h"

#include "core/base/output_file.h"

namespace sentei::engine {

void WriteText(std::string_view text, const std::filesystem::path& file) {
  OutputFile out(file);
  out.Write(text);
  out.Finish();
}

void WriteJson(const nlohmann::json& json, const std::filesystem::path& file) {
  WriteText(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n", file);
}

}  // namespace sentei::engine
