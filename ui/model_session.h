// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/formats/model_source.h"
#include "core/plan/census.h"
#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"
#include "core/run/run_event.h"
#include "ui/models/lazy_tokenizer.h"

#include <QObject>
#include <QString>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sentei::ui {

/// A model as far as headers tell: immutable, shared with background work. Where `description` is
/// empty the model is of an unknown architecture and opens for reading only; `problem` says why.
struct OpenedModel {
  QString argument;  ///< as the user named it: "demo", a path, ORG/NAME
  QString name;      ///< for titles, printable
  std::shared_ptr<const formats::ModelSource> source;
  std::string model_id;
  std::uint64_t weight_bytes = 0;  ///< of all weight files
  std::optional<plan::ModelDescription> description;
  std::vector<plan::UnitFamily> families;  ///< KV groups and FFN channels
  std::optional<Failure> problem;
  plan::Census census;
  std::shared_ptr<const LazyTokenizer> tokenizer;  ///< read by the first who asks, off the window

  [[nodiscard]] bool IsPrunable() const { return description.has_value(); }
};
using OpenedModelPtr = std::shared_ptr<const OpenedModel>;

/// Opens what `argument` names, reading headers only. Throws kInput; an architecture that Sentei
/// does not know is no error (see OpenedModel). Any thread.
[[nodiscard]] OpenedModelPtr ReadModel(const QString& argument,
                                       const std::filesystem::path& cache_dir);

/// The model of the window: opened on a pool thread, replaced as a whole. GUI thread.
class ModelSession final : public QObject {
  Q_OBJECT

 public:
  explicit ModelSession(std::filesystem::path cache_dir, QObject* parent = nullptr);

  /// Begins to open; Opened or OpenFailed follows. A later call supersedes one in progress.
  void Open(const QString& argument);
  void Close();

  /// nullptr while none is open.
  [[nodiscard]] const OpenedModelPtr& model() const { return model_; }
  /// The argument being opened now; empty when none is.
  [[nodiscard]] const QString& opening() const { return opening_; }

  /// The newest measurement of the dense model, from this session or the database.
  [[nodiscard]] const std::optional<run::EvalDone>& baseline() const { return baseline_; }
  void SetBaseline(const run::EvalDone& baseline);

 signals:
  void OpeningStarted(const QString& argument);
  void Opened();
  void OpenFailed(const QString& argument, const sentei::Failure& failure);
  void Closed();
  void BaselineChanged();

 private:
  std::filesystem::path cache_dir_;
  QString opening_;
  quint64 attempt_ = 0;
  OpenedModelPtr model_;
  std::optional<run::EvalDone> baseline_;
};

}  // namespace sentei::ui
