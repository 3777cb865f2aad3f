// SPDX-License-Identifier: Apache-2.0
#include "ui/workspace.h"

#include "ui/text.h"

#include <utility>

namespace sentei::ui {

Workspace::Workspace(Locations locations,
                     RunBridge::OpenService open,
                     std::vector<run::RunObserver*> observers,
                     QObject* parent)
    : QObject(parent),
      locations_(std::move(locations)),
      settings_(locations_.settings_file),
      session_(locations_.cache_dir),
      budget_(session_),
      draft_(session_, budget_),
      library_(locations_.data_dir),
      bridge_(std::move(open), std::move(observers)),
      jobs_(bridge_),
      keeper_(new DraftKeeper(*this)) {
  connect(&session_, &ModelSession::Opened, this, [this] {
    settings_.AddRecentModel(session_.model()->argument);
    if (!awaited_.has_value()) return;
    draft_.Adopt(*std::exchange(awaited_, std::nullopt), tr("Open job"));
  });
  connect(&session_, &ModelSession::OpenFailed, this, [this](const QString&, const Failure& why) {
    ShowFailure(why);
  });
  connect(&jobs_, &Jobs::Finished, this, [this] { library_.NotifyChanged(); });
}

void Workspace::OpenModelFor(const run::RunSpec& spec) {
  const OpenedModelPtr& model = session_.model();
  if (model != nullptr && model->source->path().string() == spec.model) {
    draft_.Adopt(spec, tr("Open job"));
    return;
  }
  awaited_ = spec;
  session_.Open(ToQString(spec.model));
}

}  // namespace sentei::ui
