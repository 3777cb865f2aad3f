// SPDX-License-Identifier: Apache-2.0
#include "core/run/remote_run_service.h"

#include "core/base/error.h"
#include "core/run/engine_process.h"
#include "core/run/line_reader.h"
#include "core/run/outbox.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace sentei::run {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kEndPatience{2};  // between the end of the stream and of the child

bool SavesCheckpoints(RunKind kind) {
  switch (kind) {
    case RunKind::kPrune:
    case RunKind::kTune:
    case RunKind::kDepth:
    case RunKind::kPeft:
    case RunKind::kDistill:
      return true;
    default:
      return false;
  }
}

Failure Unknown(const std::string& run_id) {
  return {
      ErrorCode::kUsage, fmt::format("no run {} is under way in the engine process", run_id), {}};
}

}  // namespace

/// A request that somebody waits for.
struct RemoteRunService::Question {
  bool launches = false;   ///< a run, when it is answered well
  bool resumable = false;  ///< that run saves checkpoints
  bool given_up = false;
  std::optional<Result<std::string>> answer;
};

/// One child process from its start to its end. All but process and outbox is guarded by the
/// service's mutex.
struct RemoteRunService::Session {
  explicit Session(std::vector<std::string> command)
      : process(std::move(command)), outbox(process.descriptor()) {}

  EngineProcess process;
  Outbox outbox;
  std::map<std::uint64_t, std::shared_ptr<Question>> questions;
  std::optional<Failure> refusal;  ///< why the child serves no engine
  bool over = false;               ///< the reader does nothing more
  std::jthread reader;             ///< last: joins before the rest goes
};

RemoteRunService::RemoteRunService(RemoteEngine engine) : engine_(std::move(engine)) {}

RemoteRunService::~RemoteRunService() {
  {
    std::unique_lock lock(mutex_);
    if (const SessionPtr session = current_) {
      session->outbox.Post(ToLine(Request{.id = next_request_++, .kind = RequestKind::kShutdown}));
      changed_.wait_for(lock, engine_.shutdown_patience, [&] { return session->over; });
    }
  }
  for (const SessionPtr& session : sessions_) {
    session->process.Kill();
    session->process.HangUp();
    session->reader.join();
  }
}

std::vector<std::string> RemoteRunService::Command() const {
  std::vector<std::string> command = engine_.command;
  command.insert(command.end(), {"serve", "--fd", std::to_string(EngineProcess::kChildDescriptor)});
  if (!engine_.data_dir.empty()) {
    command.insert(command.end(), {"--data-dir", engine_.data_dir.string()});
  }
  return command;
}

RemoteRunService::SessionPtr RemoteRunService::EnsureSession() {
  if (current_ != nullptr) return current_;
  std::erase_if(sessions_, [](const SessionPtr& session) { return session->over; });
  const auto session = std::make_shared<Session>(Command());
  session->reader = std::jthread([this, at = session.get()] { Read(*at); });
  sessions_.push_back(session);
  current_ = session;
  return session;
}

Result<std::string> RemoteRunService::Ask(Request request, bool launches, bool resumable) try {
  std::unique_lock lock(mutex_);
  request.id = next_request_++;
  const std::string line = ToLine(request);
  const SessionPtr session = launches ? EnsureSession() : current_;
  if (session == nullptr) return Unknown(request.run_id);
  const auto question = std::make_shared<Question>(Question{launches, resumable, false, {}});
  session->questions[request.id] = question;
  session->outbox.Post(line);
  const bool answered =
      changed_.wait_for(lock, engine_.reply_patience, [&] { return question->answer.has_value(); });
  if (answered) return *question->answer;
  question->given_up = true;
  return Failure{ErrorCode::kInternal,
                 fmt::format("The engine process did not answer within {} seconds",
                             engine_.reply_patience.count() / 1000),
                 "The machine may be short of memory. Try again."};
} catch (const Error& error) {
  return Failure{error.code(), error.what(), error.hint()};
}

Result<std::string> RemoteRunService::Start(const RunSpec& spec) {
  Request request{.kind = RequestKind::kStart};
  request.body = ToJson(spec);
  return Ask(std::move(request), true, SavesCheckpoints(spec.kind));
}

Result<std::string> RemoteRunService::Resume(const std::string& run_id) {
  {
    const std::scoped_lock lock(mutex_);
    if (Unfinished(run_id) != nullptr) {
      return Failure{ErrorCode::kUsage, fmt::format("run {} is not finished yet", run_id), {}};
    }
  }
  return Ask(Request{.kind = RequestKind::kResume, .run_id = run_id}, true, true);
}

Result<void> RemoteRunService::ChangeBudget(const std::string& run_id,
                                            const plan::BudgetSpec& budget) {
  Request request{.kind = RequestKind::kChangeBudget, .run_id = run_id};
  request.body = budget;
  const Result<std::string> answer = Ask(std::move(request), false, false);
  if (!answer.has_value()) return answer.error();
  return {};
}

void RemoteRunService::Pause(const std::string& run_id) { Tell(RequestKind::kPause, run_id); }
void RemoteRunService::Continue(const std::string& run_id) { Tell(RequestKind::kContinue, run_id); }
void RemoteRunService::RequestStop(const std::string& run_id) { Tell(RequestKind::kStop, run_id); }
void RemoteRunService::CheckpointNow(const std::string& run_id) {
  Tell(RequestKind::kCheckpoint, run_id);
}
void RemoteRunService::AddNote(const std::string& run_id, const std::string& text) {
  Tell(RequestKind::kNote, run_id, text);
}

void RemoteRunService::Tell(RequestKind kind, const std::string& run_id, const std::string& text) {
  const std::scoped_lock lock(mutex_);
  const Run* run = Unfinished(run_id);
  if (run == nullptr || current_ == nullptr || run->session != current_.get()) return;
  current_->outbox.Post(
      ToLine(Request{.id = next_request_++, .kind = kind, .run_id = run_id, .text = text}));
}

RemoteRunService::Run* RemoteRunService::Unfinished(const std::string& run_id) {
  const auto found = runs_.find(run_id);
  const bool unfinished = found != runs_.end() && !found->second.finished.has_value();
  return unfinished ? &found->second : nullptr;
}

Result<RunFinished> RemoteRunService::Wait(const std::string& run_id) {
  std::unique_lock lock(mutex_);
  if (runs_.count(run_id) == 0) return Unknown(run_id);
  changed_.wait(lock, [&] { return runs_.at(run_id).finished.has_value(); });
  return *runs_.at(run_id).finished;
}

std::optional<pid_t> RemoteRunService::engine_pid() const {
  const std::scoped_lock lock(mutex_);
  if (current_ == nullptr) return std::nullopt;
  return current_->process.pid();
}

void RemoteRunService::Read(Session& session) noexcept {
  std::string problem;
  try {
    LineReader reader(session.process.descriptor(), kMaxLineBytes);
    while (const std::optional<std::string> line = reader.Next()) {
      std::visit([&](const auto& answer) { On(session, answer); }, ParseAnswer(*line));
    }
  } catch (const std::exception& error) {
    problem = error.what();
    session.process.Kill();
  }
  Conclude(session, problem);
}

void RemoteRunService::On(Session& session, const Reply& reply) {
  const std::scoped_lock lock(mutex_);
  if (reply.id != 0) {
    Settle(session, reply);
  } else if (!reply.result.has_value()) {
    session.refusal = reply.result.error();
  } else if (reply.protocol != kServeProtocol) {
    ThrowInput(
        "it is of another version: it speaks protocol {}, not {}", reply.protocol, kServeProtocol);
  }
}

void RemoteRunService::Settle(Session& session, const Reply& reply) {
  const auto asked = session.questions.find(reply.id);
  if (asked == session.questions.end()) return;
  const std::shared_ptr<Question> question = asked->second;
  session.questions.erase(asked);
  if (question->launches && reply.result.has_value()) {
    const std::string& run_id = reply.result.value();
    runs_[run_id] = Run{&session, question->resumable, Clock::now(), {}};
    if (question->given_up) {
      session.outbox.Post(
          ToLine(Request{.id = next_request_++, .kind = RequestKind::kStop, .run_id = run_id}));
    }
  }
  question->answer = reply.result;
  changed_.notify_all();
}

void RemoteRunService::On(Session& /*session*/, const EventOfRun& event) {
  if (const auto* finished = std::get_if<RunFinished>(&event.event)) {
    Finish(event.run_id, *finished);
  } else {
    observers_.Notify(event.run_id, event.event);
  }
}

void RemoteRunService::Finish(const std::string& run_id, const RunFinished& finished) {
  {
    const std::scoped_lock lock(mutex_);
    if (Unfinished(run_id) == nullptr) return;
  }
  observers_.Notify(run_id, finished);
  const std::scoped_lock lock(mutex_);
  runs_.at(run_id).finished = finished;
  changed_.notify_all();
}

void RemoteRunService::Conclude(Session& session, const std::string& problem) {
  const std::string end = session.process.AwaitEnd(kEndPatience);
  const std::string why =
      problem.empty()
          ? fmt::format("The engine process ended ({})", end)
          : fmt::format("The engine process was ended because of what it said: {}", problem);
  for (const auto& [run_id, finished] : Abandon(session, why)) Finish(run_id, finished);
  const std::scoped_lock lock(mutex_);
  session.over = true;
  changed_.notify_all();
}

std::vector<std::pair<std::string, RunFinished>> RemoteRunService::Abandon(Session& session,
                                                                           const std::string& why) {
  const std::scoped_lock lock(mutex_);
  if (current_.get() == &session) current_ = nullptr;
  const Failure failure = session.refusal.value_or(
      Failure{ErrorCode::kInternal, why, "Start the run again: a new process takes it."});
  for (const auto& [id, question] : session.questions) question->answer = failure;
  session.questions.clear();
  changed_.notify_all();
  std::vector<std::pair<std::string, RunFinished>> lost;
  for (const auto& [run_id, run] : runs_) {
    if (run.session != &session || run.finished.has_value()) continue;
    RunFinished finished;
    finished.outcome = Outcome::kFailed;
    finished.rule = kEngineLostRule;
    finished.code = ErrorCode::kInternal;
    finished.message = why;
    finished.hint = run.resumable
                        ? "Resume the run: it goes on from its last checkpoint. Signal 9 often "
                          "means that memory ran out."
                        : "Start it again. Signal 9 often means that memory ran out.";
    finished.seconds = std::chrono::duration<double>(Clock::now() - run.since).count();
    lost.emplace_back(run_id, std::move(finished));
  }
  return lost;
}

}  // namespace sentei::run
