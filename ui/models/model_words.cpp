// SPDX-License-Identifier: Apache-2.0
#include "ui/models/model_words.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <filesystem>
#include <map>

namespace sentei::ui {
namespace {

QString Words(const char* text, int n = -1) {
  return QCoreApplication::translate("ModelWords", text, nullptr, n);
}

}  // namespace

QString FormatWords(const formats::ModelSource& source) {
  std::map<formats::ElementType, std::uint64_t> bytes;
  for (const formats::TensorInfo& tensor : source.tensors()) {
    bytes[tensor.type] += tensor.byte_size;
  }
  const QString container = source.format() == formats::SourceFormat::kGguf
                                ? QStringLiteral("GGUF")
                                : QStringLiteral("safetensors");
  if (bytes.empty()) return container;
  const auto most = std::max_element(
      bytes.begin(), bytes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return container + QLatin1Char(' ') + ToQString(formats::Name(most->first));
}

QString FactWords(const OpenedModel& model) {
  if (!model.IsPrunable()) {
    return Words(QT_TRANSLATE_N_NOOP("ModelWords", "%n tensor(s), read only"),
                 static_cast<int>(model.source->tensors().size()));
  }
  return Shown(model.description->model_type) + QStringLiteral(" · ") +
         Words(QT_TRANSLATE_N_NOOP("ModelWords", "%n layer(s)"),
               static_cast<int>(model.description->num_layers())) +
         QStringLiteral(" · ") + CountShort(static_cast<double>(model.census.total()));
}

QString ProtocolWords(const run::EvalDone& eval) {
  const std::filesystem::path text(eval.text_path);
  QString words =
      Words(QT_TRANSLATE_NOOP("ModelWords", "%1-token windows, the first %2 · %3 on %4"))
          .arg(Count(eval.length), Count(eval.windows), Shown(eval.dtype), Shown(eval.device));
  if (!text.empty()) words += QStringLiteral(" · ") + Shown(text.filename().string());
  if (!eval.text_hash.empty()) {
    words +=
        QStringLiteral(" · ") +
        Words(QT_TRANSLATE_NOOP("ModelWords", "data %1")).arg(Shown(eval.text_hash.substr(0, 8)));
  }
  return words;
}

QString DayWords(const QDateTime& time) {
  if (!time.isValid()) return None();
  const qint64 days = time.date().daysTo(QDate::currentDate());
  if (days == 0) {
    return Words(QT_TRANSLATE_NOOP("ModelWords", "today %1"))
        .arg(QLocale().toString(time.time(), QLocale::ShortFormat));
  }
  if (days == 1) return Words(QT_TRANSLATE_NOOP("ModelWords", "yesterday"));
  return QLocale().toString(time.date(), QLocale::ShortFormat);
}

}  // namespace sentei::ui
