// SPDX-License-Identifier: Apache-2.0
#include "ui/models/model_facts.h"

#include "core/plan/model_family.h"
#include "ui/models/model_words.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <functional>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("ModelFacts", text); }

// "9", or "4 to 9" of a model whose layers differ.
QString Range(const plan::ModelDescription& model,
              const std::function<std::int64_t(const plan::LayerShape&)>& size) {
  if (model.layers.empty()) return None();
  std::int64_t low = size(model.layers.front());
  std::int64_t high = low;
  for (const plan::LayerShape& layer : model.layers) {
    low = std::min(low, size(layer));
    high = std::max(high, size(layer));
  }
  return low == high
             ? Count(low)
             : Words(QT_TRANSLATE_NOOP("ModelFacts", "%1 to %2")).arg(Count(low), Count(high));
}

QString HeadWords(const plan::ModelDescription& model) {
  return Words(QT_TRANSLATE_NOOP("ModelFacts", "%1 in %2 KV groups, head size %3"))
      .arg(Range(model, [](const plan::LayerShape& layer) { return layer.num_query_heads; }),
           Range(model, [](const plan::LayerShape& layer) { return layer.num_kv_heads; }),
           Count(model.head_dim));
}

QString RotaryWords(const plan::RotarySettings& rotary) {
  QString words = Words(QT_TRANSLATE_NOOP("ModelFacts", "theta %1")).arg(Number(rotary.theta, 0));
  if (rotary.scaling != plan::RotaryScaling::kNone) {
    words +=
        Words(QT_TRANSLATE_NOOP("ModelFacts", ", stretched by %1")).arg(Number(rotary.factor, 1));
  }
  return words;
}

// The licence that a checkpoint names itself; the format does not ask for one.
QString LicenceOf(const formats::ModelSource& source) {
  const nlohmann::json& metadata = source.gguf_metadata();
  for (const auto& [from, key] :
       {std::pair{&metadata, "general.license"}, std::pair{&source.config(), "license"}}) {
    if (from->is_object() && from->contains(key) && (*from)[key].is_string()) {
      return Shown((*from)[key].get<std::string>());
    }
  }
  return {};
}

void AddDescribed(const OpenedModel& opened, std::vector<ModelFact>& facts) {
  const plan::ModelDescription& model = *opened.description;
  facts.push_back(
      {Words(QT_TRANSLATE_NOOP("ModelFacts", "Architecture")),
       Words(QT_TRANSLATE_NOOP("ModelFacts", "%1 decoder")).arg(Shown(model.model_type))});
  facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Parameters")),
                   Count(opened.census.total()),
                   ModelFact::Form::kLead});
  facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Layers")), Count(model.num_layers())});
  facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Query heads")), HeadWords(model)});
  facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Hidden, FFN")),
                   Count(model.hidden_size) + QStringLiteral(", ") +
                       Range(model, [](const plan::LayerShape& layer) { return layer.ffn_size; })});
  const char* tied = model.tied_embeddings ? QT_TRANSLATE_NOOP("ModelFacts", "%1, tied embeddings")
                                           : QT_TRANSLATE_NOOP("ModelFacts", "%1");
  facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Vocabulary")),
                   Words(tied).arg(Count(model.vocab_size))});
  facts.push_back({QStringLiteral("RoPE"), RotaryWords(model.rotary)});
  facts.push_back(
      {Words(QT_TRANSLATE_NOOP("ModelFacts", "Context")),
       Words(QT_TRANSLATE_NOOP("ModelFacts", "%1 tokens")).arg(Count(model.max_positions))});
}

}  // namespace

std::vector<ModelFact> FactsOf(const OpenedModel& model) {
  std::vector<ModelFact> facts;
  if (model.description.has_value()) {
    AddDescribed(model, facts);
  } else {
    facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Tensors")),
                     Count(static_cast<std::int64_t>(model.source->tensors().size()))});
  }
  facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Stored as")),
                   FormatWords(*model.source) + QStringLiteral(", ") +
                       Bytes(static_cast<double>(model.weight_bytes))});
  const QString licence = LicenceOf(*model.source);
  if (!licence.isEmpty()) {
    facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Licence")), licence});
  }
  facts.push_back({Words(QT_TRANSLATE_NOOP("ModelFacts", "Model id")),
                   Shown(model.model_id.substr(0, 16)),
                   ModelFact::Form::kMono});
  return facts;
}

}  // namespace sentei::ui
