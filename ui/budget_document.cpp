// SPDX-License-Identifier: Apache-2.0
#include "ui/budget_document.h"

#include <QUndoCommand>
#include <algorithm>
#include <utility>

namespace sentei::ui {
namespace {

// SetLimit and equality rely on ascending layers; files may hold them in any order.
BudgetState Normalised(BudgetState state) {
  std::ranges::sort(state.spec.layers, {}, &plan::LayerLimit::layer);
  return state;
}

}  // namespace

/// From one state to another.
class BudgetDocument::Step final : public QUndoCommand {
 public:
  Step(BudgetDocument& document, const QString& text, BudgetState next, Merge merge)
      : QUndoCommand(text),
        document_(document),
        before_(document.state_),
        after_(std::move(next)),
        merge_(merge),
        drag_(document.drag_) {}

  void undo() override { document_.Adopt(before_); }
  void redo() override { document_.Adopt(after_); }
  [[nodiscard]] int id() const override { return merge_ == Merge::kSameDrag ? 1 : -1; }

  bool mergeWith(const QUndoCommand* later) override {
    const auto* step = static_cast<const Step*>(later);  // same id: always one of ours
    if (step->drag_ != drag_ || step->text() != text()) return false;
    after_ = step->after_;
    setObsolete(after_ == before_);
    return true;
  }

 private:
  BudgetDocument& document_;
  BudgetState before_;
  BudgetState after_;
  Merge merge_;
  int drag_;
};

BudgetDocument::BudgetDocument(ModelSession& session, QObject* parent)
    : QObject(parent), session_(session) {
  connect(&session, &ModelSession::Opened, this, [this] { Reset({}); });
  connect(&session, &ModelSession::Closed, this, [this] { Reset({}); });
}

void BudgetDocument::Edit(const QString& text, const BudgetState& next, Merge merge) {
  BudgetState normal = Normalised(next);
  if (normal == state_) return;
  undo_.push(new Step(*this, text, std::move(normal), merge));
}

void BudgetDocument::Reset(const BudgetState& state) {
  undo_.clear();
  plan_.reset();
  Adopt(Normalised(state));
}

void BudgetDocument::Adopt(const BudgetState& state) {
  state_ = state;
  Solve();
  emit Changed();
}

void BudgetDocument::Solve() {
  problem_.reset();
  const OpenedModelPtr& model = session_.model();
  if (model == nullptr || !model->IsPrunable()) {
    families_.clear();
    plan_.reset();
    return;
  }
  try {
    families_ = plan::BuildUnitFamilies(*model->description, state_.spec.attention_kind);
    plan_ = plan::ResolveBudget(
        *model->description, families_, state_.spec, state_.profile, state_.dtype);
  } catch (const Error& error) {
    problem_ = Failure{error.code(), error.what(), error.hint()};
    if (plan_.has_value() && plan_->families.size() != families_.size()) plan_.reset();
  }
}

plan::FamilyLimit LimitOf(const plan::BudgetSpec& spec,
                          std::int64_t layer,
                          plan::FamilyGroup group) {
  for (const plan::LayerLimit& limit : spec.layers) {
    if (limit.layer != layer) continue;
    return group == plan::FamilyGroup::kFfn ? limit.ffn : limit.attention;
  }
  return {};
}

void SetLimit(plan::BudgetSpec& spec,
              std::int64_t layer,
              plan::FamilyGroup group,
              const plan::FamilyLimit& limit) {
  auto at = std::lower_bound(
      spec.layers.begin(), spec.layers.end(), layer, [](const auto& one, std::int64_t wanted) {
        return one.layer < wanted;
      });
  if (at == spec.layers.end() || at->layer != layer) {
    at = spec.layers.insert(at, plan::LayerLimit{.layer = layer});
  }
  (group == plan::FamilyGroup::kFfn ? at->ffn : at->attention) = limit;
  if (*at == plan::LayerLimit{.layer = layer}) spec.layers.erase(at);
}

}  // namespace sentei::ui
