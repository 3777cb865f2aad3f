// SPDX-License-Identifier: Apache-2.0
// The command line that the window shows computes what the window computes, bit for bit.
#include "tests/app/studio/studio_fixture.h"
#include "ui/text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <QPlainTextEdit>
#include <filesystem>
#include <map>
#include <sstream>

namespace sentei::testing {
namespace {

class StudioSameRun : public StudioTest {};

/// What a run came to: losses of its steps, perplexities by stage, the last state's hash.
struct Outcome {
  std::map<std::int64_t, double> losses;
  std::map<std::string, double> perplexities;
  std::string state_hash;
};

Outcome OutcomeOf(const std::string& json_lines) {
  Outcome outcome;
  std::istringstream lines(json_lines);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object()) continue;
    const std::string event = json.value("event", "");
    if (event == "step_done") outcome.losses[json["step"]] = json["loss"];
    if (event == "eval_done") outcome.perplexities[json["stage"]] = json["perplexity"];
    if (event == "checkpoint_saved") outcome.state_hash = json["state_hash"];
  }
  return outcome;
}

TEST_F(StudioSameRun, TheShownCommandGivesTheSameNumbers) {
  Open();
  PrepareDemo(6);
  const std::string command = ui::ToStd(Seen<QPlainTextEdit>("run-command-text")->toPlainText());
  Outcome seen;
  QObject::connect(&workspace().bridge(),
                   &ui::RunBridge::EventArrived,
                   &window(),
                   [&seen](const QString& /*run*/, const run::RunEvent& event) {
                     if (const auto* step = std::get_if<run::StepDone>(&event)) {
                       seen.losses[step->step] = step->loss;
                     } else if (const auto* eval = std::get_if<run::EvalDone>(&event)) {
                       seen.perplexities[eval->stage] = eval->perplexity;
                     } else if (const auto* saved = std::get_if<run::CheckpointSaved>(&event)) {
                       seen.state_hash = saved->state_hash;
                     }
                   });
  StartRun();
  WaitForState(ui::JobState::kCompleted);
  Close();

  const std::string folder = std::filesystem::path(SENTEI_PROGRAM).parent_path().string();
  const Finished done =
      RunProgram({"/bin/sh", "-c", "PATH='" + folder + "':$PATH; " + command + " --json"},
                 {{"SENTEI_HOME", Path("terminal")}});
  ASSERT_EQ(done.code, 0) << command << '\n' << done.err;
  const Outcome said = OutcomeOf(done.out);
  EXPECT_EQ(said.losses, seen.losses) << command;
  EXPECT_EQ(said.perplexities, seen.perplexities);
  EXPECT_EQ(said.state_hash, seen.state_hash);
  EXPECT_EQ(seen.losses.size(), 6U);
  EXPECT_GE(seen.perplexities.size(), 2U);
  EXPECT_FALSE(seen.state_hash.empty());
}

}  // namespace
}  // namespace sentei::testing
