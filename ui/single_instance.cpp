// SPDX-License-Identifier: Apache-2.0
#include "ui/single_instance.h"

#include "core/base/sha256.h"

#include <unistd.h>

#include <QDataStream>
#include <QDir>
#include <QLocalServer>
#include <QLocalSocket>
#include <QLockFile>
#include <QStandardPaths>

namespace sentei::ui {
namespace {

constexpr int kAnswerMs = 2000;
constexpr qint64 kMostBytes = 1 << 20;
constexpr QDataStream::Version kWire = QDataStream::Qt_6_4;

QString RuntimeDir() {
  const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
  return runtime.isEmpty() ? QDir::tempPath() : runtime;
}

}  // namespace

SingleInstance::SingleInstance(const std::filesystem::path& data_dir, QObject* parent)
    : QObject(parent), server_(new QLocalServer(this)) {
  const std::string key = std::to_string(::getuid()) + ":" + data_dir.lexically_normal().string();
  name_ = RuntimeDir() + QStringLiteral("/sentei-studio-") +
          QString::fromStdString(Sha256Hex(key).substr(0, 16));
  lock_ = std::make_unique<QLockFile>(name_ + QStringLiteral(".lock"));
  lock_->setStaleLockTime(0);  // only a dead owner makes it stale
  server_->setSocketOptions(QLocalServer::UserAccessOption);
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::Claim(const QStringList& arguments) {
  if (lock_->tryLock(0)) {
    Listen();
    return true;
  }
  return !HandOver(arguments);
}

void SingleInstance::Listen() {
  // Who holds the lock owns the name: what lies there is of a process that died.
  QLocalServer::removeServer(name_);
  connect(server_, &QLocalServer::newConnection, this, [this] {
    QLocalSocket* socket = server_->nextPendingConnection();
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
      if (socket->bytesAvailable() > kMostBytes) return socket->abort();
      QDataStream stream(socket);
      stream.setVersion(kWire);
      QStringList arguments;
      stream.startTransaction();
      stream >> arguments;
      if (!stream.commitTransaction()) return;
      socket->write("ok");
      socket->flush();
      emit Called(arguments);
    });
  });
  server_->listen(name_);
}

bool SingleInstance::HandOver(const QStringList& arguments) const {
  QLocalSocket socket;
  socket.connectToServer(name_);
  if (!socket.waitForConnected(kAnswerMs)) return false;
  QByteArray bytes;
  QDataStream stream(&bytes, QIODevice::WriteOnly);
  stream.setVersion(kWire);
  stream << arguments;
  socket.write(bytes);
  return socket.waitForBytesWritten(kAnswerMs) && socket.waitForReadyRead(kAnswerMs);
}

}  // namespace sentei::ui
