// SPDX-License-Identifier: Apache-2.0
#include "ui/models/export_subject.h"

#include "core/base/error.h"
#include "core/plan/census.h"
#include "core/plan/opens_in.h"
#include "core/run/run_spec.h"
#include "ui/core_sentence.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <set>

namespace sentei::ui {
namespace {

constexpr std::int64_t kKQuantBlock = 256;
constexpr std::array kProfiles{plan::ExportProfile::kHfPerLayer,
                               plan::ExportProfile::kHfUniform,
                               plan::ExportProfile::kHfPadded,
                               plan::ExportProfile::kHfMasked,
                               plan::ExportProfile::kGguf,
                               plan::ExportProfile::kAdapter};

QString Words(const char* text, int n = -1) {
  return QCoreApplication::translate("ExportSubject", text, nullptr, n);
}

QString Sentence(const std::string& reason) {
  QString text = CoreSentence(reason);
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  const bool ends = text.endsWith(QLatin1Char('.')) || text.endsWith(QChar(0x3002));  // 。
  return ends ? text : Words(QT_TRANSLATE_NOOP("ExportSubject", "%1.")).arg(text);
}

const plan::ModelDescription& Described(const OpenedModel& model) {
  if (model.IsPrunable()) return *model.description;
  throw Error(ErrorCode::kUsage,
              "This model is of an architecture that Sentei does not know",
              "It can be read, but not exported.");
}

/// Counts of the last event that holds them; all units where nothing left.
std::vector<std::int64_t> Counts(const run::RunRecord& record,
                                 const std::vector<plan::UnitFamily>& families) {
  std::vector<std::int64_t> counts;
  for (const plan::UnitFamily& family : families) {
    std::int64_t count = family.num_units;
    if (!record.prune_events.empty()) {
      const auto& states = record.prune_events.back().event.families;
      const auto found = std::ranges::find_if(states, [&](const run::FamilyState& state) {
        return state.layer == family.layer && state.kind == family.kind;
      });
      if (found != states.end()) count = found->kept;
    }
    if (count < 0 || count > family.num_units) {
      throw Error(ErrorCode::kUsage, "The run's counts do not go with this model");
    }
    counts.push_back(count);
  }
  return counts;
}

QString Range(std::int64_t low, std::int64_t high) {
  return low == high ? Count(low) : QStringLiteral("%1–%2").arg(Count(low), Count(high));
}

QString UnevenText(const plan::ModelDescription& model) {
  std::int64_t kv_low = model.layers.front().num_kv_heads;
  std::int64_t ffn_low = model.layers.front().ffn_size;
  std::int64_t kv_high = kv_low;
  std::int64_t ffn_high = ffn_low;
  for (const plan::LayerShape& shape : model.layers) {
    kv_low = std::min(kv_low, shape.num_kv_heads);
    kv_high = std::max(kv_high, shape.num_kv_heads);
    ffn_low = std::min(ffn_low, shape.ffn_size);
    ffn_high = std::max(ffn_high, shape.ffn_size);
  }
  return Words(QT_TRANSLATE_NOOP("ExportSubject", "Layers differ: KV groups %1, FFN %2."))
      .arg(Range(kv_low, kv_high), Range(ffn_low, ffn_high));
}

int LayersOfTheirOwn(const ExportSubject& subject) {
  int count = 0;
  for (std::size_t layer = 0; layer < subject.pruned.layers.size(); ++layer) {
    if (!(subject.pruned.layers[layer] == subject.dense.layers[layer])) ++count;
  }
  return count;
}

QString FitText(const ExportSubject& subject, plan::ExportProfile profile) {
  switch (profile) {
    case plan::ExportProfile::kHfPerLayer: {
      const int count = LayersOfTheirOwn(subject);
      return count == 0 ? Words(QT_TRANSLATE_NOOP("ExportSubject", "Fits: nothing was pruned."))
                        : Words(QT_TRANSLATE_N_NOOP("ExportSubject",
                                                    "Fits: %n layers have their own widths."),
                                count);
    }
    case plan::ExportProfile::kHfUniform:
    case plan::ExportProfile::kGguf:
      return Words(QT_TRANSLATE_NOOP("ExportSubject", "Fits: all layers have the same widths."));
    case plan::ExportProfile::kHfPadded:
      return Words(
          QT_TRANSLATE_NOOP("ExportSubject", "Fits: zeros fill each layer up to the widest."));
    case plan::ExportProfile::kHfMasked:
      return Words(QT_TRANSLATE_NOOP("ExportSubject", "Fits: any result; nothing gets smaller."));
    case plan::ExportProfile::kAdapter:
      return Words(QT_TRANSLATE_NOOP("ExportSubject", "Fits: LoRA rank %1, not merged."))
          .arg(Count(subject.lora_rank));
  }
  return {};
}

ExportFix FixOf(plan::ExportProfile profile,
                plan::ExportDType dtype,
                const plan::ModelDescription& model) {
  if (plan::NeedsUniformWidths(profile) && !model.IsUniform()) return ExportFix::kMakeUniform;
  const bool packed = dtype == plan::ExportDType::kQ8_0;
  const bool other =
      packed && plan::ExportObstacles(profile, plan::ExportDType::kBF16, model).empty();
  return other ? ExportFix::kOtherDType : ExportFix::kNone;
}

}  // namespace

std::span<const plan::ExportProfile> AllProfiles() { return kProfiles; }

ExportSubject SubjectOf(const OpenedModel& model) {
  ExportSubject subject;
  subject.dense = Described(model);
  subject.pruned = subject.dense;
  subject.families = model.families;
  subject.name = model.name;
  subject.model_path = model.source->path().string();
  subject.parameters = plan::ParameterCount(subject.dense);
  return subject;
}

ExportSubject SubjectOf(const run::RunRecord& record, const OpenedModel& model) {
  ExportSubject subject = SubjectOf(model);
  const run::RunSpec spec = run::RunSpecFromJson(record.spec);
  subject.run_id = ToQString(record.summary.id);
  const std::string& name = record.summary.name.empty() ? record.summary.note : record.summary.name;
  if (!name.empty()) subject.name = Shown(name);
  subject.budget = spec.budget;
  subject.families = plan::BuildUnitFamilies(subject.dense, spec.budget.attention_kind);
  subject.pruned =
      plan::WithKeptCounts(subject.dense, subject.families, Counts(record, subject.families));
  const auto before = static_cast<double>(subject.parameters);
  subject.parameters = plan::ParameterCount(subject.pruned);
  subject.removed = 1.0 - static_cast<double>(subject.parameters) / before;
  subject.lora_rank = spec.lora.rank;
  subject.profile = spec.output.profile;
  subject.dtype = spec.output.dtype;
  for (const char* stage : {"pruned", "tuned"}) {
    if (const run::EvalDone* eval = record.Eval(stage)) subject.quality = *eval;
  }
  subject.complete = record.summary.status == run::RunStatus::kCompleted;
  return subject;
}

ProfileVerdict VerdictOf(const ExportSubject& subject,
                         plan::ExportProfile profile,
                         plan::ExportDType dtype) {
  using enum ProfileVerdict::State;
  if (profile == plan::ExportProfile::kAdapter && subject.lora_rank == 0) {
    return {kNo,
            Words(QT_TRANSLATE_NOOP("ExportSubject",
                                    "This model was not trained here; it has no adapter.")),
            ExportFix::kNone};
  }
  const bool masked = profile == plan::ExportProfile::kHfMasked;
  const plan::ModelDescription& written = masked ? subject.dense : subject.pruned;
  const auto obstacles = plan::ExportObstacles(profile, dtype, written);
  if (!obstacles.empty()) {
    const bool uneven = plan::NeedsUniformWidths(profile) && !written.IsUniform();
    return {kNo,
            uneven ? UnevenText(written) : Sentence(obstacles.front()),
            FixOf(profile, dtype, written)};
  }
  const bool odd = std::ranges::any_of(written.layers, [](const plan::LayerShape& shape) {
    return shape.ffn_size % kKQuantBlock != 0;
  });
  if (profile == plan::ExportProfile::kGguf && odd) {
    return {kWarning,
            Words(QT_TRANSLATE_NOOP("ExportSubject",
                                    "%1 fits; K-quants want FFN widths in multiples of 256."))
                .arg(ToQString(Name(dtype)).toUpper()),
            subject.run_id.isEmpty() ? ExportFix::kNone : ExportFix::kRoundTo256};
  }
  return {kFits, FitText(subject, profile), ExportFix::kNone};
}

plan::BudgetSpec FixedBudget(const ExportSubject& subject, ExportFix fix) {
  switch (fix) {
    case ExportFix::kMakeUniform:
      return plan::MakeUniform(subject.budget);
    case ExportFix::kRoundTo256:
      return plan::RoundTo(subject.budget, subject.families, kKQuantBlock);
    case ExportFix::kNone:
    case ExportFix::kOtherDType:
      break;
  }
  return subject.budget;
}

QString FixCost(const ExportSubject& subject,
                plan::ExportProfile profile,
                plan::ExportDType dtype,
                ExportFix fix) {
  try {
    const plan::BudgetPlan plan = plan::ResolveBudget(
        subject.dense, subject.families, FixedBudget(subject, fix), profile, dtype);
    return CoreSentence(plan.sentence);
  } catch (const Error& error) {
    return CoreSentence(error.what());
  }
}

std::vector<plan::ExportDType> DTypesOf(plan::ExportProfile profile) {
  using enum plan::ExportDType;
  if (profile == plan::ExportProfile::kGguf) return {kBF16, kF16, kQ8_0, kF32};
  return {kBF16, kF16, kF32};
}

bool RunsBundledCode(const ExportSubject& subject, plan::ExportProfile profile) {
  if (profile == plan::ExportProfile::kGguf) return false;
  try {
    const bool masked = profile == plan::ExportProfile::kHfMasked;
    plan::ModelDescription written = masked ? subject.dense : subject.pruned;
    if (profile == plan::ExportProfile::kHfPadded) {
      std::ranges::fill(written.layers, plan::StockShape(written));
    }
    return plan::NeedsBundledCode(plan::ExportModelType(profile, written));
  } catch (const Error&) {
    return false;  // such a profile has an obstacle and is not written
  }
}

}  // namespace sentei::ui
