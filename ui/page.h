// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QBoxLayout>
#include <QLabel>
#include <QWidget>
#include <cstdint>

namespace sentei::ui {

class Workspace;

enum class PageId : std::uint8_t {
  kWelcome,
  kModel,
  kData,
  kBudget,
  kRun,
  kCompare,
  kGenerate,
  kSettings
};

/// Whether the Consequences dock stands beside a page.
enum class DockUse : std::uint8_t { kNone, kConsequences };

/// One page of the window: header (title, one line of state, actions at the right) over a body.
class Page : public QWidget {
  Q_OBJECT

 public:
  Page(PageId id, Workspace& workspace, QWidget* parent = nullptr);

  [[nodiscard]] PageId id() const { return id_; }
  [[nodiscard]] virtual DockUse dock() const { return DockUse::kNone; }
  /// The page has just become the one that is seen.
  virtual void OnShown() {}
  /// Where Ctrl+F goes; nullptr where there is nothing to filter.
  [[nodiscard]] virtual QWidget* filter() { return nullptr; }

 signals:
  void NavigationRequested(sentei::ui::PageId id);

 protected:
  [[nodiscard]] Workspace& workspace() { return workspace_; }
  void SetTitle(const QString& title);
  /// The line beside the title; plain text, elided in the middle.
  void SetState(const QString& state);
  /// Actions at the right of the header, in the order of the calls.
  void AddAction(QWidget* action);
  /// For a page that has its title in its body.
  void HideHeader() { header_->hide(); }
  /// Where the page's own widgets go.
  [[nodiscard]] QVBoxLayout* body() { return body_; }

 private:
  PageId id_;
  Workspace& workspace_;
  QWidget* header_;
  QLabel* title_;
  QLabel* state_;
  QHBoxLayout* actions_;
  QVBoxLayout* body_;
};

}  // namespace sentei::ui
