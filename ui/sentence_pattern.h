// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sentei::ui {

/// A value that stood in a place of a sentence, as it is shown.
struct ShownValue {
  QString text;
  bool translated = false;  ///< a sentence of its own, no data
};

/// A format of fmt, read backwards: which values made a sentence. A translation is one, too; its
/// places say by number, {0}, or by their order, {}, which value they take. Any thread.
class SentencePattern {
 public:
  /// The values of one way to read a sentence, by their numbers.
  using Values = std::vector<std::string_view>;

  explicit SentencePattern(std::string_view format);

  [[nodiscard]] bool has_places() const { return !places_.empty(); }
  /// The numbers of values that its places take: one more than the largest.
  [[nodiscard]] std::size_t num_values() const { return num_values_; }
  /// True where the place of this value stands in quotes: the value is data, whatever it says.
  [[nodiscard]] bool IsQuoted(std::size_t value) const;
  /// All but the places; a pattern without places is this sentence.
  [[nodiscard]] std::string OwnText() const;

  /// The ways to read `text` as a sentence of this pattern, shortest first values first; none where
  /// it is another's. At most 32, which is enough for a value that holds the text between places.
  [[nodiscard]] std::vector<Values> Read(std::string_view text) const;

  /// The sentence with these values in its places; empty where a value is missing. Between two
  /// characters of a script without spaces no space stays beside a translated value.
  [[nodiscard]] QString Fill(const std::vector<ShownValue>& values) const;

 private:
  struct Place {
    std::size_t value = 0;
    bool number = false;
    bool quoted = false;
  };
  struct Reading;

  void AddPlace(std::string_view inside);
  void ReadFrom(Reading& reading, std::size_t place, std::size_t at) const;
  void ReadPlace(Reading& reading, std::size_t place, std::size_t at, std::size_t end) const;

  std::vector<std::string> texts_{std::string()};  ///< around the places: one more than they
  std::vector<Place> places_;
  std::size_t num_values_ = 0;
};

}  // namespace sentei::ui
