// SPDX-License-Identifier: Apache-2.0
// The commands of the tool row, of suggestions and of files.
#include "core/plan/census.h"
#include "core/plan/opens_in.h"
#include "ui/background.h"
#include "ui/budget_commands.h"
#include "ui/core_sentence.h"
#include "ui/text.h"

#include <QFile>
#include <QSaveFile>
#include <algorithm>
#include <cmath>

namespace sentei::ui {
namespace {

constexpr qint64 kMostBytes = 16'000'000;

bool IsShare(plan::TargetKind kind) {
  return kind == plan::TargetKind::kParameterShare || kind == plan::TargetKind::kUnitShare;
}

double UnitParameters(const std::vector<plan::FamilyPlan>& families) {
  double sum = 0.0;
  for (const plan::FamilyPlan& family : families) {
    if (family.kept_whole != plan::KeptWhole::kNo) continue;
    sum += static_cast<double>(family.num_units * family.unit_cost);
  }
  return sum;
}

// `removed` parameters as a target of that kind; shares to a thousandth, as people say them.
double TargetFor(plan::TargetKind kind,
                 double removed,
                 const plan::BudgetPlan& plan,
                 const plan::ModelDescription& model,
                 const BudgetState& state) {
  const auto share = [](double part, double whole) {
    return whole <= 0.0 ? 0.0 : std::clamp(std::round(1000.0 * part / whole) / 1000.0, 0.0, 0.99);
  };
  const auto total = static_cast<double>(plan.total);
  switch (kind) {
    case plan::TargetKind::kParameterShare:
      return share(removed, total);
    case plan::TargetKind::kUnitShare:
      return share(removed, UnitParameters(plan.families));
    case plan::TargetKind::kParameters:
      return std::max(1.0, total - removed);
    case plan::TargetKind::kBytes: {
      const auto dense = static_cast<double>(plan::WeightBytes(model, state.dtype, state.profile));
      return std::max(1.0, std::round(dense * (1.0 - removed / total)));
    }
  }
  return state.spec.target;
}

}  // namespace

void BudgetCommands::ApplyPreset(const plan::BudgetSpec& preset, const QString& name) {
  BudgetState next = document_.state();
  const plan::UnitKind kind = next.spec.attention_kind;
  next.spec = preset;
  next.spec.attention_kind = kind;
  const bool ranked = preset.mode == plan::BudgetMode::kGlobal;
  if (ranked && SharesWidths(next)) next.profile = plan::ExportProfile::kHfPerLayer;
  document_.Edit(tr("Preset %1").arg(name), next);
}

void BudgetCommands::SetTargetKind(plan::TargetKind kind) {
  if (!ready() || kind == document_.state().spec.target_kind) return;
  EditSpec(tr("Target kind"), [&](plan::BudgetSpec& spec) {
    const plan::BudgetPlan* plan = document_.plan();
    const bool solved = plan != nullptr && !document_.problem().has_value();
    if (solved) {
      spec.target = TargetFor(kind,
                              static_cast<double>(plan->asked),
                              *plan,
                              *session_.model()->description,
                              document_.state());
    } else if (IsShare(kind) != IsShare(spec.target_kind)) {
      spec.target =
          IsShare(kind) ? 0.2 : 0.8 * static_cast<double>(session_.model()->census.total());
    }
    spec.target_kind = kind;
  });
}

void BudgetCommands::SetTarget(double target) {
  EditSpec(tr("Target"), [&](plan::BudgetSpec& spec) {
    spec.target = IsShare(spec.target_kind) ? std::clamp(target, 0.0, 0.99) : std::max(1.0, target);
  });
}

void BudgetCommands::SetMode(plan::BudgetMode mode) {
  BudgetState next = document_.state();
  next.spec.mode = mode;
  QString said;
  if (mode == plan::BudgetMode::kGlobal && SharesWidths(next)) {
    next.spec.mode = plan::BudgetMode::kGlobalUniform;
    said = tr("Profile %1 needs one width in every layer, so the scores decide on one for all.")
               .arg(ToQString(plan::Name(next.profile)));
  }
  document_.Edit(tr("Mode"), next);
  document_.Say(said);
}

void BudgetCommands::SetAlignment(std::int64_t alignment) {
  BudgetState next = document_.state();
  next.spec = plan::RoundTo(next.spec, document_.families(), alignment);
  document_.Edit(tr("Align FFN to %1").arg(alignment), next);
}

void BudgetCommands::SetProfile(plan::ExportProfile profile) {
  BudgetState next = document_.state();
  next.profile = profile;
  const bool differs = !next.spec.layers.empty() || next.spec.mode == plan::BudgetMode::kGlobal;
  QString said;
  if (SharesWidths(next) && differs) {
    next.spec = plan::MakeUniform(next.spec);
    said = tr("Profile %1 needs one width in every layer: limits of single layers fell away.")
               .arg(ToQString(plan::Name(profile)));
  }
  document_.Edit(tr("Export profile"), next);
  document_.Say(said);
}

void BudgetCommands::SetDType(plan::ExportDType dtype) {
  BudgetState next = document_.state();
  next.dtype = dtype;
  document_.Edit(tr("Export type"), next);
}

void BudgetCommands::SetAttentionKind(plan::UnitKind kind) {
  if (kind == document_.state().spec.attention_kind) return;
  // Numbers of one kind mean nothing in the other.
  EditSpec(tr("Attention units"), [&](plan::BudgetSpec& spec) {
    spec.attention_kind = kind;
    for (plan::LayerLimit& layer : spec.layers) layer.attention = {};
    std::erase_if(spec.layers, [](const plan::LayerLimit& layer) {
      return layer == plan::LayerLimit{.layer = layer.layer};
    });
  });
}

void BudgetCommands::SetAttentionLocked(std::optional<bool> locked) {
  EditSpec(tr("Lock of attention"),
           [&](plan::BudgetSpec& spec) { spec.attention_locked = locked; });
}

void BudgetCommands::SetOuterLayersLocked(bool locked) {
  EditSpec(tr("Lock of outer layers"),
           [&](plan::BudgetSpec& spec) { spec.lock_outer_layers = locked; });
}

void BudgetCommands::MakeUniform() {
  EditSpec(tr("Make uniform"), [](plan::BudgetSpec& spec) { spec = plan::MakeUniform(spec); });
}

void BudgetCommands::RoundTo256() {
  EditSpec(tr("Round to 256"),
           [&](plan::BudgetSpec& spec) { spec = plan::RoundTo(spec, document_.families(), 256); });
}

void BudgetCommands::LowerTargetToLargest() {
  if (!ready()) return;
  BudgetState next = document_.state();
  const plan::ModelDescription& model = *session_.model()->description;
  next.spec.target_kind = plan::TargetKind::kParameterShare;
  next.spec.target = 0.0;
  try {
    const plan::BudgetPlan free =
        plan::ResolveBudget(model, document_.families(), next.spec, next.profile, next.dtype);
    const double share = static_cast<double>(free.largest) / static_cast<double>(free.total);
    next.spec.target = std::floor(1000.0 * share) / 1000.0;
  } catch (const Error& error) {
    return document_.Say(CoreSentence(error.what()));
  }
  document_.Edit(tr("Lower the target"), next);
}

Result<KeptCounts> BudgetCommands::Suggest(const std::vector<plan::SensitivityCurve>& curves,
                                           const KeptCounts& suggested_before) {
  if (!ready()) return Failure{ErrorCode::kUsage, ToStd(tr("No model is open")), {}};
  BudgetState next = document_.state();
  // What an earlier suggestion fixed is free again; what was drawn by hand is not.
  for (const auto& [place, count] : suggested_before) {
    plan::FamilyLimit limit = LimitOf(next.spec, place.first, place.second);
    if (limit.keep == count) limit.keep.reset();
    SetLimit(next.spec, place.first, place.second, limit);
  }
  const KeptCounts by_hand = DrawnCounts(next.spec);
  const Result<plan::BudgetSuggestion> suggestion = Caught([&] {
    return plan::SuggestBudget(*session_.model()->description,
                               document_.families(),
                               curves,
                               next.spec,
                               next.profile,
                               next.dtype);
  });
  if (!suggestion.has_value()) return suggestion.error();
  next.spec = suggestion.value().spec;
  document_.Edit(tr("Suggested budget"), next);
  document_.Say(tr("Suggested from %n curves: the loss should rise by %1 nats.",
                   nullptr,
                   static_cast<int>(suggestion.value().measured))
                    .arg(Number(suggestion.value().loss_rise, 3)));
  KeptCounts counts = DrawnCounts(next.spec);
  for (const auto& [place, count] : by_hand) counts.erase(place);
  return counts;
}

Result<void> BudgetCommands::Import(const QString& path) {
  const Result<plan::BudgetSpec> read = Caught([&] {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
      throw Error(ErrorCode::kInput, ToStd(path + QStringLiteral(": ") + file.errorString()));
    }
    if (file.size() > kMostBytes) {
      throw Error(ErrorCode::kInput,
                  ToStd(path + QStringLiteral(": ") + tr("too large for a budget file")));
    }
    const QByteArray bytes = file.readAll();
    const auto json = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
    if (json.is_discarded()) {
      throw Error(ErrorCode::kInput, ToStd(path + QStringLiteral(": ") + tr("not a JSON file")));
    }
    return json.get<plan::BudgetSpec>();
  });
  if (!read.has_value()) return read.error();
  BudgetState next = document_.state();
  next.spec = read.value();
  document_.Edit(tr("Import budget"), next);
  return {};
}

Result<void> BudgetCommands::Export(const QString& path) const {
  QSaveFile file(path);
  const std::string text = nlohmann::json(document_.state().spec).dump(2) + "\n";
  if (!file.open(QIODevice::WriteOnly) ||
      file.write(text.data(), static_cast<qint64>(text.size())) < 0 || !file.commit()) {
    return Failure{ErrorCode::kIo,
                   ToStd(QStringLiteral("%1: %2").arg(path, file.errorString())),
                   ToStd(tr("Choose another folder."))};
  }
  return {};
}

}  // namespace sentei::ui
