// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/settings.h"
#include "ui/theme/arrow_images.h"

#include <QFont>
#include <QLabel>
#include <cstdint>

class QApplication;

namespace sentei::ui {

/// Sizes of text by what it is for, relative to the system's font.
enum class TypeRole : std::uint8_t {
  kCaption,
  kSecondary,
  kBody,
  kPanelTitle,
  kPageTitle,
  kValue,
  kHero,
  kMono
};
[[nodiscard]] QFont FontFor(TypeRole role);

/// Colours of labels by meaning; kept when the theme changes.
enum class Tone : std::uint8_t {
  kNormal,
  kSecondary,
  kDisabled,
  kAccent,
  kSuccess,
  kWarning,
  kDanger
};

/// Length that is `pixels` where the body text is 13 pixels high.
[[nodiscard]] int Px(int pixels);

/// A label that shows its text as it is (Qt::PlainText), in a role and a tone.
[[nodiscard]] QLabel* MakeLabel(TypeRole role = TypeRole::kBody,
                                Tone tone = Tone::kNormal,
                                QWidget* parent = nullptr);
void SetTone(QWidget* widget, Tone tone);
/// Sets a property that the style sheet looks at (see style_sheet.h), before or after it is shown.
void Mark(QWidget* widget, const char* property, const char* value);

/// Sets style, fonts, palette, style sheet and the plots' appearance from the settings, and follows
/// their changes and the system's. One object lives as long as the application, on its thread.
class ThemeController final : public QObject {
  Q_OBJECT

 public:
  ThemeController(QApplication& application, Settings& settings);

  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void Apply();

  QApplication& application_;
  Settings& settings_;
  ArrowImages arrows_;
  Theme system_ = Theme::kLight;
};

}  // namespace sentei::ui
