// SPDX-License-Identifier: Apache-2.0
#include "core/engine/run_context.h"
#include "core/engine/run_model.h"
#include "core/engine/run_texts.h"

namespace sentei::engine {

WorkerResult RunEval(RunContext& context) {
  const OpenedModel opened = OpenRunModel(context.spec);
  EmitStarted(context, opened, -1);
  CheckMemory(context, opened);
  const text::ModelTokenizer tokenizer = text::LoadTokenizer(*opened.source);
  const TokenText text = TokeniseText(context, context.spec.eval.text, tokenizer);
  const std::unique_ptr<Decoder> model = LoadRunModel(context, opened);
  EmitPhase(context, run::Phase::kEval);
  context.emit(MeasurePerplexity(context, *model, text, "eval", 0));
  return {};
}

}  // namespace sentei::engine
