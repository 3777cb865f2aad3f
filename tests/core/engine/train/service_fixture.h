// SPDX-License-Identifier: Apache-2.0
// What tests of whole runs through the service share: a tiny model, texts and a recorded service.
#pragma once

#include "core/engine/torch_run_service.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/tiny_checkpoint.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <string>

namespace sentei::engine::testing {

class ServiceTest : public ::testing::Test {
 protected:
  ServiceTest() {
    sentei::testing::WriteTinyCheckpoint(folder_ / "model");
    sentei::testing::WriteTinyText(folder_ / "train.txt", 20'000, 1);
    sentei::testing::WriteTinyText(folder_ / "eval.txt", 6'000, 2);
    Open();
  }

  void Open(bool background = false) {
    service_.reset();
    service_ = std::make_unique<TorchRunService>(
        run::RunEnvironment{.data_dir = folder_ / "data",
                            .cache_dir = folder_ / "cache",
                            .resources_dir = std::filesystem::path(SENTEI_SOURCE_DIR) / "resources",
                            .background = background});
    service_->AddObserver(&events_);
  }

  [[nodiscard]] run::RunSpec PruneSpec(std::int64_t steps = 20) const {
    run::RunSpec spec;
    spec.kind = run::RunKind::kPrune;
    spec.model = (folder_ / "model").string();
    spec.dtype = run::ComputeDType::kF32;
    spec.threads = 1;
    spec.train.text.path = (folder_ / "train.txt").string();
    spec.eval.text.path = (folder_ / "eval.txt").string();
    spec.eval.length = 64;
    spec.eval.windows = 3;
    spec.lora.rank = 4;
    spec.train.length = 16;
    spec.train.batch = 4;
    spec.train.micro_batch = 2;
    spec.train.steps = steps;
    spec.train.checkpoint_every = 8;
    spec.prune.every = 4;
    spec.budget.target = 0.1;
    return spec;
  }

  std::string Start(const run::RunSpec& spec) {
    const Result<std::string> id = service_->Start(spec);
    EXPECT_TRUE(id.has_value()) << (id.has_value() ? "" : id.error().message);
    return id.has_value() ? id.value() : std::string();
  }
  run::RunFinished Finish(const std::string& id) { return service_->Wait(id).value(); }
  run::RunFinished Run(const run::RunSpec& spec) { return Finish(Start(spec)); }

  [[nodiscard]] std::string LastStateHash() const {
    const auto saved = events_.All<run::CheckpointSaved>();
    return saved.empty() ? "" : saved.back().state_hash;
  }

  sentei::testing::TemporaryDirectory folder_;
  sentei::testing::RecordingObserver events_;
  std::unique_ptr<TorchRunService> service_;
};

/// Overwrites one value of a tensor in a safetensors file of fp32.
inline void PoisonTensor(const std::filesystem::path& file, const std::string& tensor) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  std::uint64_t header_size = 0;
  stream.read(reinterpret_cast<char*>(&header_size), sizeof(header_size));
  std::string header(header_size, '\0');
  stream.read(header.data(), static_cast<std::streamsize>(header_size));
  const auto begin = nlohmann::json::parse(header).at(tensor).at("data_offsets").at(0);
  stream.seekp(static_cast<std::streamoff>(8 + header_size + begin.get<std::uint64_t>()));
  const float bad = std::numeric_limits<float>::quiet_NaN();
  stream.write(reinterpret_cast<const char*>(&bad), sizeof(bad));
}

}  // namespace sentei::engine::testing
