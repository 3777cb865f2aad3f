// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_message.h"

#include "core/base/error.h"
#include "core/run/event_json.h"
#include "core/run/run_spec.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sentei::run {
namespace {

TEST(RunMessage, RequestsReadBack) {
  std::vector<Request> requests = {
      {.id = 1, .kind = RequestKind::kStart},
      {.id = 2, .kind = RequestKind::kResume, .run_id = "a"},
      {.id = 3, .kind = RequestKind::kPause, .run_id = "a"},
      {.id = 4, .kind = RequestKind::kContinue, .run_id = "a"},
      {.id = 5, .kind = RequestKind::kStop, .run_id = "a"},
      {.id = 6, .kind = RequestKind::kCheckpoint, .run_id = "a"},
      {.id = 7, .kind = RequestKind::kNote, .run_id = "a", .text = "\n"},
      {.id = 8, .kind = RequestKind::kChangeBudget, .run_id = "a"},
      {.id = 9, .kind = RequestKind::kShutdown}};
  requests[0].body = ToJson(RunSpec{});
  requests[7].body = plan::BudgetSpec{};
  for (const Request& request : requests) {
    const std::string line = ToLine(request);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const Request read = ParseRequest(line);
    EXPECT_EQ(read.id, request.id);
    EXPECT_EQ(read.kind, request.kind);
    EXPECT_EQ(read.run_id, request.run_id);
    EXPECT_EQ(read.text, request.text);
    EXPECT_EQ(read.body, request.body);
  }
}

TEST(RunMessage, RepliesReadBack) {
  const Failure failure{ErrorCode::kOutOfMemory, "needs 9 GB", "Take a smaller batch."};
  const auto failed = std::get<Reply>(ParseAnswer(ToLine(Reply{4, failure})));
  EXPECT_EQ(failed.id, 4U);
  ASSERT_FALSE(failed.result.has_value());
  EXPECT_EQ(failed.result.error(), failure);
  const auto good = std::get<Reply>(ParseAnswer(ToLine(Reply{5, std::string("run")})));
  ASSERT_TRUE(good.result.has_value());
  EXPECT_EQ(good.result.value(), "run");
  EXPECT_EQ(std::get<Reply>(ParseAnswer(ToLine(Reply{0, std::string(), 9}))).protocol, 9);
}

TEST(RunMessage, EventsAreAnswersToo) {
  const std::string line = ToJsonLine("a", Warned{"full"}, EventDetail::kWire);
  const auto event = std::get<EventOfRun>(ParseAnswer(line));
  EXPECT_EQ(event.run_id, "a");
  EXPECT_EQ(std::get<Warned>(event.event).message, "full");
}

TEST(RunMessage, MalformedLinesAreRefused) {
  for (const std::string& line : std::vector<std::string>{
           "",
           "start",
           "[]",
           "{}",
           R"({"request":"start","id":1})",
           R"({"request":"start","id":0,"body":{}})",
           R"({"request":"start","id":-1,"body":{}})",
           R"({"request":"sing","id":1})",
           R"({"request":"pause","id":1})",
           R"({"request":"pause","id":1,"run":5})",
           R"({"request":"note","id":1,"run":"a"})",
           R"({"request":1,"id":1})",
           "\xff\xfe",
           std::string("{\"request\":\0", 12),
           R"({"request":"start","id":1,"body":)" + std::string(100'000, '[')}) {
    EXPECT_THROW((void)ParseRequest(line), Error) << line.substr(0, 60);
    EXPECT_THROW((void)ParseAnswer(line), Error) << line.substr(0, 60);
  }
  for (const char* line : {R"({"reply":1})",
                           R"({"reply":1,"ok":true})",
                           R"({"reply":0,"ok":true,"run":""})",
                           R"({"reply":1,"ok":false,"code":"sad","message":"","hint":""})",
                           R"({"reply":"1","ok":true,"run":""})"}) {
    EXPECT_THROW((void)ParseAnswer(line), Error) << line;
  }
}

TEST(RunMessage, DeepNestingIsRefused) {
  std::string body;
  for (int i = 0; i < 100; ++i) body += R"({"a":)";
  body += "1" + std::string(100, '}');
  EXPECT_THROW((void)ParseRequest(R"({"request":"start","id":1,"body":)" + body + "}"), Error);
}

TEST(RunMessage, ASpecWithTextThatIsNotUtf8IsRefusedBeforeItIsSent) {
  RunSpec spec;
  spec.model = "bad \xff path";
  Request request{.id = 1, .kind = RequestKind::kStart};
  request.body = ToJson(spec);
  EXPECT_THROW((void)ToLine(request), Error);
}

}  // namespace
}  // namespace sentei::run
