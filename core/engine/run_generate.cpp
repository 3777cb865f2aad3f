// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/run_context.h"
#include "core/engine/run_model.h"
#include "core/engine/token_sampler.h"
#include "core/text/chat.h"
#include "core/text/text_stream.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <utility>

namespace sentei::engine {
namespace {

struct Prompt {
  std::vector<text::TokenId> ids;
  std::vector<text::TokenId> stop;
};

Prompt MakePrompt(const RunContext& context, const text::ModelTokenizer& tokenizer) {
  const run::GenerateSpec& spec = context.spec.generate;
  if (spec.chat) {
    const text::ChatMessage message{.role = text::ChatRole::kUser, .content = spec.prompt};
    text::ChatPrompt chat =
        text::EncodeChat(tokenizer, text::DetectChatFormat(tokenizer), {&message, 1});
    return {std::move(chat.ids), std::move(chat.stop)};
  }
  Prompt prompt{tokenizer.tokenizer.Encode(spec.prompt, text::SpecialTokens::kAdd), tokenizer.eos};
  if (prompt.ids.empty() && tokenizer.bos.has_value()) prompt.ids.push_back(*tokenizer.bos);
  if (prompt.ids.empty())
    throw Error(ErrorCode::kUsage, "the prompt is empty", "Give it some text.");
  return prompt;
}

at::Tensor AsTensor(const std::vector<text::TokenId>& ids) {
  return at::tensor(ids, at::kInt).to(at::kLong).unsqueeze(0);
}

void CheckLength(const Decoder& model, std::int64_t prompt, std::int64_t wanted) {
  if (prompt + wanted <= model.description.max_positions) return;
  throw Error(ErrorCode::kUsage,
              fmt::format("{} prompt tokens and {} new ones exceed the model's {} positions",
                          prompt,
                          wanted,
                          model.description.max_positions),
              "Shorten the prompt or --max-new-tokens.");
}

WorkerResult Generate(const RunContext& context,
                      const Decoder& model,
                      const text::ModelTokenizer& tokenizer) {
  const at::NoGradGuard no_grad;
  const run::GenerateSpec& spec = context.spec.generate;
  const Prompt prompt = MakePrompt(context, tokenizer);
  at::Tensor ids = AsTensor(prompt.ids);
  CheckLength(model, ids.size(1), spec.max_new_tokens);
  KvCache cache;
  cache.capacity = ids.size(1) + spec.max_new_tokens;
  text::TextStream stream(tokenizer.tokenizer);
  for (std::int64_t index = 0; index < spec.max_new_tokens; ++index) {
    if (context.control->BetweenMicroBatches(context.emit) == Interruption::kStop ||
        context.control->after_step().stop_requested()) {
      return {run::Outcome::kCancelled, "user"};
    }
    const at::Tensor hidden = ForwardHidden(model, ids, {}, &cache);
    const at::Tensor logits = Logits(model, hidden.select(1, hidden.size(1) - 1)).squeeze(0);
    model.CheckIntact();
    const std::int64_t next = SampleToken(logits.to(at::kCPU), spec, context.spec.seed, index);
    const auto id = static_cast<text::TokenId>(next);
    const bool ends = std::find(prompt.stop.begin(), prompt.stop.end(), id) != prompt.stop.end();
    std::string fresh = ends ? stream.Rest() : stream.Add(id);
    if (index + 1 == spec.max_new_tokens) fresh += stream.Rest();
    context.emit(run::TokenGenerated{.index = index, .id = id, .text = std::move(fresh)});
    if (ends) return {run::Outcome::kCompleted, "eos"};
    ids = at::full({1, 1}, next, at::kLong);
  }
  return {run::Outcome::kCompleted, "tokens"};
}

}  // namespace

WorkerResult RunGenerate(RunContext& context) {
  const OpenedModel opened = OpenRunModel(context.spec);
  EmitStarted(context, opened, -1);
  CheckMemory(context, opened);
  const text::ModelTokenizer tokenizer = text::LoadTokenizer(*opened.source);
  const std::unique_ptr<Decoder> model = LoadRunModel(context, opened);
  EmitPhase(context, run::Phase::kGenerate);
  return Generate(context, *model, tokenizer);
}

}  // namespace sentei::engine
