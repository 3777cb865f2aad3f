// SPDX-License-Identifier: Apache-2.0
#include "ui/first_paint.h"

#include <unistd.h>

#include <QEvent>
#include <QTimer>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace sentei::ui {
namespace {

class PaintWatch final : public QObject {
 public:
  PaintWatch(QWidget* window, std::function<void()> then)
      : QObject(window), then_(std::move(then)) {
    window->installEventFilter(this);
  }

  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::Paint && then_) {
      QTimer::singleShot(0, parent(), std::exchange(then_, nullptr));
      deleteLater();
    }
    return QObject::eventFilter(watched, event);
  }

 private:
  std::function<void()> then_;
};

constexpr int kStartTimeField = 22;

}  // namespace

void AfterFirstPaint(QWidget* window, std::function<void()> then) {
  new PaintWatch(window, std::move(then));
}

double MillisecondsSinceProcessStart() {
  std::ifstream file("/proc/self/stat");
  const std::string line((std::istreambuf_iterator<char>(file)), {});
  // The name in brackets may hold spaces; field 3 follows it.
  std::istringstream fields(line.substr(line.rfind(')') + 2));
  std::string field;
  for (int number = 3; number <= kStartTimeField; ++number) fields >> field;
  const double ticks = std::stod(field);
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  const double started = ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  return 1e3 *
         (static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) - started);
}

}  // namespace sentei::ui
