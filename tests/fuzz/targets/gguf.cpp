// SPDX-License-Identifier: Apache-2.0
// The input is a GGUF file: tensors, configuration and tokenizer are read from it.
#include "core/formats/gguf_reader.h"
#include "core/plan/model_description.h"
#include "tests/fuzz/target.h"

#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  const bool is_sound = fuzz::Accepts([&] {
    static_cast<void>(formats::ParseGgufHeader(std::as_bytes(std::span(data, size)), "file"));
  });
  if (!is_sound) return 0;
  const auto path = fuzz::WriteScratch("file.gguf", fuzz::AsText(data, size));
  std::unique_ptr<formats::ModelSource> source;
  if (!fuzz::Accepts([&] { source = formats::OpenModel(path); })) return 0;
  fuzz::ReadAll(*source);
  static_cast<void>(fuzz::Accepts([&] { static_cast<void>(plan::DescribeModel(*source)); }));
  static_cast<void>(fuzz::Accepts(
      [&] { fuzz::UseTokenizer(text::LoadTokenizer(*source), "The bent pine's 12 needles."); }));
  return 0;
}
