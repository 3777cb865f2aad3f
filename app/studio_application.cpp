// SPDX-License-Identifier: Apache-2.0
#include "app/studio_application.h"

#include "app/context.h"

#include <exception>
#include <new>

namespace sentei::app {

bool StudioApplication::notify(QObject* receiver, QEvent* event) {
  try {
    return QApplication::notify(receiver, event);
  } catch (const Error& error) {
    Tell({error.code(), error.what(), error.hint()});
  } catch (const std::bad_alloc&) {
    Tell({ErrorCode::kOutOfMemory, "Memory is exhausted", "Close other programs."});
  } catch (const std::exception& error) {
    Tell({ErrorCode::kInternal, error.what(), "This is a defect; please report it."});
  }
  return false;
}

void StudioApplication::Tell(const Failure& failure) {
  ReportFailure(failure);
  emit Failed(failure);
}

}  // namespace sentei::app
