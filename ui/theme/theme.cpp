// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"

#include "ui/theme/style_sheet.h"
#include "viz/appearance.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QVariant>
#include <array>
#include <cmath>

namespace sentei::ui {
namespace {

using viz::ToQColor;

constexpr std::array<const char*, 7> kToneNames{
    "normal", "secondary", "disabled", "accent", "success", "warning", "danger"};

double ScaleOf(TypeRole role) {
  switch (role) {
    case TypeRole::kCaption:
      return 0.85;
    case TypeRole::kSecondary:
      return 0.92;
    case TypeRole::kPageTitle:
      return 1.30;
    case TypeRole::kValue:
      return 1.38;
    case TypeRole::kHero:
      return 2.00;
    case TypeRole::kMono:
      return 0.92;
    case TypeRole::kBody:
    case TypeRole::kPanelTitle:
      break;
  }
  return 1.0;
}

bool IsBold(TypeRole role) {
  return role == TypeRole::kPanelTitle || role == TypeRole::kPageTitle ||
         role == TypeRole::kValue || role == TypeRole::kHero;
}

QString InstalledMonospace() {
  const QString preferred = QStringLiteral("Noto Sans Mono");
  return QFontDatabase::hasFamily(preferred)
             ? preferred
             : QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
}

QPalette PaletteOf(const ThemeTokens& tokens) {
  QPalette palette;
  const auto set = [&](QPalette::ColorRole role, Rgb color) {
    palette.setColor(role, ToQColor(color));
  };
  set(QPalette::Window, tokens.window);
  set(QPalette::Base, tokens.base);
  set(QPalette::AlternateBase, tokens.alternate);
  set(QPalette::Button, tokens.raised);
  set(QPalette::ToolTipBase, tokens.base);
  for (const auto role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
    set(role, tokens.text);
    palette.setColor(QPalette::Disabled, role, ToQColor(tokens.disabled));
  }
  set(QPalette::PlaceholderText, tokens.text2);
  set(QPalette::Highlight, tokens.accent);
  palette.setColor(QPalette::HighlightedText, Qt::white);
  palette.setColor(QPalette::Disabled, QPalette::Highlight, ToQColor(tokens.track));
  set(QPalette::Link, tokens.info);
  set(QPalette::Light, tokens.raised);
  set(QPalette::Midlight, tokens.border);
  set(QPalette::Mid, tokens.control);
  set(QPalette::Dark, tokens.control);
  return palette;
}

Theme ThemeOfPalette(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() < 128 ? Theme::kDark : Theme::kLight;
}

}  // namespace

QFont FontFor(TypeRole role) {
  QFont font = QApplication::font();
  if (role == TypeRole::kMono) font.setFamilies({InstalledMonospace()});
  const double scale = ScaleOf(role);
  if (font.pixelSize() > 0) {
    font.setPixelSize(static_cast<int>(std::lround(scale * font.pixelSize())));
  } else {
    font.setPointSizeF(scale * font.pointSizeF());
  }
  font.setWeight(IsBold(role) ? QFont::DemiBold : QFont::Normal);
  return font;
}

int Px(int pixels) {
  const double body = QFontInfo(QApplication::font()).pixelSize();
  return static_cast<int>(std::lround(pixels * std::max(1.0, body / 13.0)));
}

QLabel* MakeLabel(TypeRole role, Tone tone, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  label->setFont(FontFor(role));
  SetTone(label, tone);
  return label;
}

void SetTone(QWidget* widget, Tone tone) {
  Mark(widget, "tone", kToneNames.at(static_cast<std::size_t>(tone)));
}

void Mark(QWidget* widget, const char* property, const char* value) {
  const QString name = QString::fromLatin1(value);
  if (widget->property(property).toString() == name) return;
  widget->setProperty(property, name);
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

ThemeController::ThemeController(QApplication& application, Settings& settings)
    : QObject(&application), application_(application), settings_(settings) {
  system_ = ThemeOfPalette(application.palette());
  application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  QFont font = application.font();
  if (QFontDatabase::hasFamily(QStringLiteral("Noto Sans"))) {
    font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Noto Sans CJK JP")});
  }
  font.setPixelSize(std::max(13, QFontInfo(font).pixelSize()));
  application.setFont(font);
  connect(&settings, &Settings::AppearanceChanged, this, &ThemeController::Apply);
  application.installEventFilter(this);
  Apply();
}

bool ThemeController::eventFilter(QObject* watched, QEvent* event) {
  // Only the system changes the palette from outside; our own changes come from Apply.
  if (watched == &application_ && event->type() == QEvent::ThemeChange) Apply();
  return QObject::eventFilter(watched, event);
}

void ThemeController::Apply() {
  const ThemeChoice choice = settings_.theme();
  const Theme theme = choice == ThemeChoice::kSystem
                          ? system_
                          : (choice == ThemeChoice::kDark ? Theme::kDark : Theme::kLight);
  application_.setPalette(PaletteOf(Tokens(theme)));
  application_.setStyleSheet(StyleSheetOf(Tokens(theme),
                                          {arrows_.File(ArrowImages::Direction::kUp, theme),
                                           arrows_.File(ArrowImages::Direction::kDown, theme)}));
  viz::Appearance& appearance = viz::Appearance::Instance();
  appearance.SetMap(settings_.map());
  appearance.SetMotion(settings_.motion() == MotionChoice::kReduced ? viz::Motion::kReduced
                                                                    : viz::Motion::kFull);
  appearance.SetTheme(theme);
}

}  // namespace sentei::ui
