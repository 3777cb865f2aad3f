// SPDX-License-Identifier: Apache-2.0
#include "storage/spec_columns.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace sentei::storage {
namespace {

using nlohmann::json;

const json* At(const json& spec, const char* pointer) {
  const json::json_pointer path(pointer);
  return spec.contains(path) ? &spec.at(path) : nullptr;
}
std::string TextAt(const json& spec, const char* pointer) {
  const json* value = At(spec, pointer);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}
std::optional<double> RealAt(const json& spec, const char* pointer) {
  const json* value = At(spec, pointer);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->get<double>();
}
template <typename Integer>
Integer IntegerAt(const json& spec, const char* pointer) {
  const json* value = At(spec, pointer);
  return value != nullptr && value->is_number_integer() ? value->get<Integer>() : Integer{0};
}

}  // namespace

SpecColumns ColumnsOf(const std::string& spec_json) {
  const json spec = json::parse(spec_json, nullptr, false);
  SpecColumns columns;
  if (!spec.is_object()) return columns;
  columns.kind = TextAt(spec, "/kind");
  columns.note = TextAt(spec, "/note");
  columns.criterion = TextAt(spec, "/prune/criterion");
  columns.profile = TextAt(spec, "/output/profile");
  columns.source_run = TextAt(spec, "/output/source_run");
  columns.verify_directory = TextAt(spec, "/verify/directory");
  columns.target = RealAt(spec, "/budget/target");
  columns.learning_rate = RealAt(spec, "/train/learning_rate");
  columns.seed = IntegerAt<std::uint64_t>(spec, "/seed");
  columns.steps = IntegerAt<std::int64_t>(spec, "/train/steps");
  return columns;
}

std::string ModelName(const std::string& path) {
  const std::filesystem::path file = std::filesystem::path(path).lexically_normal();
  const std::filesystem::path last = file.has_filename() ? file : file.parent_path();
  return last.extension() == ".gguf" ? last.stem().string() : last.filename().string();
}

}  // namespace sentei::storage
