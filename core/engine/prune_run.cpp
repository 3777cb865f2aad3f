// SPDX-License-Identifier: Apache-2.0
#include "core/engine/prune_run.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/engine/build_info.h"
#include "core/engine/evaluation_json.h"
#include "core/engine/prune/compaction.h"
#include "core/engine/run_exporting.h"

#include <algorithm>
#include <utility>

namespace sentei::engine {
namespace {

constexpr std::int64_t kQuickWindows = 8;
constexpr std::chrono::milliseconds kBetweenScores{500};

/// Without an evaluation text the tail of the training text is held out: at most a tenth.
TokenText HoldOut(TokenText& training, const run::EvalSpec& eval) {
  std::vector<text::TokenId>& ids = training.stream.ids;
  const auto total = static_cast<std::int64_t>(ids.size());
  const std::int64_t windows = std::max<std::int64_t>(eval.windows, 1);
  const std::int64_t held = std::min(windows * eval.length, total / 10);
  TokenText tail = training;
  tail.stream.ids.assign(ids.end() - held, ids.end());
  ids.resize(static_cast<std::size_t>(total - held));
  return tail;
}

}  // namespace

PruneRun::PruneRun(RunContext& context)
    : context_(context),
      lock_(context.RunDirectory(context.run_id)),
      store_(context.RunDirectory(context.run_id) / "checkpoints") {
  store_.RemoveLeftovers();
}

WorkerResult PruneRun::Execute() {
  Open();
  ReadTexts();
  Prepare();
  if (!Evaluated("dense")) MeasureDense();
  WorkerResult result = Train();
  if (result.outcome != run::Outcome::kCompleted) return result;
  AfterTraining(result.rule);
  return result;
}

void PruneRun::Open() {
  opened_ = OpenRunModel(context_.spec);
  families_ = plan::BuildUnitFamilies(opened_.description, context_.spec.budget.attention_kind);
  if (prunes()) {
    budget_ = plan::ResolveBudget(opened_.description,
                                  families_,
                                  context_.spec.budget,
                                  context_.spec.output.profile,
                                  context_.spec.output.dtype);
    basis_ = BudgetBasis{.description = opened_.description,
                         .families = families_,
                         .spec = context_.spec.budget,
                         .profile = context_.spec.output.profile,
                         .dtype = context_.spec.output.dtype};
  }
  if (context_.beginning == Beginning::kResumed) loaded_ = store_.LoadNewest();
  SaveRunSpec(context_.RunDirectory(context_.run_id), context_.spec);
  const bool resumed = context_.beginning == Beginning::kResumed;
  const std::int64_t from = loaded_.has_value() ? loaded_->checkpoint.step : 0;
  EmitStarted(context_, opened_, resumed ? from : -1);
  if (loaded_.has_value()) {
    for (const std::string& warning : loaded_->warnings) context_.emit(run::Warned{warning});
  }
  if (budget_.has_value()) {
    context_.emit(run::Noted{budget_->sentence});
    for (const std::string& note : budget_->notes) context_.emit(run::Noted{note});
  }
  CheckMemory(context_, opened_);
}

void PruneRun::ReadTexts() {
  tokenizer_ = text::LoadTokenizer(*opened_.source);
  training_ = TokeniseText(context_, context_.spec.train.text, *tokenizer_);
  training_hash_ = training_.stream.sha256;
  if (context_.spec.eval.text.path.empty()) {
    evaluation_ = HoldOut(training_, context_.spec.eval);
    context_.emit(run::Noted{fmt::format(
        "no evaluation text was given: the last {} tokens of the training text are held out",
        evaluation_->stream.ids.size())});
    return;
  }
  evaluation_ = TokeniseText(context_, context_.spec.eval.text, *tokenizer_);
  WarnOfContamination(context_, training_, *evaluation_);
}

void PruneRun::Prepare() {
  model_ = LoadRunModel(context_, opened_);
  TrainSetup setup{.train = context_.spec.train,
                   .lora = context_.spec.lora,
                   .seed = context_.spec.seed,
                   .prune = std::nullopt};
  if (prunes()) {
    setup.prune = PruneSetup{.families = families_,
                             .budget = *budget_,
                             .prune = context_.spec.prune,
                             .steps = context_.spec.train.steps,
                             .seed = context_.spec.seed};
  }
  BatchSource data(std::move(training_.stream), setup.train.length, setup.train.batch, setup.seed);
  session_ = std::make_unique<TrainSession>(*model_, std::move(setup), std::move(data));
  if (loaded_.has_value()) Restore();
  if (prunes()) OpenBudget();
}

void PruneRun::Restore() {
  const Checkpoint& checkpoint = loaded_->checkpoint;
  if (checkpoint.state.value("spec_hash", "") != run::SpecHash(context_.spec)) {
    ThrowInput("the checkpoint {} belongs to another spec",
               store_.PathOf(checkpoint.step).string());
  }
  ReplayBudgetChanges(checkpoint.state.value("budget_changes", nlohmann::json::array()));
  session_->Restore(checkpoint);
  saved_step_ = checkpoint.step;
  seconds_before_ = checkpoint.info.value("train_seconds", 0.0);
  evaluations_ = EvaluationsFromJson(checkpoint.info.at("evaluations"));
  loaded_.reset();
}

void PruneRun::MeasureDense() {
  EmitPhase(context_, run::Phase::kDenseEval);
  Evaluate(*model_, "dense");
  Save();
  TellExpectedTime();
}

// A backward pass costs about two forward passes; the measurement after the last event and the one
// at the end cost what the dense one did.
void PruneRun::TellExpectedTime() const {
  const run::EvalDone& dense = evaluations_.back();
  const run::TrainSpec& train = context_.spec.train;
  const auto tokens = static_cast<double>(session_->steps() * train.batch * train.length);
  const double seconds =
      (3.0 * tokens + 2.0 * static_cast<double>(dense.tokens)) / dense.tokens_per_second;
  context_.emit(run::Noted{
      fmt::format("Training and measuring will take about {}.", FormatDuration(seconds))});
}

bool PruneRun::Evaluated(const std::string& stage) const {
  return std::any_of(evaluations_.begin(), evaluations_.end(), [&](const run::EvalDone& done) {
    return done.stage == stage;
  });
}

void PruneRun::Evaluate(const Decoder& model, const std::string& stage) {
  const Clock::time_point start = Clock::now();
  evaluations_.push_back(MeasurePerplexity(context_, model, *evaluation_, stage, session_->step()));
  model_->CheckIntact();  // what is measured may share its mapped weights
  context_.emit(evaluations_.back());
  not_training_ += Clock::now() - start;
}

double PruneRun::TrainSeconds() const {
  const std::chrono::duration<double> now = Clock::now() - train_start_;
  return seconds_before_ + (now - not_training_).count();
}

WorkerResult PruneRun::Train() {
  EmitPhase(context_, run::Phase::kTrain);
  run::TrainSpec limits = context_.spec.train;
  limits.steps = session_->steps();
  const run::StopRules rules = run::MakeStopRules(limits, context_.control->after_step());
  train_start_ = saved_at_ = Clock::now();
  not_training_ = {};
  while (true) {
    if (std::optional<WorkerResult> end = Advance(rules)) return *end;
  }
}

std::optional<WorkerResult> PruneRun::Advance(const run::StopRules& rules) {
  const BetweenMicroBatches between = [this] {
    const Clock::time_point start = Clock::now();
    const Interruption answer = context_.control->BetweenMicroBatches(context_.emit);
    not_training_ += Clock::now() - start;
    return answer;
  };
  TakeBudgetChange();
  const WorkerResult interrupted{run::Outcome::kCancelled, "user"};
  if (session_->CalibrationDue()) {
    EmitPhase(context_, run::Phase::kCalibrate);
    const std::optional<CalibrationReport> report = session_->Calibrate(between);
    if (!report.has_value()) return interrupted;
    saved_step_ = -1;  // what was saved at this step has no masks yet
    for (const std::string& warning : report->warnings) context_.emit(run::Warned{warning});
    context_.emit(report->event);
    TellUnits();
    EmitPhase(context_, run::Phase::kTrain);
  }
  MeasurePruned();
  const std::optional<std::string> rule = rules.Check(
      {.step = session_->step(), .seconds = TrainSeconds(), .perplexity = quick_perplexity_});
  if (rule.has_value()) {
    if (saved_step_ != session_->step()) Save();
    const bool stopped = *rule == "user";
    return WorkerResult{stopped ? run::Outcome::kCancelled : run::Outcome::kCompleted, *rule};
  }
  const std::optional<StepReport> report = session_->Step(between);
  if (!report.has_value()) return interrupted;
  AfterStep(*report);
  return std::nullopt;
}

void PruneRun::AfterStep(const StepReport& report) {
  for (const std::string& warning : report.warnings) context_.emit(run::Warned{warning});
  context_.emit(report.done);
  context_.emit(run::Progress{
      .done = report.done.step,
      .total = report.done.steps,
      .unit = "step",
      .eta_seconds = eta_.Update(report.done.step, report.done.steps, TrainSeconds())});
  if (report.event.has_value()) {
    context_.emit(*report.event);
    TellUnits();
  }
  if (report.scored) TellScores();
  const std::int64_t every = context_.spec.train.eval_every;
  if (every > 0 && report.done.step % every == 0) MeasureQuickly();
  SaveIfDue();
}

void PruneRun::TellScores() {
  const Clock::time_point now = Clock::now();
  if (scores_told_at_.has_value() && now - *scores_told_at_ < kBetweenScores) return;
  scores_told_at_ = now;
  context_.emit(session_->pruning()->DescribeScores(session_->step()));
}

void PruneRun::MeasureQuickly() {
  RunContext quick = context_;
  const std::int64_t wanted = std::max<std::int64_t>(1, quick.spec.eval.windows);
  quick.spec.eval.windows = std::min(kQuickWindows, wanted);
  const Clock::time_point start = Clock::now();
  try {
    const run::EvalDone done =
        MeasurePerplexity(quick, *model_, *evaluation_, "quick", session_->step());
    quick_perplexity_ = done.perplexity;
    context_.emit(done);
  } catch (const Error& stopped) {
    if (stopped.code() != ErrorCode::kStopped) throw;  // the stop rules save and end the run
  }
  not_training_ += Clock::now() - start;
}

/// Right after the last event, and once more where an earlier process was stopped while measuring.
void PruneRun::MeasurePruned() {
  const bool due = prunes() && session_->pruning()->finished() && !Evaluated("pruned") &&
                   session_->step() < session_->steps();
  if (!due) return;
  if (saved_step_ != session_->step()) Save();
  EmitPhase(context_, run::Phase::kEval, "pruned");
  Evaluate(*model_, "pruned");
  EmitPhase(context_, run::Phase::kTrain);
}

void PruneRun::SaveIfDue() {
  const std::chrono::duration<double> since = Clock::now() - saved_at_;
  const bool due = session_->step() % context_.spec.train.checkpoint_every == 0 ||
                   since.count() >= context_.spec.train.checkpoint_seconds;
  if (context_.control->TakeCheckpointRequest() || due) Save();
}

void PruneRun::Save() {
  Checkpoint checkpoint = session_->Snapshot();
  checkpoint.state["spec_hash"] = run::SpecHash(context_.spec);
  checkpoint.state["threads"] = context_.spec.threads;
  checkpoint.state["data_position"] = checkpoint.step * context_.spec.train.batch;
  // Only where there are any, so that every other run's hash stays what it was.
  if (!budget_changes_.empty()) checkpoint.state["budget_changes"] = budget_changes_;
  const bool training = train_start_ != Clock::time_point();
  checkpoint.info = {{"train_seconds", training ? TrainSeconds() : seconds_before_},
                     {"evaluations", EvaluationsToJson(evaluations_)}};
  const SavedCheckpoint saved = store_.Save(checkpoint);
  saved_step_ = checkpoint.step;
  saved_at_ = Clock::now();
  context_.emit(run::CheckpointSaved{.step = checkpoint.step,
                                     .path = saved.path.string(),
                                     .bytes = saved.bytes,
                                     .state_hash = saved.state_hash});
}

void PruneRun::AfterTraining(const std::string& rule) {
  if (budget_.has_value() && !session_->pruning()->finished()) {
    context_.emit(run::Warned{
        fmt::format("the run ended by its {} rule before the last pruning event", rule)});
  }
  EmitPhase(context_, run::Phase::kCompact);
  const Clock::time_point start = Clock::now();
  const plan::KeepMask keep =
      prunes() ? session_->pruning()->masks().keep() : plan::AllKept(families_);
  const std::unique_ptr<Decoder> compact =
      Compact(*model_, families_, keep, LoraOnCompaction::kMerge, model_->dtype);
  context_.emit(
      run::CompactionDone{.parameters_before = model_->ParameterCount(),
                          .parameters_after = compact->ParameterCount(),
                          .seconds = std::chrono::duration<double>(Clock::now() - start).count()});
  const std::string stage = session_->steps() > 0 ? "tuned" : "pruned";
  if (!Evaluated(stage)) {
    EmitPhase(context_, run::Phase::kEval, stage);
    Evaluate(*compact, stage);
    Save();
  }
  if (!context_.spec.output.directory.empty()) ExportResult();
}

void PruneRun::ExportResult() {
  EmitPhase(context_, run::Phase::kExport, context_.spec.output.directory);
  const plan::KeepMask keep =
      prunes() ? session_->pruning()->masks().keep() : plan::AllKept(families_);
  const ExportSubject subject{.model = model_.get(),
                              .families = families_,
                              .keep = &keep,
                              .tokenizer = &*tokenizer_,
                              .dense = opened_.source.get(),
                              .dense_description = opened_.description,
                              .evaluations = evaluations_,
                              .run_id = context_.run_id,
                              .sentei_version = SenteiVersion(),
                              .training_text_hash = training_hash_,
                              .resources_dir = context_.environment.resources_dir};
  ExportAndVerify(context_, MakeExportRequest(context_.spec, subject));
}

}  // namespace sentei::engine
