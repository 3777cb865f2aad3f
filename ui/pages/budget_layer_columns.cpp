// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/budget_layer_columns.h"

#include "ui/theme/theme.h"

#include <numeric>

namespace sentei::ui {
namespace {

constexpr int kSmallestSlider = 56;

void Hide(LayerColumns& columns, LayerColumn column) {
  columns.widths.at(static_cast<std::size_t>(ToColumn(column))) = 0;
}

void Set(LayerColumns& columns, LayerColumn column, int width) {
  columns.widths.at(static_cast<std::size_t>(ToColumn(column))) = width;
}

int Total(const LayerColumns& columns) {
  return std::accumulate(columns.widths.begin(), columns.widths.end(), 0);
}

void HideLimits(LayerColumns& columns) {
  for (const LayerColumn column : {LayerColumn::kAttentionFloor,
                                   LayerColumn::kAttentionCap,
                                   LayerColumn::kFfnFloor,
                                   LayerColumn::kFfnCap}) {
    Hide(columns, column);
  }
}

}  // namespace

int LayerColumns::left(LayerColumn column) const {
  return std::accumulate(widths.begin(), widths.begin() + ToColumn(column), 0);
}

LayerColumns LayOutColumns(int width, Level level) {
  LayerColumns columns;
  columns.attention_number = Px(44);
  columns.ffn_number = Px(58);
  columns.share = Px(40);
  Set(columns, LayerColumn::kLayer, Px(44));
  Set(columns, LayerColumn::kLock, Px(28));
  Set(columns, LayerColumn::kAttention, columns.attention_number + Px(kSmallestSlider) + Px(12));
  Set(columns, LayerColumn::kFfn, columns.ffn_number + columns.share + Px(kSmallestSlider + 30));
  Set(columns, LayerColumn::kSensitivity, Px(56));
  for (const LayerColumn column : {LayerColumn::kAttentionFloor,
                                   LayerColumn::kAttentionCap,
                                   LayerColumn::kFfnFloor,
                                   LayerColumn::kFfnCap}) {
    Set(columns, column, Px(64));
  }
  Set(columns, LayerColumn::kDelta, Px(76));
  if (level == Level::kBasic) HideLimits(columns);
  if (Total(columns) > width) Hide(columns, LayerColumn::kSensitivity);
  if (Total(columns) > width) HideLimits(columns);
  if (Total(columns) > width) {
    Set(columns, LayerColumn::kFfn, columns.width(LayerColumn::kFfn) - columns.share - Px(6));
    columns.share = 0;
  }
  // What is left goes to the sliders, two thirds to the channels.
  const int rest = std::max(0, width - Total(columns));
  Set(columns, LayerColumn::kAttention, columns.width(LayerColumn::kAttention) + rest / 3);
  Set(columns, LayerColumn::kFfn, columns.width(LayerColumn::kFfn) + rest - rest / 3);
  return columns;
}

}  // namespace sentei::ui
