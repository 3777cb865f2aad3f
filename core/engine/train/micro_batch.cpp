// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/micro_batch.h"

#include "core/base/error.h"
#include "core/engine/translate_exception.h"

#include <malloc.h>

namespace sentei::engine {

MicroBatch::MicroBatch(std::int64_t planned, std::int64_t length)
    : planned_(planned), length_(length), size_(planned) {}

void MicroBatch::Restore(std::int64_t size) {
  if (size < 1 || size > planned_) {
    ThrowInput("the checkpoint's micro-batch is {}, the run's {}", size, planned_);
  }
  size_ = size;
}

std::string MicroBatch::HalveAfter(const std::exception_ptr& error) {
  const Failure failure = TranslateException(error);
  if (failure.code != ErrorCode::kOutOfMemory) std::rethrow_exception(error);
  if (halved() || size_ == 1) {
    throw Error(ErrorCode::kOutOfMemory,
                fmt::format("memory ran out with a micro-batch of {} x {} tokens{}",
                            size_,
                            length_,
                            halved() ? fmt::format(", half of the {} asked for", planned_) : ""),
                "Free memory and continue with --resume, or start again with a smaller "
                "--micro-batch, a smaller --length or a smaller model.");
  }
  const std::int64_t before = size_;
  size_ /= 2;
  ::malloc_trim(0);  // what the abandoned pass freed is given back, to be mapped in other sizes
  return fmt::format(
      "memory ran out: the micro-batch is {} instead of {} from here on, the batch is the same",
      size_,
      before);
}

}  // namespace sentei::engine
