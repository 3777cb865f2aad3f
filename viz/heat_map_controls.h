// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace sentei::viz {

class GlyphButton;
class HeatMap;
class SegmentedSwitch;

/// The controls of a heat map for the header of its panel: Sorted or By index, Linear or Log, and
/// the lock of the scale. Named after `object_name`: "-order", "-scale", "-lock". The map must
/// outlive it.
class HeatMapControls final : public QWidget {
  Q_OBJECT

 public:
  enum class Parts : std::uint8_t {
    kAll,
    kScaleOnly,  ///< head maps: their columns have a place
  };
  HeatMapControls(HeatMap& map, const QString& object_name, Parts parts, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void Retranslate();

  HeatMap& map_;
  SegmentedSwitch* order_ = nullptr;
  SegmentedSwitch* scale_ = nullptr;
  GlyphButton* lock_ = nullptr;
};

}  // namespace sentei::viz
