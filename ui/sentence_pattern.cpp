// SPDX-License-Identifier: Apache-2.0
#include "ui/sentence_pattern.h"

#include <algorithm>
#include <charconv>

namespace sentei::ui {
namespace {

constexpr std::size_t kMostWays = 32;
constexpr int kMostSteps = 2000;  // of one reading: a text may hold what is between places often

bool IsNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789+-.,einfa") == std::string_view::npos;
}

bool IsQuote(char c) { return c == '\'' || c == '"' || c == '`'; }

/// Written without spaces between words.
bool IsWide(QChar c) { return c.unicode() >= 0x2e80; }

void Append(QString& text, const QString& more, bool beside_translated) {
  if (beside_translated) {
    const bool at_end = text.size() > 1 && text.endsWith(QLatin1Char(' '));
    if (at_end && IsWide(text.at(text.size() - 2)) && !more.isEmpty() && IsWide(more.front())) {
      text.chop(1);
    }
    const bool at_start = more.size() > 1 && more.startsWith(QLatin1Char(' '));
    if (at_start && IsWide(more.at(1)) && !text.isEmpty() && IsWide(text.back())) {
      text += QStringView(more).mid(1);
      return;
    }
  }
  text += more;
}

}  // namespace

struct SentencePattern::Reading {
  std::string_view text;
  Values values;
  std::vector<Values> ways;
  int steps = 0;
};

SentencePattern::SentencePattern(std::string_view format) {
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char c = format[at];
    const bool brace = c == '{' || c == '}';
    if (brace && at + 1 < format.size() && format[at + 1] == c) {
      texts_.back() += c;
      ++at;
      continue;
    }
    const std::size_t end = c == '{' ? format.find('}', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      texts_.back() += c;
      continue;
    }
    AddPlace(format.substr(at + 1, end - at - 1));
    const bool opened = at > 0 && IsQuote(format[at - 1]);
    places_.back().quoted = opened && end + 1 < format.size() && format[end + 1] == format[at - 1];
    at = end;
  }
}

/// `inside` is "", "0", ":.2f" or "0:.2f".
void SentencePattern::AddPlace(std::string_view inside) {
  const std::size_t colon = std::min(inside.find(':'), inside.size());
  Place place;
  place.value = places_.size();
  std::from_chars(inside.data(), inside.data() + colon, place.value);
  place.number = colon + 1 < inside.size();
  places_.push_back(place);
  texts_.emplace_back();
  num_values_ = std::max(num_values_, place.value + 1);
}

bool SentencePattern::IsQuoted(std::size_t value) const {
  return std::any_of(places_.begin(), places_.end(), [value](const Place& place) {
    return place.value == value && place.quoted;
  });
}

std::string SentencePattern::OwnText() const {
  std::string all;
  for (const std::string& text : texts_) all += text;
  return all;
}

std::vector<SentencePattern::Values> SentencePattern::Read(std::string_view text) const {
  if (!text.starts_with(texts_.front()) || !text.ends_with(texts_.back())) return {};
  if (places_.empty())
    return text == texts_.front() ? std::vector<Values>(1) : std::vector<Values>();
  Reading reading{text, Values(num_values_), {}, 0};
  ReadFrom(reading, 0, texts_.front().size());
  return std::move(reading.ways);
}

/// `at` is where the value of `place` begins.
void SentencePattern::ReadFrom(Reading& reading, std::size_t place, std::size_t at) const {
  const std::size_t tail = texts_.back().size();
  if (at + tail > reading.text.size()) return;
  const std::size_t last_end = reading.text.size() - tail;
  if (place + 1 == places_.size()) return ReadPlace(reading, place, at, last_end);
  const std::string& next = texts_[place + 1];
  for (std::size_t end = reading.text.find(next, at);
       end != std::string_view::npos && end + next.size() <= last_end;
       end = reading.text.find(next, end + 1)) {
    if (reading.ways.size() == kMostWays || ++reading.steps > kMostSteps) return;
    ReadPlace(reading, place, at, end);
  }
}

/// Takes [at, end) for the value of `place` and goes on behind the text after it.
void SentencePattern::ReadPlace(Reading& reading,
                                std::size_t place,
                                std::size_t at,
                                std::size_t end) const {
  const std::string_view value = reading.text.substr(at, end - at);
  if (places_[place].number && !IsNumber(value)) return;
  std::string_view& kept = reading.values[places_[place].value];
  const bool seen =
      std::any_of(places_.begin(),
                  places_.begin() + static_cast<std::ptrdiff_t>(place),
                  [&](const Place& before) { return before.value == places_[place].value; });
  if (seen && kept != value) return;
  kept = value;
  if (place + 1 == places_.size()) {
    reading.ways.push_back(reading.values);
  } else {
    ReadFrom(reading, place + 1, end + texts_[place + 1].size());
  }
}

QString SentencePattern::Fill(const std::vector<ShownValue>& values) const {
  if (values.size() < num_values_) return {};
  QString text = QString::fromStdString(texts_.front());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const ShownValue& value = values[places_[i].value];
    Append(text, value.text, value.translated);
    Append(text, QString::fromStdString(texts_[i + 1]), value.translated);
  }
  return text;
}

}  // namespace sentei::ui
