// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/heat_map_model.h"

#include <QFont>
#include <QImage>
#include <QRect>
#include <QRgb>
#include <array>
#include <set>

class QPainter;

namespace sentei::viz {

/// What is marked in a map and changes without new data.
struct HeatMapMarks {
  std::set<std::int64_t> selected_layers;
  std::optional<std::int64_t> current_layer;
  struct Cursor {
    std::size_t row = 0;
    std::size_t bin = 0;
  };
  std::optional<Cursor> cursor;
};

/// Where everything of a heat map lies, and two images of exactly its device pixels: colours, and
/// above them hatch and outlines. Layout, then Draw, then Paint as often as needed.
class HeatMapPainter {
 public:
  void Layout(const HeatMapModel& model, QSize size, const QFont& caption, double pixel_ratio);
  void Draw(const HeatMapModel& model);
  void Paint(QPainter& painter, const HeatMapModel& model, const HeatMapMarks& marks) const;

  [[nodiscard]] double pixel_ratio() const { return ratio_; }
  [[nodiscard]] std::size_t bins() const { return edges_.size(); }
  /// The area of all cells, in logical pixels.
  [[nodiscard]] QRectF MapRect() const;
  [[nodiscard]] QRectF RowRect(std::size_t row) const;
  /// Of a KV group: all its heads.
  [[nodiscard]] QRectF CellRect(const HeatMapModel& model, HeatMapMarks::Cursor cell) const;
  [[nodiscard]] std::optional<std::size_t> RowAt(QPointF position) const;
  [[nodiscard]] std::optional<std::size_t> BinAt(QPointF position) const;

 private:
  struct Edge {  ///< in device pixels from the map's left
    int begin = 0;
    int end = 0;
  };
  struct Run {  ///< neighbouring bins of one fate
    std::size_t first = 0;
    std::size_t last = 0;
    UnitFate fate = UnitFate::kBlank;
  };

  void LayoutHeads(const HeatMapColumns& columns);
  void FillColors(const HeatMapModel& model);
  [[nodiscard]] QRgb ColorOf(const HeatMapModel& model, const HeatMapBin& bin) const;
  [[nodiscard]] Edge RowEdge(std::size_t row) const;
  [[nodiscard]] int HairlineOf(std::size_t row) const;
  [[nodiscard]] std::vector<Run> RunsOf(const std::vector<HeatMapBin>& bins) const;
  void DrawRow(const HeatMapModel& model, std::size_t row, const std::vector<HeatMapBin>& bins);
  void DrawOverlay(const HeatMapModel& model, std::size_t row, const std::vector<HeatMapBin>& bins);
  void Hatch(Edge columns, Edge lines, int pitch, QRgb color);
  void Outline(Edge columns, Edge lines, int width, QRgb color);
  void DrawFresh(std::size_t row, const std::vector<HeatMapBin>& bins);
  void DrawHandMarks(const HeatMapModel& model, std::size_t row);
  [[nodiscard]] double Logical(int device) const { return device / ratio_; }

  void PaintLayers(QPainter& painter, const HeatMapModel& model) const;
  void PaintCounts(QPainter& painter, const HeatMapModel& model) const;
  void PaintHeads(QPainter& painter, const HeatMapColumns& columns) const;
  void PaintChannelAxis(QPainter& painter, const HeatMapModel& model) const;
  void PaintColorBar(QPainter& painter, const HeatMapModel& model) const;
  void PaintBarWords(QPainter& painter, const QRectF& bar) const;
  void PaintMarks(QPainter& painter, const HeatMapModel& model, const HeatMapMarks& marks) const;

  QSize size_;
  QFont caption_;
  double caption_height_ = 0.0;
  double ratio_ = 1.0;
  QRect map_;  ///< device pixels
  std::size_t rows_ = 0;
  std::size_t groups_ = 0;  ///< head maps with room for gaps
  std::vector<Edge> edges_;
  std::vector<std::size_t> kept_;
  double counts_width_ = 0.0;
  double bar_left_ = 0.0;
  QImage cells_;
  QImage overlay_;
  std::array<QRgb, 256> colors_{};
};

}  // namespace sentei::viz
