// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sentei::text {

/// A text file and how its records are read.
struct TextSource {
  std::string path;             ///< .jsonl or .ndjson: a record a line; anything else: one document
  std::string column = "text";  ///< records: the field that holds the text ...
  std::string text_template;    ///< ... or a template, see TextTemplate
  std::int64_t max_records = 0;  ///< records read from the start; 0: all
};

/// The documents of a file, as written, without empty ones.
struct Documents {
  std::vector<std::string> texts;
  std::string sha256;  ///< of the file, hex
};

/// Throws kInput when the file is missing, binary or without text, when a line is no JSON object or
/// a record lacks a field (the sentence names file, line and field), kUsage for a bad template.
[[nodiscard]] Documents ReadDocuments(const TextSource& source);

/// A text as one row of tokens. Immutable; safe between threads.
struct TokenStream {
  std::vector<TokenId> ids;
  std::int64_t documents = 0;
  std::string sha256;  ///< of the file the text came from, hex
};

/// The file's documents, each tokenised whole and without BOS, the first end-of-text id of the
/// tokenizer between two of them (nothing when it has none). Throws as ReadDocuments.
[[nodiscard]] TokenStream ReadTokens(const TextSource& source, const ModelTokenizer& tokenizer);

enum class SequenceOrder : std::uint8_t { kShuffled, kSequential };

/// Which sequences of a stream a training step sees. Sequence i is tokens [i * length, (i + 1) *
/// length); what is left at the end is unused. Every epoch visits every sequence once, shuffled by
/// (seed, epoch). What a step sees is a function of the constructor's arguments and the step alone,
/// so a resumed run needs no more than its step number. The stream must outlive the sampler. One
/// object belongs to one thread.
class SequenceSampler {
 public:
  /// `batch` sequences a step. Throws kInput when the stream is shorter than one sequence, kUsage
  /// for a length or batch below 1.
  SequenceSampler(const TokenStream& stream,
                  std::int64_t length,
                  std::int64_t batch,
                  std::uint64_t seed,
                  SequenceOrder order = SequenceOrder::kShuffled);

  [[nodiscard]] std::int64_t sequences() const { return sequences_; }
  /// Indices of the sequences of `step` (0, 1, ...), batch of them.
  [[nodiscard]] std::vector<std::int64_t> Indices(std::int64_t step);
  /// Their tokens, row-major [batch, length].
  [[nodiscard]] std::vector<TokenId> Batch(std::int64_t step);

 private:
  [[nodiscard]] std::int64_t IndexAt(std::int64_t position);

  const TokenStream* stream_;
  std::int64_t length_;
  std::int64_t batch_;
  std::uint64_t seed_;
  SequenceOrder order_;
  std::int64_t sequences_;
  std::int64_t shuffled_epoch_ = -1;  ///< what permutation_ belongs to
  std::vector<std::int64_t> permutation_;
};

/// The first `windows` non-overlapping windows of `length` tokens (0: all), fewer when the stream
/// is shorter: views into `stream`. Throws kInput when it does not fill one window.
[[nodiscard]] std::vector<std::span<const TokenId>> EvalWindows(const TokenStream& stream,
                                                                std::int64_t length,
                                                                std::int64_t windows);

}  // namespace sentei::text
