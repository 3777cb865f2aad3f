// SPDX-License-Identifier: Apache-2.0
#include "ui/core_sentence.h"
#include "ui/job_words.h"
#include "ui/models/run_trace.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>
#include <array>

namespace sentei::ui {
namespace {

QString Words(const char* text, int n = -1) {
  return QCoreApplication::translate("RunTrace", text, nullptr, n);
}

QString PrunedText(const RunEntry& entry) {
  QStringList parts;
  if (entry.attention_units > 0) {
    parts << Words(QT_TRANSLATE_N_NOOP("RunTrace", "−%n attention units"),
                   static_cast<int>(entry.attention_units));
  }
  if (entry.channels > 0) {
    parts << Words(QT_TRANSLATE_N_NOOP("RunTrace", "−%n channels"),
                   static_cast<int>(entry.channels));
  }
  if (parts.isEmpty()) return Words(QT_TRANSLATE_NOOP("RunTrace", "Nothing pruned"));
  parts << Words(QT_TRANSLATE_N_NOOP("RunTrace", "%n layers"), static_cast<int>(entry.layers));
  return parts.join(QStringLiteral(", "));
}

QString NoteText(const std::string& text) {
  if (text == run::kPausedNote) return Words(QT_TRANSLATE_NOOP("RunTrace", "Paused"));
  if (text == run::kContinuedNote) return Words(QT_TRANSLATE_NOOP("RunTrace", "Continued"));
  return CoreSentence(text);
}

}  // namespace

QString StageWord(const std::string& stage) {
  constexpr std::array<std::pair<const char*, const char*>, 6> kStages{{
      {"dense", QT_TRANSLATE_NOOP("RunTrace", "Dense perplexity")},
      {"pruned", QT_TRANSLATE_NOOP("RunTrace", "Pruned perplexity")},
      {"tuned", QT_TRANSLATE_NOOP("RunTrace", "Tuned perplexity")},
      {"exported", QT_TRANSLATE_NOOP("RunTrace", "Exported perplexity")},
      {"quick", QT_TRANSLATE_NOOP("RunTrace", "Quick perplexity")},
      {"eval", QT_TRANSLATE_NOOP("RunTrace", "Perplexity")},
  }};
  for (const auto& [name, word] : kStages) {
    if (stage == name) return Words(word);
  }
  return Words(QT_TRANSLATE_NOOP("RunTrace", "Perplexity"));
}

QString StageName(const std::string& stage) {
  constexpr std::array<const char*, 6> kStages{QT_TRANSLATE_NOOP("RunTrace", "dense"),
                                               QT_TRANSLATE_NOOP("RunTrace", "pruned"),
                                               QT_TRANSLATE_NOOP("RunTrace", "tuned"),
                                               QT_TRANSLATE_NOOP("RunTrace", "exported"),
                                               QT_TRANSLATE_NOOP("RunTrace", "quick"),
                                               QT_TRANSLATE_NOOP("RunTrace", "eval")};
  for (const char* name : kStages) {
    if (stage == name) return Words(name);
  }
  return Shown(stage);
}

QString PhaseDetail(run::Phase phase, const std::string& detail) {
  return phase == run::Phase::kEval ? StageName(detail) : Shown(detail);
}

QString EntryText(const RunEntry& entry) {
  using enum RunEntry::Kind;
  switch (entry.kind) {
    case kPhase:
      return entry.text.empty() ? PhaseWord(entry.phase)
                                : QStringLiteral("%1 · %2").arg(
                                      PhaseWord(entry.phase), PhaseDetail(entry.phase, entry.text));
    case kPruned:
      return PrunedText(entry);
    case kPerplexity:
      return QStringLiteral("%1 %2").arg(StageWord(entry.text), Number(entry.value, 2));
    case kCheckpoint:
      return Words(QT_TRANSLATE_NOOP("RunTrace", "Checkpoint, %1")).arg(Bytes(entry.value));
    case kNote:
      return NoteText(entry.text);
    case kWarning:
      return CoreSentence(entry.text);
    case kBudget:
      return Words(QT_TRANSLATE_NOOP("RunTrace", "New budget limits hold from here on"));
    case kResumed:
      return Words(QT_TRANSLATE_NOOP("RunTrace", "Resumed from iteration %1"))
          .arg(Count(entry.step));
  }
  return {};
}

QString EntryIcon(RunEntry::Kind kind) {
  using enum RunEntry::Kind;
  switch (kind) {
    case kPhase:
      return QStringLiteral("play");
    case kPruned:
      return QStringLiteral("scissors");
    case kPerplexity:
      return QStringLiteral("clock");
    case kCheckpoint:
      return QStringLiteral("save");
    case kNote:
      return QStringLiteral("note");
    case kWarning:
      return QStringLiteral("triangle");
    case kBudget:
      return QStringLiteral("budget");
    case kResumed:
      return QStringLiteral("resume");
  }
  return {};
}

QString ProtocolText(const run::EvalDone& eval) {
  QString device = Shown(eval.device);
  const QString name = QFileInfo(ToQString(eval.text_path)).fileName();
  return Words(QT_TRANSLATE_NOOP("RunTrace", "%1, %2-token windows, first %3, %4, %5, data %6"))
      .arg(Shown(ToStd(name)),
           Count(eval.length),
           Count(eval.windows),
           Shown(eval.dtype).toUpper(),
           device.toUpper(),
           Shown(eval.text_hash.substr(0, 8)));
}

}  // namespace sentei::ui
