// SPDX-License-Identifier: Apache-2.0
#include "viz/plot_export.h"

#include "viz/appearance.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <functional>

namespace sentei::viz {
namespace {

constexpr int kPadding = 12;

QFont TitleFont() {
  QFont font = QApplication::font();
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont ProtocolFont() {
  QFont font = QApplication::font();
  if (font.pixelSize() > 0) font.setPixelSize(qRound(font.pixelSize() * 0.85));
  if (font.pixelSize() <= 0) font.setPointSizeF(font.pointSizeF() * 0.85);
  return font;
}

int TitleHeight() { return QFontMetrics(TitleFont()).height() + kPadding; }

QStringList WrappedProtocol(const PlotSource& source, int width) {
  const QFontMetrics metrics(ProtocolFont());
  QStringList lines;
  for (const QString& text : source.Protocol()) {
    QString line;
    for (const QString& word : text.split(QLatin1Char(' '))) {
      const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
      const bool fits = line.isEmpty() || metrics.horizontalAdvance(longer) <= width - 2 * kPadding;
      if (!fits) lines.append(line);
      line = fits ? longer : word;
    }
    lines.append(line);
  }
  return lines;
}

QSize WholeSize(QSize plot, qsizetype lines) {
  const int line = QFontMetrics(ProtocolFont()).height();
  return {plot.width(),
          plot.height() + TitleHeight() + static_cast<int>(lines) * line + 2 * kPadding};
}

void PaintSheet(QCPPainter& painter, PlotSource& source, QSize plot, const QStringList& lines) {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  painter.fillRect(QRect(QPoint(0, 0), WholeSize(plot, lines.size())), ToQColor(tokens.base));
  painter.setFont(TitleFont());
  painter.setPen(ToQColor(tokens.text));
  painter.drawText(QRectF(kPadding, 0, plot.width() - 2 * kPadding, TitleHeight()),
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   source.Title());
  painter.save();
  painter.translate(0, TitleHeight());
  source.Render(painter, plot);
  painter.restore();
  painter.setFont(ProtocolFont());
  painter.setPen(ToQColor(tokens.text2));
  const int line = QFontMetrics(ProtocolFont()).height();
  int y = TitleHeight() + plot.height() + kPadding;
  for (const QString& text : lines) {
    painter.drawText(QRectF(kPadding, y, plot.width() - 2 * kPadding, line),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     text);
    y += line;
  }
}

Result<void> WriteWhole(const QString& path, const std::function<bool(QIODevice&)>& write) {
  QSaveFile file(path);
  const bool written = file.open(QIODevice::WriteOnly) && write(file);
  if (written && file.commit()) return {};
  return Failure{ErrorCode::kIo, file.errorString().toStdString(), {}};
}

}  // namespace

QImage RenderImage(PlotSource& source, QSize size, double pixel_ratio) {
  const QStringList lines = WrappedProtocol(source, size.width());
  QImage image(WholeSize(size, lines.size()) * pixel_ratio, QImage::Format_RGB32);
  image.setDevicePixelRatio(pixel_ratio);
  QCPPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  PaintSheet(painter, source, size, lines);
  return image;
}

Result<void> SavePng(PlotSource& source, QSize size, const QString& path) {
  const QImage image = RenderImage(source, size, 2.0);
  return WriteWhole(path, [&](QIODevice& device) { return image.save(&device, "PNG"); });
}

Result<void> SavePdf(PlotSource& source, QSize size, const QString& path) {
  constexpr int kLogicalDpi = 96;
  constexpr double kPointsPerPixel = 72.0 / kLogicalDpi;
  const QStringList lines = WrappedProtocol(source, size.width());
  return WriteWhole(path, [&](QIODevice& device) {
    QPdfWriter writer(&device);
    writer.setTitle(source.Title());
    writer.setResolution(kLogicalDpi);
    writer.setPageMargins(QMarginsF());
    const QSizeF points = QSizeF(WholeSize(size, lines.size())) * kPointsPerPixel;
    writer.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    QCPPainter painter(&writer);
    if (!painter.isActive()) return false;
    painter.setMode(QCPPainter::pmVectorized);
    PaintSheet(painter, source, size, lines);
    return painter.end();
  });
}

Result<void> SaveCsv(const PlotSource& source, const QString& path) {
  const QStringList protocol = QStringList{source.Title()} + source.Protocol();
  const QByteArray text = ToCsv(source.Table(), protocol).toUtf8();
  return WriteWhole(path, [&](QIODevice& device) { return device.write(text) == text.size(); });
}

}  // namespace sentei::viz
