// SPDX-License-Identifier: Apache-2.0
#include "viz/heat_map_controls.h"

#include "viz/glyph.h"
#include "viz/heat_map.h"
#include "viz/segmented_switch.h"

#include <QEvent>
#include <QHBoxLayout>

namespace sentei::viz {

HeatMapControls::HeatMapControls(HeatMap& map,
                                 const QString& object_name,
                                 Parts parts,
                                 QWidget* parent)
    : QWidget(parent),
      map_(map),
      order_(new SegmentedSwitch({QString(), QString()}, this)),
      scale_(new SegmentedSwitch({QString(), QString()}, this)),
      lock_(new GlyphButton(Glyph::kLock, this)) {
  order_->SetObjectName(object_name + QStringLiteral("-order"));
  scale_->SetObjectName(object_name + QStringLiteral("-scale"));
  lock_->setObjectName(object_name + QStringLiteral("-lock"));
  order_->SetCurrent(map.order() == UnitOrder::kSorted ? 0 : 1);
  scale_->SetCurrent(map.scale() == ValueScale::kLinear ? 0 : 1);
  order_->setVisible(parts == Parts::kAll);
  lock_->setCheckable(true);
  lock_->setChecked(map.range_mode() == RangeMode::kLocked);

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  for (QWidget* widget : {static_cast<QWidget*>(order_),
                          static_cast<QWidget*>(scale_),
                          static_cast<QWidget*>(lock_)}) {
    layout->addWidget(widget);
  }
  connect(order_, &SegmentedSwitch::Chosen, &map, [&map](int option) {
    map.SetOrder(option == 0 ? UnitOrder::kSorted : UnitOrder::kByIndex);
  });
  connect(scale_, &SegmentedSwitch::Chosen, &map, [&map](int option) {
    map.SetScale(option == 0 ? ValueScale::kLinear : ValueScale::kLog);
  });
  connect(lock_, &GlyphButton::toggled, &map, [&map](bool on) {
    map.SetRangeMode(on ? RangeMode::kLocked : RangeMode::kFollow);
  });
  connect(&map, &HeatMap::RangeModeChanged, this, [this](RangeMode mode) {
    lock_->setChecked(mode == RangeMode::kLocked);
    Retranslate();
  });
  Retranslate();
}

void HeatMapControls::Retranslate() {
  order_->SetOptions({tr("Sorted"), tr("By index")});
  order_->setAccessibleName(tr("Order of the channels"));
  scale_->SetOptions({tr("Linear"), tr("Log")});
  scale_->setAccessibleName(tr("Scale of the colours"));
  const bool locked = map_.range_mode() == RangeMode::kLocked;
  lock_->SetGlyph(locked ? Glyph::kLock : Glyph::kUnlock);
  lock_->SetLabel(locked ? tr("Colour scale locked") : tr("Colour scale follows every frame"));
}

void HeatMapControls::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange) Retranslate();
  QWidget::changeEvent(event);
}

}  // namespace sentei::viz
