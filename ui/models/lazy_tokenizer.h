// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <mutex>

namespace sentei::ui {

/// A model's tokenizer, read at the first call and kept. Any thread; a second caller waits for the
/// first, so nobody asks on the window's thread.
class LazyTokenizer final {
 public:
  explicit LazyTokenizer(std::shared_ptr<const formats::ModelSource> source)
      : source_(std::move(source)) {}

  /// Throws as text::LoadTokenizer, each time it cannot be read.
  [[nodiscard]] std::shared_ptr<const text::ModelTokenizer> Get() const {
    const std::scoped_lock lock(mutex_);
    if (tokenizer_ == nullptr) {
      tokenizer_ = std::make_shared<const text::ModelTokenizer>(text::LoadTokenizer(*source_));
    }
    return tokenizer_;
  }

 private:
  std::shared_ptr<const formats::ModelSource> source_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const text::ModelTokenizer> tokenizer_;
};

}  // namespace sentei::ui
