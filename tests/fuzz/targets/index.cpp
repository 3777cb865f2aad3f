// SPDX-License-Identifier: Apache-2.0
// The input is the model.safetensors.index.json of a folder with two shards.
#include "core/plan/model_description.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  fuzz::WriteScratch("sharded/model.safetensors.index.json", fuzz::AsText(data, size));
  static_cast<void>(fuzz::Accepts([&] {
    const auto source = formats::OpenModel(fuzz::Scratch() / "sharded");
    fuzz::ReadAll(*source);
    static_cast<void>(plan::DescribeModel(*source));
  }));
  return 0;
}
