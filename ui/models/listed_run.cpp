// SPDX-License-Identifier: Apache-2.0
#include "ui/models/listed_run.h"

#include "ui/core_sentence.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <filesystem>

namespace sentei::ui {
namespace {

constexpr std::size_t kShownHash = 8;

QString Words(const char* text) { return QCoreApplication::translate("ListedRun", text); }

}  // namespace

bool IsBaseline(const run::RunSummary& run) {
  return run.kind == "eval" && run.status == run::RunStatus::kCompleted && run.parent.empty() &&
         run.perplexity.has_value();
}

bool MayResume(const run::RunSummary& run) {
  return (run.kind == "prune" || run.kind == "tune") && run.step > 0 &&
         run.status != run::RunStatus::kRunning && run.status != run::RunStatus::kCompleted;
}

bool HasResult(const run::RunSummary& run) {
  return (run.kind == "prune" || run.kind == "tune") && run.status == run::RunStatus::kCompleted;
}

QString NumberOf(const run::RunSummary& run) { return QString::number(run.number); }

QString ModelNameOf(const run::RunSummary& run) {
  const std::filesystem::path path(run.model_path);
  return Shown((path.has_filename() ? path.filename() : path.parent_path().filename()).string());
}

QString NameOf(const run::RunSummary& run) {
  if (!run.name.empty()) return Shown(run.name);
  if (IsBaseline(run)) return Words(QT_TRANSLATE_NOOP("ListedRun", "dense baseline"));
  return ModelNameOf(run) + QLatin1Char(' ') + ToQString(run.kind);
}

QString StatusWords(const run::RunSummary& run) {
  switch (run.status) {
    case run::RunStatus::kRunning:
      return Words(QT_TRANSLATE_NOOP("ListedRun", "running"));
    case run::RunStatus::kInterrupted:
      return Words(QT_TRANSLATE_NOOP("ListedRun", "interrupted"));
    case run::RunStatus::kCompleted:
      return IsBaseline(run) ? Words(QT_TRANSLATE_NOOP("ListedRun", "measured"))
                             : Words(QT_TRANSLATE_NOOP("ListedRun", "done"));
    case run::RunStatus::kCancelled:
      return Words(QT_TRANSLATE_NOOP("ListedRun", "stopped"));
    case run::RunStatus::kFailed:
      break;
  }
  if (run.message.empty()) return Words(QT_TRANSLATE_NOOP("ListedRun", "failed"));
  return Words(QT_TRANSLATE_NOOP("ListedRun", "failed: %1")).arg(CoreSentence(run.message));
}

std::int64_t ParametersOf(const run::RunSummary& run) {
  return run.parameters_after.value_or(run.model_parameters);
}

QString WhenWords(std::optional<std::int64_t> milliseconds) {
  if (!milliseconds.has_value()) return None();
  const QDateTime at = QDateTime::fromMSecsSinceEpoch(*milliseconds);
  const QString time = QLocale().toString(at.time(), QLocale::ShortFormat);
  if (at.date() == QDate::currentDate()) {
    return Words(QT_TRANSLATE_NOOP("ListedRun", "today %1")).arg(time);
  }
  return QLocale().toString(at.date(), QLocale::ShortFormat) + QLatin1Char(' ') + time;
}

std::string ProtocolKey(const std::optional<storage::RunMeasure>& measure) {
  if (!measure.has_value()) return {};
  return fmt::format(
      "{}/{}/{}/{}", measure->length, measure->windows, measure->dtype, measure->text_hash);
}

QString ProtocolWords(const std::optional<storage::RunMeasure>& measure) {
  if (!measure.has_value()) return None();
  return Words(QT_TRANSLATE_NOOP("ListedRun", "%1-token windows, first %2, %3, text %4"))
      .arg(Count(measure->length),
           Count(measure->windows),
           Shown(measure->dtype),
           Shown(measure->text_hash.substr(0, kShownHash)));
}

}  // namespace sentei::ui
