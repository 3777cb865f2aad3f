// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/profile_form.h"

#include "core/base/error.h"

#include <chrono>

namespace sentei::engine {
namespace {

double NowSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

TensorTally::TensorTally(const ExportHooks& hooks, std::int64_t total)
    : hooks_(hooks), total_(total), start_seconds_(NowSeconds()) {}

void TensorTally::Count() {
  if (hooks_.stop.stop_requested()) {
    throw Error(ErrorCode::kStopped, "the export was stopped; nothing was written");
  }
  ++done_;
  if (!hooks_.progress) return;
  const double seconds = NowSeconds() - start_seconds_;
  const double eta = seconds * static_cast<double>(total_ - done_) / static_cast<double>(done_);
  hooks_.progress({.done = done_, .total = total_, .unit = "tensor", .eta_seconds = eta});
}

const ProfileForm& FormOf(plan::ExportProfile profile) {
  switch (profile) {
    case plan::ExportProfile::kHfPerLayer:
      return kHfPerLayerForm;
    case plan::ExportProfile::kHfUniform:
      return kHfUniformForm;
    case plan::ExportProfile::kHfPadded:
      return kHfPaddedForm;
    case plan::ExportProfile::kHfMasked:
      return kHfMaskedForm;
    case plan::ExportProfile::kGguf:
      return kGgufForm;
    case plan::ExportProfile::kAdapter:
      return kAdapterForm;
  }
  throw LogicError("a profile without a form");
}

void RequireUniform(const Decoder& model, plan::ExportProfile profile) {
  if (model.description.IsUniform()) return;
  throw Error(ErrorCode::kUsage,
              fmt::format("the layers have different widths, which profile {} cannot hold",
                          plan::Name(profile)),
              "Choose hf-per-layer or hf-padded, or prune with a uniform budget.");
}

}  // namespace sentei::engine
