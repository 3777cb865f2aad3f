// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/icons.h"

#include "viz/appearance.h"

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>
#include <memory>

// Outside every namespace: the macro declares the function that rcc wrote.
static void InitIconResources() { Q_INIT_RESOURCE(studio); }

namespace sentei::ui {
namespace {

QString FileOf(const QString& name) { return QStringLiteral(":/icons/%1.svg").arg(name); }

// Of icons that only state something; the others change with selection.
const Rgb* FixedColor(const ThemeTokens& tokens, IconRole role) {
  switch (role) {
    case IconRole::kAccent:
      return &tokens.accent_line;
    case IconRole::kSuccess:
      return &tokens.success;
    case IconRole::kWarning:
      return &tokens.warning;
    case IconRole::kDanger:
      return &tokens.danger;
    case IconRole::kInfo:
      return &tokens.info;
    case IconRole::kRest:
    case IconRole::kText:
    case IconRole::kOnAccent:
      break;
  }
  return nullptr;
}

QColor ColorOf(IconRole role, QIcon::Mode mode, QIcon::State state) {
  const ThemeTokens& tokens = viz::Appearance::Instance().tokens();
  if (mode == QIcon::Disabled) return viz::ToQColor(tokens.disabled);
  if (role == IconRole::kOnAccent) return Qt::white;
  if (const Rgb* fixed = FixedColor(tokens, role)) return viz::ToQColor(*fixed);
  if (mode == QIcon::Selected || state == QIcon::On) return viz::ToQColor(tokens.accent_line);
  return viz::ToQColor(role == IconRole::kText ? tokens.text : tokens.text2);
}

// The drawing with its colours put in: currentColor, and the accent that bonsai.svg names.
QByteArray ColoredDrawing(const QString& name, const QColor& color) {
  QFile file(FileOf(name));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QByteArray light_accent = QByteArray::fromStdString(Hex(Tokens(Theme::kLight).accent));
  const Rgb accent = viz::Appearance::Instance().tokens().accent_line;
  return file.readAll()
      .replace(light_accent, QByteArray::fromStdString(Hex(accent)))
      .replace("currentColor", color.name().toLatin1());
}

// Parsed once per name, colour and theme; some tens of drawings of a few hundred bytes.
QSvgRenderer& RendererOf(const QString& name, const QColor& color) {
  static QHash<QString, std::shared_ptr<QSvgRenderer>> renderers;
  const int theme = static_cast<int>(viz::Appearance::Instance().theme());
  std::shared_ptr<QSvgRenderer>& renderer =
      renderers[QStringLiteral("%1 %2 %3").arg(name, color.name()).arg(theme)];
  if (renderer == nullptr) {
    renderer = std::make_shared<QSvgRenderer>(ColoredDrawing(name, color));
    renderer->setAspectRatioMode(Qt::KeepAspectRatio);
  }
  return *renderer;
}

class ThemedIconEngine final : public QIconEngine {
 public:
  ThemedIconEngine(QString name, IconRole role) : name_(std::move(name)), role_(role) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    RendererOf(name_, ColorOf(role_, mode, state)).render(painter, QRectF(rect));
    painter->restore();
  }

  // In device pixels: QIcon sets the ratio afterwards.
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    return pixmap;
  }

  [[nodiscard]] QString key() const override { return QStringLiteral("sentei-themed"); }
  [[nodiscard]] QIconEngine* clone() const override { return new ThemedIconEngine(name_, role_); }

 private:
  QString name_;
  IconRole role_;
};

QPixmap Rendered(const QString& name, int size) {
  QSvgRenderer renderer(FileOf(name));
  QPixmap pixmap(size, size);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  renderer.render(&painter, QRectF(0, 0, size, size));
  return pixmap;
}

}  // namespace

QIcon ThemedIcon(const QString& name, IconRole role) {
  InitIconResources();
  if (!QFile::exists(FileOf(name))) {
    qWarning("There is no icon named %s", qPrintable(name));
    return {};
  }
  return QIcon(new ThemedIconEngine(name, role));  // QIcon owns its engine
}

QIcon ApplicationIcon() {
  InitIconResources();
  QIcon icon;
  for (const int size : {16, 24, 32})
    icon.addPixmap(Rendered(QStringLiteral("sentei-small"), size));
  for (const int size : {48, 64, 128, 256}) {
    icon.addPixmap(Rendered(QStringLiteral("sentei"), size));
  }
  return icon;
}

}  // namespace sentei::ui
