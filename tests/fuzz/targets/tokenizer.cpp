// SPDX-License-Identifier: Apache-2.0
// The input is a tokenizer.json and, behind a zero byte, a tokenizer_config.json.
#include "tests/fuzz/target.h"

#include <algorithm>

namespace sentei::fuzz {
namespace {

constexpr std::string_view kText =
    "\u2581The bent pine's 1234 needles\u2026 don't  fall,\n\tcaf\u00e9 <s>na\u0131ve</s> "
    "\u4e2d\u6587 \U0001F332\xff [INST] x [/INST]  ";

}  // namespace
}  // namespace sentei::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  const std::string_view input = fuzz::AsText(data, size);
  const std::size_t end = std::min(input.find('\0'), size);
  const std::string_view config = input.substr(std::min(end + 1, size));
  static const auto source = formats::OpenModel(fuzz::Scratch() / "model");
  fuzz::WriteScratch("model/tokenizer.json", input.substr(0, end));
  fuzz::WriteScratch("model/tokenizer_config.json", config.empty() ? "{}" : config);
  static_cast<void>(fuzz::Accepts([&] {
    const text::ModelTokenizer tokenizer = text::LoadTokenizer(*source);
    fuzz::UseTokenizer(tokenizer, fuzz::kText);
    fuzz::UseTokenizer(tokenizer, input.substr(0, 256));
  }));
  return 0;
}
