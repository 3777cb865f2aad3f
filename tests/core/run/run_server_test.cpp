// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_server.h"

#include "core/base/error.h"
#include "core/run/line_reader.h"
#include "tests/support/fake_run_service.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace sentei::run {
namespace {

using std::chrono::milliseconds;
using testing::FakeRunService;
using testing::PruneScript;
using testing::PruneSpecForScript;

/// A server on one end of a socket pair, served on a thread of its own, and the test on the other.
class RunServerTest : public ::testing::Test {
 protected:
  RunServerTest() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
  ~RunServerTest() override {
    HangUp();
    if (served_.valid()) served_.wait();
    ::close(ends_[1]);
  }

  void Serve() {
    served_ = std::async(std::launch::async, [this] { RunServer(service_, ends_[1]).Serve(); });
  }
  void HangUp() {
    if (ends_[0] >= 0) ::close(std::exchange(ends_[0], -1));
  }
  void SendLine(const std::string& line) const {
    const std::string text = line + "\n";
    ASSERT_EQ(::write(ends_[0], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void Send(const Request& request) const { SendLine(ToLine(request)); }
  void SendStart(std::uint64_t id) const {
    Request request{.id = id, .kind = RequestKind::kStart};
    request.body = ToJson(PruneSpecForScript(60));
    Send(request);
  }
  /// The next answer; nullopt once the server has closed... which it does not before the test does.
  std::optional<std::variant<Reply, EventOfRun>> Next() {
    if (!reader_.has_value()) reader_.emplace(ends_[0], kMaxLineBytes);
    const std::optional<std::string> line = reader_->Next();
    if (!line.has_value()) return std::nullopt;
    return ParseAnswer(*line);
  }
  /// The next reply; events on the way are kept.
  Reply NextReply() {
    while (auto answer = Next()) {
      if (const auto* reply = std::get_if<Reply>(&*answer)) return *reply;
      events_.push_back(std::get<EventOfRun>(*answer));
    }
    ADD_FAILURE() << "the server closed";
    return {0, std::string()};
  }
  /// Reads until a run has finished.
  RunFinished Finished() {
    for (;;) {
      const auto answer = Next();
      if (!answer.has_value()) break;
      const auto* event = std::get_if<EventOfRun>(&*answer);
      if (event == nullptr) continue;
      events_.push_back(*event);
      if (const auto* finished = std::get_if<RunFinished>(&event->event)) return *finished;
    }
    ADD_FAILURE() << "the server closed";
    return {};
  }
  template <typename Event>
  [[nodiscard]] std::vector<Event> All() const {
    std::vector<Event> found;
    for (const EventOfRun& received : events_) {
      if (const auto* event = std::get_if<Event>(&received.event)) found.push_back(*event);
    }
    return found;
  }

  FakeRunService service_{PruneScript(60, 2)};
  std::array<int, 2> ends_{-1, -1};
  std::optional<LineReader> reader_;
  std::vector<EventOfRun> events_;
  std::future<void> served_;
};

TEST_F(RunServerTest, GreetsAndServesARunToItsEnd) {
  Serve();
  const Reply greeting = NextReply();
  EXPECT_EQ(greeting.id, 0U);
  EXPECT_TRUE(greeting.result.has_value());
  EXPECT_EQ(greeting.protocol, kServeProtocol);
  SendStart(1);
  const Reply started = NextReply();
  EXPECT_EQ(started.id, 1U);
  ASSERT_TRUE(started.result.has_value()) << started.result.error().message;
  EXPECT_TRUE(events_.empty()) << "an event came before the reply that started its run";
  EXPECT_EQ(Finished().outcome, Outcome::kCompleted);
  EXPECT_EQ(All<StepDone>().size(), 60U);
  EXPECT_EQ(All<PruneEventDone>().size(), 6U);
  EXPECT_EQ(All<PruneEventDone>().back().families.back().scores->size(), 32U);
  for (const EventOfRun& event : events_) EXPECT_EQ(event.run_id, started.result.value());
}

TEST_F(RunServerTest, PassesEveryRequestOn) {
  service_.SetEventInterval(milliseconds(5));
  Serve();
  (void)NextReply();
  SendStart(1);
  const std::string run = NextReply().result.value();
  const auto ask = [&](Request request) {
    Send(request);
    const Reply reply = NextReply();
    EXPECT_EQ(reply.id, request.id);
    EXPECT_TRUE(reply.result.has_value());
  };
  ask({.id = 2, .kind = RequestKind::kPause, .run_id = run});
  ask({.id = 3, .kind = RequestKind::kCheckpoint, .run_id = run});
  ask({.id = 4, .kind = RequestKind::kNote, .run_id = run, .text = "a note"});
  Request budget{.id = 5, .kind = RequestKind::kChangeBudget, .run_id = run};
  plan::BudgetSpec spec;
  spec.target = 0.3;
  budget.body = spec;
  ask(budget);
  ask({.id = 6, .kind = RequestKind::kContinue, .run_id = run});
  ask({.id = 7, .kind = RequestKind::kStop, .run_id = run});
  const RunFinished finished = Finished();
  EXPECT_EQ(finished.outcome, Outcome::kCancelled);
  ask({.id = 8, .kind = RequestKind::kResume, .run_id = run});
  EXPECT_EQ(service_.checkpoint_requests(run), 1);
  EXPECT_EQ(service_.notes(), std::vector<std::string>{"a note"});
  ASSERT_EQ(service_.budgets().size(), 1U);
  EXPECT_EQ(service_.budgets()[0], spec);
}

TEST_F(RunServerTest, WhatTheServiceRefusesIsAReplyWithItsSentence) {
  Serve();
  (void)NextReply();
  Request unknown_field{.id = 1, .kind = RequestKind::kStart};
  unknown_field.body = {{"colour", "green"}};
  Send(unknown_field);
  const Reply refused = NextReply();
  ASSERT_FALSE(refused.result.has_value());
  EXPECT_EQ(refused.result.error().code, ErrorCode::kUsage);
  EXPECT_NE(refused.result.error().message.find("colour"), std::string::npos);
  service_.FailStarts({ErrorCode::kOutOfMemory, "needs 9 GB", "Close other programs."});
  SendStart(2);
  EXPECT_EQ(NextReply().result.error(),
            (Failure{ErrorCode::kOutOfMemory, "needs 9 GB", "Close other programs."}));
  Request wrong_type{.id = 3, .kind = RequestKind::kChangeBudget, .run_id = "a"};
  wrong_type.body = 5;
  Send(wrong_type);
  EXPECT_FALSE(NextReply().result.has_value());
}

TEST_F(RunServerTest, ASlowReaderMissesNoEventThatMatters) {
  constexpr std::int64_t kSteps = 400;
  FakeRunService::Script script = PruneScript(kSteps, 2);
  ScoresUpdated scores;
  scores.families.emplace_back().scores =
      std::make_shared<const std::vector<float>>(std::vector<float>(20'000, 0.5F));
  for (std::size_t at = script.size(); at > 0; --at) {
    if (!std::holds_alternative<StepDone>(script[at - 1])) continue;
    scores.step = std::get<StepDone>(script[at - 1]).step;
    script.insert(script.begin() + static_cast<std::ptrdiff_t>(at), scores);
  }
  service_.SetScript(script);
  Serve();
  (void)NextReply();
  SendStart(1);
  const std::string run = NextReply().result.value();
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_TRUE(service_.Wait(run).has_value());  // nobody reads, and the run ends all the same
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  (void)Finished();
  const auto steps = All<StepDone>();
  ASSERT_EQ(steps.size(), static_cast<std::size_t>(kSteps));
  for (std::int64_t i = 0; i < kSteps; ++i) {
    EXPECT_EQ(steps[static_cast<std::size_t>(i)].step, i + 1);
  }
  EXPECT_EQ(All<PruneEventDone>().size(), static_cast<std::size_t>(kSteps / 10));
  const auto frames = All<ScoresUpdated>();
  EXPECT_LT(frames.size(), 100U) << "frames are dropped where nobody keeps up";
  ASSERT_FALSE(frames.empty());
  EXPECT_EQ(frames.back().step, kSteps) << "the newest frame always comes";
}

TEST_F(RunServerTest, StopsItsRunsWhenTheOtherEndCloses) {
  service_.SetEventInterval(milliseconds(5));
  Serve();
  (void)NextReply();
  SendStart(1);
  const std::string run = NextReply().result.value();
  HangUp();
  served_.get();
  EXPECT_EQ(service_.stop_requests(run), 1) << "once: it finishes its step and saves";
  EXPECT_EQ(service_.Wait(run).value().outcome, Outcome::kCancelled);
}

TEST_F(RunServerTest, ShutdownStopsAPausedRunAndTellsItsEnd) {
  service_.SetEventInterval(milliseconds(5));
  Serve();
  (void)NextReply();
  SendStart(1);
  const std::string run = NextReply().result.value();
  Send({.id = 2, .kind = RequestKind::kPause, .run_id = run});
  Send({.id = 3, .kind = RequestKind::kShutdown});
  EXPECT_EQ(Finished().outcome, Outcome::kCancelled);
  served_.get();
}

TEST_F(RunServerTest, AMalformedLineEndsItWithASentence) {
  service_.SetEventInterval(milliseconds(5));
  Serve();
  (void)NextReply();
  SendStart(1);
  const std::string run = NextReply().result.value();
  SendLine(R"({"request":"sing","id":2})");
  const Reply last = NextReply();
  EXPECT_EQ(last.id, 0U);
  ASSERT_FALSE(last.result.has_value());
  EXPECT_EQ(last.result.error().code, ErrorCode::kInput);
  EXPECT_THROW(served_.get(), Error);
  EXPECT_EQ(service_.Wait(run).value().outcome, Outcome::kCancelled);
}

TEST_F(RunServerTest, SurvivesBytesOfAllKinds) {
  std::uint32_t state = 1;
  for (int round = 0; round < 200; ++round) {
    std::array<int, 2> ends{-1, -1};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    std::string bytes =
        round % 2 == 0 ? "" : R"({"request":"start","id":1,"body":{"kind":"prune"}})";
    for (int i = 0; i < 40; ++i) {
      state = state * 1664525U + 1013904223U;
      const auto byte = static_cast<char>(state >> 24U);
      if (round % 2 == 0) {
        bytes += byte;
      } else {
        bytes[(state >> 8U) % bytes.size()] = byte;
      }
      if (round % 2 == 1 && i > round % 5) break;
    }
    bytes += '\n';
    ASSERT_GT(::write(ends[0], bytes.data(), bytes.size()), 0);
    ::shutdown(ends[0], SHUT_WR);
    try {
      RunServer(service_, ends[1]).Serve();
    } catch (const Error& error) {
      EXPECT_FALSE(std::string(error.what()).empty());
    }
    ::close(ends[0]);
    ::close(ends[1]);
  }
}

TEST(LineReader, RefusesALineWithoutAnEnd) {
  std::array<int, 2> ends{-1, -1};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  std::jthread writer([end = ends[0]] {
    const std::string text(1 << 20, 'a');
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t taken = ::send(end, text.data() + done, text.size() - done, MSG_NOSIGNAL);
      if (taken <= 0) break;
      done += static_cast<std::size_t>(taken);
    }
  });
  LineReader reader(ends[1], 1 << 18);
  EXPECT_THROW((void)reader.Next(), Error);
  ::close(ends[1]);
  writer.join();
  ::close(ends[0]);
}

TEST(LineReader, DropsALineThatTheOtherEndDidNotFinish) {
  std::array<int, 2> ends{-1, -1};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  ASSERT_EQ(::write(ends[0], "one\ntwo\nthr", 11), 11);
  ::close(ends[0]);
  LineReader reader(ends[1], 100);
  EXPECT_EQ(reader.Next(), "one");
  EXPECT_EQ(reader.Next(), "two");
  EXPECT_EQ(reader.Next(), std::nullopt);
  ::close(ends[1]);
}

TEST(Outbox, NeverWaitsForAReaderAndKeepsTheOrder) {
  std::array<int, 2> ends{-1, -1};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  {
    Outbox outbox(ends[0]);
    const std::uint64_t place = outbox.Reserve();
    outbox.PostEvent("a", Progress{1, 9, "step", 1.0});
    outbox.PostEvent("a", Warned{"one"});
    outbox.PostEvent("b", Progress{1, 9, "step", 1.0});
    outbox.PostEvent("a", Progress{2, 9, "step", 1.0});
    outbox.Fill(place, "first");
    ASSERT_TRUE(outbox.Drain(std::chrono::seconds(5)));
    LineReader reader(ends[1], 1000);
    EXPECT_EQ(reader.Next(), "first");
    EXPECT_EQ(ParseAnswer(reader.Next().value()).index(), 1U);
    const auto other = std::get<EventOfRun>(ParseAnswer(reader.Next().value()));
    EXPECT_EQ(other.run_id, "b");
    const auto newest = std::get<EventOfRun>(ParseAnswer(reader.Next().value()));
    EXPECT_EQ(std::get<Progress>(newest.event).done, 2);
    outbox.Post(std::string(1 << 22, 'a'));  // more than a socket takes
    EXPECT_FALSE(outbox.Drain(milliseconds(100)));
  }
  ::close(ends[1]);
  ::close(ends[0]);
}

TEST(Outbox, DropsEverythingOnceTheOtherEndHasClosed) {
  std::array<int, 2> ends{-1, -1};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  ::close(ends[1]);
  Outbox outbox(ends[0]);
  outbox.Post("nobody");
  EXPECT_FALSE(outbox.Drain(std::chrono::seconds(5)));
  outbox.PostEvent("a", Progress{1, 9, "step", 1.0});
  EXPECT_EQ(outbox.waiting(), 0U);
  ::close(ends[0]);
}

}  // namespace
}  // namespace sentei::run
