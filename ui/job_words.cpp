// SPDX-License-Identifier: Apache-2.0
#include "ui/job_words.h"

#include "ui/core_sentence.h"
#include "ui/text.h"

#include <QCoreApplication>

namespace sentei::ui {
namespace {

QString Words(const char* text, int n = -1) {
  return QCoreApplication::translate("JobWords", text, nullptr, n);
}

QString UnitWords(const run::Progress& progress) {
  const auto total = static_cast<int>(progress.total);
  const char* pattern = QT_TRANSLATE_NOOP("JobWords", "%1 of %2");
  if (progress.unit == "step") pattern = QT_TRANSLATE_NOOP("JobWords", "Iteration %1 of %2");
  if (progress.unit == "window") pattern = QT_TRANSLATE_NOOP("JobWords", "Window %1 of %2");
  if (progress.unit == "tensor") pattern = QT_TRANSLATE_NOOP("JobWords", "Tensor %1 of %2");
  if (progress.unit == "token") pattern = QT_TRANSLATE_NOOP("JobWords", "Token %1 of %2");
  return Words(pattern).arg(Count(progress.done), Count(total));
}

}  // namespace

QString KindWord(run::RunKind kind) {
  switch (kind) {
    case run::RunKind::kPrune:
      return Words(QT_TRANSLATE_NOOP("JobWords", "pruning"));
    case run::RunKind::kTune:
      return Words(QT_TRANSLATE_NOOP("JobWords", "tuning"));
    case run::RunKind::kEval:
      return Words(QT_TRANSLATE_NOOP("JobWords", "measuring"));
    case run::RunKind::kSweep:
      return Words(QT_TRANSLATE_NOOP("JobWords", "sensitivity"));
    case run::RunKind::kGenerate:
      return Words(QT_TRANSLATE_NOOP("JobWords", "generating"));
    case run::RunKind::kExport:
      return Words(QT_TRANSLATE_NOOP("JobWords", "exporting"));
    case run::RunKind::kVerify:
      return Words(QT_TRANSLATE_NOOP("JobWords", "verifying"));
    case run::RunKind::kSelfCheck:
      return Words(QT_TRANSLATE_NOOP("JobWords", "self-check"));
    case run::RunKind::kDepth:
    case run::RunKind::kPeft:
    case run::RunKind::kDistill:
      break;
  }
  return ToQString(run::Name(kind));
}

QString PhaseWord(run::Phase phase) {
  switch (phase) {
    case run::Phase::kLoad:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Loading the model"));
    case run::Phase::kTokenise:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Reading the text"));
    case run::Phase::kDenseEval:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Measuring the dense model"));
    case run::Phase::kCalibrate:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Scoring units"));
    case run::Phase::kTrain:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Pruning and tuning"));
    case run::Phase::kEval:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Measuring perplexity"));
    case run::Phase::kCompact:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Compacting"));
    case run::Phase::kExport:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Writing the export"));
    case run::Phase::kVerify:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Verifying the export"));
    case run::Phase::kGenerate:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Generating"));
    case run::Phase::kSweep:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Measuring sensitivity"));
    case run::Phase::kSelfCheck:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Checking the fast path"));
  }
  return {};
}

QString ProgressWords(const Job& job) {
  switch (job.state) {
    case JobState::kQueued:
      return job.run_id.isEmpty() ? Words(QT_TRANSLATE_NOOP("JobWords", "Starting"))
                                  : Words(QT_TRANSLATE_NOOP("JobWords", "Waiting for its turn"));
    case JobState::kStopping: {
      const std::int64_t step = job.last_step ? job.last_step->step + 1 : 0;
      return step > 0
                 ? Words(QT_TRANSLATE_NOOP("JobWords", "Finishing iteration %1, then a checkpoint"))
                       .arg(Count(step))
                 : Words(QT_TRANSLATE_NOOP("JobWords", "Finishing what is in progress"));
    }
    case JobState::kCompleted:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Done in %1"))
          .arg(Duration(job.finished ? job.finished->seconds : 0.0));
    case JobState::kCancelled:
      return Words(QT_TRANSLATE_NOOP("JobWords", "Stopped"));
    case JobState::kFailed:
      return job.failure ? CoreSentence(job.failure->message) : QString();
    case JobState::kRunning:
    case JobState::kPausing:
    case JobState::kPaused:
      break;
  }
  QString words = job.progress.total > 0 ? UnitWords(job.progress) : PhaseWord(job.phase);
  if (job.phase == run::Phase::kTrain && job.last_step && job.spec.kind == run::RunKind::kPrune) {
    words += Words(QT_TRANSLATE_NOOP("JobWords", " · pruned %1 of %2"))
                 .arg(Percent(job.last_step->sparsity), Percent(job.last_step->target_sparsity));
  } else if (job.progress.total > 0) {
    words = PhaseWord(job.phase) + QStringLiteral(" · ") + words;
  }
  if (job.state == JobState::kPaused) {
    words = Words(QT_TRANSLATE_NOOP("JobWords", "paused")) + QStringLiteral(" · ") + words;
  }
  return words;
}

QString TimeWords(const Job& job) {
  if (job.state != JobState::kRunning || job.progress.eta_seconds < 0.0) return {};
  return Words(QT_TRANSLATE_NOOP("JobWords", "%1 left")).arg(About(job.progress.eta_seconds));
}

double ShareDone(const Job& job) {
  if (job.state == JobState::kCompleted) return 1.0;
  if (job.progress.total <= 0) return -1.0;
  return static_cast<double>(job.progress.done) / static_cast<double>(job.progress.total);
}

}  // namespace sentei::ui
