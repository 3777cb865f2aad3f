// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_columns.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <array>
#include <cmath>

namespace sentei::ui {
namespace {

using enum ColumnUse;

#define SENTEI_COLUMN(text) QT_TRANSLATE_NOOP("RunColumns", text)
constexpr std::array<RunColumnInfo, kRunColumns> kInfos{{
    {"mark", "", kAlways, false, false, 34},
    {"star", "", kAlways, false, false, 28},
    {"number", SENTEI_COLUMN("Run"), kFirst, true, false, 56},
    {"name", SENTEI_COLUMN("Name"), kAlways, false, true, 170},
    {"status", SENTEI_COLUMN("Status"), kFirst, false, false, 130},
    {"kind", SENTEI_COLUMN("Kind"), kOnRequest, false, false, 90},
    {"model", SENTEI_COLUMN("Model"), kOnRequest, false, false, 180},
    {"criterion", SENTEI_COLUMN("Criterion"), kFirst, false, false, 110},
    {"target", SENTEI_COLUMN("Target, %"), kOnRequest, true, false, 90},
    {"parameters", SENTEI_COLUMN("Parameters, M"), kFirst, true, false, 122},
    {"delta", SENTEI_COLUMN("Δ params, %"), kFirst, true, false, 108},
    {"perplexity", SENTEI_COLUMN("Perplexity"), kFirst, true, false, 100},
    {"dense", SENTEI_COLUMN("Dense perplexity"), kOnRequest, true, false, 136},
    {"protocol", SENTEI_COLUMN("Protocol"), kOnRequest, false, false, 260},
    {"speed", SENTEI_COLUMN("Evaluation, tok/s"), kOnRequest, true, false, 140},
    {"file", SENTEI_COLUMN("File, MB"), kOnRequest, true, false, 90},
    {"loss", SENTEI_COLUMN("Loss"), kOnRequest, true, false, 80},
    {"sparsity", SENTEI_COLUMN("Pruned, %"), kOnRequest, true, false, 96},
    {"steps", SENTEI_COLUMN("Iterations"), kFirst, true, false, 96},
    {"learning-rate", SENTEI_COLUMN("Learning rate"), kOnRequest, true, false, 116},
    {"seed", SENTEI_COLUMN("Seed"), kOnRequest, true, false, 80},
    {"device", SENTEI_COLUMN("Device"), kOnRequest, false, false, 180},
    {"dtype", SENTEI_COLUMN("Data type"), kOnRequest, false, false, 90},
    {"tags", SENTEI_COLUMN("Tags"), kFirst, false, true, 130},
    {"group", SENTEI_COLUMN("Group"), kOnRequest, false, true, 130},
    {"note", SENTEI_COLUMN("Note"), kOnRequest, false, true, 220},
    {"started", SENTEI_COLUMN("Started"), kOnRequest, false, false, 140},
    {"finished", SENTEI_COLUMN("Finished"), kFirst, false, false, 140},
    {"seconds", SENTEI_COLUMN("Duration"), kOnRequest, true, false, 110},
    {"id", SENTEI_COLUMN("Id"), kOnRequest, false, false, 230},
}};
#undef SENTEI_COLUMN

QString Maybe(const std::optional<double>& value, double factor, int decimals) {
  return value.has_value() ? Number(*value * factor, decimals) : None();
}

SortKey Key(const std::optional<double>& value) {
  return value.has_value() && std::isfinite(*value) ? SortKey(*value) : SortKey();
}
SortKey Key(const std::optional<std::int64_t>& value) {
  return value.has_value() ? SortKey(static_cast<double>(*value)) : SortKey();
}
SortKey Key(const std::string& value) { return value.empty() ? SortKey() : SortKey(value); }

std::optional<double> DeltaOf(const run::RunSummary& run) {
  if (run.model_parameters <= 0) return std::nullopt;
  if (!run.parameters_after.has_value() && !IsBaseline(run)) return std::nullopt;
  const auto before = static_cast<double>(run.model_parameters);
  return (static_cast<double>(ParametersOf(run)) - before) / before;
}

std::optional<double> ShownParameters(const run::RunSummary& run) {
  if (!run.parameters_after.has_value() && !IsBaseline(run)) return std::nullopt;
  return static_cast<double>(ParametersOf(run));
}

std::optional<double> SpeedOf(const ListedRun& run) {
  if (!run.measure.has_value()) return std::nullopt;
  return run.measure->tokens_per_second;
}

std::optional<double> FileOf(const ListedRun& run) {
  if (!run.measure.has_value() || !run.measure->export_bytes.has_value()) return std::nullopt;
  return static_cast<double>(*run.measure->export_bytes);
}

QString TagsOf(const run::RunSummary& run) {
  QStringList tags;
  for (const std::string& tag : run.tags) tags.append(Shown(tag));
  return tags.join(QStringLiteral(", "));
}

QString TextOrNone(const std::string& text) { return text.empty() ? None() : Shown(text); }

std::optional<double> NumberIn(const ListedRun& run, RunColumn column) {
  const run::RunSummary& summary = run.summary;
  switch (column) {
    case RunColumn::kTarget:
      return summary.target;
    case RunColumn::kParameters:
      return ShownParameters(summary);
    case RunColumn::kDelta:
      return DeltaOf(summary);
    case RunColumn::kPerplexity:
      return summary.perplexity;
    case RunColumn::kDensePerplexity:
      return summary.dense_perplexity;
    case RunColumn::kSpeed:
      return SpeedOf(run);
    case RunColumn::kFile:
      return FileOf(run);
    case RunColumn::kLoss:
      return summary.loss;
    case RunColumn::kSparsity:
      return summary.sparsity;
    case RunColumn::kLearningRate:
      return summary.learning_rate;
    case RunColumn::kSeconds:
      return summary.seconds;
    default:
      return std::nullopt;
  }
}

QString NumberCell(const ListedRun& run, RunColumn column) {
  const std::optional<double> value = NumberIn(run, column);
  switch (column) {
    case RunColumn::kTarget:
    case RunColumn::kDelta:
    case RunColumn::kSparsity:
      return Maybe(value, 100.0, 1);
    case RunColumn::kParameters:
    case RunColumn::kFile:
      return Maybe(value, 1e-6, 1);
    case RunColumn::kSpeed:
      return Maybe(value, 1.0, 0);
    case RunColumn::kLoss:
      return Maybe(value, 1.0, 3);
    case RunColumn::kLearningRate:
      return value.has_value() ? QString::number(*value, 'g', 3) : None();
    case RunColumn::kSeconds:
      return value.has_value() ? Duration(*value) : None();
    default:
      return Maybe(value, 1.0, 2);
  }
}

}  // namespace

const RunColumnInfo& InfoOf(RunColumn column) {
  return kInfos.at(static_cast<std::size_t>(column));
}

QString TitleOf(RunColumn column) {
  if (column == RunColumn::kMark || column == RunColumn::kStar) return {};
  return QCoreApplication::translate("RunColumns", InfoOf(column).title);
}

QString CellText(const ListedRun& run, RunColumn column) {
  const run::RunSummary& summary = run.summary;
  switch (column) {
    case RunColumn::kMark:
    case RunColumn::kStar:
      return {};
    case RunColumn::kNumber:
      return NumberOf(summary);
    case RunColumn::kName:
      return NameOf(summary);
    case RunColumn::kStatus:
      return StatusWords(summary);
    case RunColumn::kKind:
      return Shown(summary.kind);
    case RunColumn::kModel:
      return ModelNameOf(summary);
    case RunColumn::kCriterion:
      return TextOrNone(summary.criterion);
    case RunColumn::kProtocol:
      return ProtocolWords(run.measure);
    case RunColumn::kSteps:
      return summary.step > 0 ? Count(summary.step) : None();
    case RunColumn::kSeed:
      return QString::number(summary.seed);
    case RunColumn::kDevice:
      return TextOrNone(summary.device_name.empty() ? summary.device : summary.device_name);
    case RunColumn::kDtype:
      return TextOrNone(summary.dtype);
    case RunColumn::kTags:
      return TagsOf(summary);
    case RunColumn::kGroup:
      return Shown(summary.group);
    case RunColumn::kNote:
      return Shown(summary.note);
    case RunColumn::kStarted:
      return WhenWords(summary.started_at);
    case RunColumn::kFinished:
      return WhenWords(summary.finished_at);
    case RunColumn::kId:
      return Shown(summary.id);
    default:
      return NumberCell(run, column);
  }
}

QString EditText(const ListedRun& run, RunColumn column) {
  return column == RunColumn::kName ? Shown(run.summary.name) : CellText(run, column);
}

SortKey SortKeyOf(const ListedRun& run, RunColumn column) {
  const run::RunSummary& summary = run.summary;
  switch (column) {
    case RunColumn::kStar:
      return summary.starred ? SortKey(0.0) : SortKey(1.0);
    case RunColumn::kNumber:
    case RunColumn::kMark:
      return static_cast<double>(summary.number);
    case RunColumn::kSteps:
      return static_cast<double>(summary.step);
    case RunColumn::kSeed:
      return static_cast<double>(summary.seed);
    case RunColumn::kStarted:
      return static_cast<double>(summary.started_at);
    case RunColumn::kFinished:
      return Key(summary.finished_at);
    default:
      break;
  }
  if (InfoOf(column).numeric) return Key(NumberIn(run, column));
  const std::string text = ToStd(CellText(run, column).toCaseFolded());
  return text == ToStd(None()) ? SortKey() : Key(text);
}

}  // namespace sentei::ui
