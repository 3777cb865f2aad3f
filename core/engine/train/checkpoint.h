// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sentei::engine {

/// Everything a run needs to go on as if it had never stopped.
struct Checkpoint {
  std::int64_t step = 0;
  /// LoRA factors, Adam moments, EMA scores (F64) and masks (U8), on the CPU, contiguous.
  std::map<std::string, at::Tensor> tensors;
  nlohmann::json state;  ///< decides what is computed next: hashed
  nlohmann::json info;   ///< what a person or report wants (times, perplexities): not hashed
};

/// SHA-256 (hex) over step, state and every tensor's name, type, shape and bytes: equal for an
/// interrupted and an uninterrupted run.
[[nodiscard]] std::string StateHash(const Checkpoint& checkpoint);

struct SavedCheckpoint {
  std::filesystem::path path;
  std::uint64_t bytes = 0;
  std::string state_hash;
};

/// The checkpoints of one run: directories `step-00000050` of tensors.safetensors and state.json.
/// Each appears whole (written under a temporary name, synced, renamed); the two newest are kept
/// and an older one goes only after that. One run's thread at a time.
class CheckpointStore {
 public:
  explicit CheckpointStore(std::filesystem::path directory);

  /// Clears what a killed process left half-written. Nobody else may be saving here.
  void RemoveLeftovers() const;

  /// Throws kIo; earlier checkpoints are then untouched.
  SavedCheckpoint Save(const Checkpoint& checkpoint);

  struct Loaded {
    Checkpoint checkpoint;
    std::vector<std::string> warnings;  ///< one line for each newer checkpoint that is damaged
  };
  /// The newest checkpoint whose hash is right; nullopt when there is none.
  [[nodiscard]] std::optional<Loaded> LoadNewest() const;

  /// Steps of all finished checkpoints, ascending, sound or not.
  [[nodiscard]] std::vector<std::int64_t> Steps() const;
  [[nodiscard]] std::filesystem::path PathOf(std::int64_t step) const;

 private:
  void RemoveOld() const;

  std::filesystem::path directory_;
};

}  // namespace sentei::engine
