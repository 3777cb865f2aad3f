// SPDX-License-Identifier: Apache-2.0
#include "ui/run_mailbox.h"

#include <gtest/gtest.h>

#include <thread>

namespace sentei::ui {
namespace {

run::ScoresUpdated Scores(std::int64_t step) {
  run::ScoresUpdated scores;
  scores.step = step;
  return scores;
}

run::Progress ProgressOf(std::int64_t done) {
  run::Progress progress;
  progress.done = done;
  return progress;
}

run::StepDone Step(std::int64_t number) {
  run::StepDone step;
  step.step = number;
  return step;
}

run::PruneEventDone PruneEvent(std::int64_t event) {
  run::PruneEventDone done;
  done.event = event;
  run::FamilyState family;
  family.kept = 3;
  family.scores = std::make_shared<const std::vector<float>>(4, 1.0F);
  family.keep = std::make_shared<const std::vector<std::uint8_t>>(4, std::uint8_t{1});
  done.families.push_back(std::move(family));
  return done;
}

TEST(RunMailbox, KeepsEveryEventInOrderButOnlyTheNewestProgressAndScores) {
  RunMailbox box([] {});
  for (std::int64_t step = 1; step <= 3; ++step) {
    box.OnEvent("a", ProgressOf(step));
    box.OnEvent("a", Scores(step));
    box.OnEvent("a", Step(step));
  }
  const RunMailbox::Mail mail = box.Take();
  std::vector<std::int64_t> steps;
  std::vector<std::int64_t> progress;
  std::vector<std::int64_t> scores;
  for (const auto& [id, event] : mail) {
    if (const auto* step = std::get_if<run::StepDone>(&event)) steps.push_back(step->step);
    if (const auto* done = std::get_if<run::Progress>(&event)) progress.push_back(done->done);
    if (const auto* frame = std::get_if<run::ScoresUpdated>(&event)) scores.push_back(frame->step);
  }
  EXPECT_EQ(steps, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(progress, (std::vector<std::int64_t>{3}));
  EXPECT_EQ(scores, (std::vector<std::int64_t>{3}));
}

TEST(RunMailbox, KeepsTheNewestOfEachRunApart) {
  RunMailbox box([] {});
  box.OnEvent("a", Scores(1));
  box.OnEvent("b", Scores(2));
  EXPECT_EQ(box.Take().size(), 2U);
}

TEST(RunMailbox, DropsScoresOfOlderPruningEventsAndKeepsTheirCounts) {
  RunMailbox box([] {});
  box.OnEvent("a", PruneEvent(0));
  box.OnEvent("a", PruneEvent(1));
  const RunMailbox::Mail mail = box.Take();
  ASSERT_EQ(mail.size(), 2U);
  const auto& older = std::get<run::PruneEventDone>(mail[0].second).families[0];
  const auto& newest = std::get<run::PruneEventDone>(mail[1].second).families[0];
  EXPECT_EQ(older.scores, nullptr);
  EXPECT_NE(older.keep, nullptr);
  EXPECT_EQ(older.kept, 3);
  EXPECT_NE(newest.scores, nullptr);
}

TEST(RunMailbox, WakesOnlyWhenTheBoxWasEmpty) {
  int wakes = 0;
  RunMailbox box([&] { ++wakes; });
  box.OnEvent("a", run::StepDone{});
  box.OnEvent("a", run::StepDone{});
  EXPECT_EQ(wakes, 1);
  (void)box.Take();
  box.OnEvent("a", run::StepDone{});
  EXPECT_EQ(wakes, 2);
}

TEST(RunMailbox, LosesNothingBetweenTwoThreads) {
  RunMailbox box([] {});
  constexpr std::int64_t kEvents = 20'000;
  std::jthread writer([&] {
    for (std::int64_t step = 0; step < kEvents; ++step) box.OnEvent("a", Step(step));
  });
  std::int64_t expected = 0;
  while (expected < kEvents) {
    for (const auto& [id, event] : box.Take()) {
      ASSERT_EQ(std::get<run::StepDone>(event).step, expected);
      ++expected;
    }
  }
}

}  // namespace
}  // namespace sentei::ui
