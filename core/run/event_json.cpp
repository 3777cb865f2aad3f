// SPDX-License-Identifier: Apache-2.0
#include "core/run/event_json.h"

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/run/json_fields.h"

#include <array>
#include <bit>
#include <cmath>
#include <utility>

namespace sentei::run {
namespace {

using nlohmann::json;

constexpr std::array<plan::UnitKind, 3> kUnitKinds{
    plan::UnitKind::kKvGroup, plan::UnitKind::kQueryStripe, plan::UnitKind::kFfnChannel};

json ParsedOrText(const std::string& text) {
  json parsed = json::parse(text, nullptr, false);
  return parsed.is_discarded() ? json(text) : parsed;
}

json FieldsOf(const RunStarted& event) {
  return {{"spec", ParsedOrText(event.spec_json)},
          {"spec_hash", event.spec_hash},
          {"model_id", event.model_id},
          {"model_path", event.model_path},
          {"model_type", event.model_type},
          {"model_parameters", event.model_parameters},
          {"device", event.device},
          {"device_name", event.device_name},
          {"dtype", event.dtype},
          {"threads", event.threads},
          {"versions", event.versions},
          {"resumed_from_step", event.resumed_from_step}};
}

json FieldsOf(const PhaseChanged& event) {
  return {{"phase", Name(event.phase)}, {"detail", event.detail}};
}

json FieldsOf(const Progress& event) {
  const json eta = event.eta_seconds < 0.0 ? json(nullptr) : json(event.eta_seconds);
  return {{"done", event.done}, {"total", event.total}, {"unit", event.unit}, {"eta_seconds", eta}};
}

json FieldsOf(const TokenGenerated& event) {
  return {{"index", event.index}, {"id", event.id}, {"text", event.text}};
}

json FieldsOf(const SelfCheckDone& event) {
  return {{"passed", event.passed},
          {"max_abs_diff", event.max_abs_diff},
          {"tolerance", event.tolerance},
          {"detail", event.detail}};
}

json FieldsOf(const BudgetChanged& event) {
  return {{"step", event.step}, {"budget", ParsedOrText(event.budget_json)}};
}

json FieldsOf(const Warned& event) { return {{"message", event.message}}; }
json FieldsOf(const Noted& event) { return {{"message", event.message}}; }

json FieldsOf(const RunFinished& event, EventDetail detail) {
  json fields = {{"outcome", Name(event.outcome)},
                 {"rule", event.rule},
                 {"seconds", event.seconds},
                 {"peak_memory", event.peak_memory}};
  if (event.outcome == Outcome::kFailed || detail == EventDetail::kWire) {
    fields["code"] = Name(event.code);
    fields["message"] = event.message;
    fields["hint"] = event.hint;
  }
  return fields;
}

/// The values themselves, or their bytes as base64.
template <typename T>
json ArrayJson(const std::vector<T>& values, EventDetail detail) {
  if (detail != EventDetail::kWire) return values;
  static_assert(std::endian::native == std::endian::little, "bytes travel in little-endian order");
  return EncodeBase64({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
}

json FamilyJson(const FamilyState& family, EventDetail detail) {
  json fields = {{"layer", family.layer}, {"kind", plan::Name(family.kind)}, {"kept", family.kept}};
  if (family.keep != nullptr) fields["units"] = family.keep->size();
  if (detail != EventDetail::kCounts) {
    if (family.scores != nullptr) fields["scores"] = ArrayJson(*family.scores, detail);
    if (family.keep != nullptr) fields["keep"] = ArrayJson(*family.keep, detail);
  }
  return fields;
}

json FamiliesJson(const std::vector<FamilyState>& families, EventDetail detail) {
  json list = json::array();
  for (const FamilyState& family : families) list.push_back(FamilyJson(family, detail));
  return list;
}

json FieldsOf(const ScoresUpdated& event, EventDetail detail) {
  return {{"step", event.step},
          {"criterion", event.criterion},
          {"families", FamiliesJson(event.families, detail)}};
}

/// Puts words in place of the numbers that JSON cannot write.
void NameNonFinite(json& value) {
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (!std::isfinite(number)) value = NonFiniteName(number);
  } else if (value.is_structured()) {
    for (json& element : value) NameNonFinite(element);
  }
}

struct NameOf {
  std::string_view operator()(const RunStarted&) const { return "run_started"; }
  std::string_view operator()(const PhaseChanged&) const { return "phase_changed"; }
  std::string_view operator()(const Progress&) const { return "progress"; }
  std::string_view operator()(const StepDone&) const { return "step_done"; }
  std::string_view operator()(const EvalDone&) const { return "eval_done"; }
  std::string_view operator()(const PruneEventDone&) const { return "prune_event_done"; }
  std::string_view operator()(const CheckpointSaved&) const { return "checkpoint_saved"; }
  std::string_view operator()(const TokenGenerated&) const { return "token_generated"; }
  std::string_view operator()(const CompactionDone&) const { return "compaction_done"; }
  std::string_view operator()(const ExportDone&) const { return "export_done"; }
  std::string_view operator()(const VerifyDone&) const { return "verify_done"; }
  std::string_view operator()(const ScoresUpdated&) const { return "scores_updated"; }
  std::string_view operator()(const SweepPoint&) const { return "sweep_point"; }
  std::string_view operator()(const SelfCheckDone&) const { return "self_check_done"; }
  std::string_view operator()(const BudgetChanged&) const { return "budget_changed"; }
  std::string_view operator()(const Warned&) const { return "warned"; }
  std::string_view operator()(const Noted&) const { return "noted"; }
  std::string_view operator()(const RunFinished&) const { return "run_finished"; }
};

struct FieldsVisitor {
  EventDetail detail;
  json operator()(const PruneEventDone& event) const { return FieldsOf(event, detail); }
  json operator()(const ScoresUpdated& event) const { return FieldsOf(event, detail); }
  json operator()(const RunFinished& event) const { return FieldsOf(event, detail); }
  template <typename Event>
  json operator()(const Event& event) const {
    return FieldsOf(event);
  }
};

}  // namespace

plan::UnitKind ParseUnitKindName(std::string_view name) {
  for (const plan::UnitKind kind : kUnitKinds) {
    if (plan::Name(kind) == name) return kind;
  }
  ThrowInput("'{}' is no kind of unit", name);
}

json FieldsOf(const StepDone& event) {
  json fields = {{"step", event.step},
                 {"steps", event.steps},
                 {"loss", event.loss},
                 {"learning_rate", event.learning_rate},
                 {"gradient_norm", event.gradient_norm},
                 {"sparsity", event.sparsity},
                 {"target_sparsity", event.target_sparsity},
                 {"tokens_per_second", event.tokens_per_second}};
  if (event.resident_memory > 0) fields["resident_memory"] = event.resident_memory;
  return fields;
}

json FieldsOf(const EvalDone& event) {
  return {{"stage", event.stage},
          {"step", event.step},
          {"perplexity", event.perplexity},
          {"mean_loss", event.mean_loss},
          {"window_losses", event.window_losses},
          {"length", event.length},
          {"windows", event.windows},
          {"tokens", event.tokens},
          {"text_path", event.text_path},
          {"text_hash", event.text_hash},
          {"dtype", event.dtype},
          {"device", event.device},
          {"tokens_per_second", event.tokens_per_second}};
}

json FieldsOf(const PruneEventDone& event, EventDetail detail) {
  return {{"step", event.step},
          {"index", event.event},
          {"sigma", event.sigma},
          {"removed_parameters", event.removed_parameters},
          {"removed_units", event.removed_units},
          {"criterion", event.criterion},
          {"families", FamiliesJson(event.families, detail)}};
}

json FieldsOf(const SweepPoint& event) {
  return {{"layer", event.layer},
          {"kind", plan::Name(event.kind)},
          {"ratio", event.ratio},
          {"kept", event.kept},
          {"perplexity", event.perplexity},
          {"mean_loss", event.mean_loss}};
}

json FieldsOf(const CheckpointSaved& event) {
  return {{"step", event.step},
          {"path", event.path},
          {"bytes", event.bytes},
          {"state_hash", event.state_hash}};
}

json FieldsOf(const CompactionDone& event) {
  return {{"parameters_before", event.parameters_before},
          {"parameters_after", event.parameters_after},
          {"seconds", event.seconds}};
}

json FieldsOf(const ExportDone& event) {
  return {{"path", event.path},
          {"profile", event.profile},
          {"dtype", event.dtype},
          {"bytes", event.bytes},
          {"parameters", event.parameters},
          {"rounding_cost", event.rounding_cost}};
}

json FieldsOf(const VerifyDone& event) {
  return {{"path", event.path},
          {"verified", event.verified},
          {"max_abs_diff", event.max_abs_diff},
          {"tolerance", event.tolerance},
          {"detail", event.detail}};
}

std::string_view Name(const RunEvent& event) { return std::visit(NameOf{}, event); }

json ToJson(const std::string& run_id, const RunEvent& event, EventDetail detail) {
  json object = std::visit(FieldsVisitor{detail}, event);
  object["event"] = Name(event);
  object["run"] = run_id;
  if (detail == EventDetail::kWire) NameNonFinite(object);
  return object;
}

std::string ToJsonLine(const std::string& run_id, const RunEvent& event, EventDetail detail) {
  return ToJson(run_id, event, detail).dump(-1, ' ', true, json::error_handler_t::replace);
}

}  // namespace sentei::run
