// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/style_sheet.h"

#include "ui/theme/theme.h"

#include <QFont>
#include <array>
#include <utility>

namespace sentei::ui {
namespace {

// "@name" is a colour of the theme, "$n" n pixels at a body text of 13.
constexpr const char* kRules = R"(
QLabel[tone="secondary"] { color: @text2; }
QLabel[tone="disabled"] { color: @disabled; }
QLabel[tone="accent"] { color: @accent_line; }
QLabel[tone="success"] { color: @success; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="danger"] { color: @danger; }

QFrame[area="panel"] { background: @base; border: 1px solid @border; }
QFrame[area="raised"] { background: @raised; border: none; border-top: 1px solid @border; }
QFrame[area="header"] { background: @window; border: none; border-bottom: 1px solid @border; }
QFrame[area="sidebar"] { background: @window; border: none; border-right: 1px solid @border; }
QFrame[area="dock"] { background: @window; border: none; border-left: 1px solid @border; }
QFrame[row="plain"] { background: @base; border: none; border-bottom: 1px solid @border; }
QFrame[row="chosen"] { background: @selection; border: none; border-bottom: 1px solid @border;
  border-left: 3px solid @accent_line; }
QFrame[line="horizontal"] { background: @border; border: none; max-height: 1px; min-height: 1px; }

QFrame[note="success"] { background: @success_soft; border: 1px solid @success; border-radius: 4px; }
QFrame[note="warning"] { background: @warning_soft; border: 1px solid @warning_outline; border-radius: 4px; }
QFrame[note="danger"] { background: @danger_soft; border: 1px solid @danger; border-radius: 4px; }
QFrame[note="info"] { background: @base; border: 1px solid @control; border-radius: 4px; }

QPushButton { background: @raised; color: @text; border: 1px solid @control; border-radius: 4px;
  padding: 0 $12px; min-height: $26px; }
QPushButton:hover { background: @alternate; border-color: @text2; }
QPushButton:pressed, QPushButton:checked { background: @selection; border-color: @accent_line; }
QPushButton:disabled { color: @disabled; border-color: @border; }
QPushButton:focus { border: 2px solid @accent_line; padding: 0 $11px; min-height: $24px; }
QPushButton[kind="primary"] { background: @accent; color: white; border-color: @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accent_hover; }
QPushButton[kind="primary"]:disabled { background: @track; color: @disabled; border-color: @track; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="small"] { min-height: $22px; padding: 0 $8px; }
QPushButton[kind="flat"] { background: transparent; border-color: transparent; }
QPushButton[kind="flat"]:hover { background: @selection_weak; }
QPushButton[kind="flat"]:focus { border: 2px solid @accent_line; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px;
  min-height: $22px; min-width: $22px; padding: 0 $2px; color: @text; }
QToolButton:hover { background: @selection_weak; }
QToolButton:checked { background: @selection; border-color: @control; }
QToolButton:focus { border: 2px solid @accent_line; }
QToolButton:disabled { color: @disabled; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit { background: @base; color: @text;
  border: 1px solid @control; border-radius: 4px; selection-background-color: @accent; selection-color: white; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox { min-height: $26px; padding: 0 $8px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid @accent_line; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus { min-height: $24px; padding: 0 $7px; }
QLineEdit[invalid="true"], QComboBox[invalid="true"] { border-color: @danger; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: @disabled;
  border-color: @border; }
QSpinBox[kind="small"], QDoubleSpinBox[kind="small"] { min-height: $18px; padding: 0 $2px; }
QSpinBox[kind="small"]:focus, QDoubleSpinBox[kind="small"]:focus { min-height: $16px; padding: 0 $1px; }
QComboBox::drop-down { border: none; width: $22px; }
QComboBox::down-arrow { image: url("@arrow_down"); width: $12px; height: $12px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right;
  border: none; width: $18px; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
  border: none; width: $18px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("@arrow_up"); width: $12px; height: $12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("@arrow_down"); width: $12px; height: $12px; }
QPushButton::menu-indicator { image: url("@arrow_down"); width: $12px; height: $12px; right: 4px; }
QComboBox QAbstractItemView { background: @base; border: 1px solid @control; selection-background-color: @selection;
  selection-color: @text; }

QAbstractItemView { background: @base; border: none; selection-background-color: @selection; selection-color: @text;
  alternate-background-color: @alternate; outline: none; }
QListWidget[area="sidebar-list"] { background: transparent; }
QHeaderView { background: @window; border: none; }
QHeaderView::section { background: @window; color: @text2; border: none; border-bottom: 1px solid @border;
  padding: 0 $8px; min-height: $27px; }
QTableView { gridline-color: @base; }
QTableView[cells="padded"]::item { padding: 0 $8px; border: none; }
QTableView[cells="padded"]::item:selected { background: @selection; color: @text; }

QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @text; border: none; border-bottom: 2px solid transparent;
  padding: 0 $14px; min-height: $30px; }
QTabBar::tab:selected { border-bottom-color: @accent_line; font-weight: 600; }
QTabBar::tab:hover { background: @selection_weak; }
QTabBar::tab:focus { background: @selection_weak; }

QProgressBar { background: @track; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent_line; border-radius: 3px; }
QProgressBar[paused="true"]::chunk { background: @control; }

QMenuBar { background: @window; border-bottom: 1px solid @border; }
QMenuBar::item { padding: $4px $10px; background: transparent; }
QMenuBar::item:selected { background: @selection; }
QMenu { background: @base; border: 1px solid @control; padding: 4px 0; }
QMenu::item { padding: $5px $24px $5px $28px; }
QMenu::item:selected { background: @selection; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 0; }
QToolTip { background: @base; color: @text; border: 1px solid @control; padding: 4px; }

QScrollBar:vertical { background: transparent; width: $11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $11px; margin: 0; }
QScrollBar::handle { background: @track; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: @control; }
QScrollBar::handle:vertical { min-height: $28px; }
QScrollBar::handle:horizontal { min-width: $28px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none;
  width: 0; height: 0; }
QSplitter::handle { background: transparent; }
QScrollArea { border: none; background: transparent; }
QStatusBar { background: @window; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QGroupBox { border: none; margin-top: $20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QRadioButton::indicator { width: $12px; height: $12px; border: 1px solid @control; border-radius: $7px;
  background: @base; }
QRadioButton::indicator:checked { width: $6px; height: $6px; border: 4px solid @accent_line; }
QRadioButton::indicator:disabled { border-color: @border; }
QCheckBox:focus, QRadioButton:focus { outline: 1px solid @accent_line; }
)";

QString Named(QString rules, const ThemeTokens& tokens) {
  // Longer names first: "@text2" begins with "@text".
  const std::array<std::pair<const char*, Rgb>, 26> colors{{
      {"warning_outline", tokens.warning_outline},
      {"selection_weak", tokens.selection_weak},
      {"success_soft", tokens.success_soft},
      {"warning_soft", tokens.warning_soft},
      {"danger_soft", tokens.danger_soft},
      {"accent_hover", tokens.accent_hover},
      {"accent_line", tokens.accent_line},
      {"pruned_hatch", tokens.pruned_hatch},
      {"selection", tokens.selection},
      {"alternate", tokens.alternate},
      {"disabled", tokens.disabled},
      {"control", tokens.control},
      {"success", tokens.success},
      {"warning", tokens.warning},
      {"danger", tokens.danger},
      {"window", tokens.window},
      {"raised", tokens.raised},
      {"border", tokens.border},
      {"accent", tokens.accent},
      {"pruned", tokens.pruned},
      {"track", tokens.track},
      {"text2", tokens.text2},
      {"text", tokens.text},
      {"base", tokens.base},
      {"grid", tokens.grid},
      {"info", tokens.info},
  }};
  for (const auto& [name, color] : colors) {
    rules.replace(QLatin1Char('@') + QLatin1String(name), QString::fromStdString(Hex(color)));
  }
  return rules;
}

QString Scaled(QString rules) {
  for (int pixels = 40; pixels > 0; --pixels) {
    rules.replace(QStringLiteral("$%1px").arg(pixels), QStringLiteral("%1px").arg(Px(pixels)));
  }
  return rules;
}

}  // namespace

QString StyleSheetOf(const ThemeTokens& tokens, const SheetArrows& arrows) {
  QString rules = QString::fromLatin1(kRules);
  rules.replace(QStringLiteral("@arrow_down"), arrows.down);
  rules.replace(QStringLiteral("@arrow_up"), arrows.up);
  return Scaled(Named(rules, tokens));
}

}  // namespace sentei::ui
