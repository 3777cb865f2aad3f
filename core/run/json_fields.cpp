// SPDX-License-Identifier: Apache-2.0
#include "core/run/json_fields.h"

#include "core/base/error.h"

#include <cmath>
#include <limits>
#include <utility>

namespace sentei::run {
namespace {

using nlohmann::json;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::string_view NonFiniteName(double value) {
  if (std::isnan(value)) return "nan";
  return value > 0.0 ? "inf" : "-inf";
}

double RealFromJson(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_null()) return kNan;
  if (value.is_string()) {
    const auto& word = value.get_ref<const std::string&>();
    for (const double number : {kInfinity, -kInfinity, kNan}) {
      if (word == NonFiniteName(number)) return number;
    }
  }
  ThrowInput("a number was expected, not {}", value.type_name());
}

JsonFields::JsonFields(const json& object, std::string what)
    : object_(object), what_(std::move(what)) {
  if (!object.is_object()) ThrowInput("{} is no JSON object", what_);
}

bool JsonFields::Has(std::string_view key) const { return object_.contains(key); }

const json& JsonFields::At(std::string_view key) const {
  const auto found = object_.find(key);
  if (found == object_.end()) Refuse(key, "is missing");
  return *found;
}

std::int64_t JsonFields::Integer(std::string_view key) const {
  const json& value = At(key);
  constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const bool too_large = value.is_number_unsigned() && value.get<std::uint64_t>() > kLargest;
  if (!value.is_number_integer() || too_large) Refuse(key, "is no whole number");
  return value.get<std::int64_t>();
}

std::uint64_t JsonFields::Unsigned(std::string_view key) const {
  const json& value = At(key);
  if (!value.is_number_integer() ||
      (!value.is_number_unsigned() && value.get<std::int64_t>() < 0)) {
    Refuse(key, "is no whole number from 0");
  }
  return value.get<std::uint64_t>();
}

double JsonFields::Real(std::string_view key) const {
  const json& value = At(key);
  if (!value.is_number() && !value.is_null() && !value.is_string()) Refuse(key, "is no number");
  return RealFromJson(value);
}

bool JsonFields::Flag(std::string_view key) const {
  const json& value = At(key);
  if (!value.is_boolean()) Refuse(key, "is neither true nor false");
  return value.get<bool>();
}

std::string JsonFields::Text(std::string_view key) const {
  const json& value = At(key);
  if (!value.is_string()) Refuse(key, "is no text");
  return value.get<std::string>();
}

std::string JsonFields::JsonText(std::string_view key) const {
  const json& value = At(key);
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) Refuse(key, "is neither an object nor a text");
  return value.dump();
}

std::map<std::string, std::string> JsonFields::Texts(std::string_view key) const {
  const json& value = At(key);
  if (!value.is_object()) Refuse(key, "is no object");
  std::map<std::string, std::string> texts;
  for (const auto& [name, text] : value.items()) {
    if (!text.is_string()) Refuse(key, "holds something that is no text");
    texts.emplace(name, text.get<std::string>());
  }
  return texts;
}

const json& JsonFields::Array(std::string_view key, std::size_t most) const {
  const json& value = At(key);
  if (!value.is_array()) Refuse(key, "is no array");
  if (value.size() > most) Refuse(key, fmt::format("has more than {} elements", most));
  return value;
}

void JsonFields::Refuse(std::string_view key, std::string_view problem) const {
  ThrowInput("'{}' of {} {}", key, what_, problem);
}

}  // namespace sentei::run
