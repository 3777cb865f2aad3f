// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/formats/safetensors_writer.h"

#include <unordered_set>
#include <utility>

namespace sentei::formats {

std::int64_t TensorDeclaration::element_count() const {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 0 || __builtin_mul_overflow(count, size, &count)) {
      ThrowInput("tensor \"{}\" has an impossible shape", name);
    }
  }
  return count;
}

std::uint64_t TensorDeclaration::byte_size() const {
  const BlockLayout layout = BlockLayoutOf(type);
  const std::int64_t row = shape.empty() ? 1 : shape.back();
  if (row % layout.elements != 0) {
    ThrowInput("tensor \"{}\" has rows of {} values, which {} cannot hold: it stores {} at a time",
               name,
               row,
               Name(type),
               layout.elements);
  }
  const auto blocks = static_cast<std::uint64_t>(element_count() / layout.elements);
  return blocks * static_cast<std::uint64_t>(layout.bytes);
}

TensorSequence::TensorSequence(std::vector<TensorDeclaration> tensors)
    : tensors_(std::move(tensors)) {
  std::unordered_set<std::string_view> names;
  for (const TensorDeclaration& tensor : tensors_) {
    if (!names.insert(tensor.name).second)
      ThrowInput("tensor \"{}\" is declared twice", tensor.name);
  }
  SkipEmpty();
}

/// Tensors without elements need no bytes.
void TensorSequence::SkipEmpty() {
  while (current_ < tensors_.size() && tensors_[current_].byte_size() == 0) ++current_;
}

const TensorDeclaration& TensorSequence::Expect(std::string_view name) const {
  SENTEI_CHECK(current_ < tensors_.size(), "\"{}\" after the last tensor", name);
  SENTEI_CHECK(tensors_[current_].name == name,
               "\"{}\" where \"{}\" was to come",
               name,
               tensors_[current_].name);
  return tensors_[current_];
}

bool TensorSequence::Advance(std::uint64_t bytes) {
  const TensorDeclaration& tensor = tensors_[current_];
  written_ += bytes;
  SENTEI_CHECK(written_ <= tensor.byte_size(),
               "{} bytes of \"{}\" instead of {}",
               written_,
               tensor.name,
               tensor.byte_size());
  if (written_ < tensor.byte_size()) return false;
  written_ = 0;
  ++current_;
  SkipEmpty();
  return true;
}

void TensorSequence::CheckComplete() const {
  SENTEI_CHECK(
      current_ == tensors_.size(), "tensor \"{}\" is not written in full", tensors_[current_].name);
}

}  // namespace sentei::formats
