// SPDX-License-Identifier: Apache-2.0
#include "core/run/outbox.h"

#include "core/run/event_json.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <new>

namespace sentei::run {
namespace {

constexpr std::size_t kChunk = 1 << 18;
constexpr int kPollMs = 50;  // how soon destruction is seen while the reader takes nothing

// A write to a closed end must fail, not end the process.
void BlockBrokenPipeSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

bool IsLatestValue(const RunEvent& event) {
  return std::holds_alternative<Progress>(event) || std::holds_alternative<ScoresUpdated>(event);
}

struct LineOf {
  template <typename Item>
  std::string operator()(const Item& item) const {
    if constexpr (std::is_same_v<Item, std::string>) {
      return item;
    } else if constexpr (requires { item.event; }) {
      return ToJsonLine(item.run_id, item.event, EventDetail::kWire);
    } else {
      return {};
    }
  }
};

}  // namespace

Outbox::Outbox(int descriptor) : descriptor_(descriptor) {
  ::fcntl(descriptor_, F_SETFL, ::fcntl(descriptor_, F_GETFL) | O_NONBLOCK);
  worker_ = std::jthread([this](const std::stop_token& stop) { WorkerBody(stop); });
}

void Outbox::Post(std::string line) {
  const std::scoped_lock lock(mutex_);
  Append(std::move(line));
}

void Outbox::PostEvent(const std::string& run_id, const RunEvent& event) {
  const std::scoped_lock lock(mutex_);
  const std::uint64_t place = Append(Event{run_id, event});
  if (!IsLatestValue(event) || closed_) return;
  const auto [latest, is_new] = latest_.try_emplace({run_id, event.index()}, place);
  if (!is_new) queue_.erase(std::exchange(latest->second, place));
}

std::uint64_t Outbox::Reserve() {
  const std::scoped_lock lock(mutex_);
  return Append(Reserved{});
}

void Outbox::Fill(std::uint64_t place, std::string line) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = queue_.find(place); found != queue_.end()) found->second = std::move(line);
  changed_.notify_all();
}

bool Outbox::Drain(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  const auto settled = [this] { return closed_ || (queue_.empty() && !writing_); };
  while (!settled()) {
    const bool changed = changed_.wait_for(
        lock, patience, [&, before = moved_] { return settled() || moved_ != before; });
    if (!changed) return false;
  }
  return !closed_;
}

std::size_t Outbox::waiting() const {
  const std::scoped_lock lock(mutex_);
  return queue_.size();
}

std::uint64_t Outbox::Append(Item item) {
  const std::uint64_t place = next_place_++;
  if (!closed_) queue_.emplace(place, std::move(item));
  changed_.notify_all();
  return place;
}

bool Outbox::HasNext() const {
  return !queue_.empty() && !std::holds_alternative<Reserved>(queue_.begin()->second);
}

Outbox::Item Outbox::Take() {
  Item item = std::move(queue_.begin()->second);
  if (const auto* event = std::get_if<Event>(&item)) {
    const auto latest = latest_.find({event->run_id, event->event.index()});
    if (latest != latest_.end() && latest->second == queue_.begin()->first) latest_.erase(latest);
  }
  queue_.erase(queue_.begin());
  writing_ = true;
  return item;
}

void Outbox::WorkerBody(const std::stop_token& stop) noexcept {
  BlockBrokenPipeSignal();
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return HasNext(); })) {
    if (stop.stop_requested()) break;
    const Item item = Take();
    lock.unlock();
    const bool written = Deliver(item, stop);
    lock.lock();
    writing_ = false;
    if (!written) Close();
    changed_.notify_all();
  }
}

bool Outbox::Deliver(const Item& item, const std::stop_token& stop) {
  try {
    return Write(std::visit(LineOf{}, item) + '\n', stop);
  } catch (const std::bad_alloc&) {
    const auto* event = std::get_if<Event>(&item);
    if (event != nullptr && IsLatestValue(event->event)) return true;
    throw;  // the process ends: a reader that misses one of these would tell something untrue
  }
}

bool Outbox::Write(const std::string& text, const std::stop_token& stop) {
  std::size_t done = 0;
  while (done < text.size()) {
    if (stop.stop_requested()) return false;
    const ssize_t taken =
        ::write(descriptor_, text.data() + done, std::min(kChunk, text.size() - done));
    if (taken < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (taken > 0) {
      done += static_cast<std::size_t>(taken);
      const std::scoped_lock lock(mutex_);
      ++moved_;
      changed_.notify_all();
    } else {
      pollfd waiting{descriptor_, POLLOUT, 0};
      ::poll(&waiting, 1, kPollMs);
    }
  }
  return true;
}

void Outbox::Close() {
  closed_ = true;
  queue_.clear();
  latest_.clear();
}

}  // namespace sentei::run
