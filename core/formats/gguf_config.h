// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/gguf_family.h"
#include "core/formats/gguf_reader.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace sentei::formats {

/// A parsed GGUF file.
struct GgufFile {
  const GgufHeader& header;
  std::span<const std::byte> bytes;  ///< all of the file
  std::string_view name;             ///< for messages
};

/// The family of a file whose configuration and tensors are understood; nullptr for any other
/// (unknown architectures, mixtures of experts, files without tensors).
[[nodiscard]] const GgufFamily* FamilyOf(const GgufHeader& header);

/// The Hugging Face config.json of a GGUF file. With a family it is complete; without one it gives
/// the architecture as model_type and nothing else. Throws kInput naming a setting that is missing,
/// absurd or not supported (partial rotation, widths by layer).
[[nodiscard]] nlohmann::json ConfigFromGguf(const GgufFile& file);

}  // namespace sentei::formats
