// SPDX-License-Identifier: Apache-2.0
#include "core/plan/budget.h"

#include "core/base/error.h"
#include "core/plan/names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace sentei::plan {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<BudgetMode, std::string_view>, 4> kModes{{
    {BudgetMode::kUniform, "uniform"},
    {BudgetMode::kCustom, "custom"},
    {BudgetMode::kGlobal, "global"},
    {BudgetMode::kGlobalUniform, "global-uniform"},
}};
constexpr std::array<std::pair<TargetKind, std::string_view>, 4> kTargets{{
    {TargetKind::kParameterShare, "parameter-share"},
    {TargetKind::kUnitShare, "unit-share"},
    {TargetKind::kParameters, "parameters"},
    {TargetKind::kBytes, "bytes"},
}};
constexpr std::array<std::pair<UnitKind, std::string_view>, 2> kAttentionKinds{{
    {UnitKind::kKvGroup, "kv-group"},
    {UnitKind::kQueryStripe, "query-stripe"},
}};
constexpr std::array<std::int64_t, 5> kAlignments{1, 8, 32, 64, 256};
constexpr std::int64_t kLargestCount = std::int64_t{1} << 31;

[[noreturn]] void Refuse(const std::string& path, std::string_view what) {
  throw Error(ErrorCode::kUsage, fmt::format("{} {}", path, what));
}

std::string Shown(const json& value) {
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() <= 60 ? text : text.substr(0, 60) + "...";
}

bool IsCount(const json& value) {
  return value.is_number_integer() && value.get<double>() >= 0.0 &&
         value.get<double>() <= static_cast<double>(kLargestCount);
}

/// An object of a budget file, read field by field; the path names it in messages.
class Fields {
 public:
  Fields(const json& object, std::string path, std::initializer_list<std::string_view> known)
      : object_(object), path_(std::move(path)) {
    if (!object_.is_object()) Refuse(path_, fmt::format("is {}, no object", Shown(object_)));
    for (const auto& [key, value] : object_.items()) {
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        throw Error(ErrorCode::kUsage,
                    fmt::format("{} has an unknown field {}", path_, Shown(key)),
                    fmt::format("Known are: {}.", fmt::join(known, ", ")));
      }
    }
  }

  [[nodiscard]] const json* Find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }
  [[nodiscard]] std::string PathOf(const char* key) const { return path_ + "." + key; }

  [[nodiscard]] std::optional<double> Number(const char* key) const {
    const json* value = Find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) Refuse(PathOf(key), fmt::format("is {}, no number", Shown(*value)));
    return value->get<double>();
  }
  [[nodiscard]] std::optional<std::int64_t> Count(const char* key) const {
    const json* value = Find(key);
    if (value == nullptr) return std::nullopt;
    if (!IsCount(*value)) {
      Refuse(PathOf(key), fmt::format("is {}, no whole number of units", Shown(*value)));
    }
    return value->get<std::int64_t>();
  }
  [[nodiscard]] std::vector<std::int64_t> Units(const char* key) const {
    std::vector<std::int64_t> units;
    const json* list = Find(key);
    if (list == nullptr) return units;
    if (!list->is_array()) Refuse(PathOf(key), "is no list of units");
    for (const json& value : *list) {
      if (!IsCount(value)) {
        Refuse(fmt::format("{}[{}]", PathOf(key), units.size()),
               fmt::format("is {}, no number of a unit", Shown(value)));
      }
      units.push_back(value.get<std::int64_t>());
    }
    std::sort(units.begin(), units.end());
    return units;
  }
  [[nodiscard]] std::optional<bool> Flag(const char* key) const {
    const json* value = Find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_boolean()) {
      Refuse(PathOf(key), fmt::format("is {}, neither true nor false", Shown(*value)));
    }
    return value->get<bool>();
  }
  template <typename Table, typename Enum>
  [[nodiscard]] Enum Word(const char* key, const Table& table, Enum fallback) const {
    const json* value = Find(key);
    if (value == nullptr) return fallback;
    if (!value->is_string()) Refuse(PathOf(key), fmt::format("is {}, no text", Shown(*value)));
    return ParseIn(table, fmt::format("value of {}", PathOf(key)), value->get<std::string>());
  }

 private:
  const json& object_;
  std::string path_;
};

FamilyLimit ReadFamily(const Fields& layer, const char* key) {
  const json* value = layer.Find(key);
  if (value == nullptr) return {};
  const Fields fields(*value,
                      layer.PathOf(key),
                      {"cap", "floor", "locked", "ratio", "keep", "protected", "forced"});
  return {.cap = fields.Number("cap"),
          .floor = fields.Count("floor"),
          .locked = fields.Flag("locked"),
          .ratio = fields.Number("ratio"),
          .keep = fields.Count("keep"),
          .protected_units = fields.Units("protected"),
          .forced_units = fields.Units("forced")};
}

LayerLimit ReadLayer(const json& value, std::size_t index) {
  const Fields fields(
      value, fmt::format("budget.layers[{}]", index), {"layer", "attention", "ffn"});
  const auto layer = fields.Count("layer");
  if (!layer.has_value()) Refuse(fields.PathOf("layer"), "is missing");
  return {.layer = *layer,
          .attention = ReadFamily(fields, "attention"),
          .ffn = ReadFamily(fields, "ffn")};
}

template <typename T>
void Put(json& object, const char* key, const std::optional<T>& value) {
  if (value.has_value()) object[key] = *value;
}

json ToJson(const FamilyLimit& limit) {
  json object = json::object();
  Put(object, "cap", limit.cap);
  Put(object, "floor", limit.floor);
  Put(object, "locked", limit.locked);
  Put(object, "ratio", limit.ratio);
  Put(object, "keep", limit.keep);
  if (!limit.protected_units.empty()) object["protected"] = limit.protected_units;
  if (!limit.forced_units.empty()) object["forced"] = limit.forced_units;
  return object;
}

json ToJson(const LayerLimit& limit) {
  json object{{"layer", limit.layer}};
  if (limit.attention != FamilyLimit{}) object["attention"] = ToJson(limit.attention);
  if (limit.ffn != FamilyLimit{}) object["ffn"] = ToJson(limit.ffn);
  return object;
}

void CheckShare(const std::string& path, const std::optional<double>& share) {
  if (share.has_value() && !(*share >= 0.0 && *share <= 1.0)) {
    Refuse(path, fmt::format("is {}, outside 0 to 1", *share));
  }
}

void CheckUnits(const std::string& path, const std::vector<std::int64_t>& units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i] < 0) Refuse(path, fmt::format("lists unit {}, below 0", units[i]));
    if (i == 0 || units[i - 1] < units[i]) continue;
    Refuse(path,
           units[i - 1] == units[i]
               ? fmt::format("lists unit {} twice", units[i])
               : fmt::format("lists unit {} after {}, not ascending", units[i], units[i - 1]));
  }
}

void CheckFamily(const std::string& path, const FamilyLimit& limit) {
  CheckUnits(path + ".protected", limit.protected_units);
  CheckUnits(path + ".forced", limit.forced_units);
  std::vector<std::int64_t> both;
  std::set_intersection(limit.protected_units.begin(),
                        limit.protected_units.end(),
                        limit.forced_units.begin(),
                        limit.forced_units.end(),
                        std::back_inserter(both));
  if (!both.empty()) Refuse(path, fmt::format("protects and forces unit {}", both.front()));
  CheckShare(path + ".cap", limit.cap);
  CheckShare(path + ".ratio", limit.ratio);
  if (limit.floor.has_value() && *limit.floor < 1) {
    Refuse(path + ".floor", fmt::format("is {}, but one unit must stay", *limit.floor));
  }
  if (limit.keep.has_value() && *limit.keep < 1) {
    Refuse(path + ".keep", fmt::format("is {}, but one unit must stay", *limit.keep));
  }
}

void CheckTarget(const BudgetSpec& spec) {
  const bool share =
      spec.target_kind == TargetKind::kParameterShare || spec.target_kind == TargetKind::kUnitShare;
  if (share && !(spec.target >= 0.0 && spec.target < 1.0)) {
    Refuse("budget.target",
           fmt::format("is {}, outside 0 to below 1: it is the share removed", spec.target));
  }
  // 2^62: beyond any model, within what a count can hold.
  if (!share && !(spec.target >= 1.0 && spec.target <= 4.6e18)) {
    Refuse("budget.target",
           fmt::format("is {}, but what remains is counted from 1 up", spec.target));
  }
}

}  // namespace

void to_json(json& object, const BudgetSpec& spec) {
  object = json{{"mode", Name(spec.mode)},
                {"target_kind", Name(spec.target_kind)},
                {"target", spec.target},
                {"attention_kind", Name(spec.attention_kind)},
                {"ffn_alignment", spec.ffn_alignment},
                {"default_cap", spec.default_cap},
                {"lock_outer_layers", spec.lock_outer_layers}};
  Put(object, "attention_locked", spec.attention_locked);
  if (spec.layers.empty()) return;
  json layers = json::array();
  for (const LayerLimit& limit : spec.layers) layers.push_back(ToJson(limit));
  object["layers"] = std::move(layers);
}

void from_json(const json& object, BudgetSpec& spec) {
  const Fields fields(object,
                      "budget",
                      {"mode",
                       "target_kind",
                       "target",
                       "attention_kind",
                       "ffn_alignment",
                       "default_cap",
                       "attention_locked",
                       "lock_outer_layers",
                       "layers"});
  BudgetSpec read;
  read.mode = fields.Word("mode", kModes, read.mode);
  read.target_kind = fields.Word("target_kind", kTargets, read.target_kind);
  read.target = fields.Number("target").value_or(read.target);
  read.attention_kind = fields.Word("attention_kind", kAttentionKinds, read.attention_kind);
  read.ffn_alignment = fields.Count("ffn_alignment").value_or(read.ffn_alignment);
  read.default_cap = fields.Number("default_cap").value_or(read.default_cap);
  read.attention_locked = fields.Flag("attention_locked");
  read.lock_outer_layers = fields.Flag("lock_outer_layers").value_or(read.lock_outer_layers);
  if (const json* layers = fields.Find("layers")) {
    if (!layers->is_array()) Refuse("budget.layers", "is no list");
    for (const json& layer : *layers) read.layers.push_back(ReadLayer(layer, read.layers.size()));
  }
  Validate(read);
  spec = std::move(read);
}

std::string_view Name(BudgetMode mode) { return NameIn(kModes, mode); }
std::string_view Name(TargetKind kind) { return NameIn(kTargets, kind); }
BudgetMode ParseBudgetMode(std::string_view name) { return ParseIn(kModes, "budget mode", name); }
TargetKind ParseTargetKind(std::string_view name) { return ParseIn(kTargets, "target kind", name); }

void Validate(const BudgetSpec& spec) {
  CheckTarget(spec);
  CheckShare("budget.default_cap", spec.default_cap);
  if (spec.attention_kind == UnitKind::kFfnChannel) {
    Refuse("budget.attention_kind", "is ffn-channel, but attention has none");
  }
  if (std::find(kAlignments.begin(), kAlignments.end(), spec.ffn_alignment) == kAlignments.end()) {
    Refuse("budget.ffn_alignment",
           fmt::format(
               "is {}, but only {} are offered", spec.ffn_alignment, fmt::join(kAlignments, ", ")));
  }
  std::set<std::int64_t> seen;
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const std::string path = fmt::format("budget.layers[{}]", i);
    const LayerLimit& limit = spec.layers[i];
    if (limit.layer < 0 || !seen.insert(limit.layer).second) {
      Refuse(path + ".layer",
             limit.layer < 0 ? fmt::format("is {}, below 0", limit.layer)
                             : fmt::format("is {}, listed twice", limit.layer));
    }
    CheckFamily(path + ".attention", limit.attention);
    CheckFamily(path + ".ffn", limit.ffn);
  }
}

}  // namespace sentei::plan
