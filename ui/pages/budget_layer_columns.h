// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/layer_table_model.h"
#include "ui/settings.h"

#include <array>

namespace sentei::ui {

/// Widths of the layer table's columns and of the parts of its kept cells; 0 = hidden. Header,
/// selection row, rows and editors all lie by it.
struct LayerColumns {
  std::array<int, kLayerColumns> widths{};
  int attention_number = 0;
  int ffn_number = 0;
  int share = 0;

  [[nodiscard]] int width(LayerColumn column) const {
    return widths.at(static_cast<std::size_t>(ToColumn(column)));
  }
  [[nodiscard]] int left(LayerColumn column) const;
  [[nodiscard]] int number(plan::FamilyGroup group) const {
    return group == plan::FamilyGroup::kFfn ? ffn_number : attention_number;
  }
  [[nodiscard]] int share_of(plan::FamilyGroup group) const {
    return group == plan::FamilyGroup::kFfn ? share : 0;
  }
};
/// Fits the columns into `width`; sensitivity, caps and floors, and shares give way in this order.
[[nodiscard]] LayerColumns LayOutColumns(int width, Level level);

}  // namespace sentei::ui
