// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/consequences.h"
#include "core/run/run_spec.h"
#include "ui/budget_commands.h"
#include "ui/models/consequence_lines.h"
#include "ui/page.h"

#include <QFrame>
#include <QTimer>
#include <optional>

class QAbstractButton;

namespace sentei::ui {

class ConsequencesView;
class FoldedDock;
class Workspace;

/// What the budget makes of the model, at the right of Budget and Run; on Run what the newest
/// pruning run has made of it so far. Follows once per turn of the event loop. At narrow widths a
/// strip, which opens over the page.
class ConsequencesDock final : public QFrame {
  Q_OBJECT

 public:
  enum class Fold : std::uint8_t { kOpen, kStrip };

  explicit ConsequencesDock(Workspace& workspace, QWidget* parent = nullptr);

  /// The page beside which it stands.
  void SetPage(PageId page);
  void SetFold(Fold fold);
  [[nodiscard]] Fold fold() const { return fold_; }
  [[nodiscard]] ConsequencesView* view() const { return view_; }
  /// Does at once what else waits for the next turn of the event loop.
  void RefreshNow();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  /// The newest pruning run of the open model in this session.
  struct Progress {
    QString run_id;
    plan::BudgetPlan plan;  ///< with the counts that live now
    std::vector<plan::UnitFamily> families;
    plan::ExportDType dtype = plan::ExportDType::kBF16;
    MeasuredQuality quality;
  };

  void Connect();
  void OnEvent(const QString& run_id, const run::RunEvent& event);
  void Begin(const QString& run_id, const run::RunSpec& spec);
  void TakeCounts(const run::PruneEventDone& event);
  [[nodiscard]] plan::ConsequenceRequest Request() const;
  void ShowBudget();
  void ShowProgress();
  void Show(const plan::Consequences& consequences,
            const plan::ConsequenceRequest& request,
            const MeasuredQuality& quality,
            plan::UnitKind attention_kind,
            const QString& columns);
  void Apply(plan::Remedy remedy);
  void ToggleOverlay();
  void PlaceOverlay();

  Workspace& workspace_;
  BudgetCommands commands_;
  ConsequencesView* view_;
  FoldedDock* strip_;
  QTimer refresh_;
  PageId page_ = PageId::kBudget;
  Fold fold_ = Fold::kOpen;
  std::optional<Progress> progress_;
};

}  // namespace sentei::ui
