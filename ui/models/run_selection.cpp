// SPDX-License-Identifier: Apache-2.0
#include "ui/models/run_selection.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sentei::ui {
namespace {

using Kind = viz::SeriesStyle::Kind;

constexpr viz::SeriesStyle kGrey{Kind::kMuted, 0};

/// Which looks are taken.
struct Looks {
  std::array<bool, kRunColors> colors{};
  bool dense = false;

  void Take(const viz::SeriesStyle& style) {
    if (style.kind == Kind::kDense) dense = true;
    if (style.kind == Kind::kRun) colors.at(style.index) = true;
  }
  viz::SeriesStyle Free(RunSelection::Role role) {
    if (role == RunSelection::Role::kBaseline && !dense) {
      dense = true;
      return {Kind::kDense, 0};
    }
    const auto free = std::find(colors.begin(), colors.end(), false);
    if (free == colors.end()) return kGrey;
    *free = true;
    return {Kind::kRun, static_cast<std::size_t>(free - colors.begin())};
  }
};

}  // namespace

bool RunSelection::Contains(const std::string& id) const {
  return std::find(ids_.begin(), ids_.end(), id) != ids_.end();
}

viz::SeriesStyle RunSelection::StyleOf(const std::string& id) const {
  const auto found = std::find(ids_.begin(), ids_.end(), id);
  return found == ids_.end() ? kGrey : styles_[static_cast<std::size_t>(found - ids_.begin())];
}

std::vector<RunSelection::Choice> RunSelection::Choices() const {
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < ids_.size(); ++i) choices.push_back({ids_[i], roles_[i]});
  return choices;
}

void RunSelection::Set(const std::vector<Choice>& choices) { Rebuild(choices); }

void RunSelection::Add(const std::vector<Choice>& choices) {
  std::vector<Choice> all = Choices();
  for (const Choice& choice : choices) {
    if (!Contains(choice.id)) all.push_back(choice);
  }
  Rebuild(std::move(all));
}

void RunSelection::Remove(const std::vector<std::string>& ids) {
  std::vector<Choice> all = Choices();
  std::erase_if(all, [&ids](const Choice& choice) {
    return std::find(ids.begin(), ids.end(), choice.id) != ids.end();
  });
  Rebuild(std::move(all));
}

void RunSelection::Toggle(const Choice& choice) {
  if (Contains(choice.id)) return Remove({choice.id});
  Add({choice});
}

void RunSelection::Rebuild(std::vector<Choice> choices) {
  std::vector<viz::SeriesStyle> styles;
  Looks looks;
  for (const Choice& choice : choices) {
    styles.push_back(StyleOf(choice.id));
    looks.Take(styles.back());
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (styles[i].kind == Kind::kMuted) styles[i] = looks.Free(choices[i].role);
  }
  std::vector<std::string> ids;
  std::vector<Role> roles;
  for (Choice& choice : choices) {
    ids.push_back(std::move(choice.id));
    roles.push_back(choice.role);
  }
  if (ids == ids_) return;
  ids_ = std::move(ids);
  roles_ = std::move(roles);
  styles_ = std::move(styles);
  emit Changed();
}

}  // namespace sentei::ui
