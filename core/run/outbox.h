// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_event.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <variant>

namespace sentei::run {

/// Writes lines to a file descriptor, which it does not own and makes non-blocking, on a thread of
/// its own: whoever posts never waits for the reader. Everything is written in the order in which
/// it was posted, but of Progress and of ScoresUpdated only the newest of a run waits: an older one
/// that was not written yet is dropped. Once the other end has closed, all is dropped. Members may
/// be called from any thread. Destruction drops what waits.
class Outbox {
 public:
  explicit Outbox(int descriptor);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// A line without its break.
  void Post(std::string line);
  void PostEvent(const std::string& run_id, const RunEvent& event);
  /// A place for a line that comes later: nothing that is posted after this is written before it.
  [[nodiscard]] std::uint64_t Reserve();
  void Fill(std::uint64_t place, std::string line);

  /// Waits until all is written; false when the other end has closed or took nothing for that long.
  [[nodiscard]] bool Drain(std::chrono::milliseconds patience);
  /// Lines and events that wait to be written.
  [[nodiscard]] std::size_t waiting() const;

 private:
  struct Reserved {};
  struct Event {
    std::string run_id;
    RunEvent event;
  };
  using Item = std::variant<Reserved, std::string, Event>;
  using Latest = std::pair<std::string, std::size_t>;  ///< run and index of the event's type

  std::uint64_t Append(Item item);
  [[nodiscard]] bool HasNext() const;
  [[nodiscard]] Item Take();
  void WorkerBody(const std::stop_token& stop) noexcept;
  [[nodiscard]] bool Deliver(const Item& item, const std::stop_token& stop);
  [[nodiscard]] bool Write(const std::string& text, const std::stop_token& stop);
  void Close();

  int descriptor_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::uint64_t, Item> queue_;
  std::map<Latest, std::uint64_t> latest_;  ///< places in the queue
  std::uint64_t next_place_ = 0;
  std::uint64_t moved_ = 0;  ///< counts writes that took something
  bool writing_ = false;
  bool closed_ = false;
  std::jthread worker_;  ///< last: joins before the rest goes
};

}  // namespace sentei::run
