// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sentei::run {

/// Reads the fields of a JSON object that another process sent. Every member throws kInput naming
/// the object and the field when it is missing or of another type. Refers to the object.
class JsonFields {
 public:
  /// `what` names the object in messages: "event step_done".
  JsonFields(const nlohmann::json& object, std::string what);

  [[nodiscard]] bool Has(std::string_view key) const;
  [[nodiscard]] const nlohmann::json& At(std::string_view key) const;
  [[nodiscard]] std::int64_t Integer(std::string_view key) const;
  [[nodiscard]] std::uint64_t Unsigned(std::string_view key) const;
  /// null is NaN; "nan", "inf" and "-inf" are what they say.
  [[nodiscard]] double Real(std::string_view key) const;
  [[nodiscard]] bool Flag(std::string_view key) const;
  [[nodiscard]] std::string Text(std::string_view key) const;
  /// A text that stood for a JSON object: the canonical text of the object that is there, or the
  /// text that was none.
  [[nodiscard]] std::string JsonText(std::string_view key) const;
  [[nodiscard]] std::map<std::string, std::string> Texts(std::string_view key) const;
  /// An array of at most `most` elements.
  [[nodiscard]] const nlohmann::json& Array(std::string_view key, std::size_t most) const;
  [[noreturn]] void Refuse(std::string_view key, std::string_view problem) const;

 private:
  const nlohmann::json& object_;
  std::string what_;
};

/// A real number as Real reads it; throws kInput for anything else.
[[nodiscard]] double RealFromJson(const nlohmann::json& value);
/// The word that stands for a number that is not finite where nothing may be lost.
[[nodiscard]] std::string_view NonFiniteName(double value);

}  // namespace sentei::run
