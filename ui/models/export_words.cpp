// SPDX-License-Identifier: Apache-2.0
#include "core/run/run_command.h"
#include "ui/models/export_subject.h"
#include "ui/text.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>

namespace sentei::ui {
namespace {

constexpr const char* kGgufFile = "model.gguf";  // as exports name it
constexpr const char* kAdapterBase = "base";

QString Words(const char* text) { return QCoreApplication::translate("ExportWords", text); }

// A JSON string is a Python string as well.
QString Quoted(const std::string& text) {
  return ToQString(
      nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

QString TorchType(plan::ExportDType dtype) {
  switch (dtype) {
    case plan::ExportDType::kF32:
      return QStringLiteral("float32");
    case plan::ExportDType::kF16:
      return QStringLiteral("float16");
    case plan::ExportDType::kBF16:
    case plan::ExportDType::kQ8_0:
      break;
  }
  return QStringLiteral("bfloat16");
}

QString ModelLine(const std::string& folder, plan::ExportDType dtype, bool bundled) {
  return QStringLiteral("AutoModelForCausalLM.from_pretrained(\n    %1,\n    %2dtype=\"%3\")")
      .arg(Quoted(folder),
           bundled ? QStringLiteral("trust_remote_code=True, ") : QString(),
           TorchType(dtype));
}

QString TransformersText(const std::string& folder, plan::ExportDType dtype, bool bundled) {
  return QStringLiteral(
             "from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
             "model = %1\n"
             "tokenizer = AutoTokenizer.from_pretrained(%2)\n")
      .arg(ModelLine(folder, dtype, bundled), Quoted(folder));
}

QString PeftText(const std::string& folder, plan::ExportDType dtype, bool bundled) {
  return QStringLiteral(
             "from peft import PeftModel\n"
             "from transformers import AutoModelForCausalLM\n\n"
             "base = %1\n"
             "model = PeftModel.from_pretrained(base, %2)\n")
      .arg(ModelLine(folder + "/" + kAdapterBase, dtype, bundled), Quoted(folder));
}

QString Line(const std::vector<std::string>& words) { return ToQString(run::ShellLine(words)); }

std::string OpenedBySentei(plan::ExportProfile profile, const std::string& folder) {
  if (profile == plan::ExportProfile::kGguf) return folder + "/" + kGgufFile;
  return profile == plan::ExportProfile::kAdapter ? folder + "/" + kAdapterBase : folder;
}

std::vector<ExportSnippet> LlamaSnippets(const std::string& folder) {
  const std::string file = folder + "/" + kGgufFile;
  return {{QStringLiteral("llama.cpp"),
           Line({"llama-cli", "-m", file, "-p", "Once upon a time"}) + QLatin1Char('\n')},
          {QStringLiteral("llama-quantize"),
           Line({"llama-quantize", file, folder + "/model-Q4_K_M.gguf", "Q4_K_M"}) +
               QLatin1Char('\n')}};
}

}  // namespace

QString ProfileTitle(plan::ExportProfile profile) {
  switch (profile) {
    case plan::ExportProfile::kHfPerLayer:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "Hugging Face, per layer"));
    case plan::ExportProfile::kHfUniform:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "Hugging Face, uniform"));
    case plan::ExportProfile::kHfPadded:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "Hugging Face, padded"));
    case plan::ExportProfile::kHfMasked:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "Masked, original shapes"));
    case plan::ExportProfile::kGguf:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "GGUF"));
    case plan::ExportProfile::kAdapter:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "PEFT adapter and pruned base"));
  }
  return {};
}

QString ProfileUse(const ExportSubject& subject, plan::ExportProfile profile) {
  const bool bundled = RunsBundledCode(subject, profile);
  switch (profile) {
    case plan::ExportProfile::kHfPerLayer:
      return Words(
          QT_TRANSLATE_NOOP("ExportWords", "transformers with bundled code (trust_remote_code)"));
    case plan::ExportProfile::kHfUniform:
      return Words(
          QT_TRANSLATE_NOOP("ExportWords", "transformers as it is, and what builds on it"));
    case plan::ExportProfile::kHfPadded:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "transformers as it is; larger and slower"));
    case plan::ExportProfile::kHfMasked:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "evaluation tools; the size of the original"));
    case plan::ExportProfile::kGguf:
      return Words(QT_TRANSLATE_NOOP("ExportWords", "llama.cpp"));
    case plan::ExportProfile::kAdapter:
      return bundled ? Words(QT_TRANSLATE_NOOP("ExportWords", "peft, with bundled code"))
                     : Words(QT_TRANSLATE_NOOP("ExportWords", "peft and transformers"));
  }
  return {};
}

std::vector<ExportSnippet> SnippetsOf(const ExportSubject& subject,
                                      plan::ExportProfile profile,
                                      plan::ExportDType dtype,
                                      const std::string& folder) {
  const bool bundled = RunsBundledCode(subject, profile);
  std::vector<ExportSnippet> snippets;
  if (profile == plan::ExportProfile::kGguf) {
    snippets = LlamaSnippets(folder);
  } else if (profile == plan::ExportProfile::kAdapter) {
    snippets.push_back({QStringLiteral("Python (peft)"), PeftText(folder, dtype, bundled)});
  } else {
    snippets.push_back({QStringLiteral("Python"), TransformersText(folder, dtype, bundled)});
  }
  snippets.push_back({QStringLiteral("sentei"),
                      Line({"sentei", "verify", folder}) + QLatin1Char('\n') +
                          Line({"sentei",
                                "generate",
                                OpenedBySentei(profile, folder),
                                "--prompt",
                                "Once upon a time"}) +
                          QLatin1Char('\n')});
  return snippets;
}

}  // namespace sentei::ui
