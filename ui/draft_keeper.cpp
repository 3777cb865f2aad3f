// SPDX-License-Identifier: Apache-2.0
#include "ui/draft_keeper.h"

#include "ui/job_file.h"
#include "ui/text.h"
#include "ui/workspace.h"

#include <unistd.h>

#include <charconv>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace sentei::ui {
namespace {

namespace fs = std::filesystem;

constexpr int kDelayMs = 10'000;
constexpr std::string_view kPrefix = "unsaved-";

fs::path FileOf(const fs::path& data_dir, pid_t process) {
  return data_dir / (std::string(kPrefix) + std::to_string(process) + ".json");
}

std::string ProgramOf(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

/// The process that keeps its draft in this file; nothing when the name is no draft's.
std::optional<pid_t> ProcessOf(const fs::path& file) {
  const std::string name = file.stem().string();
  if (!name.starts_with(kPrefix) || file.extension() != ".json") return std::nullopt;
  pid_t process = 0;
  const char* begin = name.data() + kPrefix.size();
  const char* end = name.data() + name.size();
  const auto [stop, problem] = std::from_chars(begin, end, process);
  return problem == std::errc() && stop == end ? std::optional(process) : std::nullopt;
}

}  // namespace

DraftKeeper::DraftKeeper(Workspace& workspace)
    : QObject(&workspace),
      workspace_(workspace),
      file_(FileOf(workspace.locations().data_dir, getpid())) {
  delay_.setSingleShot(true);
  delay_.setInterval(kDelayMs);
  connect(&delay_, &QTimer::timeout, this, &DraftKeeper::Flush);
  connect(&workspace.draft(), &JobDraft::Changed, this, [this] {
    if (!delay_.isActive()) delay_.start();
  });
}

DraftKeeper::~DraftKeeper() {
  std::error_code absent;
  fs::remove(file_, absent);
}

void DraftKeeper::Flush() {
  delay_.stop();
  const bool edited = workspace_.budget().undo().count() > 0;
  if (!edited || workspace_.session().model() == nullptr) return;
  std::error_code ignored;  // a folder that takes no files is told of where runs are started
  fs::create_directories(file_.parent_path(), ignored);
  (void)WriteJobFile(PathText(file_), workspace_.draft().spec());
}

std::optional<LeftDraft> DraftKeeper::FindLeft(const fs::path& data_dir) {
  std::optional<LeftDraft> newest;
  fs::file_time_type written;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator(data_dir, unreadable)) {
    const std::optional<pid_t> process = ProcessOf(entry.path());
    if (!process.has_value() || ProgramOf(*process) == ProgramOf(getpid())) continue;
    std::error_code gone;
    const fs::file_time_type time = entry.last_write_time(gone);
    if (gone || (newest.has_value() && time <= written)) continue;
    const Result<run::RunSpec> spec = ReadJobFile(PathText(entry.path()));
    if (!spec.has_value() || spec.value().model.empty()) continue;
    newest = LeftDraft{entry.path(), spec.value()};
    written = time;
  }
  return newest;
}

void DraftKeeper::Discard(const LeftDraft& draft) {
  std::error_code gone;
  fs::remove(draft.file, gone);
}

}  // namespace sentei::ui
