// SPDX-License-Identifier: Apache-2.0
// The input is a safetensors file.
#include "core/formats/safetensors_reader.h"
#include "tests/fuzz/target.h"

#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  const bool is_sound = fuzz::Accepts([&] {
    static_cast<void>(
        formats::ParseSafetensorsHeader(std::as_bytes(std::span(data, size)), "file"));
  });
  if (!is_sound) return 0;
  const auto path = fuzz::WriteScratch("file.safetensors", fuzz::AsText(data, size));
  static_cast<void>(fuzz::Accepts([&] { fuzz::ReadAll(*formats::OpenModel(path)); }));
  return 0;
}
