// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/atomic_directory.h"
#include "core/engine/nn/decoder.h"
#include "core/plan/export_profile.h"
#include "core/plan/unit_family.h"
#include "core/run/run_event.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace sentei::engine {

/// Where a result comes from: what the model card and pruning_plan.json say besides the weights.
/// Empty strings and lists are left out of both.
struct Provenance {
  std::string base_name;      ///< as people call the dense model, such as "SmolLM2-135M-Instruct"
  std::string base_license;   ///< as its own card names it, such as "apache-2.0"
  std::string base_model_id;  ///< formats::ModelId of the dense model
  std::int64_t base_parameters = 0;
  std::string sentei_version;
  std::string run_id;
  std::string spec_hash;
  std::string criterion;  ///< run::Name(Criterion); empty: nothing was pruned
  std::string schedule;
  std::uint64_t seed = 0;
  std::int64_t steps = 0;                  ///< optimizer steps trained
  std::string training_text;               ///< file name of the training text ...
  std::string training_text_hash;          ///< ... and its SHA-256
  std::vector<run::EvalDone> evaluations;  ///< perplexities with their protocol, dense first
};

/// Name and licence of an opened model: GGUF general.name and general.license, or ORG/NAME of the
/// Hugging Face cache and the front matter of the folder's README.md; the folder's or file's own
/// name where neither says. Also fills
/// base_model_id and base_parameters.
[[nodiscard]] Provenance DescribeBase(const formats::ModelSource& source,
                                      const plan::ModelDescription& description);

/// One export. Pointers are not owned and must outlive the call.
struct ExportRequest {
  /// The dense, masked or already compacted model, with or without LoRA, on any device.
  const Decoder* model = nullptr;
  /// BuildUnitFamilies of the dense model; families may be empty when nothing was pruned.
  std::span<const plan::UnitFamily> families;
  /// keep[f][u] in the dense model's numbering; nullptr: everything is kept.
  const plan::KeepMask* keep = nullptr;
  plan::ExportProfile profile = plan::ExportProfile::kHfPerLayer;
  plan::ExportDType dtype = plan::ExportDType::kBF16;
  std::int64_t shard_bytes = 5'000'000'000;
  const text::ModelTokenizer* tokenizer = nullptr;  ///< nullptr: no tokenizer files are written
  Provenance provenance;
  std::filesystem::path directory;  ///< the folder to make
  /// kReplace takes an earlier model folder's or an empty folder's place, and no other folder's.
  OnExisting on_existing = OnExisting::kRefuse;
  std::filesystem::path resources_dir;  ///< holds hf/modeling_pruned.py
};

/// How an export tells of its advance and hears of a stop.
struct ExportHooks {
  std::function<void(const run::Progress&)> progress;  ///< may be empty; unit "tensor"
  std::stop_token stop;
};

struct ExportResult {
  std::filesystem::path path;   ///< the finished folder
  std::uint64_t bytes = 0;      ///< all files in it
  std::int64_t parameters = 0;  ///< in the written model, a tied matrix once
  double rounding_cost = 0.0;   ///< max |logit difference| against unrounded weights, on the probe
};

}  // namespace sentei::engine
