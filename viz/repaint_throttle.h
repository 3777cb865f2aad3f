// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace sentei::viz {

/// Emits Due soon after Request, but at most 10 times a second (2 with reduced motion): at once if
/// the last time is long enough ago, else when it is. The last request is never lost.
class RepaintThrottle final : public QObject {
  Q_OBJECT

 public:
  explicit RepaintThrottle(QObject* parent);

  void Request();
  /// Forgets a request that is waiting.
  void Cancel();
  [[nodiscard]] static int IntervalMs();

 signals:
  void Due();

 private:
  void Fire();

  QTimer timer_;
  QElapsedTimer since_last_;
};

}  // namespace sentei::viz
