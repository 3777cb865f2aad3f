// SPDX-License-Identifier: Apache-2.0
#include "core/base/host.h"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <system_error>

namespace sentei {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

std::string ReadListing(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

/// The rest of the line after "key", blanks and colon dropped; empty when there is no such line.
std::string_view ValueOf(std::string_view listing, std::string_view key) {
  std::size_t line = 0;
  while (line < listing.size()) {
    const std::size_t end = std::min(listing.find('\n', line), listing.size());
    const std::string_view text = listing.substr(line, end - line);
    if (text.substr(0, key.size()) == key) {
      const std::size_t value = text.find_first_not_of(" \t:", key.size());
      if (value != key.size()) return value < text.size() ? text.substr(value) : "";
    }
    line = end + 1;
  }
  return {};
}

std::uint64_t MemInfo(std::string_view key, std::uint64_t otherwise) {
  return ParseProcBytes(ReadListing("/proc/meminfo"), key).value_or(otherwise);
}

std::uint64_t ControlGroupValue(const char* path) {
  return ParseNumber(ReadListing(path)).value_or(kNoLimit);
}

std::uint64_t ControlGroupLimit() { return ControlGroupValue("/sys/fs/cgroup/memory.max"); }

std::uint64_t ControlGroupFree() {
  const std::uint64_t limit = ControlGroupLimit();
  if (limit == kNoLimit) return kNoLimit;
  const std::uint64_t used = ControlGroupValue("/sys/fs/cgroup/memory.current");
  if (used == kNoLimit) return limit;
  // Cached file pages count as used but are given back on demand.
  const std::string statistics = ReadListing("/sys/fs/cgroup/memory.stat");
  const std::uint64_t cached = ParseNumber(ValueOf(statistics, "inactive_file")).value_or(0);
  const std::uint64_t busy = used > cached ? used - cached : 0;
  return limit > busy ? limit - busy : 0;
}

std::uint64_t OwnStatus(std::string_view key) {
  return ParseProcBytes(ReadListing("/proc/self/status"), key).value_or(0);
}

std::int64_t UsableCores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  return std::max(1, CPU_COUNT(&set));
}

bool HasWord(std::string_view list, std::string_view word) {
  std::size_t at = list.find(word);
  while (at != std::string_view::npos) {
    const std::size_t end = at + word.size();
    const bool starts = at == 0 || list[at - 1] == ' ';
    if (starts && (end == list.size() || list[end] == ' ')) return true;
    at = list.find(word, end);
  }
  return false;
}

}  // namespace

std::optional<std::uint64_t> ParseProcBytes(std::string_view listing, std::string_view key) {
  const auto kibibytes = ParseNumber(ValueOf(listing, key));
  if (!kibibytes || *kibibytes > kNoLimit / 1024) return std::nullopt;
  return *kibibytes * 1024;
}

HostDescription DescribeHost() {
  const std::string cpu = ReadListing("/proc/cpuinfo");
  const std::string_view name = ValueOf(cpu, "model name");
  const std::string_view flags = ValueOf(cpu, "flags");
  return {.processor = name.empty() ? "unknown processor" : std::string(name),
          .usable_cores = UsableCores(),
          .memory_total = std::min(MemInfo("MemTotal", 0), ControlGroupLimit()),
          .has_avx2 = HasWord(flags, "avx2"),
          .has_avx512_bf16 = HasWord(flags, "avx512_bf16")};
}

std::uint64_t AvailableMemory() { return std::min(MemInfo("MemAvailable", 0), ControlGroupFree()); }

std::uint64_t PeakResidentMemory() { return OwnStatus("VmHWM"); }

std::uint64_t ResidentMemory() { return OwnStatus("VmRSS"); }

std::uint64_t FreeDiskSpace(const std::string& path) {
  std::error_code ignored;
  std::filesystem::path place = std::filesystem::absolute(path, ignored);
  while (!std::filesystem::exists(place, ignored) && place != place.parent_path()) {
    place = place.parent_path();
  }
  const auto space = std::filesystem::space(place, ignored);
  return ignored ? 0 : space.available;
}

}  // namespace sentei
