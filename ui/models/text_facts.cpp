// SPDX-License-Identifier: Apache-2.0
#include "ui/models/text_facts.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/text/dataset.h"

#include <filesystem>

namespace sentei::ui {

std::optional<TextFacts> ReadTextFacts(const run::TextSpec& spec,
                                       const text::ModelTokenizer& tokenizer,
                                       const std::stop_token& stop) {
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(spec.path, failed);
  if (!failed && size > kMostPreviewBytes) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} has {} and is not read ahead of the run",
                            spec.path,
                            FormatBytes(static_cast<std::uint64_t>(size))),
                "The run itself reads it all.");
  }
  const text::Documents documents =
      text::ReadDocuments({spec.path, spec.column, spec.text_template, spec.max_records});
  TextFacts facts;
  facts.sha256 = documents.sha256;
  std::vector<text::TokenId> ids;
  for (const std::string& document : documents.texts) {
    if (stop.stop_requested()) return std::nullopt;
    if (!facts.lengths.empty() && !tokenizer.eos.empty()) ids.push_back(tokenizer.eos.front());
    const auto own = tokenizer.tokenizer.Encode(document, text::SpecialTokens::kNone);
    facts.lengths.push_back(static_cast<std::int64_t>(own.size()));
    ids.insert(ids.end(), own.begin(), own.end());
  }
  facts.ids = std::make_shared<const std::vector<text::TokenId>>(std::move(ids));
  return facts;
}

}  // namespace sentei::ui
