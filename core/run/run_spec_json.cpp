// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/run/run_names.h"
#include "core/run/run_spec.h"
#include "core/run/run_spec_fields.h"

#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace sentei::run {
namespace {

using nlohmann::json;

[[noreturn]] void ThrowField(const std::string& path,
                             const std::string& problem,
                             const std::string& hint = {}) {
  throw Error(ErrorCode::kUsage, fmt::format("Run setting '{}' {}", path, problem), hint);
}

/// Writes every visited field into a JSON object.
class Writer {
 public:
  explicit Writer(RunKind kind) : kind_(kind) {}

  [[nodiscard]] bool Wants(fields::Part part) const { return fields::Uses(kind_, part); }
  void Integer(std::string_view key, std::int64_t value, fields::IntegerRange) { Put(key, value); }
  void Unsigned(std::string_view key, std::uint64_t value) { Put(key, value); }
  void Real(std::string_view key, double value, fields::RealRange) { Put(key, value); }
  void Integers(std::string_view key,
                const std::vector<std::int64_t>& values,
                fields::IntegerRange) {
    Put(key, values);
  }
  void Reals(std::string_view key, const std::vector<double>& values, fields::RealRange) {
    Put(key, values);
  }
  void Flag(std::string_view key, bool value) { Put(key, value); }
  void Text(std::string_view key, const std::string& value) { Put(key, value); }
  template <typename Enum>
  void Choice(std::string_view key, Enum value) {
    Put(key, std::string(Name(value)));
  }
  void Budget(std::string_view key, const plan::BudgetSpec& budget) { Put(key, json(budget)); }
  template <typename Sub, typename Visit>
  void Section(std::string_view key, const Sub& sub, Visit visit) {
    Writer inner(kind_);
    visit(inner, sub);
    Put(key, std::move(inner).Take());
  }
  [[nodiscard]] json Take() && { return std::move(object_); }

 private:
  void Put(std::string_view key, json value) { object_[std::string(key)] = std::move(value); }

  RunKind kind_;
  json object_ = json::object();
};

/// Reads the visited fields that are present; Finish refuses what was not visited.
class Reader {
 public:
  Reader(const json& object, std::string path) : object_(object), path_(std::move(path)) {
    if (!object.is_object()) ThrowField(path_.empty() ? "(all)" : path_, "must be a JSON object");
  }

  // Sections that the kind ignores are still read, so that a wrong key is found everywhere.
  [[nodiscard]] bool Wants(fields::Part) const { return true; }
  void Integer(std::string_view key, std::int64_t& value, fields::IntegerRange) {
    if (const json* found = Find(key)) value = WholeNumber(Path(key), *found);
  }
  void Unsigned(std::string_view key, std::uint64_t& value) {
    const json* found = Find(key);
    if (found == nullptr) return;
    const bool negative = found->is_number_integer() && !found->is_number_unsigned() &&
                          found->get<std::int64_t>() < 0;
    if (!found->is_number_integer() || negative) {
      ThrowField(Path(key), fmt::format("must be a whole number from 0, not {}", Show(*found)));
    }
    value = found->get<std::uint64_t>();
  }
  void Real(std::string_view key, double& value, fields::RealRange) {
    if (const json* found = Find(key)) value = Number(Path(key), *found);
  }
  void Integers(std::string_view key, std::vector<std::int64_t>& values, fields::IntegerRange) {
    if (const json* found = Find(key)) values = List<std::int64_t>(key, *found, WholeNumber);
  }
  void Reals(std::string_view key, std::vector<double>& values, fields::RealRange) {
    if (const json* found = Find(key)) values = List<double>(key, *found, Number);
  }
  void Flag(std::string_view key, bool& value) {
    const json* found = Find(key);
    if (found == nullptr) return;
    if (!found->is_boolean()) {
      ThrowField(Path(key), fmt::format("must be true or false, not {}", Show(*found)));
    }
    value = found->get<bool>();
  }
  void Text(std::string_view key, std::string& value) {
    if (const json* found = Find(key)) value = String(key, *found);
  }
  template <typename Enum>
  void Choice(std::string_view key, Enum& value) {
    const json* found = Find(key);
    if (found == nullptr) return;
    const std::string text = String(key, *found);
    try {
      value = ParseAs<Enum>(text);
    } catch (const Error& error) {
      ThrowField(Path(key), fmt::format("cannot be '{}'", text), error.hint());
    }
  }
  void Budget(std::string_view key, plan::BudgetSpec& budget) {
    const json* found = Find(key);
    if (found == nullptr) return;
    try {
      budget = found->get<plan::BudgetSpec>();
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("In '{}': {}", Path(key), error.what()), error.hint());
    } catch (const json::exception&) {
      ThrowField(Path(key), "has a value of the wrong type");
    }
  }
  template <typename Sub, typename Visit>
  void Section(std::string_view key, Sub& sub, Visit visit) {
    const json* found = Find(key);
    if (found == nullptr) return;
    Reader inner(*found, Path(key));
    visit(inner, sub);
    inner.Finish();
  }
  void Finish() const {
    for (const auto& [key, value] : object_.items()) {
      if (known_.count(key) == 0) {
        ThrowField(
            Path(key), "is unknown", fmt::format("Known here: {}.", fmt::join(known_, ", ")));
      }
    }
  }

 private:
  const json* Find(std::string_view key) {
    const std::string name(key);
    known_.insert(name);
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  std::string String(std::string_view key, const json& value) const {
    if (!value.is_string()) {
      ThrowField(Path(key), fmt::format("must be a string, not {}", Show(value)));
    }
    return value.get<std::string>();
  }
  [[nodiscard]] std::string Path(std::string_view key) const {
    return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
  }
  static std::int64_t WholeNumber(const std::string& path, const json& value) {
    const bool too_large = value.is_number_unsigned() &&
                           value.get<std::uint64_t>() > std::uint64_t{0x7fffffffffffffff};
    if (!value.is_number_integer() || too_large) {
      ThrowField(path, fmt::format("must be a whole number, not {}", Show(value)));
    }
    return value.get<std::int64_t>();
  }
  static double Number(const std::string& path, const json& value) {
    if (!value.is_number()) {
      ThrowField(path, fmt::format("must be a number, not {}", Show(value)));
    }
    return value.get<double>();
  }
  template <typename T>
  std::vector<T> List(std::string_view key,
                      const json& list,
                      T (*read)(const std::string&, const json&)) const {
    if (!list.is_array()) {
      ThrowField(Path(key), fmt::format("must be a list, not {}", Show(list)));
    }
    std::vector<T> values;
    for (const json& value : list) {
      values.push_back(read(fmt::format("{}[{}]", Path(key), values.size()), value));
    }
    return values;
  }
  static std::string Show(const json& value) {
    const std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
    return text.size() <= 40 ? text : text.substr(0, 37) + "...";
  }

  const json& object_;
  std::string path_;
  std::set<std::string> known_;
};

}  // namespace

json ToJson(const RunSpec& spec) {
  Writer writer(spec.kind);
  fields::VisitHeader(writer, spec);
  fields::VisitSections(writer, spec);
  return std::move(writer).Take();
}

RunSpec RunSpecFromJson(const json& object) {
  RunSpec spec;
  Reader reader(object, {});
  fields::VisitHeader(reader, spec);
  fields::VisitSections(reader, spec);
  reader.Finish();
  return spec;
}

std::string SpecHash(const RunSpec& spec) {
  json canonical = ToJson(spec);
  canonical.erase("note");
  canonical.erase("force_memory");
  if (const auto output = canonical.find("output"); output != canonical.end()) {
    output->erase("directory");
    output->erase("overwrite");
  }
  try {
    return Sha256Hex(canonical.dump());
  } catch (const json::exception&) {
    throw Error(ErrorCode::kUsage,
                "The run's settings hold text that is not UTF-8",
                "Rename the file or folder, or pass it through a link with a plain name.");
  }
}

}  // namespace sentei::run
