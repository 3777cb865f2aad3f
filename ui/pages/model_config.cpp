// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_config.h"

#include "core/base/untrusted_text.h"
#include "ui/background.h"
#include "ui/language_binding.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/workspace.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <QPlainTextEdit>
#include <QVBoxLayout>
#include <string>

namespace sentei::ui {
namespace {

constexpr std::size_t kLongestList = 32;
constexpr std::size_t kLongestText = 4000;

// A vocabulary would be a hundred thousand lines.
nlohmann::json Shortened(const nlohmann::json& json) {
  if (json.is_array() && json.size() > kLongestList) {
    return fmt::format("… {} values", json.size());
  }
  if (json.is_string() && json.get_ref<const std::string&>().size() > kLongestText) {
    return fmt::format("… {} bytes of text", json.get_ref<const std::string&>().size());
  }
  if (!json.is_structured()) return json;
  nlohmann::json shorter = json.is_array() ? nlohmann::json::array() : nlohmann::json::object();
  for (const auto& [key, value] : json.items()) {
    if (json.is_array()) {
      shorter.push_back(Shortened(value));
    } else {
      shorter[key] = Shortened(value);
    }
  }
  return shorter;
}

std::string TextOf(const nlohmann::json& json) {
  return PrintableLines(
      Shortened(json).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

QString ConfigText(const formats::ModelSource& source) {
  std::string text;
  if (!source.config().is_null()) text += TextOf(source.config());
  if (!source.gguf_metadata().is_null()) {
    text += (text.empty() ? "" : "\n\n") + TextOf(source.gguf_metadata());
  }
  return ToQString(text);
}

}  // namespace

ModelConfig::ModelConfig(Workspace& /*workspace*/, QWidget* parent) : QWidget(parent) {
  text_ = new QPlainTextEdit;
  text_->setObjectName(QStringLiteral("model-config"));
  text_->setReadOnly(true);
  text_->setTabChangesFocus(true);
  text_->setFont(FontFor(TypeRole::kMono));
  text_->setLineWrapMode(QPlainTextEdit::NoWrap);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  column->addWidget(text_);
  OnLanguage(this, [this] {
    text_->setAccessibleName(tr("Configuration"));
    text_->setPlaceholderText(tr("This checkpoint has no configuration."));
  });
}

void ModelConfig::SetModel(const OpenedModelPtr& model) {
  text_->clear();
  ++attempt_;
  if (model == nullptr) return;
  InBackground(
      this,
      [source = model->source] { return ConfigText(*source); },
      [this, attempt = attempt_](const Result<QString>& text) {
        if (attempt == attempt_ && text.has_value()) text_->setPlainText(text.value());
      });
}

}  // namespace sentei::ui
