// SPDX-License-Identifier: Apache-2.0
// What a training session saves and takes back.
#include "core/base/error.h"
#include "core/engine/train/train_session.h"
#include "core/engine/train/trained_result.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace sentei::engine {
namespace {

constexpr const char* kValues = "";
constexpr const char* kFirstMoment = ".exp_avg";
constexpr const char* kSecondMoment = ".exp_avg_sq";

at::Tensor OnHost(const at::Tensor& tensor) {
  return tensor.detach().to(at::kCPU, /*non_blocking=*/false, /*copy=*/true).contiguous();
}

const at::Tensor& Find(const Checkpoint& checkpoint,
                       const std::string& name,
                       at::IntArrayRef shape) {
  const auto found = checkpoint.tensors.find(name);
  if (found == checkpoint.tensors.end() || found->second.sizes() != shape) {
    ThrowInput(
        "the checkpoint of step {} does not fit the model: {} is missing or has another shape",
        checkpoint.step,
        name);
  }
  return found->second;
}

std::string FamilyName(const plan::UnitFamily& family, const char* what) {
  const bool ffn = family.group() == plan::FamilyGroup::kFfn;
  return fmt::format("layers.{}.{}.{}", family.layer, ffn ? "ffn" : "attention", what);
}

at::Tensor MaskTensor(const std::vector<bool>& keep) {
  at::Tensor mask = at::empty({static_cast<std::int64_t>(keep.size())}, at::kByte);
  for (std::size_t i = 0; i < keep.size(); ++i) {
    mask.data_ptr<std::uint8_t>()[i] = keep[i] ? 1 : 0;
  }
  return mask;
}

std::vector<bool> MaskOf(const at::Tensor& tensor) {
  const auto* values = tensor.data_ptr<std::uint8_t>();
  return std::vector<bool>(values, values + tensor.numel());
}

/// Calls fn(name, view of `flat`) for every factor.
template <typename Fn>
void ForEachFactor(const Decoder& model,
                   const LoraParameters& parameters,
                   const at::Tensor& flat,
                   const char* suffix,
                   const Fn& fn) {
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    for (const plan::Projection projection : plan::kProjections) {
      const auto layer = static_cast<std::int64_t>(i);
      const FactorPair pair = parameters.ViewOf(flat, layer, projection);
      if (!pair.a.defined()) continue;
      const std::string module = plan::ModuleName(layer, projection);
      fn(module + ".lora_A.weight" + suffix, pair.a);
      fn(module + ".lora_B.weight" + suffix, pair.b);
    }
  }
}

}  // namespace

Checkpoint TrainSession::Snapshot() const {
  Checkpoint checkpoint;
  checkpoint.step = step_;
  checkpoint.state = {{"optimizer_updates", optimizer_.updates()},
                      {"non_finite_steps", non_finite_},
                      {"metrics_hash", metrics_hash_}};
  // Only where memory ran out, so that every other run's hash stays what it was.
  if (micro_batch_.halved()) checkpoint.state["micro_batch"] = micro_batch_.size();
  const auto put = [&](const std::string& name, const at::Tensor& view) {
    checkpoint.tensors[name] = OnHost(view);
  };
  ForEachFactor(model_, parameters_, parameters_.values(), kValues, put);
  ForEachFactor(model_, parameters_, optimizer_.first_moment(), kFirstMoment, put);
  ForEachFactor(model_, parameters_, optimizer_.second_moment(), kSecondMoment, put);
  if (pruning_ == nullptr) return checkpoint;
  checkpoint.state["events_done"] = pruning_->events_done();
  const UnitMasks& masks = pruning_->masks();
  for (std::size_t f = 0; f < masks.families().size(); ++f) {
    const plan::UnitFamily& family = masks.families()[f];
    checkpoint.tensors[FamilyName(family, "keep")] = MaskTensor(masks.keep()[f]);
    if (f < pruning_->scores().size() && pruning_->scores()[f].defined()) {
      checkpoint.tensors[FamilyName(family, "score")] = OnHost(pruning_->scores()[f]);
    }
  }
  return checkpoint;
}

void TrainSession::Restore(const Checkpoint& checkpoint) {
  const at::NoGradGuard no_grad;
  const auto take = [&](const std::string& name, const at::Tensor& view) {
    at::Tensor(view).copy_(Find(checkpoint, name, view.sizes()));
  };
  ForEachFactor(model_, parameters_, parameters_.values(), kValues, take);
  ForEachFactor(model_, parameters_, optimizer_.first_moment(), kFirstMoment, take);
  ForEachFactor(model_, parameters_, optimizer_.second_moment(), kSecondMoment, take);
  optimizer_.SetUpdates(checkpoint.state.at("optimizer_updates").get<std::int64_t>());
  non_finite_ = checkpoint.state.at("non_finite_steps").get<std::int64_t>();
  metrics_hash_ = checkpoint.state.at("metrics_hash").get<std::string>();
  micro_batch_.Restore(checkpoint.state.value("micro_batch", setup_.train.micro_batch));
  step_ = checkpoint.step;
  if (pruning_ == nullptr) return;
  plan::KeepMask keep;
  UnitScores scores;
  for (const plan::UnitFamily& family : pruning_->masks().families()) {
    const at::IntArrayRef shape(family.num_units);
    keep.push_back(MaskOf(Find(checkpoint, FamilyName(family, "keep"), shape)));
    const auto score = checkpoint.tensors.find(FamilyName(family, "score"));
    const bool scored = score != checkpoint.tensors.end();
    scores.push_back(scored ? score->second.to(model_.device) : at::Tensor());
    if (scored) static_cast<void>(Find(checkpoint, score->first, shape));
  }
  const bool any = std::any_of(
      scores.begin(), scores.end(), [](const at::Tensor& family) { return family.defined(); });
  pruning_->Restore(keep,
                    any ? std::move(scores) : UnitScores(),
                    checkpoint.state.at("events_done").get<std::size_t>());
}

plan::KeepMask RestoreResult(Decoder& model,
                             const run::LoraSpec& lora,
                             const std::vector<plan::UnitFamily>& families,
                             const Checkpoint& checkpoint) {
  const at::NoGradGuard no_grad;
  AttachLora(model, lora.rank, lora.alpha, /*seed=*/0);
  const LoraParameters parameters(model);
  ForEachFactor(model,
                parameters,
                parameters.values(),
                kValues,
                [&](const std::string& name, const at::Tensor& view) {
                  at::Tensor(view).copy_(Find(checkpoint, name, view.sizes()));
                });
  plan::KeepMask keep = plan::AllKept(families);
  for (std::size_t f = 0; f < families.size(); ++f) {
    const std::string name = FamilyName(families[f], "keep");
    if (!checkpoint.tensors.contains(name)) continue;
    keep[f] = MaskOf(Find(checkpoint, name, at::IntArrayRef(families[f].num_units)));
  }
  return keep;
}

}  // namespace sentei::engine
