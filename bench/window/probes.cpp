// SPDX-License-Identifier: Apache-2.0
#include "bench/window/probes.h"

#include "viz/heat_map.h"

#include <sys/resource.h>
#include <unistd.h>

#include <QEvent>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

namespace sentei::bench {
namespace {

constexpr int kBeatMs = 10;
// Fields of /proc/PID/stat after the name, counted from the state (field 3).
constexpr std::size_t kUserTime = 11;
constexpr std::size_t kSystemTime = 12;
constexpr std::size_t kNiceness = 16;

double Milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

std::vector<std::string> StatFields(const std::filesystem::path& task) {
  std::ifstream file(task / "stat");
  const std::string line((std::istreambuf_iterator<char>(file)), {});
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};  // the thread has ended
  std::istringstream rest(line.substr(name_end + 2));
  return {std::istream_iterator<std::string>(rest), {}};
}

double Increase(const std::map<int, double>& before, const std::map<int, double>& after) {
  double sum = 0.0;
  for (const auto& [thread, seconds] : after) {
    const auto known = before.find(thread);
    sum += seconds - (known == before.end() ? 0.0 : known->second);
  }
  return sum;
}

}  // namespace

double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  std::ranges::sort(values);
  const double rank = std::ceil(share * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

double Resident() {
  std::ifstream file("/proc/self/statm");
  double total = 0.0;
  double resident = 0.0;
  file >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

StallProbe::StallProbe() {
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setInterval(kBeatMs);
  connect(&timer_, &QTimer::timeout, this, &StallProbe::Beat);
}

void StallProbe::Start() {
  last_ = Clock::now();
  timer_.start();
}

void StallProbe::Beat() {
  const Clock::time_point now = Clock::now();
  late_ms_.push_back(std::max(0.0, Milliseconds(now - last_) - kBeatMs));
  last_ = now;
}

void FrameProbe::Watch(viz::HeatMap* map) {
  map_ = map;
  map->installEventFilter(this);
  const std::scoped_lock lock(mutex_);
  waiting_.clear();  // nobody looked when these came
}

void FrameProbe::OnEvent(const std::string& /*run_id*/, const run::RunEvent& event) noexcept {
  const auto* scores = std::get_if<run::ScoresUpdated>(&event);
  const auto* pruned = std::get_if<run::PruneEventDone>(&event);
  if (scores == nullptr && pruned == nullptr) return;
  const std::scoped_lock lock(mutex_);
  waiting_.push_back({scores != nullptr ? scores->step : pruned->step, Clock::now()});
  ++emitted_;
}

bool FrameProbe::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Paint) {
    QTimer::singleShot(0, this, &FrameProbe::Look);  // once it is painted and flushed
  } else if (event->type() == QEvent::Hide || event->type() == QEvent::Show) {
    const std::scoped_lock lock(mutex_);
    waiting_.clear();
  }
  return QObject::eventFilter(watched, event);
}

void FrameProbe::Look() {
  const std::optional<std::int64_t> shown = map_->shown_step();
  if (!shown.has_value() || !map_->isVisible()) return;
  const Clock::time_point now = Clock::now();
  const std::scoped_lock lock(mutex_);
  while (!waiting_.empty() && waiting_.front().step <= *shown) {
    latencies_ms_.push_back(Milliseconds(now - waiting_.front().at));
    waiting_.pop_front();
  }
}

CpuTimes ReadCpuTimes() {
  CpuTimes times;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    const std::vector<std::string> fields = StatFields(task.path());
    if (fields.size() <= kNiceness) continue;
    const double seconds = (std::stod(fields[kUserTime]) + std::stod(fields[kSystemTime])) / ticks;
    const bool runs = std::stoi(fields[kNiceness]) > getpriority(PRIO_PROCESS, getpid());
    (runs ? times.run : times.others)[std::stoi(task.path().filename().string())] = seconds;
  }
  return times;
}

double OthersShare(const CpuTimes& before, const CpuTimes& after) {
  // A thread is counted where it stands now: it may have become a run's in between.
  const auto earlier = [&before](const std::map<int, double>& now) {
    std::map<int, double> all = before.run;
    all.insert(before.others.begin(), before.others.end());
    std::erase_if(all, [&now](const auto& entry) { return now.count(entry.first) == 0; });
    return all;
  };
  const double run = Increase(earlier(after.run), after.run);
  const double others = Increase(earlier(after.others), after.others);
  return run + others > 0.0 ? others / (run + others) : 0.0;
}

}  // namespace sentei::bench
