// SPDX-License-Identifier: Apache-2.0
#include "ui/job_file.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

namespace sentei::ui {
namespace {

constexpr qint64 kMostBytes = 16'000'000;

QString Words(const char* text) { return QCoreApplication::translate("JobFile", text); }

Failure CannotRead(const QString& path, const QString& why) {
  return {ErrorCode::kInput, ToStd(QStringLiteral("%1: %2").arg(path, why)), {}};
}

}  // namespace

Result<run::RunSpec> ReadJobFile(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return CannotRead(path, file.errorString());
  if (file.size() > kMostBytes)
    return CannotRead(path, Words(QT_TRANSLATE_NOOP("JobFile", "too large for a job file")));
  const QByteArray bytes = file.readAll();
  const auto json = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (json.is_discarded())
    return CannotRead(path, Words(QT_TRANSLATE_NOOP("JobFile", "not a JSON file")));
  try {
    return run::RunSpecFromJson(json);
  } catch (const Error& error) {
    return Failure{error.code(), ToStd(path) + ": " + error.what(), error.hint()};
  }
}

Result<void> WriteJobFile(const QString& path, const run::RunSpec& spec) {
  QSaveFile file(path);
  const std::string text = run::ToJson(spec).dump(2) + "\n";
  if (!file.open(QIODevice::WriteOnly) ||
      file.write(text.data(), static_cast<qint64>(text.size())) < 0 || !file.commit()) {
    return Failure{ErrorCode::kIo,
                   ToStd(QStringLiteral("%1: %2").arg(path, file.errorString())),
                   "Choose another folder."};
  }
  return {};
}

}  // namespace sentei::ui
