// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_record.h"

#include "core/base/error.h"
#include "core/run/event_json.h"

#include <array>
#include <ctime>
#include <utility>

namespace sentei::run {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<RunStatus, std::string_view>, 5> kStatuses{{
    {RunStatus::kRunning, "running"},
    {RunStatus::kInterrupted, "interrupted"},
    {RunStatus::kCompleted, "completed"},
    {RunStatus::kCancelled, "cancelled"},
    {RunStatus::kFailed, "failed"},
}};

template <typename T>
json Optional(const std::optional<T>& value) {
  return value.has_value() ? json(*value) : json(nullptr);
}

json FullFields(const PruneEventDone& event) { return FieldsOf(event, EventDetail::kFull); }
template <typename Event>
json FullFields(const Event& event) {
  return FieldsOf(event);
}

template <typename Event>
json TimedArray(const std::vector<Timed<Event>>& events) {
  json array = json::array();
  for (const Timed<Event>& timed : events) {
    json fields = FullFields(timed.event);
    fields["at"] = FormatTime(timed.at);
    array.push_back(std::move(fields));
  }
  return array;
}

json LogArray(const std::vector<LogLine>& log) {
  json array = json::array();
  for (const LogLine& line : log) {
    array.push_back({{"at", FormatTime(line.at)},
                     {"step", line.step},
                     {"level", Name(line.level)},
                     {"message", line.message}});
  }
  return array;
}

json OptionalTime(const std::optional<std::int64_t>& milliseconds) {
  return milliseconds.has_value() ? json(FormatTime(*milliseconds)) : json(nullptr);
}

}  // namespace

std::string_view Name(RunStatus status) {
  for (const auto& [key, name] : kStatuses) {
    if (key == status) return name;
  }
  throw LogicError("a run status without a name");
}

RunStatus ParseRunStatus(std::string_view name) {
  for (const auto& [key, known] : kStatuses) {
    if (known == name) return key;
  }
  throw Error(ErrorCode::kUsage,
              fmt::format("'{}' is no run status", name),
              "Use running, interrupted, completed, cancelled or failed.");
}

std::string_view Name(LogLine::Level level) {
  switch (level) {
    case LogLine::Level::kPhase:
      return "phase";
    case LogLine::Level::kNote:
      return "note";
    case LogLine::Level::kWarning:
      return "warning";
  }
  return "note";
}

const EvalDone* RunRecord::Eval(std::string_view stage) const {
  for (auto timed = evals.rbegin(); timed != evals.rend(); ++timed) {
    if (timed->event.stage == stage) return &timed->event;
  }
  return nullptr;
}

std::string FormatTime(std::int64_t milliseconds) {
  const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text.data();
}

json ToJson(const RunSummary& run) {
  return {{"id", run.id},
          {"name", run.name},
          {"note", run.note},
          {"kind", run.kind},
          {"status", Name(run.status)},
          {"model_id", run.model_id},
          {"model_path", run.model_path},
          {"model_type", run.model_type},
          {"model_parameters", run.model_parameters},
          {"criterion", run.criterion},
          {"profile", run.profile},
          {"target", Optional(run.target)},
          {"learning_rate", Optional(run.learning_rate)},
          {"device", run.device},
          {"device_name", run.device_name},
          {"dtype", run.dtype},
          {"seed", run.seed},
          {"threads", run.threads},
          {"spec_hash", run.spec_hash},
          {"started_at", FormatTime(run.started_at)},
          {"finished_at", OptionalTime(run.finished_at)},
          {"seconds", Optional(run.seconds)},
          {"step", run.step},
          {"steps", run.steps},
          {"loss", Optional(run.loss)},
          {"sparsity", Optional(run.sparsity)},
          {"dense_perplexity", Optional(run.dense_perplexity)},
          {"pruned_perplexity", Optional(run.pruned_perplexity)},
          {"tuned_perplexity", Optional(run.tuned_perplexity)},
          {"perplexity", Optional(run.perplexity)},
          {"parameters_after", Optional(run.parameters_after)},
          {"rule", run.rule},
          {"message", run.message},
          {"hint", run.hint},
          {"tags", run.tags},
          {"starred", run.starred},
          {"group", run.group},
          {"parent", run.parent},
          {"trashed_at", OptionalTime(run.trashed_at)}};
}

json ToJson(const RunRecord& record) {
  json object = ToJson(record.summary);
  object["spec"] = record.spec;
  object["versions"] = record.versions;
  object["peak_memory"] = Optional(record.peak_memory);
  object["metrics"] = json::array();
  for (const StepDone& step : record.steps) object["metrics"].push_back(FieldsOf(step));
  object["evals"] = TimedArray(record.evals);
  object["prune_events"] = TimedArray(record.prune_events);
  object["checkpoints"] = TimedArray(record.checkpoints);
  object["exports"] = TimedArray(record.exports);
  object["verifications"] = TimedArray(record.verifications);
  object["sweep"] = json::array();
  for (const SweepPoint& point : record.sweep) object["sweep"].push_back(FieldsOf(point));
  object["compaction"] =
      record.compaction.has_value() ? FieldsOf(*record.compaction) : json(nullptr);
  object["generated_text"] = Optional(record.generated_text);
  object["log"] = LogArray(record.log);
  return object;
}

}  // namespace sentei::run
