// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/fault_vfs.h"

#include <cstddef>
#include <limits>
#include <stdexcept>

namespace sentei::storage::testing {
namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

struct Plan {
  std::uint64_t calls = 0;
  std::uint64_t failures = 0;
  std::uint64_t fault_at = kNever;
  SqlFault fault = SqlFault::kIoError;
};

// SQLite's callbacks carry no pointer of ours: one plan at a time.
Plan* plan = nullptr;
sqlite3_vfs* real_vfs = nullptr;

/// The real file lies right behind this header.
struct FaultFile {
  sqlite3_file base;
};
sqlite3_file* Real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + sizeof(FaultFile));
}

/// SQLITE_OK, or what this call fails with. `io_error` is the code of an I/O error here.
int Next(int io_error) {
  const std::uint64_t call = ++plan->calls;
  if (call < plan->fault_at) return SQLITE_OK;
  const bool once = plan->fault == SqlFault::kIoError;
  const bool fails =
      once ? call == plan->fault_at : plan->fault == SqlFault::kDiskFull || call > plan->fault_at;
  if (!fails) return SQLITE_OK;
  ++plan->failures;
  return once ? io_error : SQLITE_FULL;
}

int Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (const int code = Next(SQLITE_IOERR_WRITE); code != SQLITE_OK) return code;
  const bool cut = plan->fault == SqlFault::kShortWrite && plan->calls == plan->fault_at;
  if (!cut) return Real(file)->pMethods->xWrite(Real(file), bytes, count, offset);
  ++plan->failures;
  Real(file)->pMethods->xWrite(Real(file), bytes, count / 2, offset);
  return SQLITE_FULL;
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = plan->fault == SqlFault::kIoError ? Next(SQLITE_IOERR_TRUNCATE) : SQLITE_OK;
  return code != SQLITE_OK ? code : Real(file)->pMethods->xTruncate(Real(file), size);
}
int Sync(sqlite3_file* file, int flags) {
  const int code = plan->fault == SqlFault::kIoError ? Next(SQLITE_IOERR_FSYNC) : SQLITE_OK;
  return code != SQLITE_OK ? code : Real(file)->pMethods->xSync(Real(file), flags);
}
int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  const int code = extend != 0 ? Next(SQLITE_IOERR_SHMSIZE) : SQLITE_OK;
  if (code == SQLITE_FULL) return SQLITE_IOERR_SHMSIZE;  // what the system's own layer answers
  return code != SQLITE_OK
             ? code
             : Real(file)->pMethods->xShmMap(Real(file), region, size, extend, memory);
}

int Close(sqlite3_file* file) { return Real(file)->pMethods->xClose(Real(file)); }
int Read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  return Real(file)->pMethods->xRead(Real(file), bytes, count, offset);
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}
int Lock(sqlite3_file* file, int kind) { return Real(file)->pMethods->xLock(Real(file), kind); }
int Unlock(sqlite3_file* file, int kind) { return Real(file)->pMethods->xUnlock(Real(file), kind); }
int CheckReservedLock(sqlite3_file* file, int* held) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), held);
}
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), operation, argument);
}
int SectorSize(sqlite3_file* file) { return Real(file)->pMethods->xSectorSize(Real(file)); }
int DeviceCharacteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) { Real(file)->pMethods->xShmBarrier(Real(file)); }
int ShmUnmap(sqlite3_file* file, int remove) {
  return Real(file)->pMethods->xShmUnmap(Real(file), remove);
}

constexpr int kMethodsWithSharedMemory = 2;

const sqlite3_io_methods kMethods = {kMethodsWithSharedMemory,
                                     Close,
                                     Read,
                                     Write,
                                     Truncate,
                                     Sync,
                                     FileSize,
                                     Lock,
                                     Unlock,
                                     CheckReservedLock,
                                     FileControl,
                                     SectorSize,
                                     DeviceCharacteristics,
                                     ShmMap,
                                     ShmLock,
                                     ShmBarrier,
                                     ShmUnmap,
                                     nullptr,
                                     nullptr};

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = real_vfs->xOpen(real_vfs, name, Real(file), flags, out_flags);
  file->pMethods = Real(file)->pMethods == nullptr ? nullptr : &kMethods;
  return code;
}

}  // namespace

struct FaultVfs::State {
  Plan plan;
  sqlite3_vfs vfs;
};

FaultVfs::FaultVfs() : state_(std::make_unique<State>()) {
  if (plan != nullptr) throw std::logic_error("one FaultVfs at a time");
  plan = &state_->plan;
  real_vfs = sqlite3_vfs_find(nullptr);
  state_->vfs = *real_vfs;
  state_->vfs.zName = "sentei-faults";
  state_->vfs.szOsFile += static_cast<int>(sizeof(FaultFile));
  state_->vfs.xOpen = Open;
  sqlite3_vfs_register(&state_->vfs, 1);
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&state_->vfs);
  sqlite3_vfs_register(real_vfs, 1);
  plan = nullptr;
}

void FaultVfs::FailAt(std::uint64_t call, SqlFault fault) { state_->plan = {0, 0, call, fault}; }
void FaultVfs::Heal() {
  state_->plan.calls = 0;
  state_->plan.fault_at = kNever;
}
std::uint64_t FaultVfs::calls() const { return state_->plan.calls; }
std::uint64_t FaultVfs::failures() const { return state_->plan.failures; }

}  // namespace sentei::storage::testing
