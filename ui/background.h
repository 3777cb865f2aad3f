// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <exception>
#include <memory>
#include <utility>

namespace sentei::ui {

/// What `work` returns, with everything it may throw as a Failure.
template <typename Work>
auto Caught(Work&& work) -> Result<decltype(work())> {
  try {
    return work();
  } catch (const Error& error) {
    return Failure{error.code(), error.what(), error.hint()};
  } catch (const std::bad_alloc&) {
    return Failure{ErrorCode::kOutOfMemory, "Memory is exhausted", "Close other programs."};
  } catch (const std::exception& error) {
    return Failure{ErrorCode::kInternal, error.what(), {}};
  }
}

/// Runs `work` on a pool thread and then `done(Result<...>)` on the thread of `context`; nothing is
/// called once the context is gone. Called from the context's thread. `work` returns a value.
template <typename Work, typename Done>
void InBackground(QObject* context, Work work, Done done) {
  QPointer<QObject> alive(context);
  QThreadPool::globalInstance()->start([alive,
                                        work = std::move(work),
                                        done = std::move(done),
                                        thread = context->thread()]() mutable {
    auto result = std::make_shared<decltype(Caught(work))>(Caught(work));
    auto* carrier = new QObject;  // lives on the context's thread for one call
    carrier->moveToThread(thread);
    QMetaObject::invokeMethod(
        carrier,
        [carrier, alive, result, done = std::move(done)]() mutable {
          carrier->deleteLater();
          if (!alive.isNull()) done(std::move(*result));
        },
        Qt::QueuedConnection);
  });
}

}  // namespace sentei::ui
