// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_message.h"

#include "core/base/error.h"
#include "core/run/json_fields.h"

#include <array>
#include <utility>

namespace sentei::run {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 64;

constexpr std::array<RequestKind, 9> kRequestKinds{RequestKind::kStart,
                                                   RequestKind::kResume,
                                                   RequestKind::kPause,
                                                   RequestKind::kContinue,
                                                   RequestKind::kStop,
                                                   RequestKind::kCheckpoint,
                                                   RequestKind::kNote,
                                                   RequestKind::kChangeBudget,
                                                   RequestKind::kShutdown};

json ParseLine(std::string_view line) {
  const auto bound_depth = [](int depth, json::parse_event_t, json&) {
    if (depth > kMaxDepth) ThrowInput("A message nests deeper than {}", kMaxDepth);
    return true;
  };
  json object = json::parse(line, bound_depth, false);
  if (object.is_discarded() || !object.is_object()) {
    ThrowInput("A message is no JSON object: {}", line.substr(0, 80));
  }
  return object;
}

RequestKind KindOf(const JsonFields& fields) {
  const std::string name = fields.Text("request");
  for (const RequestKind kind : kRequestKinds) {
    if (Name(kind) == name) return kind;
  }
  fields.Refuse("request", "is a word that is not known");
}

bool HasBody(RequestKind kind) {
  return kind == RequestKind::kStart || kind == RequestKind::kChangeBudget;
}
bool HasRun(RequestKind kind) {
  return kind != RequestKind::kStart && kind != RequestKind::kShutdown;
}

ErrorCode CodeOf(const JsonFields& fields) {
  const std::string name = fields.Text("code");
  for (auto i = 0; i <= static_cast<int>(ErrorCode::kInternal); ++i) {
    if (Name(static_cast<ErrorCode>(i)) == name) return static_cast<ErrorCode>(i);
  }
  fields.Refuse("code", "is a word that is not known");
}

Reply ReplyFrom(const json& object) {
  const JsonFields fields(object, "a reply");
  const std::uint64_t id = fields.Unsigned("reply");
  const std::int64_t protocol = id == 0 ? fields.Integer("protocol") : kServeProtocol;
  if (fields.Flag("ok")) return {id, fields.Text("run"), protocol};
  Failure failure{CodeOf(fields), fields.Text("message"), fields.Text("hint")};
  return {id, std::move(failure), protocol};
}

}  // namespace

std::string_view Name(RequestKind kind) {
  switch (kind) {
    case RequestKind::kStart:
      return "start";
    case RequestKind::kResume:
      return "resume";
    case RequestKind::kPause:
      return "pause";
    case RequestKind::kContinue:
      return "continue";
    case RequestKind::kStop:
      return "stop";
    case RequestKind::kCheckpoint:
      return "checkpoint";
    case RequestKind::kNote:
      return "note";
    case RequestKind::kChangeBudget:
      return "change_budget";
    case RequestKind::kShutdown:
      return "shutdown";
  }
  return "unknown";
}

std::string ToLine(const Request& request) {
  json object = {{"request", Name(request.kind)}, {"id", request.id}};
  if (HasRun(request.kind)) object["run"] = request.run_id;
  if (request.kind == RequestKind::kNote) object["text"] = request.text;
  if (HasBody(request.kind)) object["body"] = request.body;
  using Handler = json::error_handler_t;
  try {
    return object.dump(-1, ' ', true, HasBody(request.kind) ? Handler::strict : Handler::replace);
  } catch (const json::exception&) {
    throw Error(ErrorCode::kUsage,
                "The run's settings hold text that is not UTF-8",
                "Rename the file or folder, or pass it through a link with a plain name.");
  }
}

std::string ToLine(const Reply& reply) {
  json object = {{"reply", reply.id}, {"ok", reply.result.has_value()}};
  if (reply.id == 0) object["protocol"] = reply.protocol;
  if (reply.result.has_value()) {
    object["run"] = reply.result.value();
  } else {
    object["code"] = Name(reply.result.error().code);
    object["message"] = reply.result.error().message;
    object["hint"] = reply.result.error().hint;
  }
  return object.dump(-1, ' ', true, json::error_handler_t::replace);
}

Request ParseRequest(std::string_view line) {
  json object = ParseLine(line);
  const JsonFields fields(object, "a request");
  Request request;
  request.kind = KindOf(fields);
  request.id = fields.Unsigned("id");
  if (request.id == 0) fields.Refuse("id", "is 0, which is the greeting's");
  if (HasRun(request.kind)) request.run_id = fields.Text("run");
  if (request.kind == RequestKind::kNote) request.text = fields.Text("text");
  if (HasBody(request.kind)) request.body = fields.At("body");
  return request;
}

std::variant<Reply, EventOfRun> ParseAnswer(std::string_view line) {
  const json object = ParseLine(line);
  if (object.contains("reply")) return ReplyFrom(object);
  return EventFromJson(object);
}

}  // namespace sentei::run
