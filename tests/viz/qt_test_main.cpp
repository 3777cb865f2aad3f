// SPDX-License-Identifier: Apache-2.0
// The main of tests with widgets: offscreen, and every warning of Qt fails the test that caused it.
#include <gtest/gtest.h>

#include <QApplication>
#include <QMutex>
#include <QStringList>

namespace {

QMutex mutex;
QStringList warnings;

void Collect(QtMsgType type, const QMessageLogContext& /*context*/, const QString& message) {
  if (type == QtDebugMsg || type == QtInfoMsg) return;
  // What the offscreen platform cannot do (least sizes, raising) says nothing of us.
  if (message.startsWith(QLatin1String("This plugin does not support"))) return;
  const QMutexLocker lock(&mutex);
  warnings.append(message);
}

class FailOnWarnings final : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo&) override { (void)Take(); }
  void OnTestEnd(const testing::TestInfo&) override {
    for (const QString& warning : Take()) ADD_FAILURE() << "Qt: " << warning.toStdString();
  }
  static QStringList Take() {
    const QMutexLocker lock(&mutex);
    return std::exchange(warnings, {});
  }
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) return RUN_ALL_TESTS();
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  qInstallMessageHandler(Collect);
  QApplication application(argc, argv);
  testing::UnitTest::GetInstance()->listeners().Append(new FailOnWarnings);
  return RUN_ALL_TESTS();
}
