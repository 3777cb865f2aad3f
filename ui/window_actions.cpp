// SPDX-License-Identifier: Apache-2.0
#include "ui/window_actions.h"

#include "ui/language_binding.h"
#include "ui/main_window.h"
#include "ui/text.h"
#include "ui/workspace.h"

#include <QKeySequence>
#include <QMenu>
#include <QMenuBar>
#include <utility>

namespace sentei::ui {
namespace {

QString Escaped(QString text) { return text.replace(QLatin1Char('&'), QStringLiteral("&&")); }

}  // namespace

WindowActions::WindowActions(MainWindow& window, Workspace& workspace, WindowCommands commands)
    : QObject(&window), window_(window), workspace_(workspace), commands_(std::move(commands)) {
  AddFile();
  AddEdit();
  AddView();
  AddRun();
  AddHelp();
}

QMenu* WindowActions::AddMenu(std::function<QString()> title) {
  QMenu* menu = window_.menuBar()->addMenu(QString());
  OnLanguage(&window_, [menu, title = std::move(title)] { menu->setTitle(title()); });
  return menu;
}

QAction* WindowActions::Add(QMenu* menu,
                            const QString& name,
                            std::function<QString()> text,
                            const QKeySequence& keys,
                            std::function<void()> command) {
  QAction* action = menu->addAction(QString());
  action->setObjectName(QStringLiteral("action-") + name);
  action->setShortcut(keys);
  connect(action, &QAction::triggered, &window_, std::move(command));
  OnLanguage(&window_, [action, text = std::move(text)] { action->setText(text()); });
  actions_.push_back(action);
  return action;
}

void WindowActions::AddFile() {
  QMenu* menu = AddMenu([] { return tr("&File"); });
  Add(
      menu,
      QStringLiteral("open-model"),
      [] { return tr("&Open model file…"); },
      QKeySequence(Qt::CTRL | Qt::Key_O),
      commands_.open_model);
  Add(
      menu,
      QStringLiteral("open-folder"),
      [] { return tr("Open model &folder…"); },
      {},
      commands_.open_folder);
  Add(
      menu,
      QStringLiteral("open-demo"),
      [] { return tr("Open the &demo model"); },
      {},
      commands_.open_demo);
  QMenu* recent = menu->addMenu(QString());
  OnLanguage(&window_, [recent] { recent->setTitle(tr("&Recent models")); });
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { FillRecent(recent); });
  menu->addSeparator();
  Add(
      menu,
      QStringLiteral("open-job"),
      [] { return tr("Open &job file…"); },
      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
      commands_.open_job);
  Add(
      menu,
      QStringLiteral("save-job"),
      [] { return tr("&Save job file…"); },
      QKeySequence(Qt::CTRL | Qt::Key_S),
      commands_.save_job);
  menu->addSeparator();
  Add(
      menu,
      QStringLiteral("export"),
      [] { return tr("&Export…"); },
      QKeySequence(Qt::CTRL | Qt::Key_E),
      commands_.export_result);
  menu->addSeparator();
  Add(
      menu,
      QStringLiteral("quit"),
      [] { return tr("&Quit"); },
      QKeySequence(Qt::CTRL | Qt::Key_Q),
      [this] { window_.close(); });
}

void WindowActions::FillRecent(QMenu* menu) {
  menu->clear();
  const QStringList recent = workspace_.settings().recent_models();
  for (const QString& argument : recent) {
    QAction* action = menu->addAction(Escaped(Shown(ToStd(argument))));
    connect(
        action, &QAction::triggered, this, [this, argument] { commands_.open_recent(argument); });
  }
  if (recent.isEmpty()) menu->addAction(tr("No models opened yet"))->setEnabled(false);
  menu->addSeparator();
  QAction* clear = menu->addAction(tr("Clear list"));
  clear->setEnabled(!recent.isEmpty());
  connect(clear, &QAction::triggered, this, [this] { workspace_.settings().ClearRecentModels(); });
}

void WindowActions::AddEdit() {
  QMenu* menu = AddMenu([] { return tr("&Edit"); });
  QUndoStack& stack = workspace_.budget().undo();
  QAction* undo = Add(
      menu,
      QStringLiteral("undo"),
      [] { return tr("&Undo"); },
      QKeySequence(Qt::CTRL | Qt::Key_Z),
      [&stack] { stack.undo(); });
  QAction* redo = Add(
      menu,
      QStringLiteral("redo"),
      [] { return tr("&Redo"); },
      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
      [&stack] { stack.redo(); });
  const auto refresh = [undo, redo, &stack] {
    undo->setEnabled(stack.canUndo());
    redo->setEnabled(stack.canRedo());
    undo->setText(stack.canUndo() ? tr("&Undo: %1").arg(Escaped(stack.undoText())) : tr("&Undo"));
    redo->setText(stack.canRedo() ? tr("&Redo: %1").arg(Escaped(stack.redoText())) : tr("&Redo"));
  };
  connect(&stack, &QUndoStack::indexChanged, this, refresh);
  OnLanguage(&window_, refresh);
  menu->addSeparator();
  Add(
      menu,
      QStringLiteral("filter"),
      [] { return tr("&Filter"); },
      QKeySequence(Qt::CTRL | Qt::Key_F),
      commands_.filter);
  Add(
      menu,
      QStringLiteral("settings"),
      [] { return tr("&Settings"); },
      QKeySequence(Qt::CTRL | Qt::Key_Comma),
      [this] { commands_.show(PageId::kSettings); });
}

void WindowActions::AddView() {
  QMenu* menu = AddMenu([] { return tr("&View"); });
  const std::vector<std::pair<PageId, std::function<QString()>>> pages{
      {PageId::kWelcome, [] { return tr("Welcome"); }},
      {PageId::kModel, [] { return tr("Model"); }},
      {PageId::kData, [] { return tr("Data"); }},
      {PageId::kBudget, [] { return tr("Budget"); }},
      {PageId::kRun, [] { return tr("Run"); }},
      {PageId::kCompare, [] { return tr("Compare"); }},
      {PageId::kGenerate, [] { return tr("Generate"); }},
  };
  int key = Qt::Key_1;
  for (const auto& [id, text] : pages) {
    Add(menu,
        QStringLiteral("page-%1").arg(key - Qt::Key_0),
        text,
        QKeySequence(QKeyCombination(Qt::CTRL, static_cast<Qt::Key>(key))),
        [this, id = id] { commands_.show(id); });
    ++key;
  }
  menu->addSeparator();
  Add(
      menu,
      QStringLiteral("log"),
      [] { return tr("&Log"); },
      QKeySequence(Qt::CTRL | Qt::Key_L),
      commands_.toggle_log);
  Add(
      menu,
      QStringLiteral("rescan"),
      [] { return tr("&Read again from disk"); },
      QKeySequence(Qt::Key_F5),
      commands_.rescan);
  Add(
      menu,
      QStringLiteral("reset-layout"),
      [] { return tr("Reset the &layout"); },
      {},
      commands_.reset_layout);
}

void WindowActions::AddRun() {
  QMenu* menu = AddMenu([] { return tr("&Run"); });
  Add(
      menu,
      QStringLiteral("run"),
      [] { return tr("&Run…"); },
      QKeySequence(Qt::CTRL | Qt::Key_R),
      commands_.run);
  Add(
      menu,
      QStringLiteral("pause"),
      [] { return tr("&Pause or continue"); },
      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
      commands_.pause);
  Add(
      menu,
      QStringLiteral("stop"),
      [] { return tr("&Stop"); },
      QKeySequence(Qt::CTRL | Qt::Key_Period),
      commands_.stop);
  Add(
      menu,
      QStringLiteral("checkpoint"),
      [] { return tr("&Checkpoint now"); },
      {},
      commands_.checkpoint);
  menu->addSeparator();
  Add(
      menu,
      QStringLiteral("generate"),
      [] { return tr("&Generate"); },
      QKeySequence(Qt::CTRL | Qt::Key_G),
      [this] { commands_.show(PageId::kGenerate); });
}

void WindowActions::AddHelp() {
  QMenu* menu = AddMenu([] { return tr("&Help"); });
  Add(
      menu,
      QStringLiteral("help"),
      [] { return tr("&Help for this page"); },
      QKeySequence(Qt::Key_F1),
      commands_.help);
  Add(
      menu, QStringLiteral("shortcuts"), [] { return tr("&Keyboard"); }, {}, commands_.shortcuts);
  menu->addSeparator();
  Add(
      menu, QStringLiteral("about"), [] { return tr("&About Sentei"); }, {}, commands_.about);
}

std::vector<std::pair<QString, QString>> WindowActions::Shortcuts() const {
  std::vector<std::pair<QString, QString>> list;
  for (const QAction* action : actions_) {
    if (action->shortcut().isEmpty()) continue;
    list.emplace_back(QString(action->text()).remove(QLatin1Char('&')),
                      action->shortcut().toString(QKeySequence::NativeText));
  }
  // Keys that plots take themselves.
  const auto named = [](Qt::Key key) {
    return QKeySequence(key).toString(QKeySequence::NativeText);
  };
  list.emplace_back(tr("Plot: fill the screen, and back"), named(Qt::Key_F11));
  list.emplace_back(tr("Map: move the cursor"), QStringLiteral("← → ↑ ↓"));
  list.emplace_back(tr("Map: enlarge, reduce, show all"), QStringLiteral("+, −, 0"));
  list.emplace_back(tr("Map of the budget: protect the unit"), named(Qt::Key_P));
  list.emplace_back(tr("Map of the budget: prune the unit"), named(Qt::Key_Delete));
  list.emplace_back(tr("Map: copy the value"), named(Qt::Key_C));
  return list;
}

}  // namespace sentei::ui
