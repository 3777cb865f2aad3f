// SPDX-License-Identifier: Apache-2.0
#include "core/engine/translate_exception.h"

#include <c10/util/Exception.h>

#include <filesystem>
#include <new>

namespace sentei::engine {
namespace {

constexpr const char* kMemoryHint =
    "Free memory, or use a smaller --micro-batch, shorter sequences (--length, --eval-length) or a "
    "smaller model.";

// LibTorch's CPU allocator reports exhaustion as a plain c10::Error.
bool SpeaksOfMemory(const std::string& text) {
  return text.find("DefaultCPUAllocator: can't allocate memory") != std::string::npos ||
         text.find("DefaultCPUAllocator: not enough memory") != std::string::npos;
}

}  // namespace

Failure TranslateException(const std::exception_ptr& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const Error& known) {
    return {known.code(), known.what(), known.hint()};
  } catch (const c10::OutOfMemoryError& memory) {
    return {ErrorCode::kOutOfMemory, memory.what_without_backtrace(), kMemoryHint};
  } catch (const c10::AcceleratorError& device) {
    return {ErrorCode::kDevice, device.what_without_backtrace(), "Restart the program."};
  } catch (const c10::Error& torch) {
    const std::string text = torch.what_without_backtrace();
    if (SpeaksOfMemory(text)) return {ErrorCode::kOutOfMemory, text, kMemoryHint};
    return {ErrorCode::kTorch, text, {}};
  } catch (const std::bad_alloc&) {
    return {ErrorCode::kOutOfMemory, "memory is exhausted", kMemoryHint};
  } catch (const std::filesystem::filesystem_error& files) {
    return {ErrorCode::kIo, files.what(), {}};
  } catch (const std::exception& other) {
    return {ErrorCode::kInternal, other.what(), {}};
  } catch (...) {
    return {ErrorCode::kInternal, "an unknown exception", {}};
  }
}

}  // namespace sentei::engine
