// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <QObject>
#include <QTimer>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

namespace sentei::viz {
class HeatMap;
}

namespace sentei::bench {

using Clock = std::chrono::steady_clock;

/// The value that this share of the values does not exceed; 0 when there are none.
[[nodiscard]] double Percentile(std::vector<double> values, double share);
/// Bytes of this process that are in memory now.
[[nodiscard]] double Resident();

/// How late a 10-ms timer comes on the GUI thread: what a person feels as a stall.
class StallProbe final : public QObject {
 public:
  StallProbe();

  void Start();
  /// Milliseconds beyond the interval, one a beat.
  [[nodiscard]] const std::vector<double>& late_ms() const { return late_ms_; }

 private:
  void Beat();

  QTimer timer_;
  Clock::time_point last_;
  std::vector<double> late_ms_;
};

/// From the moment a run's thread hands out scores to the moment the map shows them or newer ones.
/// Frames that come while the map is hidden do not count.
class FrameProbe final : public QObject, public run::RunObserver {
 public:
  FrameProbe() = default;

  /// Frames are looked for in this map from now on.
  void Watch(viz::HeatMap* map);
  void OnEvent(const std::string& run_id, const run::RunEvent& event) noexcept override;
  bool eventFilter(QObject* watched, QEvent* event) override;

  [[nodiscard]] const std::vector<double>& latencies_ms() const { return latencies_ms_; }
  [[nodiscard]] std::int64_t emitted() const { return emitted_; }

 private:
  struct Frame {
    std::int64_t step = 0;
    Clock::time_point at;
  };

  void Look();

  viz::HeatMap* map_ = nullptr;
  std::mutex mutex_;
  std::deque<Frame> waiting_;
  std::atomic<std::int64_t> emitted_{0};
  std::vector<double> latencies_ms_;
};

/// Processor seconds of this process so far: of threads that a run set a niceness for, and of all
/// others (window, recorder, reading). Threads that have ended are missed.
struct CpuTimes {
  std::map<int, double> run;
  std::map<int, double> others;
};
[[nodiscard]] CpuTimes ReadCpuTimes();
/// The others' share of what was used between the two.
[[nodiscard]] double OthersShare(const CpuTimes& before, const CpuTimes& after);

}  // namespace sentei::bench
