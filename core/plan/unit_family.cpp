// SPDX-License-Identifier: Apache-2.0
#include "core/plan/unit_family.h"

#include "core/base/error.h"

#include <algorithm>

namespace sentei::plan {
namespace {

/// The fields of `family` that follow from its members; each member is checked against the weights.
UnitFamily Finish(const ModelDescription& model, UnitFamily family) {
  for (FamilyMember& member : family.members) {
    const MatrixShape shape = ProjectionShape(model, family.layer, member.projection);
    const bool rows = member.axis == Axis::kRow;
    const std::int64_t length = rows ? shape.rows : shape.columns;
    if (family.num_units < 1 || member.unit_size < 1 ||
        length != family.num_units * member.unit_size) {
      ThrowInput("{} has {} {}, which {} units of {} do not fill",
                 ModuleName(family.layer, member.projection),
                 length,
                 rows ? "rows" : "columns",
                 family.num_units,
                 member.unit_size);
    }
    member.has_bias = rows && HasBias(model, member.projection);
    family.unit_cost += member.unit_size * (rows ? shape.columns : shape.rows);
    if (member.has_bias) family.unit_cost += member.unit_size;
    if (!rows) {
      family.closing = member.projection;
      family.gate_width = member.unit_size;
    }
  }
  return family;
}

UnitFamily KvGroupFamily(const ModelDescription& model, std::int64_t layer) {
  const LayerShape& shape = model.layers[static_cast<std::size_t>(layer)];
  const std::int64_t head = model.head_dim;
  const std::int64_t queries = shape.num_query_heads / shape.num_kv_heads * head;
  UnitFamily family;
  family.layer = layer;
  family.kind = UnitKind::kKvGroup;
  family.num_units = shape.num_kv_heads;
  family.units_per_group = family.num_units;
  family.members = {{Projection::kQ, Axis::kRow, queries},
                    {Projection::kK, Axis::kRow, head},
                    {Projection::kV, Axis::kRow, head},
                    {Projection::kO, Axis::kColumn, queries}};
  return Finish(model, std::move(family));
}

UnitFamily QueryStripeFamily(const ModelDescription& model, std::int64_t layer) {
  const LayerShape& shape = model.layers[static_cast<std::size_t>(layer)];
  UnitFamily family;
  family.layer = layer;
  family.kind = UnitKind::kQueryStripe;
  family.num_units = shape.num_query_heads;
  family.units_per_group = shape.num_query_heads / shape.num_kv_heads;
  family.members = {{Projection::kQ, Axis::kRow, model.head_dim},
                    {Projection::kO, Axis::kColumn, model.head_dim}};
  return Finish(model, std::move(family));
}

UnitFamily FfnFamily(const ModelDescription& model, std::int64_t layer) {
  UnitFamily family;
  family.layer = layer;
  family.kind = UnitKind::kFfnChannel;
  family.num_units = model.layers[static_cast<std::size_t>(layer)].ffn_size;
  family.units_per_group = family.num_units;
  family.members = {{Projection::kGate, Axis::kRow, 1},
                    {Projection::kUp, Axis::kRow, 1},
                    {Projection::kDown, Axis::kColumn, 1}};
  return Finish(model, std::move(family));
}

void Narrow(LayerShape& shape, const UnitFamily& family, std::int64_t kept) {
  switch (family.kind) {
    case UnitKind::kKvGroup:
      shape.num_query_heads = shape.num_query_heads / shape.num_kv_heads * kept;
      shape.num_kv_heads = kept;
      return;
    case UnitKind::kQueryStripe:
      shape.num_query_heads = kept;
      return;
    case UnitKind::kFfnChannel:
      shape.ffn_size = kept;
      return;
  }
}

}  // namespace

std::string_view Name(UnitKind kind) {
  switch (kind) {
    case UnitKind::kKvGroup:
      return "kv-group";
    case UnitKind::kQueryStripe:
      return "query-stripe";
    case UnitKind::kFfnChannel:
      return "ffn-channel";
  }
  throw LogicError("a kind of unit without a name");
}

std::vector<UnitFamily> BuildUnitFamilies(const ModelDescription& model, UnitKind attention_kind) {
  SENTEI_CHECK(attention_kind != UnitKind::kFfnChannel, "attention has no FFN channels");
  std::vector<UnitFamily> families;
  families.reserve(model.layers.size() * 2);
  for (std::int64_t layer = 0; layer < model.num_layers(); ++layer) {
    families.push_back(attention_kind == UnitKind::kKvGroup ? KvGroupFamily(model, layer)
                                                            : QueryStripeFamily(model, layer));
    families.push_back(FfnFamily(model, layer));
  }
  return families;
}

KeepMask AllKept(std::span<const UnitFamily> families) {
  KeepMask keep;
  keep.reserve(families.size());
  for (const UnitFamily& family : families) {
    keep.emplace_back(static_cast<std::size_t>(family.num_units), true);
  }
  return keep;
}

std::vector<std::int64_t> KeptCounts(const KeepMask& keep) {
  std::vector<std::int64_t> counts;
  counts.reserve(keep.size());
  for (const auto& units : keep) counts.push_back(std::count(units.begin(), units.end(), true));
  return counts;
}

std::vector<std::int64_t> KeptUnits(const std::vector<bool>& keep) {
  std::vector<std::int64_t> units;
  for (std::size_t u = 0; u < keep.size(); ++u) {
    if (keep[u]) units.push_back(static_cast<std::int64_t>(u));
  }
  return units;
}

std::int64_t UnitQuantum(const UnitFamily& family) {
  return family.kind == UnitKind::kQueryStripe ? family.num_units / family.units_per_group : 1;
}

std::int64_t RemovedParameters(std::span<const UnitFamily> families,
                               std::span<const std::int64_t> counts) {
  SENTEI_CHECK(
      families.size() == counts.size(), "{} families, {} counts", families.size(), counts.size());
  std::int64_t removed = 0;
  for (std::size_t f = 0; f < families.size(); ++f) {
    removed += families[f].unit_cost * (families[f].num_units - counts[f]);
  }
  return removed;
}

ModelDescription WithKeptCounts(const ModelDescription& model,
                                std::span<const UnitFamily> families,
                                std::span<const std::int64_t> counts) {
  SENTEI_CHECK(
      families.size() == counts.size(), "{} families, {} counts", families.size(), counts.size());
  ModelDescription narrowed = model;
  for (std::size_t f = 0; f < families.size(); ++f) {
    const UnitFamily& family = families[f];
    SENTEI_CHECK(
        counts[f] >= 1 && counts[f] <= family.num_units && counts[f] % UnitQuantum(family) == 0,
        "layer {}: {} of {} units",
        family.layer,
        counts[f],
        family.num_units);
    Narrow(narrowed.layers.at(static_cast<std::size_t>(family.layer)), family, counts[f]);
  }
  return narrowed;
}

}  // namespace sentei::plan
