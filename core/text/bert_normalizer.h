// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace sentei::text {

/// What BERT does to a text before it cuts it (Devlin et al., NAACL 2019), step by step as the
/// reference tokenizer does: drop control characters and make white space a space, put spaces
/// around Chinese characters, decompose and drop accents, make lower case. Nothing is composed
/// again.
class BertCleaning {
 public:
  /// From the normalizer "BertNormalizer" of tokenizer.json. strip_accents null follows lowercase.
  explicit BertCleaning(const nlohmann::json& json);
  /// Well-formed UTF-8 in and out.
  [[nodiscard]] std::string Apply(std::string_view text) const;

 private:
  bool clean_text_;
  bool space_chinese_;
  bool lower_case_;
  bool strip_accents_;
};

}  // namespace sentei::text
