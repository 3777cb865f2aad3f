// SPDX-License-Identifier: Apache-2.0
#include "core/base/mapping_guard.h"

#include "core/base/error.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <utility>

namespace sentei {

/// Read by a signal handler: lock-free, and empty (end == 0) before begin means anything.
struct MappingGuard::Slot {
  std::atomic<bool> taken = false;
  std::atomic<bool> broken = false;
  std::atomic<std::uintptr_t> begin = 0;
  std::atomic<std::uintptr_t> end = 0;

  static_assert(std::atomic<std::uintptr_t>::is_always_lock_free);
};

namespace {

constexpr std::size_t kSlots = 4096;

struct sigaction previous_action {};
std::uintptr_t page_size = 0;

}  // namespace

/// What the handler may touch of the guards.
struct MappingGuardAccess {
  using Slot = MappingGuard::Slot;

  static std::array<Slot, kSlots>& Slots() {
    static constinit std::array<Slot, kSlots> slots{};
    return slots;
  }

  static Slot* Find(std::uintptr_t address) noexcept {
    for (Slot& slot : Slots()) {
      if (address < slot.end.load() && address >= slot.begin.load()) return &slot;
    }
    return nullptr;
  }

  /// Zeros from the page of `address` to the end: one call, however many pages are gone.
  static bool PutZeros(Slot& slot, std::uintptr_t address) noexcept {
    const std::uintptr_t page = address / page_size * page_size;
    slot.broken.store(true);
    void* const first = reinterpret_cast<void*>(page);  // NOLINT: an address from the kernel
    return ::mmap(first,
                  slot.end.load() - page,
                  PROT_READ,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                  -1,
                  0) != MAP_FAILED;
  }

  static void PassOn(int signal, siginfo_t* info, void* context) noexcept {
    if ((previous_action.sa_flags & SA_SIGINFO) != 0) {
      previous_action.sa_sigaction(signal, info, context);
    } else if (previous_action.sa_handler != SIG_DFL && previous_action.sa_handler != SIG_IGN) {
      previous_action.sa_handler(signal);
    } else {
      ::sigaction(signal, &previous_action, nullptr);
      ::raise(signal);  // delivered when this handler has returned
    }
  }

  static void OnBusError(int signal, siginfo_t* info, void* context) noexcept {
    const int saved_errno = errno;
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    Slot* const slot = info->si_code > 0 ? Find(address) : nullptr;
    if (slot == nullptr || !PutZeros(*slot, address)) PassOn(signal, info, context);
    errno = saved_errno;
  }

  static bool Install() {
    page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    Slots();
    struct sigaction action {};
    action.sa_sigaction = &OnBusError;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    SENTEI_CHECK(::sigaction(SIGBUS, &action, &previous_action) == 0, "errno {}", errno);
    return true;
  }

  static Slot* Take() {
    for (Slot& slot : Slots()) {
      if (!slot.taken.exchange(true)) return &slot;
    }
    ThrowInput("more than {} files would be mapped at a time", kSlots);
  }
};

MappingGuard::MappingGuard(std::span<const std::byte> bytes) {
  [[maybe_unused]] static const bool installed = MappingGuardAccess::Install();
  slot_ = MappingGuardAccess::Take();
  const auto begin = reinterpret_cast<std::uintptr_t>(bytes.data());
  slot_->broken.store(false);
  slot_->begin.store(begin);
  slot_->end.store((begin + bytes.size() + page_size - 1) / page_size * page_size);
}

MappingGuard::~MappingGuard() {
  if (slot_ == nullptr) return;
  slot_->end.store(0);
  slot_->taken.store(false);
}

MappingGuard::MappingGuard(MappingGuard&& other) noexcept
    : slot_(std::exchange(other.slot_, nullptr)) {}

MappingGuard& MappingGuard::operator=(MappingGuard&& other) noexcept {
  std::swap(slot_, other.slot_);
  return *this;
}

bool MappingGuard::broken() const noexcept { return slot_ != nullptr && slot_->broken.load(); }

}  // namespace sentei
