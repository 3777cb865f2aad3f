// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/consequences.h"
#include "core/run/run_event.h"

#include <QString>
#include <array>
#include <optional>

namespace sentei::ui {

/// The lines of the Consequences dock, top to bottom.
enum class ConsequenceLine : std::uint8_t {
  kParameters,
  kAttentionUnits,
  kChannels,
  kFile,
  kDecodeMacs,
  kCache,
  kPrefill,
  kMemory,
  kPerplexity,
};
inline constexpr std::size_t kConsequenceLines = 9;

struct ConsequenceTexts {
  QString name;
  QString dense;
  QString now;
  QString difference;
};
/// What was measured, where something was.
struct MeasuredQuality {
  std::optional<run::EvalDone> dense;
  std::optional<run::EvalDone> now;
};

[[nodiscard]] std::array<ConsequenceTexts, kConsequenceLines> LinesOf(
    const plan::Consequences& consequences,
    const plan::ConsequenceRequest& request,
    const MeasuredQuality& quality,
    plan::UnitKind attention_kind);
/// "40 windows of 512 tokens, BF16, wikitext.txt": how a perplexity was measured.
[[nodiscard]] QString ProtocolOf(const run::EvalDone& eval);
/// A program's name for people.
[[nodiscard]] QString NameOf(plan::Program program);
[[nodiscard]] QString NameOf(plan::Remedy remedy);

}  // namespace sentei::ui
