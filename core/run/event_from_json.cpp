// SPDX-License-Identifier: Apache-2.0
#include "core/run/event_from_json.h"

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/run/event_json.h"
#include "core/run/json_fields.h"

#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

namespace sentei::run {
namespace {

using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "arrays travel in little-endian order");

constexpr std::size_t kMaxWindows = 1 << 24;

/// The value between the first and the last that has this name.
template <typename Enum>
Enum Named(const JsonFields& fields, std::string_view key, Enum first, Enum last) {
  const std::string name = fields.Text(key);
  for (auto i = static_cast<int>(first); i <= static_cast<int>(last); ++i) {
    if (Name(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  }
  fields.Refuse(key, "is a word that is not known");
}

template <typename T>
T ElementOf(const json& value) {
  if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(RealFromJson(value));
  } else {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 0xFF) {
      ThrowInput("a mask holds something that is no byte");
    }
    return static_cast<T>(value.get<std::uint64_t>());
  }
}

template <typename T>
std::vector<T> Unpacked(const JsonFields& fields, std::string_view key, const std::string& text) {
  if (text.size() / 4 * 3 > kMaxUnits * sizeof(T) + 2) fields.Refuse(key, "is too large");
  const std::optional<std::string> bytes = DecodeBase64(text);
  if (!bytes.has_value() || bytes->size() % sizeof(T) != 0) fields.Refuse(key, "is no base64");
  std::vector<T> values(bytes->size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), bytes->data(), bytes->size());
  return values;
}

/// An array as numbers or as base64; null where there is none.
template <typename T>
std::shared_ptr<const std::vector<T>> Values(const JsonFields& fields, std::string_view key) {
  if (!fields.Has(key)) return nullptr;
  const json& value = fields.At(key);
  if (value.is_string()) {
    return std::make_shared<const std::vector<T>>(
        Unpacked<T>(fields, key, value.get_ref<const std::string&>()));
  }
  auto values = std::make_shared<std::vector<T>>();
  for (const json& element : fields.Array(key, kMaxUnits)) {
    values->push_back(ElementOf<T>(element));
  }
  return values;
}

FamilyState Family(const json& object) {
  const JsonFields fields(object, "a family");
  FamilyState family;
  family.layer = fields.Integer("layer");
  family.kind = ParseUnitKindName(fields.Text("kind"));
  family.kept = fields.Integer("kept");
  family.scores = Values<float>(fields, "scores");
  family.keep = Values<std::uint8_t>(fields, "keep");
  return family;
}

std::vector<FamilyState> Families(const JsonFields& fields) {
  std::vector<FamilyState> families;
  for (const json& object : fields.Array("families", kMaxFamilies)) {
    families.push_back(Family(object));
  }
  return families;
}

/// Read has an overload per type of event; the tag says which.
template <typename Event>
struct As {};

RunEvent Read(As<RunStarted>, const JsonFields& fields) {
  RunStarted event;
  event.run_id = fields.Text("run");
  event.spec_json = fields.JsonText("spec");
  event.spec_hash = fields.Text("spec_hash");
  event.model_id = fields.Text("model_id");
  event.model_path = fields.Text("model_path");
  event.model_type = fields.Text("model_type");
  event.model_parameters = fields.Integer("model_parameters");
  event.device = fields.Text("device");
  event.device_name = fields.Text("device_name");
  event.dtype = fields.Text("dtype");
  event.threads = fields.Integer("threads");
  event.versions = fields.Texts("versions");
  event.resumed_from_step = fields.Integer("resumed_from_step");
  return event;
}

RunEvent Read(As<PhaseChanged>, const JsonFields& fields) {
  return PhaseChanged{Named(fields, "phase", Phase::kLoad, Phase::kSelfCheck),
                      fields.Text("detail")};
}

RunEvent Read(As<Progress>, const JsonFields& fields) {
  Progress event;
  event.done = fields.Integer("done");
  event.total = fields.Integer("total");
  event.unit = fields.Text("unit");
  if (!fields.At("eta_seconds").is_null()) event.eta_seconds = fields.Real("eta_seconds");
  return event;
}

RunEvent Read(As<StepDone>, const JsonFields& fields) {
  StepDone event;
  event.step = fields.Integer("step");
  event.steps = fields.Integer("steps");
  event.loss = fields.Real("loss");
  event.learning_rate = fields.Real("learning_rate");
  event.gradient_norm = fields.Real("gradient_norm");
  event.sparsity = fields.Real("sparsity");
  event.target_sparsity = fields.Real("target_sparsity");
  event.tokens_per_second = fields.Real("tokens_per_second");
  if (fields.Has("resident_memory")) event.resident_memory = fields.Unsigned("resident_memory");
  return event;
}

RunEvent Read(As<EvalDone>, const JsonFields& fields) {
  EvalDone event;
  event.stage = fields.Text("stage");
  event.step = fields.Integer("step");
  event.perplexity = fields.Real("perplexity");
  event.mean_loss = fields.Real("mean_loss");
  for (const json& loss : fields.Array("window_losses", kMaxWindows)) {
    event.window_losses.push_back(RealFromJson(loss));
  }
  event.length = fields.Integer("length");
  event.windows = fields.Integer("windows");
  event.tokens = fields.Integer("tokens");
  event.text_path = fields.Text("text_path");
  event.text_hash = fields.Text("text_hash");
  event.dtype = fields.Text("dtype");
  event.device = fields.Text("device");
  event.tokens_per_second = fields.Real("tokens_per_second");
  return event;
}

RunEvent Read(As<PruneEventDone>, const JsonFields& fields) {
  PruneEventDone event;
  event.step = fields.Integer("step");
  event.event = fields.Integer("index");
  event.sigma = fields.Real("sigma");
  event.removed_parameters = fields.Integer("removed_parameters");
  event.removed_units = fields.Integer("removed_units");
  event.criterion = fields.Text("criterion");
  event.families = Families(fields);
  return event;
}

RunEvent Read(As<CheckpointSaved>, const JsonFields& fields) {
  return CheckpointSaved{fields.Integer("step"),
                         fields.Text("path"),
                         fields.Unsigned("bytes"),
                         fields.Text("state_hash")};
}

RunEvent Read(As<TokenGenerated>, const JsonFields& fields) {
  const std::int64_t id = fields.Integer("id");
  using Limits = std::numeric_limits<std::int32_t>;
  if (id < Limits::min() || id > Limits::max()) fields.Refuse("id", "is no token's id");
  return TokenGenerated{
      fields.Integer("index"), static_cast<std::int32_t>(id), fields.Text("text")};
}

RunEvent Read(As<CompactionDone>, const JsonFields& fields) {
  return CompactionDone{fields.Integer("parameters_before"),
                        fields.Integer("parameters_after"),
                        fields.Real("seconds")};
}

RunEvent Read(As<ExportDone>, const JsonFields& fields) {
  return ExportDone{fields.Text("path"),
                    fields.Text("profile"),
                    fields.Text("dtype"),
                    fields.Unsigned("bytes"),
                    fields.Integer("parameters"),
                    fields.Real("rounding_cost")};
}

RunEvent Read(As<VerifyDone>, const JsonFields& fields) {
  return VerifyDone{fields.Text("path"),
                    fields.Flag("verified"),
                    fields.Real("max_abs_diff"),
                    fields.Real("tolerance"),
                    fields.Text("detail")};
}

RunEvent Read(As<ScoresUpdated>, const JsonFields& fields) {
  return ScoresUpdated{fields.Integer("step"), fields.Text("criterion"), Families(fields)};
}

RunEvent Read(As<SweepPoint>, const JsonFields& fields) {
  return SweepPoint{fields.Integer("layer"),
                    ParseUnitKindName(fields.Text("kind")),
                    fields.Real("ratio"),
                    fields.Integer("kept"),
                    fields.Real("perplexity"),
                    fields.Real("mean_loss")};
}

RunEvent Read(As<SelfCheckDone>, const JsonFields& fields) {
  return SelfCheckDone{fields.Flag("passed"),
                       fields.Real("max_abs_diff"),
                       fields.Real("tolerance"),
                       fields.Text("detail")};
}

RunEvent Read(As<BudgetChanged>, const JsonFields& fields) {
  return BudgetChanged{fields.Integer("step"), fields.JsonText("budget")};
}

RunEvent Read(As<Warned>, const JsonFields& fields) { return Warned{fields.Text("message")}; }
RunEvent Read(As<Noted>, const JsonFields& fields) { return Noted{fields.Text("message")}; }

RunEvent Read(As<RunFinished>, const JsonFields& fields) {
  RunFinished event;
  event.outcome = Named(fields, "outcome", Outcome::kCompleted, Outcome::kFailed);
  event.rule = fields.Text("rule");
  event.seconds = fields.Real("seconds");
  event.peak_memory = fields.Unsigned("peak_memory");
  if (fields.Has("code")) {
    event.code = Named(fields, "code", ErrorCode::kUsage, ErrorCode::kInternal);
    event.message = fields.Text("message");
    event.hint = fields.Text("hint");
  }
  return event;
}

/// Reads the event of that name among the alternatives of RunEvent.
template <std::size_t Index = 0>
RunEvent ReadNamed(std::string_view name, const JsonFields& fields) {
  if constexpr (Index == std::variant_size_v<RunEvent>) {
    ThrowInput("'{}' is no kind of event", name);
  } else {
    using Event = std::variant_alternative_t<Index, RunEvent>;
    static const std::string kName(Name(RunEvent(Event{})));
    return name == kName ? Read(As<Event>{}, fields) : ReadNamed<Index + 1>(name, fields);
  }
}

}  // namespace

EventOfRun EventFromJson(const json& object) {
  const std::string name = JsonFields(object, "the event").Text("event");
  const JsonFields fields(object, fmt::format("event {}", name));
  return {fields.Text("run"), ReadNamed(name, fields)};
}

}  // namespace sentei::run
