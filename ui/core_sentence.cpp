// SPDX-License-Identifier: Apache-2.0
#include "ui/core_sentence.h"

#include "ui/sentence_pattern.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sentei::ui {
namespace {

constexpr const char* kSentences[] = {
#include "ui/core_sentences.inc"
};

// What the C library says, which the core puts into its sentences.
constexpr const char* kSystemSentences[] = {
    QT_TRANSLATE_NOOP("Core", "No such file or directory"),
    QT_TRANSLATE_NOOP("Core", "Permission denied"),
    QT_TRANSLATE_NOOP("Core", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Core", "Is a directory"),
    QT_TRANSLATE_NOOP("Core", "Not a directory"),
    QT_TRANSLATE_NOOP("Core", "Directory not empty"),
    QT_TRANSLATE_NOOP("Core", "File exists"),
    QT_TRANSLATE_NOOP("Core", "File name too long"),
    QT_TRANSLATE_NOOP("Core", "Read-only file system"),
    QT_TRANSLATE_NOOP("Core", "No space left on device"),
    QT_TRANSLATE_NOOP("Core", "Disk quota exceeded"),
    QT_TRANSLATE_NOOP("Core", "Input/output error"),
    QT_TRANSLATE_NOOP("Core", "Too many open files"),
    QT_TRANSLATE_NOOP("Core", "Too many levels of symbolic links"),
    QT_TRANSLATE_NOOP("Core", "Cannot allocate memory"),
    QT_TRANSLATE_NOOP("Core", "Killed"),
    QT_TRANSLATE_NOOP("Core", "Terminated"),
    QT_TRANSLATE_NOOP("Core", "Aborted"),
    QT_TRANSLATE_NOOP("Core", "Segmentation fault"),
    QT_TRANSLATE_NOOP("Core", "Bus error"),
};

// How sentences stand together.
constexpr const char* kList = QT_TRANSLATE_NOOP("Core", "{}; {}");
constexpr const char* kWords = QT_TRANSLATE_NOOP("Core", "{}, {}");
constexpr const char* kAbout = QT_TRANSLATE_NOOP("Core", "{}: {}");
constexpr const char* kBeside = QT_TRANSLATE_NOOP("Core", "{} {}");

constexpr std::string_view kColon = ": ";
constexpr const char* kProbe = "the disk is full";
constexpr int kDeepest = 6;     // sentences within sentences
constexpr int kMostWork = 400;  // texts looked up for one sentence: another's may be of many parts
constexpr std::size_t kMostAnswers = 2000;
constexpr int kFewLetters = 6;

QString Translated(const char* text) { return QCoreApplication::translate("Core", text); }

int LettersIn(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
  }));
}

/// A whole text is only read as a pattern with something to say; "keep {}" stands in a place.
bool StandsAlone(std::string_view own) {
  const std::size_t begin = std::min(own.find_first_not_of(" ,;"), own.size());
  const bool words = own.find(' ', begin) < own.find_last_not_of(' ') && begin < own.size();
  const bool upper = !own.empty() && std::isupper(static_cast<unsigned char>(own.front())) != 0;
  return words || upper || LettersIn(own) >= kFewLetters;
}

/// A text of its own, or the value in a place of another.
enum class Role : std::uint8_t { kWhole, kValue };
/// Patterns with a colon, without one, or all.
enum class About : std::uint8_t { kYes, kNo, kAny };

/// Words in the language of the window and how many letters of the core they stand for.
struct Answer {
  QString text;
  int letters = 0;
};
using MaybeAnswer = std::optional<Answer>;

/// Of two readings the one that explains more of the text, else the first.
void Consider(MaybeAnswer& best, MaybeAnswer other) {
  if (!other.has_value()) return;
  if (!best.has_value() || other->letters > best->letters) best = std::move(other);
}

/// The sentences of the core in one language.
class SentenceBook {
 public:
  explicit SentenceBook(QString probe);

  /// Made anew when the language changed; none where the language is the core's own.
  static SentenceBook* OfWindow();

  [[nodiscard]] QString Sentence(std::string_view english);

 private:
  struct Entry {
    SentencePattern pattern;
    SentencePattern translation;
    int letters = 0;
    bool alone = false;
    bool about = false;  ///< has a colon, behind which another sentence may stand
    bool named = false;  ///< begins with a value
  };

  void Add(const char* source);
  MaybeAnswer Find(std::string_view text, Role role, int depth);
  MaybeAnswer FindBest(std::string_view text, Role role, int depth);
  [[nodiscard]] MaybeAnswer FindLiteral(std::string_view text, Role role) const;
  MaybeAnswer FindPattern(std::string_view text, Role role, About about, int depth);
  Answer Filled(const Entry& entry, const SentencePattern::Values& values, int depth);
  MaybeAnswer FindList(std::string_view text,
                       std::string_view separator,
                       const char* joint,
                       int depth);
  MaybeAnswer FindAbout(std::string_view text, int depth);
  MaybeAnswer FindBeside(std::string_view text, Role role, int depth);
  ShownValue Value(std::string_view text, int depth, int& letters);

  QString probe_;
  std::map<std::string, Answer, std::less<>> literals_;
  std::vector<Entry> entries_;  ///< what says the outer sentence best first: see the constructor
  std::unordered_map<std::string, QString> answers_;
  // Of one sentence:
  std::map<std::pair<Role, std::string>, MaybeAnswer> found_;
  int work_ = 0;
};

// Of two readings that explain as much, the first stands: a sentence about another goes before
// that other, and else the one with more words of its own goes before what stands in its places.
SentenceBook::SentenceBook(QString probe) : probe_(std::move(probe)) {
  for (const char* source : kSentences) Add(source);
  for (const char* source : kSystemSentences) Add(source);
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    if (a.about != b.about) return a.about;
    return a.about && a.named != b.named ? b.named : a.letters > b.letters;
  });
}

SentenceBook* SentenceBook::OfWindow() {
  static std::unique_ptr<SentenceBook> book;
  const QString probe = Translated(kProbe);
  if (probe == QLatin1String(kProbe)) return nullptr;
  if (book == nullptr || book->probe_ != probe) book = std::make_unique<SentenceBook>(probe);
  return book.get();
}

void SentenceBook::Add(const char* source) {
  SentencePattern pattern{std::string_view(source)};
  const std::string own = pattern.OwnText();
  SentencePattern translation(Translated(source).toStdString());
  if (!pattern.has_places()) {
    literals_.emplace(own, Answer{translation.Fill({}), LettersIn(own)});
  } else if (translation.num_values() <= pattern.num_values()) {
    const bool named = *source == '{' && *(source + 1) != '{';
    const bool about = own.find(kColon) != std::string::npos;
    entries_.push_back({std::move(pattern),
                        std::move(translation),
                        LettersIn(own),
                        StandsAlone(own),
                        about,
                        named});
  }
}

QString SentenceBook::Sentence(std::string_view english) {
  if (const auto known = answers_.find(std::string(english)); known != answers_.end()) {
    return known->second;
  }
  work_ = 0;
  found_.clear();
  const MaybeAnswer found = Find(english, Role::kWhole, 0);
  if (answers_.size() >= kMostAnswers) answers_.clear();
  const QString text = found.has_value() ? found->text : Shown(english);
  answers_.emplace(english, text);
  return text;
}

MaybeAnswer SentenceBook::Find(std::string_view text, Role role, int depth) {
  if (MaybeAnswer found = FindLiteral(text, role)) return found;
  if (text.find(' ') == std::string_view::npos) return std::nullopt;
  const std::pair key{role, std::string(text)};
  if (const auto known = found_.find(key); known != found_.end()) return known->second;
  if (depth > kDeepest || ++work_ > kMostWork) return std::nullopt;
  return found_[key] = FindBest(text, role, depth);
}

MaybeAnswer SentenceBook::FindBest(std::string_view text, Role role, int depth) {
  if (MaybeAnswer list = FindList(text, "; ", kList, depth)) return list;
  MaybeAnswer best;
  const int all = LettersIn(text);
  const auto explained = [&] { return best.has_value() && best->letters == all; };
  Consider(best, FindPattern(text, role, About::kYes, depth));
  if (!explained()) Consider(best, FindAbout(text, depth));
  if (!explained()) Consider(best, FindPattern(text, role, About::kNo, depth));
  if (!explained()) Consider(best, FindList(text, ", ", kWords, depth));
  if (!best.has_value()) best = FindBeside(text, role, depth);
  return best;
}

/// A single word is a sentence only in the place of another.
MaybeAnswer SentenceBook::FindLiteral(std::string_view text, Role role) const {
  if (role == Role::kWhole && text.find(' ') == std::string_view::npos) return std::nullopt;
  const auto found = literals_.find(text);
  return found == literals_.end() ? std::nullopt : MaybeAnswer(found->second);
}

MaybeAnswer SentenceBook::FindPattern(std::string_view text, Role role, About about, int depth) {
  MaybeAnswer best;
  MaybeAnswer inner;  // said behind a colon of the first value
  for (const Entry& entry : entries_) {
    const bool wanted = about == About::kAny || entry.about == (about == About::kYes);
    if (!wanted || (role == Role::kWhole && !entry.alone)) continue;
    for (const SentencePattern::Values& values : entry.pattern.Read(text)) {
      const bool behind = entry.named && values.front().find(kColon) != std::string_view::npos;
      Consider(behind ? inner : best, Filled(entry, values, depth));
    }
  }
  Consider(best, std::move(inner));
  return best;
}

Answer SentenceBook::Filled(const Entry& entry, const SentencePattern::Values& values, int depth) {
  Answer answer{{}, entry.letters};
  std::vector<ShownValue> shown;
  for (std::size_t i = 0; i < values.size(); ++i) {
    shown.push_back(entry.pattern.IsQuoted(i) ? ShownValue{Shown(values[i]), false}
                                              : Value(values[i], depth + 1, answer.letters));
  }
  answer.text = entry.translation.Fill(shown);
  return answer;
}

/// Adds to `letters` what the value says in words of the core.
ShownValue SentenceBook::Value(std::string_view text, int depth, int& letters) {
  if (LettersIn(text) > 0) {
    if (MaybeAnswer found = Find(text, Role::kValue, depth)) {
      letters += found->letters;
      return {found->text, true};
    }
  }
  return {Shown(text), false};
}

/// All parts must be sentences of the core.
MaybeAnswer SentenceBook::FindList(std::string_view text,
                                   std::string_view separator,
                                   const char* joint,
                                   int depth) {
  if (text.find(separator) == std::string_view::npos) return std::nullopt;
  const SentencePattern joined(Translated(joint).toStdString());
  MaybeAnswer list;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    const MaybeAnswer part = Find(text.substr(at, end - at), Role::kValue, depth + 1);
    if (!part.has_value()) return std::nullopt;
    list = !list.has_value() ? *part
                             : Answer{joined.Fill({{list->text, true}, {part->text, true}}),
                                      list->letters + part->letters};
    at = end + separator.size();
  }
  return list;
}

/// "the file: what is wrong with it".
MaybeAnswer SentenceBook::FindAbout(std::string_view text, int depth) {
  MaybeAnswer best;
  for (std::size_t at = text.find(kColon); at != std::string_view::npos;
       at = text.find(kColon, at + 1)) {
    const MaybeAnswer said = Find(text.substr(at + kColon.size()), Role::kWhole, depth + 1);
    if (!said.has_value()) continue;
    int letters = said->letters;
    const ShownValue head = Value(text.substr(0, at), depth + 1, letters);
    const SentencePattern joined(Translated(kAbout).toStdString());
    Consider(best, Answer{joined.Fill({head, {said->text, true}}), letters});
  }
  return best;
}

/// A name before what is said of it, "budget.target is missing"; a number behind what it measures.
MaybeAnswer SentenceBook::FindBeside(std::string_view text, Role role, int depth) {
  const SentencePattern joined(Translated(kBeside).toStdString());
  const std::size_t first = text.find(' ');
  const std::string_view name = text.substr(0, first);
  if (role == Role::kWhole || name.find('/') == std::string_view::npos) {
    const std::string_view said = text.substr(first + 1);
    MaybeAnswer found = FindLiteral(said, Role::kWhole);
    if (!found.has_value()) found = FindPattern(said, role, About::kAny, depth + 1);
    if (found.has_value()) {
      return Answer{joined.Fill({{Shown(name), false}, {found->text, true}}), found->letters};
    }
  }
  const std::size_t last = text.rfind(' ');
  const std::string_view number = text.substr(last + 1);
  if (role == Role::kWhole || LettersIn(number) > 1) return std::nullopt;
  const MaybeAnswer found = FindLiteral(text.substr(0, last), role);
  if (!found.has_value()) return std::nullopt;
  return Answer{joined.Fill({{found->text, true}, {Shown(number), false}}), found->letters};
}

}  // namespace

QString CoreSentence(std::string_view english) {
  SentenceBook* book = SentenceBook::OfWindow();
  return book == nullptr ? Shown(english) : book->Sentence(english);
}

QString CoreFailure(const Failure& failure) {
  const QString message = CoreSentence(failure.message);
  if (failure.hint.empty()) return message;
  return QCoreApplication::translate("CoreFailure", "%1 %2")
      .arg(message, CoreSentence(failure.hint));
}

}  // namespace sentei::ui
