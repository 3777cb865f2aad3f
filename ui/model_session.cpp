// SPDX-License-Identifier: Apache-2.0
#include "ui/model_session.h"

#include "core/formats/hub_cache.h"
#include "core/formats/resolve_model.h"
#include "ui/background.h"
#include "ui/text.h"

#include <utility>

namespace sentei::ui {
namespace {

namespace fs = std::filesystem;

// "SmolLM2-135M-Instruct.Q4_1" of a file, the folder's own name else; ORG/NAME of a cached model.
std::string TitleOf(const fs::path& path) {
  std::error_code ignored;
  if (const auto hub = formats::RepositoryOfSnapshot(fs::canonical(path, ignored))) {
    return hub->name;
  }
  const fs::path normal = path.lexically_normal();
  const fs::path last = normal.has_filename() ? normal : normal.parent_path();
  return last.has_extension() && fs::is_regular_file(path, ignored) ? last.stem().string()
                                                                    : last.filename().string();
}

std::uint64_t WeightBytesOf(const formats::ModelSource& source) {
  std::uint64_t bytes = 0;
  for (const fs::path& file : source.weight_files()) {
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(file, failed);
    if (!failed) bytes += size;
  }
  return bytes;
}

void Describe(OpenedModel& model) {
  try {
    model.description = plan::DescribeModel(*model.source);
    model.families = plan::BuildUnitFamilies(*model.description, plan::UnitKind::kKvGroup);
    model.census = plan::TakeCensus(*model.description);
  } catch (const Error& error) {
    model.description.reset();
    model.problem = Failure{error.code(), error.what(), error.hint()};
  }
}

}  // namespace

OpenedModelPtr ReadModel(const QString& argument, const fs::path& cache_dir) {
  const fs::path path = formats::ResolveModel(ToStd(argument), cache_dir);
  auto model = std::make_shared<OpenedModel>();
  model->argument = argument;
  model->name = Shown(TitleOf(path));
  model->source = formats::OpenModel(path);
  model->model_id = formats::ModelId(*model->source);
  model->tokenizer = std::make_shared<LazyTokenizer>(model->source);
  model->weight_bytes = WeightBytesOf(*model->source);
  Describe(*model);
  return model;
}

ModelSession::ModelSession(fs::path cache_dir, QObject* parent)
    : QObject(parent), cache_dir_(std::move(cache_dir)) {}

void ModelSession::Open(const QString& argument) {
  const quint64 attempt = ++attempt_;
  opening_ = argument;
  emit OpeningStarted(argument);
  InBackground(
      this,
      [argument, cache = cache_dir_] { return ReadModel(argument, cache); },
      [this, attempt, argument](Result<OpenedModelPtr> opened) {
        if (attempt != attempt_) return;
        opening_.clear();
        if (!opened.has_value()) {
          emit OpenFailed(argument, opened.error());
          return;
        }
        model_ = std::move(opened).value();
        baseline_.reset();
        emit Opened();
      });
}

void ModelSession::Close() {
  ++attempt_;
  opening_.clear();
  model_.reset();
  baseline_.reset();
  emit Closed();
}

void ModelSession::SetBaseline(const run::EvalDone& baseline) {
  baseline_ = baseline;
  emit BaselineChanged();
}

}  // namespace sentei::ui
