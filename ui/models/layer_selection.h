// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

namespace sentei::ui {

/// The layers that table, maps and curves of one page show as selected, and the current one. GUI
/// thread.
class LayerSelection final : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  [[nodiscard]] const std::set<std::int64_t>& layers() const { return layers_; }
  [[nodiscard]] std::optional<std::int64_t> current() const { return current_; }

  void Set(std::set<std::int64_t> layers, std::optional<std::int64_t> current) {
    if (layers == layers_ && current == current_) return;
    layers_ = std::move(layers);
    current_ = current;
    emit Changed();
  }

 signals:
  void Changed();

 private:
  std::set<std::int64_t> layers_;
  std::optional<std::int64_t> current_;
};

}  // namespace sentei::ui
