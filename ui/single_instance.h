// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <memory>

class QLocalServer;
class QLockFile;

namespace sentei::ui {

/// One window per user and data folder. The first instance listens on a local socket; a later one
/// hands its arguments over and ends. A socket that a crashed instance left behind is taken over.
/// GUI thread.
class SingleInstance final : public QObject {
  Q_OBJECT

 public:
  explicit SingleInstance(const std::filesystem::path& data_dir, QObject* parent = nullptr);
  ~SingleInstance() override;

  /// True when this process is the one; false after the arguments were handed over. Waits at most
  /// two seconds for an instance that does not answer, and then is the one without listening.
  [[nodiscard]] bool Claim(const QStringList& arguments);

 signals:
  /// Another start wanted this window, with these arguments.
  void Called(const QStringList& arguments);

 private:
  [[nodiscard]] bool HandOver(const QStringList& arguments) const;
  void Listen();

  QString name_;
  std::unique_ptr<QLockFile> lock_;
  QLocalServer* server_;
};

}  // namespace sentei::ui
