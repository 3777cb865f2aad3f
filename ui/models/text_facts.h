// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_spec.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sentei::ui {

/// A text as a model reads it, without BOS, an end-of-text token between two records.
struct TextFacts {
  std::string sha256;                 ///< of the file, hex
  std::vector<std::int64_t> lengths;  ///< tokens of every record
  std::shared_ptr<const std::vector<text::TokenId>> ids;

  [[nodiscard]] std::int64_t documents() const { return static_cast<std::int64_t>(lengths.size()); }
  [[nodiscard]] std::int64_t tokens() const { return static_cast<std::int64_t>(ids->size()); }
};

/// Files above this are not read ahead of the run.
inline constexpr std::uint64_t kMostPreviewBytes = 256'000'000;

/// Reads and tokenises the whole file; nothing when stopped. Throws as text::ReadDocuments, and
/// kInput for a file above kMostPreviewBytes. Any thread.
[[nodiscard]] std::optional<TextFacts> ReadTextFacts(const run::TextSpec& spec,
                                                     const text::ModelTokenizer& tokenizer,
                                                     const std::stop_token& stop);

}  // namespace sentei::ui
