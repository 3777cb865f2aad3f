// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/file_layer.h"

#include <cstdint>
#include <filesystem>

namespace sentei {

enum class OnExisting : std::uint8_t { kRefuse, kReplace };

/// A directory that appears whole or not at all. Files are written into staging(), a hidden
/// directory beside the target; Commit syncs them and renames. Whatever kills the process, the
/// target is either what it was or complete; what a killed process left behind is cleared when the
/// same target is written next. Destruction without Commit removes the staging directory.
/// One object belongs to one thread.
class AtomicDirectory {
 public:
  /// Creates missing parents and the staging directory. Throws kInput when the target exists
  /// (kRefuse), or is no directory, a link, or holds the working or home directory (kReplace);
  /// kIo when the system refuses.
  AtomicDirectory(const std::filesystem::path& target,
                  OnExisting on_existing,
                  FileLayer& layer = SystemFileLayer());
  ~AtomicDirectory();
  AtomicDirectory(const AtomicDirectory&) = delete;
  AtomicDirectory& operator=(const AtomicDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& target() const { return target_; }
  [[nodiscard]] const std::filesystem::path& staging() const { return staging_; }

  /// Makes everything in staging() durable and gives it the target's name. Throws kIo; after a
  /// failure the target is what it was.
  void Commit();

 private:
  void CreateStaging();
  void SwapWithTarget();
  void TakeBack(const std::filesystem::path& staged);

  std::filesystem::path target_;
  std::filesystem::path staging_;
  OnExisting on_existing_;
  FileLayer* layer_;
  int lock_ = -1;  ///< holds the staging directory's lock, which ends with the process
};

}  // namespace sentei
