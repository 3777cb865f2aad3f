// SPDX-License-Identifier: Apache-2.0
#include "app/commands/runs_verbs.h"
#include "app/result_value.h"
#include "app/terminal.h"
#include "core/base/untrusted_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sentei::app {
namespace {

int Edit(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  if (!request.name.empty()) Unwrap(store.Rename(request.runs.at(0), request.name));
  if (!request.note.empty()) Unwrap(store.SetNote(request.runs.at(0), request.note));
  return 0;
}

int Tag(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  for (const std::string& run : request.runs) {
    for (const std::string& tag : request.add) Unwrap(store.AddTag(run, tag));
    for (const std::string& tag : request.remove) Unwrap(store.RemoveTag(run, tag));
  }
  return 0;
}

int SetStar(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  const storage::Star star = request.off ? storage::Star::kOff : storage::Star::kOn;
  for (const std::string& run : request.runs) Unwrap(store.SetStar(run, star));
  return 0;
}

int Group(const Context& context, const RunsRequest& request) {
  if (request.name.empty() != request.off) {
    throw Error(ErrorCode::kUsage,
                "runs group needs a group, or --off to leave one",
                "Say --name GROUP, or --off.");
  }
  storage::RunStore store = OpenStore(context);
  for (const std::string& run : request.runs) Unwrap(store.SetGroup(run, request.name));
  return 0;
}

std::string_view Name(storage::LineageNode::Kind kind) {
  using enum storage::LineageNode::Kind;
  if (kind == kModel) return "model";
  return kind == kRun ? "run" : "export";
}

std::size_t DepthOf(const storage::RunLineage& lineage, std::size_t node) {
  std::size_t depth = 0;
  while (lineage.nodes[node].from) {
    node = *lineage.nodes[node].from;
    ++depth;
  }
  return depth;
}

int Lineage(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  const storage::RunLineage lineage = Unwrap(store.Lineage(request.runs.at(0)));
  for (std::size_t n = 0; n < lineage.nodes.size(); ++n) {
    const storage::LineageNode& node = lineage.nodes[n];
    if (context.output == Output::kJson) {
      PrintJsonLine(
          {{"node", Name(node.kind)},
           {"id", node.id},
           {"label", node.label},
           {"detail", node.detail},
           {"from",
            node.from ? nlohmann::json(lineage.nodes[*node.from].id) : nlohmann::json(nullptr)}});
      continue;
    }
    fmt::print("{:{}}{} {} ({}){}\n",
               "",
               2 * DepthOf(lineage, n),
               Name(node.kind),
               Printable(node.label),
               Printable(node.detail),
               n == lineage.self ? "  <-" : "");
  }
  return 0;
}

int Trash(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  for (const std::string& run : request.runs) {
    Unwrap(store.Trash(run));
    fmt::print(stderr, "Moved {} to the trash.\n", Printable(run));
  }
  return 0;
}

int Restore(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  for (const std::string& run : request.runs) Unwrap(store.Restore(run));
  return 0;
}

int EmptyTrash(const Context& context, const RunsRequest& /*request*/) {
  storage::RunStore store = OpenStore(context);
  fmt::print(stderr, "Deleted {} runs.\n", Unwrap(store.EmptyTrash()));
  return 0;
}

int Delete(const Context& context, const RunsRequest& request) {
  storage::RunStore store = OpenStore(context);
  for (const std::string& run : request.runs) {
    Unwrap(store.Delete(run));
    fmt::print(stderr, "Deleted {}.\n", Printable(run));
  }
  return 0;
}

constexpr int kManyRuns = 1000;

void AddLabelVerbs(RunsVerbs& verbs) {
  RunsRequest& request = *verbs.request;
  CLI::App* edit = verbs.Add("edit", "Name a run or note something about it", Edit);
  verbs.NameRuns(edit, 1, 1);
  edit->add_option("--name", request.name, "New name");
  edit->add_option("--note", request.note, "New note");
  CLI::App* tag = verbs.Add("tag", "Put tags on runs or take them off", Tag);
  verbs.NameRuns(tag, 1, kManyRuns);
  tag->add_option("--add", request.add, "Tag to put on; may be repeated")
      ->type_name("TAG")
      ->allow_extra_args(false);
  tag->add_option("--remove", request.remove, "Tag to take off; may be repeated")
      ->type_name("TAG")
      ->allow_extra_args(false);
  CLI::App* star = verbs.Add("star", "Mark runs with a star", SetStar);
  verbs.NameRuns(star, 1, kManyRuns);
  star->add_flag("--off", request.off, "Take the star away");
  CLI::App* group = verbs.Add("group", "Put runs into a named group", Group);
  verbs.NameRuns(group, 1, kManyRuns);
  group->add_option("--name", request.name, "The group")->type_name("GROUP");
  group->add_flag("--off", request.off, "Take the runs out of their group");
}

}  // namespace

void AddTidyVerbs(RunsVerbs& verbs) {
  AddLabelVerbs(verbs);
  verbs.NameRuns(
      verbs.Add("lineage", "The model, runs and exports a run came from and led to", Lineage),
      1,
      1);
  verbs.NameRuns(
      verbs.Add("trash", "Move runs to the trash; nothing is deleted", Trash), 1, kManyRuns);
  verbs.NameRuns(verbs.Add("restore", "Take runs out of the trash", Restore), 1, kManyRuns);
  verbs.Add("empty-trash", "Delete the runs in the trash with their checkpoints", EmptyTrash);
  verbs.NameRuns(
      verbs.Add("delete", "Remove runs with their checkpoints; exported models stay", Delete),
      1,
      kManyRuns);
}

}  // namespace sentei::app
