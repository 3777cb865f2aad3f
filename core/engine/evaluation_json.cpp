// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluation_json.h"

#include "core/base/error.h"

namespace sentei::engine {

nlohmann::json EvaluationsToJson(const std::vector<run::EvalDone>& evaluations) {
  nlohmann::json list = nlohmann::json::array();
  for (const run::EvalDone& done : evaluations) {
    list.push_back({{"stage", done.stage},
                    {"step", done.step},
                    {"perplexity", done.perplexity},
                    {"mean_loss", done.mean_loss},
                    {"window_losses", done.window_losses},
                    {"length", done.length},
                    {"windows", done.windows},
                    {"tokens", done.tokens},
                    {"text_path", done.text_path},
                    {"text_hash", done.text_hash},
                    {"dtype", done.dtype},
                    {"device", done.device},
                    {"tokens_per_second", done.tokens_per_second}});
  }
  return list;
}

std::vector<run::EvalDone> EvaluationsFromJson(const nlohmann::json& json) {
  std::vector<run::EvalDone> evaluations;
  try {
    for (const nlohmann::json& entry : json) {
      evaluations.push_back({.stage = entry.at("stage"),
                             .step = entry.at("step"),
                             .perplexity = entry.at("perplexity"),
                             .mean_loss = entry.at("mean_loss"),
                             .window_losses = entry.at("window_losses"),
                             .length = entry.at("length"),
                             .windows = entry.at("windows"),
                             .tokens = entry.at("tokens"),
                             .text_path = entry.at("text_path"),
                             .text_hash = entry.at("text_hash"),
                             .dtype = entry.at("dtype"),
                             .device = entry.at("device"),
                             .tokens_per_second = entry.at("tokens_per_second")});
    }
  } catch (const nlohmann::json::exception& error) {
    ThrowInput("the evaluations of a checkpoint are damaged: {}", error.what());
  }
  return evaluations;
}

}  // namespace sentei::engine
