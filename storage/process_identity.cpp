// SPDX-License-Identifier: Apache-2.0
#include "storage/process_identity.h"

#include "storage/sql.h"

#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace sentei::storage {
namespace {

constexpr std::int64_t kSilenceMs = 120'000;
constexpr int kStatusArguments = 5;

std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string HostIdentity() {
  std::error_code error;
  const auto space = std::filesystem::read_symlink("/proc/self/ns/pid", error);
  return FirstLine("/proc/sys/kernel/random/boot_id") + " " + space.string();
}

// The 22nd field of /proc/<pid>/stat; the second is a name in brackets that may hold anything.
std::optional<std::int64_t> StartTicks(std::int64_t pid) {
  const std::string line = FirstLine(fmt::format("/proc/{}/stat", pid));
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 21; ++number) fields >> field;
  std::int64_t ticks = 0;
  if (!(fields >> ticks)) return std::nullopt;
  return ticks;
}

const char* TextOf(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text == nullptr ? "" : text;
}

void StatusFunction(sqlite3_context* context, int count, sqlite3_value** values) {
  if (count != kStatusArguments) return sqlite3_result_null(context);
  const std::string status = TextOf(values[0]);
  if (status != "running") return sqlite3_result_value(context, values[0]);
  const ProcessIdentity owner{
      TextOf(values[1]), sqlite3_value_int64(values[2]), sqlite3_value_int64(values[3])};
  const bool alive = IsAlive(owner, sqlite3_value_int64(values[4]), NowMilliseconds());
  sqlite3_result_text(context, alive ? "running" : "interrupted", -1, SQLITE_STATIC);
}

}  // namespace

ProcessIdentity CurrentProcess() {
  const auto pid = static_cast<std::int64_t>(getpid());
  return {HostIdentity(), pid, StartTicks(pid).value_or(0)};
}

bool IsAlive(const ProcessIdentity& process, std::int64_t heartbeat, std::int64_t now) {
  // A heartbeat of the future is a clock that was set back: it says as little as an old one.
  if (process.host != HostIdentity()) return std::abs(now - heartbeat) < kSilenceMs;
  return StartTicks(process.pid) == process.start;
}

void RegisterStatusFunction(SQLite::Database& database) {
  database.createFunction(
      "sentei_status", kStatusArguments, false, nullptr, StatusFunction, nullptr, nullptr, nullptr);
}

std::int64_t NowMilliseconds() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

}  // namespace sentei::storage
