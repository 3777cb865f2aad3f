// SPDX-License-Identifier: Apache-2.0
#include "ui/text.h"

#include "core/base/untrusted_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>
#include <cmath>

namespace sentei::ui {
namespace {

constexpr QChar kMinus(0x2212);
constexpr QChar kThinUnit(0x00a0);

QString WithTrueMinus(QString text) {
  text.replace(QLatin1Char('-'), kMinus);
  return text;
}

QString Scaled(double value, double base, const std::array<const char*, 5>& units) {
  std::size_t unit = 0;
  while (std::abs(value) >= base && unit + 1 < units.size()) {
    value /= base;
    ++unit;
  }
  const int decimals = unit == 0 ? 0 : 1;
  const QString suffix = QString::fromLatin1(units.at(unit));
  const QString number = WithTrueMinus(QLocale().toString(value, 'f', decimals));
  return suffix.isEmpty() ? number : number + kThinUnit + suffix;
}

QString Translate(const char* text, int n = -1) {
  return QCoreApplication::translate("Text", text, nullptr, n);
}

}  // namespace

QString ToQString(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString Shown(std::string_view untrusted) { return ToQString(Printable(untrusted)); }

std::string ToStd(const QString& text) { return text.toStdString(); }

QString PathText(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

std::filesystem::path ToPath(const QString& text) { return text.toStdString(); }

QString Count(std::int64_t count) {
  return WithTrueMinus(QLocale().toString(static_cast<qlonglong>(count)));
}

QString CountShort(double count) { return Scaled(count, 1e3, {"", "k", "M", "B", "T"}); }

QString Bytes(double bytes) { return Scaled(bytes, 1e3, {"B", "kB", "MB", "GB", "TB"}); }

QString Percent(double share) {
  return WithTrueMinus(QLocale().toString(100.0 * share, 'f', 1)) + kThinUnit + QLatin1Char('%');
}

QString SignedPercent(double share) {
  return (share > 0.0 ? QStringLiteral("+") : QString()) + Percent(share);
}

QString Number(double value, int decimals) {
  if (!std::isfinite(value)) return None();
  return WithTrueMinus(QLocale().toString(value, 'f', decimals));
}

QString About(double seconds) {
  const auto whole = static_cast<int>(std::lround(std::max(0.0, seconds)));
  if (whole < 10) return Translate(QT_TRANSLATE_NOOP("Text", "a few seconds"));
  if (whole < 55) {
    return Translate(QT_TRANSLATE_N_NOOP("Text", "about %n s"), 5 * ((whole + 2) / 5));
  }
  if (whole < 90 * 60) {
    return Translate(QT_TRANSLATE_N_NOOP("Text", "about %n min"), std::max(1, (whole + 30) / 60));
  }
  return Translate(QT_TRANSLATE_N_NOOP("Text", "about %n h"), (whole + 1800) / 3600);
}

QString Duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (seconds < 60.0) {
    return Translate(QT_TRANSLATE_NOOP("Text", "%1 s")).arg(Number(seconds, seconds < 10 ? 1 : 0));
  }
  if (whole < 3600) {
    return Translate(QT_TRANSLATE_NOOP("Text", "%1 min %2 s")).arg(whole / 60).arg(whole % 60);
  }
  return Translate(QT_TRANSLATE_NOOP("Text", "%1 h %2 min"))
      .arg(whole / 3600)
      .arg(whole % 3600 / 60);
}

QString None() { return QString(QChar(0x2013)); }

}  // namespace sentei::ui
