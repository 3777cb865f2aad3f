// SPDX-License-Identifier: Apache-2.0
#include "ui/models/consequence_lines.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <filesystem>

namespace sentei::ui {
namespace {

struct Consequences {
  Q_DECLARE_TR_FUNCTIONS(Consequences)
};

QString Change(double dense, double now) {
  if (dense <= 0.0) return None();
  return SignedPercent(now / dense - 1.0);
}

ConsequenceTexts CountLine(const QString& name, const plan::Amount& amount) {
  return {name,
          Count(amount.dense),
          Count(amount.now),
          Change(static_cast<double>(amount.dense), static_cast<double>(amount.now))};
}

// "134.5" beside "107.6 M": a unit that both have stands once.
QString WithoutUnitOf(const QString& dense, const QString& now) {
  const auto gap = dense.indexOf(QChar(0x00a0));
  const auto other = now.indexOf(QChar(0x00a0));
  if (gap < 0 || other < 0 || dense.mid(gap) != now.mid(other)) return dense;
  return dense.left(gap);
}

ConsequenceTexts ShortLine(const QString& name, double dense, double now) {
  return {
      name, WithoutUnitOf(CountShort(dense), CountShort(now)), CountShort(now), Change(dense, now)};
}

ConsequenceTexts BytesLine(const QString& name, const plan::Amount& amount) {
  const auto dense = static_cast<double>(amount.dense);
  const auto now = static_cast<double>(amount.now);
  return {name, WithoutUnitOf(Bytes(dense), Bytes(now)), Bytes(now), Change(dense, now)};
}

ConsequenceTexts PrefillLine(const plan::RealAmount& macs) {
  const QString estimate = Consequences::tr("est.", "estimate");
  ConsequenceTexts line{Consequences::tr("Prefill speed"), {}, None(), estimate};
  if (macs.now > 0.0) line.now = SignedPercent(macs.dense / macs.now - 1.0);
  return line;
}

ConsequenceTexts MemoryLine(std::int64_t bytes) {
  return {Consequences::tr("Run memory peak"),
          {},
          bytes > 0 ? Bytes(static_cast<double>(bytes)) : None(),
          Consequences::tr("est.", "estimate")};
}

ConsequenceTexts PerplexityLine(const MeasuredQuality& quality) {
  ConsequenceTexts line;
  if (!quality.dense.has_value() && !quality.now.has_value()) return line;
  line.name = Consequences::tr("Perplexity");
  line.dense = quality.dense ? Number(quality.dense->perplexity, 2) : None();
  line.now = quality.now ? Number(quality.now->perplexity, 2) : None();
  if (quality.dense && quality.now) {
    line.difference = Change(quality.dense->perplexity, quality.now->perplexity);
  }
  return line;
}

}  // namespace

std::array<ConsequenceTexts, kConsequenceLines> LinesOf(const plan::Consequences& consequences,
                                                        const plan::ConsequenceRequest& request,
                                                        const MeasuredQuality& quality,
                                                        plan::UnitKind attention_kind) {
  const bool groups = attention_kind == plan::UnitKind::kKvGroup;
  const QString dtype = ToQString(plan::Name(request.dtype)).toUpper();
  return {ShortLine(Consequences::tr("Parameters"),
                    static_cast<double>(consequences.parameters.dense),
                    static_cast<double>(consequences.parameters.now)),
          CountLine(groups ? Consequences::tr("KV groups") : Consequences::tr("Query heads"),
                    consequences.attention_units),
          CountLine(Consequences::tr("FFN channels"), consequences.ffn_channels),
          BytesLine(Consequences::tr("File, %1").arg(dtype), consequences.file_bytes),
          ShortLine(Consequences::tr("MACs per token"),
                    consequences.decode_macs.dense,
                    consequences.decode_macs.now),
          BytesLine(Consequences::tr("KV cache, %1").arg(Count(request.context)),
                    consequences.cache_bytes),
          PrefillLine(consequences.prefill_macs),
          MemoryLine(consequences.peak_memory),
          PerplexityLine(quality)};
}

QString ProtocolOf(const run::EvalDone& eval) {
  const std::string name = std::filesystem::path(eval.text_path).filename().string();
  return Consequences::tr("%1 windows of %2 tokens, %3, %4")
      .arg(Count(eval.windows),
           Count(eval.length),
           Shown(eval.dtype).toUpper(),
           name.empty() ? None() : Shown(name));
}

QString NameOf(plan::Program program) {
  switch (program) {
    case plan::Program::kTransformers:
      return Consequences::tr("transformers, plain");
    case plan::Program::kTransformersBundled:
      return Consequences::tr("transformers, bundled code");
    case plan::Program::kLlamaCpp:
      return Consequences::tr("llama.cpp");
    case plan::Program::kGgufKQuants:
      return Consequences::tr("GGUF K-quants");
    case plan::Program::kSentei:
      return Consequences::tr("sentei");
  }
  return {};
}

QString NameOf(plan::Remedy remedy) {
  return remedy == plan::Remedy::kMakeUniform ? Consequences::tr("Make uniform")
                                              : Consequences::tr("Round to 256");
}

}  // namespace sentei::ui
