// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "viz/series_style.h"

#include <QObject>
#include <cstdint>
#include <string>
#include <vector>

namespace sentei::ui {

/// The runs chosen for comparison, in the order of choosing, and the colour and marker of each,
/// which stay as long as it is chosen. Runs beyond the eighth are grey until a colour is free. GUI
/// thread.
class RunSelection final : public QObject {
  Q_OBJECT

 public:
  /// A dense baseline has a look of its own; there is one such place.
  enum class Role : std::uint8_t { kRun, kBaseline };
  struct Choice {
    std::string id;
    Role role = Role::kRun;
  };

  using QObject::QObject;

  /// Those already chosen keep their looks.
  void Set(const std::vector<Choice>& choices);
  void Add(const std::vector<Choice>& choices);
  void Remove(const std::vector<std::string>& ids);
  void Toggle(const Choice& choice);
  void Clear() { Set({}); }

  [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }
  [[nodiscard]] bool Contains(const std::string& id) const;
  /// Muted for a run that is not chosen.
  [[nodiscard]] viz::SeriesStyle StyleOf(const std::string& id) const;

 signals:
  void Changed();

 private:
  void Rebuild(std::vector<Choice> choices);
  [[nodiscard]] std::vector<Choice> Choices() const;

  std::vector<std::string> ids_;
  std::vector<Role> roles_;
  std::vector<viz::SeriesStyle> styles_;
};

}  // namespace sentei::ui
