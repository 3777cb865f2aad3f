// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_server.h"

#include "core/base/error.h"
#include "core/run/line_reader.h"

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace sentei::run {
namespace {

constexpr std::chrono::seconds kPatience{5};  // for a reader that takes nothing

}  // namespace

RunServer::RunServer(RunService& service, int descriptor)
    : service_(service), descriptor_(descriptor), outbox_(descriptor) {
  service_.AddObserver(this);
}

RunServer::~RunServer() { service_.RemoveObserver(this); }

void RunServer::Serve() {
  outbox_.Post(ToLine(Reply{0, std::string()}));
  std::exception_ptr problem;
  try {
    AnswerUntilClosed();
  } catch (const Error& error) {
    problem = std::current_exception();
    outbox_.Post(ToLine(Reply{0, Failure{error.code(), error.what(), error.hint()}}));
  }
  StopRuns();
  (void)outbox_.Drain(kPatience);
  if (problem != nullptr) std::rethrow_exception(problem);
}

void RunServer::AnswerUntilClosed() {
  LineReader reader(descriptor_, kMaxLineBytes);
  while (const std::optional<std::string> line = reader.Next()) {
    const Request request = ParseRequest(*line);
    if (request.kind == RequestKind::kShutdown) {
      outbox_.Post(ToLine(Reply{request.id, std::string()}));
      return;
    }
    Answer(request);
  }
}

void RunServer::Answer(const Request& request) {
  const std::uint64_t place = outbox_.Reserve();
  Reply reply{request.id, std::string()};
  try {
    reply.result = Execute(request);
  } catch (const Error& error) {
    reply.result = Failure{error.code(), error.what(), error.hint()};
  } catch (const nlohmann::json::exception& error) {
    reply.result = Failure{ErrorCode::kUsage, error.what(), {}};
  } catch (const std::exception& error) {
    reply.result = Failure{ErrorCode::kInternal, error.what(), {}};
  }
  outbox_.Fill(place, ToLine(reply));
}

Result<std::string> RunServer::Execute(const Request& request) {
  switch (request.kind) {
    case RequestKind::kStart:
      return Launched(service_.Start(RunSpecFromJson(request.body)));
    case RequestKind::kResume:
      return Launched(service_.Resume(request.run_id));
    case RequestKind::kPause:
      service_.Pause(request.run_id);
      break;
    case RequestKind::kContinue:
      service_.Continue(request.run_id);
      break;
    case RequestKind::kStop:
      service_.RequestStop(request.run_id);
      break;
    case RequestKind::kCheckpoint:
      service_.CheckpointNow(request.run_id);
      break;
    case RequestKind::kNote:
      service_.AddNote(request.run_id, request.text);
      break;
    case RequestKind::kChangeBudget: {
      const Result<void> changed =
          service_.ChangeBudget(request.run_id, request.body.get<plan::BudgetSpec>());
      if (!changed.has_value()) return changed.error();
      break;
    }
    case RequestKind::kShutdown:
      break;
  }
  return std::string();
}

Result<std::string> RunServer::Launched(Result<std::string> run_id) {
  if (run_id.has_value()) {
    const std::scoped_lock lock(mutex_);
    unfinished_.insert(run_id.value());
  }
  return run_id;
}

void RunServer::OnEvent(const std::string& run_id, const RunEvent& event) noexcept {
  if (std::holds_alternative<RunFinished>(event)) {
    const std::scoped_lock lock(mutex_);
    unfinished_.erase(run_id);
  }
  outbox_.PostEvent(run_id, event);
}

void RunServer::StopRuns() {
  std::set<std::string> runs;  // some may have finished before Start returned: stopping is harmless
  {
    const std::scoped_lock lock(mutex_);
    runs = unfinished_;
  }
  for (const std::string& run : runs) service_.RequestStop(run);
  for (const std::string& run : runs) (void)service_.Wait(run);
}

void SendServeFailure(int descriptor, const Failure& failure) {
  Outbox outbox(descriptor);
  outbox.Post(ToLine(Reply{0, failure}));
  (void)outbox.Drain(kPatience);
}

}  // namespace sentei::run
