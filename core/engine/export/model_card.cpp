// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/model_card.h"

#include "core/base/units.h"
#include "core/base/untrusted_text.h"
#include "core/engine/export/gguf_file.h"

#include <fmt/format.h>

#include <cctype>
#include <filesystem>
#include <string_view>

namespace sentei::engine {
namespace {

using plan::ExportProfile;

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

bool IsLicenseId(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const bool sign = c == '.' || c == '-' || c == '+' || c == '_';
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && !sign) return false;
  }
  return true;
}

std::string FrontMatter(const ExportRequest& request) {
  const Provenance& from = request.provenance;
  std::string yaml = "---\n";
  if (IsLicenseId(from.base_license))
    yaml += fmt::format("license: {}\n", QuoteYaml(from.base_license));
  if (!from.base_name.empty()) yaml += fmt::format("base_model: {}\n", QuoteYaml(from.base_name));
  const char* library = request.profile == ExportProfile::kGguf      ? "gguf"
                        : request.profile == ExportProfile::kAdapter ? "peft"
                                                                     : "transformers";
  yaml += fmt::format("library_name: {}\npipeline_tag: text-generation\n", library);
  return yaml + "tags:\n- sentei\n- pruned\n---\n\n";
}

std::string Title(const Provenance& from) {
  const std::string name = from.base_name.empty() ? "model" : EscapeMarkdown(from.base_name);
  if (from.criterion.empty()) return fmt::format("# {}, exported by Sentei\n\n", name);
  return fmt::format("# {}, pruned by Sentei\n\n", name);
}

std::string BaseSection(const Provenance& from) {
  const std::string license = from.base_license.empty()
                                  ? "not recorded in its files; see where it was published"
                                  : EscapeMarkdown(from.base_license);
  std::string text =
      fmt::format("- Base model: {}\n- Licence of the base model: {}\n",
                  from.base_name.empty() ? "unnamed" : EscapeMarkdown(from.base_name),
                  license);
  if (!from.base_model_id.empty()) {
    text += fmt::format("- Base model id (SHA-256 over samples): `{}`\n", from.base_model_id);
  }
  return text;
}

std::string MethodSection(const ExportRequest& request) {
  const Provenance& from = request.provenance;
  if (from.criterion.empty()) return "- Method: none; the weights are those of the base model\n";
  std::string text = fmt::format(
      "- Method: LoRAPrune (structured pruning during LoRA training, arXiv:2305.18403); criterion "
      "`{}`, schedule `{}`, {} steps, seed {}\n",
      from.criterion,
      from.schedule,
      from.steps,
      from.seed);
  if (!from.training_text.empty()) {
    text += fmt::format("- Training text: {} (SHA-256 `{}`)\n",
                        EscapeMarkdown(FileName(from.training_text)),
                        from.training_text_hash);
  }
  if (!from.spec_hash.empty()) text += fmt::format("- Settings hash: `{}`\n", from.spec_hash);
  return text + "- Kept heads and channels, in the base model's numbering: `pruning_plan.json`\n";
}

std::string SizeTable(const ExportRequest& request, std::int64_t parameters) {
  const std::int64_t before = request.provenance.base_parameters;
  std::string text = "\n| | parameters |\n|---|---|\n";
  if (before > 0) text += fmt::format("| before | {} |\n", FormatCount(before));
  text += fmt::format("| after | {} |\n", FormatCount(parameters));
  if (before > 0) {
    const double share = static_cast<double>(parameters) / static_cast<double>(before);
    text += fmt::format("| remaining | {:.2f} % |\n", 100.0 * share);
  }
  return text;
}

std::string EvaluationTable(const Provenance& from) {
  if (from.evaluations.empty()) return {};
  std::string text =
      "\nPerplexity: the text tokenised once, cut into windows that do not overlap, the mean loss "
      "over all predicted tokens.\n\n"
      "| stage | perplexity | text | tokens a window | windows | dtype | device |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const run::EvalDone& e : from.evaluations) {
    text += fmt::format("| {} | {:.3f} | {} (`{:.12}`) | {} | {} | {} | {} |\n",
                        EscapeMarkdown(e.stage),
                        e.perplexity,
                        EscapeMarkdown(FileName(e.text_path)),
                        e.text_hash,
                        e.length,
                        e.windows,
                        EscapeMarkdown(e.dtype),
                        EscapeMarkdown(e.device));
  }
  return text;
}

std::string PythonBlock(const char* body) {
  return fmt::format("\n## How to open it\n\n```python\n{}```\n", body);
}

std::string OpeningSection(const ExportRequest& request, bool bundled_code) {
  switch (request.profile) {
    case ExportProfile::kGguf:
      return fmt::format(
          "\n## How to open it\n\n```\nllama-cli -m {} -p \"Once upon a time\"\n```\n", kGgufFile);
    case ExportProfile::kAdapter:
      return PythonBlock(bundled_code ? "from peft import PeftModel\n"
                                        "from transformers import AutoModelForCausalLM\n\n"
                                        "base = AutoModelForCausalLM.from_pretrained(\"base\", "
                                        "trust_remote_code=True)\n"
                                        "model = PeftModel.from_pretrained(base, \".\")\n"
                                      : "from peft import PeftModel\n"
                                        "from transformers import AutoModelForCausalLM\n\n"
                                        "base = AutoModelForCausalLM.from_pretrained(\"base\")\n"
                                        "model = PeftModel.from_pretrained(base, \".\")\n");
    default:
      break;
  }
  return PythonBlock(
      bundled_code ? "from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
                     "# The layers have widths of their own; the code for them is in this folder.\n"
                     "model = AutoModelForCausalLM.from_pretrained(\".\", trust_remote_code=True)\n"
                     "tokenizer = AutoTokenizer.from_pretrained(\".\")\n"
                   : "from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
                     "model = AutoModelForCausalLM.from_pretrained(\".\")\n"
                     "tokenizer = AutoTokenizer.from_pretrained(\".\")\n");
}

std::string CodeSection(const std::vector<BundledCode>& files) {
  if (files.empty()) return {};
  std::string text =
      "\nThe code is a fixed part of Sentei; nothing of it comes from the base model:\n\n"
      "| file | SHA-256 |\n|---|---|\n";
  for (const BundledCode& file : files) {
    text += fmt::format("| `{}` | `{}` |\n", file.name, file.sha256);
  }
  return text;
}

std::string ProofSection(const ExportRequest& request, double rounding_cost) {
  return fmt::format(
      "\n## How it was checked\n\n`sentei_probe.safetensors` holds eight prompts and the fp32 "
      "logits "
      "that these weights must give; `sentei verify DIR` computes them again. Rounding the weights "
      "to {} changes these logits by at most {:.3g}.\n",
      plan::Name(request.dtype),
      rounding_cost);
}

}  // namespace

std::string MakeModelCard(const ExportRequest& request, const CardFacts& facts) {
  return FrontMatter(request) + Title(request.provenance) + BaseSection(request.provenance) +
         MethodSection(request) +
         fmt::format("- Profile: `{}`, weights in `{}`\n",
                     plan::Name(request.profile),
                     plan::Name(request.dtype)) +
         SizeTable(request, facts.parameters) + EvaluationTable(request.provenance) +
         OpeningSection(request, !facts.code.empty()) + CodeSection(facts.code) +
         ProofSection(request, facts.rounding_cost);
}

}  // namespace sentei::engine
