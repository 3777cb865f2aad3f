// SPDX-License-Identifier: Apache-2.0
#include "ui/run_bridge.h"

#include "ui/text.h"

#include <utility>

namespace sentei::ui {
namespace {

constexpr int kDeliveryMs = 33;

}  // namespace

RunBridge::RunBridge(OpenService open, std::vector<run::RunObserver*> observers, QObject* parent)
    : QObject(parent),
      open_(std::move(open)),
      observers_(std::move(observers)),
      mailbox_([this] { gui_.Post([this] { Deliver(); }); }) {
  delivery_.setSingleShot(true);
  delivery_.setInterval(kDeliveryMs);
  connect(&delivery_, &QTimer::timeout, this, &RunBridge::Deliver);
  requests_ = std::jthread([this](const std::stop_token& stop) { RequestLoop(stop); });
}

RunBridge::~RunBridge() {
  requests_.request_stop();
  requests_.join();
  if (service_ == nullptr) return;
  service_->RemoveObserver(&mailbox_);
  service_.reset();  // ends its jobs while the recorder still watches
}

Ticket RunBridge::Start(const run::RunSpec& spec) {
  const Ticket ticket = ++last_ticket_;
  const auto refuse = [this, ticket](const Failure& failure) {
    gui_.Post([=, this] { emit Refused(ticket, failure); });
  };
  Post(
      [this, ticket, spec, refuse](run::RunService& service) {
        const Result<std::string> id = service.Start(spec);
        if (!id.has_value()) return refuse(id.error());
        gui_.Post([this, ticket, id = ToQString(id.value())] { Accept(ticket, id); });
      },
      refuse);
  return ticket;
}

Ticket RunBridge::Resume(const QString& run_id) {
  const Ticket ticket = ++last_ticket_;
  const auto refuse = [this, ticket](const Failure& failure) {
    gui_.Post([=, this] { emit Refused(ticket, failure); });
  };
  Post(
      [this, ticket, id = ToStd(run_id), refuse](run::RunService& service) {
        const Result<std::string> resumed = service.Resume(id);
        if (!resumed.has_value()) return refuse(resumed.error());
        gui_.Post([this, ticket, id = ToQString(resumed.value())] { Accept(ticket, id); });
      },
      refuse);
  return ticket;
}

void RunBridge::Pause(const QString& run_id) {
  Post([id = ToStd(run_id)](run::RunService& service) { service.Pause(id); });
}

void RunBridge::Continue(const QString& run_id) {
  Post([id = ToStd(run_id)](run::RunService& service) { service.Continue(id); });
}

void RunBridge::RequestStop(const QString& run_id) {
  Post([id = ToStd(run_id)](run::RunService& service) { service.RequestStop(id); });
}

void RunBridge::CheckpointNow(const QString& run_id) {
  Post([id = ToStd(run_id)](run::RunService& service) { service.CheckpointNow(id); });
}

void RunBridge::AddNote(const QString& run_id, const QString& text) {
  Post([id = ToStd(run_id), text = ToStd(text)](run::RunService& service) {
    service.AddNote(id, text);
  });
}

void RunBridge::ChangeBudget(const QString& run_id, const plan::BudgetSpec& budget) {
  const auto refuse = [this, run_id](const Failure& failure) {
    gui_.Post([=, this] { emit BudgetRefused(run_id, failure); });
  };
  Post(
      [id = ToStd(run_id), budget, refuse](run::RunService& service) {
        const Result<void> changed = service.ChangeBudget(id, budget);
        if (!changed.has_value()) refuse(changed.error());
      },
      refuse);
}

void RunBridge::Post(Request request, std::function<void(const Failure&)> refuse) {
  {
    const std::scoped_lock lock(mutex_);
    orders_.push_back({std::move(request), std::move(refuse)});
  }
  changed_.notify_one();
}

void RunBridge::RequestLoop(const std::stop_token& stop) {
  while (true) {
    Order order;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !orders_.empty(); })) return;
      order = std::move(orders_.front());
      orders_.pop_front();
    }
    if (EnsureService(order)) order.request(*service_);
  }
}

bool RunBridge::EnsureService(const Order& order) {
  if (service_ != nullptr) return true;
  Result<std::unique_ptr<run::RunService>> opened = open_();
  if (!opened.has_value()) {
    if (order.refuse) order.refuse(opened.error());
    return false;
  }
  service_ = std::move(opened).value();
  for (run::RunObserver* observer : observers_) service_->AddObserver(observer);
  service_->AddObserver(&mailbox_);
  return true;
}

void RunBridge::Deliver() {
  if (delivery_.isActive()) return;  // its timeout will find what waits
  RunMailbox::Mail mail = std::exchange(early_, {});
  for (auto& item : mailbox_.Take()) mail.push_back(std::move(item));
  if (mail.empty()) return;
  delivery_.start();
  for (auto& item : mail) {
    if (accepted_.count(item.first) == 0) {
      early_.push_back(std::move(item));
    } else {
      emit EventArrived(ToQString(item.first), item.second);
    }
  }
}

void RunBridge::Accept(Ticket ticket, const QString& run_id) {
  accepted_.insert(ToStd(run_id));
  emit Accepted(ticket, run_id);
  Deliver();
}

}  // namespace sentei::ui
