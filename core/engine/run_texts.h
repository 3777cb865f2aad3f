// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/nn/decoder.h"
#include "core/engine/run_context.h"
#include "core/text/dataset.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <string>

namespace sentei::engine {

/// A text as the model reads it.
struct TokenText {
  text::TokenStream stream;
  std::string path;
};

/// Phase "tokenise": reads the records of a text and packs their tokens. Throws kInput.
[[nodiscard]] TokenText TokeniseText(const RunContext& context,
                                     const run::TextSpec& spec,
                                     const text::ModelTokenizer& tokenizer);

/// Warns when more than 1 % of the evaluation text's runs of 13 tokens are in the training text.
void WarnOfContamination(const RunContext& context,
                         const TokenText& training,
                         const TokenText& evaluation);

/// Perplexity over the spec's windows with its protocol (phase of the caller); progress in windows,
/// and between them a pause. Throws kStopped, and kInput when the text does not fill one window.
[[nodiscard]] run::EvalDone MeasurePerplexity(const RunContext& context,
                                              const Decoder& model,
                                              const TokenText& tokens,
                                              const std::string& stage,
                                              std::int64_t step);

}  // namespace sentei::engine
