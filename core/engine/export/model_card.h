// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/export/export_request.h"
#include "core/engine/export/hf_folder.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sentei::engine {

/// What the card says of the written model.
struct CardFacts {
  std::int64_t parameters = 0;
  double rounding_cost = 0.0;
  std::vector<BundledCode> code;  ///< not empty: opens with trust_remote_code
};

/// README.md of an export: YAML front matter, base and its licence, method, sizes and perplexities
/// before and after with their protocol, and how to open it. All text from outside is quoted, so
/// that nothing in it can start YAML or Markdown structure.
[[nodiscard]] std::string MakeModelCard(const ExportRequest& request, const CardFacts& facts);

}  // namespace sentei::engine
