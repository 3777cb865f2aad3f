// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_fields.h"

#include "core/run/run_spec.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace sentei::ui {
namespace {

/// Writes down every visited field.
class Collector {
 public:
  Collector(run::RunKind kind, std::string path, std::vector<RunField>& fields)
      : kind_(kind), path_(std::move(path)), fields_(fields) {}

  [[nodiscard]] bool Wants(run::fields::Part part) const { return run::fields::Uses(kind_, part); }
  void Integer(std::string_view key, std::int64_t value, run::fields::IntegerRange range) {
    Add(key, FieldType::kWhole, value).whole = range;
  }
  void Unsigned(std::string_view key, std::uint64_t value) { Add(key, FieldType::kWhole, value); }
  void Real(std::string_view key, double value, run::fields::RealRange range) {
    Add(key, FieldType::kReal, value).real = range;
  }
  void Integers(std::string_view, const std::vector<std::int64_t>&, run::fields::IntegerRange) {}
  void Reals(std::string_view, const std::vector<double>&, run::fields::RealRange) {}
  void Flag(std::string_view key, bool value) { Add(key, FieldType::kFlag, value); }
  void Text(std::string_view key, const std::string& value) { Add(key, FieldType::kText, value); }
  template <typename Enum>
  void Choice(std::string_view key, Enum value) {
    Add(key, FieldType::kChoice, std::string(Name(value)));
  }
  void Budget(std::string_view key, const plan::BudgetSpec& budget) {
    Add(key, FieldType::kBudget, nlohmann::json(budget));
  }
  template <typename Sub, typename Visit>
  void Section(std::string_view key, const Sub& sub, Visit visit) {
    Collector inner(kind_, Path(key), fields_);
    visit(inner, sub);
  }

 private:
  [[nodiscard]] std::string Path(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }
  RunField& Add(std::string_view key, FieldType type, nlohmann::json initial) {
    RunField field;
    field.key = Path(key);
    field.type = type;
    field.initial = std::move(initial);
    fields_.push_back(std::move(field));
    return fields_.back();
  }

  run::RunKind kind_;
  std::string path_;
  std::vector<RunField>& fields_;
};

nlohmann::json::json_pointer PointerTo(std::string_view key) {
  std::string path = "/" + std::string(key);
  std::replace(path.begin(), path.end(), '.', '/');
  return nlohmann::json::json_pointer(path);
}

}  // namespace

std::vector<RunField> RunFields(run::RunKind kind) {
  std::vector<RunField> fields;
  run::RunSpec spec;
  spec.kind = kind;
  const run::RunSpec& initial = spec;
  Collector collector(kind, {}, fields);
  run::fields::VisitHeader(collector, initial);
  run::fields::VisitSections(collector, initial);
  return fields;
}

const RunField* FindField(const std::vector<RunField>& fields, std::string_view key) {
  const auto found = std::ranges::find(fields, key, &RunField::key);
  return found == fields.end() ? nullptr : &*found;
}

nlohmann::json FieldValue(const nlohmann::json& spec, std::string_view key) {
  const auto pointer = PointerTo(key);
  return spec.contains(pointer) ? spec.at(pointer) : nlohmann::json();
}

void SetField(run::RunSpec& spec, std::string_view key, const nlohmann::json& value) {
  nlohmann::json json = run::ToJson(spec);
  json[PointerTo(key)] = value;
  run::RunSpec next = run::RunSpecFromJson(json);
  using enum run::fields::Part;
  const auto keeps = [&](run::fields::Part part) { return !run::fields::Uses(spec.kind, part); };
  if (keeps(kEval)) next.eval = spec.eval;
  if (keeps(kLora)) next.lora = spec.lora;
  if (keeps(kTrain)) next.train = spec.train;
  if (keeps(kPrune)) next.prune = spec.prune;
  if (keeps(kBudget)) next.budget = spec.budget;
  if (keeps(kOutput)) next.output = spec.output;
  if (keeps(kGenerate)) next.generate = spec.generate;
  if (keeps(kVerify)) next.verify = spec.verify;
  if (keeps(kSweep)) next.sweep = spec.sweep;
  spec = std::move(next);
}

bool InRange(const RunField& field, double value) {
  if (!std::isfinite(value)) return false;
  if (field.type == FieldType::kWhole) {
    return value >= static_cast<double>(field.whole.low) &&
           value <= static_cast<double>(field.whole.high);
  }
  using enum run::fields::RealRange::Ends;
  const run::fields::RealRange& range = field.real;
  if (value < range.low || value > range.high) return false;
  if (range.ends == kOpenLow && value == range.low) return false;
  return range.ends != kOpenHigh || value != range.high;
}

}  // namespace sentei::ui
