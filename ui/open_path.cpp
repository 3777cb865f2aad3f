// SPDX-License-Identifier: Apache-2.0
#include "ui/open_path.h"

#include <QFileInfo>

namespace sentei::ui {
namespace {

bool StandsForItsFolder(const QFileInfo& file) {
  return file.fileName() == QLatin1String("config.json") ||
         file.fileName().endsWith(QLatin1String(".index.json"));
}

}  // namespace

PathKind KindOfPath(const QString& path) {
  const QFileInfo file(path);
  if (file.isDir() || StandsForItsFolder(file)) return PathKind::kModel;
  const QString suffix = file.suffix().toLower();
  if (suffix == QLatin1String("gguf") || suffix == QLatin1String("safetensors")) {
    return PathKind::kModel;
  }
  if (suffix == QLatin1String("txt") || suffix == QLatin1String("jsonl")) return PathKind::kText;
  return suffix == QLatin1String("json") ? PathKind::kJob : PathKind::kOther;
}

QString ModelArgument(const QString& path) {
  const QFileInfo file(path);
  // A shard is opened as its folder, where the rest and the configuration are.
  const bool shard = file.suffix().toLower() == QLatin1String("safetensors") &&
                     QFileInfo::exists(file.absolutePath() + QStringLiteral("/config.json"));
  return StandsForItsFolder(file) || shard ? file.absolutePath() : path;
}

}  // namespace sentei::ui
