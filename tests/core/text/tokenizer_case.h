// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

#include <string>

namespace sentei::text {

/// What a tokenizer does otherwise than a record of the reference says, or nothing. A record has
/// "text" with "ids" (and "ids_special" where they differ), or "decode" with ids; and "decoded"
/// (where it is not the text) and "decoded_skip" (where it differs from that).
inline std::string CaseMismatch(const Tokenizer& tokenizer, const nlohmann::json& record) {
  using Ids = std::vector<TokenId>;
  std::string mismatch;
  const auto compare = [&](const char* what, const auto& found, const auto& expected) {
    if (found == expected) return;
    mismatch += std::string(what) + ": " + nlohmann::json(found).dump() + " instead of " +
                nlohmann::json(expected).dump() + "; ";
  };
  Ids ids;
  if (record.contains("text")) {
    const auto text = record.at("text").get<std::string>();
    const auto plain = record.at("ids").get<Ids>();
    ids = record.contains("ids_special") ? record.at("ids_special").get<Ids>() : plain;
    compare("ids", tokenizer.Encode(text, SpecialTokens::kNone), plain);
    compare("ids with special", tokenizer.Encode(text, SpecialTokens::kAdd), ids);
  } else {
    ids = record.at("decode").get<Ids>();
  }
  const auto decoded = record.value("decoded", record.value("text", std::string()));
  compare("text", tokenizer.Decode(ids, Skip::kNothing), decoded);
  compare("text without special",
          tokenizer.Decode(ids, Skip::kSpecial),
          record.value("decoded_skip", decoded));
  return mismatch.empty() ? mismatch : record.value("text", "ids") + " -> " + mismatch;
}

}  // namespace sentei::text
