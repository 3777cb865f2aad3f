// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/budget.h"
#include "core/plan/export_profile.h"
#include "core/plan/model_description.h"
#include "core/run/run_record.h"
#include "ui/model_session.h"

#include <QString>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sentei::ui {

/// What an export writes: the result of a pruning run, or a model as it is. Plain data.
struct ExportSubject {
  QString run_id;  ///< empty: the untouched model
  QString name;    ///< of the run or the model, printable
  std::string model_path;
  plan::ModelDescription dense;
  plan::ModelDescription pruned;
  std::vector<plan::UnitFamily> families;
  plan::BudgetSpec budget;     ///< the run's
  std::int64_t lora_rank = 0;  ///< 0: there is no adapter
  std::int64_t parameters = 0;
  double removed = 0.0;  ///< share of the parameters
  std::optional<run::EvalDone> quality;
  plan::ExportProfile profile = plan::ExportProfile::kHfPerLayer;  ///< asked for so far
  plan::ExportDType dtype = plan::ExportDType::kBF16;
  bool complete = true;  ///< false: the run stopped before its last iteration
};

/// The untouched model. Throws kUsage for one that cannot be exported.
[[nodiscard]] ExportSubject SubjectOf(const OpenedModel& model);
/// The result of a run on that model, from the kept counts of its last pruning event. Throws kUsage
/// where the record does not go with the model.
[[nodiscard]] ExportSubject SubjectOf(const run::RunRecord& record, const OpenedModel& model);

/// A change of the budget that would let a profile hold the result of the next run.
enum class ExportFix : std::uint8_t { kNone, kMakeUniform, kRoundTo256, kOtherDType };
struct ProfileVerdict {
  enum class State : std::uint8_t { kFits, kWarning, kNo };
  State state = State::kFits;
  QString reason;
  ExportFix fix = ExportFix::kNone;
};
/// Whether a profile can hold the subject, and why, in the language of the window.
[[nodiscard]] ProfileVerdict VerdictOf(const ExportSubject& subject,
                                       plan::ExportProfile profile,
                                       plan::ExportDType dtype);
/// What a fix makes of the subject's budget.
[[nodiscard]] plan::BudgetSpec FixedBudget(const ExportSubject& subject, ExportFix fix);
/// What the fixed budget comes to, or why it does not solve: one sentence.
[[nodiscard]] QString FixCost(const ExportSubject& subject,
                              plan::ExportProfile profile,
                              plan::ExportDType dtype,
                              ExportFix fix);

/// In the order of the list.
[[nodiscard]] std::span<const plan::ExportProfile> AllProfiles();
[[nodiscard]] QString ProfileTitle(plan::ExportProfile profile);
/// Who opens it: "transformers with bundled code (trust_remote_code)".
[[nodiscard]] QString ProfileUse(const ExportSubject& subject, plan::ExportProfile profile);
/// dtypes that the profile can be written in.
[[nodiscard]] std::vector<plan::ExportDType> DTypesOf(plan::ExportProfile profile);
/// True where opening the export runs the modelling code beside it.
[[nodiscard]] bool RunsBundledCode(const ExportSubject& subject, plan::ExportProfile profile);

/// A text to copy: how others open the export.
struct ExportSnippet {
  QString title;
  QString text;
};
[[nodiscard]] std::vector<ExportSnippet> SnippetsOf(const ExportSubject& subject,
                                                    plan::ExportProfile profile,
                                                    plan::ExportDType dtype,
                                                    const std::string& folder);

}  // namespace sentei::ui
