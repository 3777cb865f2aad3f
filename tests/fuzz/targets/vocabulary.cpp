// SPDX-License-Identifier: Apache-2.0
// The input is the tokenizer.model of a folder: SentencePiece's message or tiktoken's lines.
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  static const auto source = formats::OpenModel(fuzz::Scratch() / "vocabulary");
  fuzz::WriteScratch("vocabulary/tokenizer.model", fuzz::AsText(data, size));
  static_cast<void>(fuzz::Accepts([&] {
    fuzz::UseTokenizer(text::LoadTokenizer(*source), "An old  pine's 12 needles caf\u00e9\n\xff");
  }));
  return 0;
}
