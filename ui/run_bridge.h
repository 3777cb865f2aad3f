// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_service.h"
#include "ui/gui_calls.h"
#include "ui/run_mailbox.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace sentei::ui {

/// Names one request to start or resume a run until it has an id.
using Ticket = quint64;

/// The window's edge to the engine: requests go out on a thread of their own, so that no call here
/// waits for the engine to open or answer; events come in on the GUI thread, in order, at most 30
/// times a second. Scores and progress are latest-value: a slow window drops frames, never events.
/// All members belong to the GUI thread.
class RunBridge final : public QObject {
  Q_OBJECT

 public:
  using OpenService = std::function<Result<std::unique_ptr<run::RunService>>()>;

  /// `open` is called once, on the request thread, at the first request. `observers` (the recorder)
  /// watch the service directly and outlive this object.
  RunBridge(OpenService open, std::vector<run::RunObserver*> observers, QObject* parent = nullptr);
  /// Ends running jobs after their micro-batch; what they saved stays.
  ~RunBridge() override;

  Ticket Start(const run::RunSpec& spec);
  Ticket Resume(const QString& run_id);
  void Pause(const QString& run_id);
  void Continue(const QString& run_id);
  void RequestStop(const QString& run_id);
  void CheckpointNow(const QString& run_id);
  void AddNote(const QString& run_id, const QString& text);
  /// Answers with BudgetRefused, or later with the event BudgetChanged.
  void ChangeBudget(const QString& run_id, const plan::BudgetSpec& budget);

 signals:
  /// The service took the run; its events follow.
  void Accepted(sentei::ui::Ticket ticket, const QString& run_id);
  void Refused(sentei::ui::Ticket ticket, const sentei::Failure& failure);
  void BudgetRefused(const QString& run_id, const sentei::Failure& failure);
  void EventArrived(const QString& run_id, const sentei::run::RunEvent& event);

 private:
  using Request = std::function<void(run::RunService&)>;
  /// A request that fails with the reason when the engine cannot be opened.
  struct Order {
    Request request;
    std::function<void(const Failure&)> refuse;
  };

  void Post(Request request, std::function<void(const Failure&)> refuse = {});
  void RequestLoop(const std::stop_token& stop);
  [[nodiscard]] bool EnsureService(const Order& order);
  void Accept(Ticket ticket, const QString& run_id);
  void Deliver();
  GuiCalls gui_;  ///< answers and events on their way to the GUI thread
  OpenService open_;
  std::vector<run::RunObserver*> observers_;
  RunMailbox mailbox_;
  RunMailbox::Mail early_;  ///< of runs whose acceptance is still on its way here
  std::set<std::string> accepted_;
  QTimer delivery_;
  std::unique_ptr<run::RunService> service_;  ///< request thread only, until it has joined
  Ticket last_ticket_ = 0;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Order> orders_;
  std::jthread requests_;
};

}  // namespace sentei::ui
