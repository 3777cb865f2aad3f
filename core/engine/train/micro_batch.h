// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

namespace sentei::engine {

/// How many sequences go through the model at once: what the spec asks for, and half of it after
/// memory ran out for the first time. Belongs to the session's thread.
class MicroBatch {
 public:
  /// `length` is the tokens of a sequence, for messages.
  MicroBatch(std::int64_t planned, std::int64_t length);

  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] bool halved() const { return size_ < planned_; }
  /// Takes over what an earlier process of the run had come to. Throws kInput when it cannot be.
  void Restore(std::int64_t size);

  /// Returns pass(size()). Where memory runs out in it, the size is halved, `warnings` told, and
  /// the pass done once more: it must start from nothing each time. Throws kOutOfMemory with
  /// remedies when that does not help; other exceptions go through.
  template <typename Pass>
  auto Run(const Pass& pass, std::vector<std::string>& warnings) {
    while (true) {
      try {
        return pass(size_);
      } catch (...) {
        warnings.push_back(HalveAfter(std::current_exception()));
      }
    }
  }

 private:
  /// Says in a sentence what was done; throws what cannot be helped.
  [[nodiscard]] std::string HalveAfter(const std::exception_ptr& error);

  std::int64_t planned_;
  std::int64_t length_;
  std::int64_t size_;
};

}  // namespace sentei::engine
