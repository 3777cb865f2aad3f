// SPDX-License-Identifier: Apache-2.0
#include "viz/repaint_throttle.h"

#include "viz/appearance.h"

#include <algorithm>

namespace sentei::viz {

RepaintThrottle::RepaintThrottle(QObject* parent) : QObject(parent) {
  timer_.setSingleShot(true);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &RepaintThrottle::Fire);
}

int RepaintThrottle::IntervalMs() {
  return Appearance::Instance().motion() == Motion::kReduced ? 500 : 100;
}

void RepaintThrottle::Request() {
  if (timer_.isActive()) return;
  const qint64 passed = since_last_.isValid() ? since_last_.elapsed() : IntervalMs();
  timer_.start(static_cast<int>(std::max<qint64>(0, IntervalMs() - passed)));
}

void RepaintThrottle::Cancel() { timer_.stop(); }

void RepaintThrottle::Fire() {
  since_last_.start();
  emit Due();
}

}  // namespace sentei::viz
