// SPDX-License-Identifier: Apache-2.0
#include "core/text/dataset.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/formats/read_json.h"
#include "core/text/text_template.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

namespace sentei::text {
namespace {

constexpr std::size_t kBinaryProbe = 1 << 16;

bool HoldsRecords(const std::filesystem::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".jsonl" || extension == ".ndjson";
}

nlohmann::json ParseRecord(std::string_view line, const std::string& place) {
  nlohmann::json record = formats::ParseJson(line, place);
  if (!record.is_object()) ThrowInput("{} is no JSON object but {}", place, record.type_name());
  return record;
}

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::vector<std::string> ReadRecords(std::string_view content, const TextSource& source) {
  const TextTemplate record_text = source.text_template.empty()
                                       ? TextTemplate::OfColumn(source.column)
                                       : TextTemplate(source.text_template);
  std::vector<std::string> texts;
  std::int64_t number = 0;
  std::int64_t records = 0;
  while (!content.empty() && (source.max_records <= 0 || records < source.max_records)) {
    const std::size_t end = std::min(content.find('\n'), content.size());
    const std::string_view line = content.substr(0, end);
    content.remove_prefix(std::min(end + 1, content.size()));
    ++number;
    if (IsBlank(line)) continue;
    ++records;
    const std::string place = fmt::format("{} line {}", source.path, number);
    std::string text = record_text.Expand(ParseRecord(line, place), place);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

Documents ReadDocuments(const TextSource& source) {
  const MappedFile file(source.path);
  const std::string_view content = file.text();
  if (content.substr(0, kBinaryProbe).find('\0') != std::string_view::npos) {
    throw Error(ErrorCode::kInput,
                fmt::format("{} is a binary file", source.path),
                "Give a text file or a .jsonl file");
  }
  Documents documents;
  documents.sha256 = Sha256Hex(content);
  if (HoldsRecords(source.path)) {
    documents.texts = ReadRecords(content, source);
  } else if (!content.empty()) {
    documents.texts.emplace_back(content);
  }
  file.CheckIntact();
  if (documents.texts.empty()) ThrowInput("{} holds no text", source.path);
  return documents;
}

TokenStream ReadTokens(const TextSource& source, const ModelTokenizer& tokenizer) {
  const Documents documents = ReadDocuments(source);
  TokenStream stream;
  stream.documents = static_cast<std::int64_t>(documents.texts.size());
  stream.sha256 = documents.sha256;
  for (std::size_t i = 0; i < documents.texts.size(); ++i) {
    if (i > 0 && !tokenizer.eos.empty()) stream.ids.push_back(tokenizer.eos.front());
    const auto ids = tokenizer.tokenizer.Encode(documents.texts[i], SpecialTokens::kNone);
    stream.ids.insert(stream.ids.end(), ids.begin(), ids.end());
  }
  return stream;
}

SequenceSampler::SequenceSampler(const TokenStream& stream,
                                 std::int64_t length,
                                 std::int64_t batch,
                                 std::uint64_t seed,
                                 SequenceOrder order)
    : stream_(&stream), length_(length), batch_(batch), seed_(seed), order_(order) {
  if (length < 1 || batch < 1) {
    throw Error(ErrorCode::kUsage,
                fmt::format("{} sequences of {} tokens are no batch", batch, length));
  }
  sequences_ = static_cast<std::int64_t>(stream.ids.size()) / length;
  if (sequences_ == 0) {
    throw Error(ErrorCode::kInput,
                fmt::format("The training text has {} tokens, fewer than one sequence of {}",
                            stream.ids.size(),
                            length),
                "Give a longer text or a smaller sequence length");
  }
}

std::int64_t SequenceSampler::IndexAt(std::int64_t position) {
  const std::int64_t place = position % sequences_;
  if (order_ == SequenceOrder::kSequential) return place;
  const std::int64_t epoch = position / sequences_;
  if (epoch != shuffled_epoch_) {
    const RandomKey key{seed_, static_cast<std::uint64_t>(epoch), 0, RandomPurpose::kDataOrder};
    permutation_ = RandomPermutation(key, sequences_);
    shuffled_epoch_ = epoch;
  }
  return permutation_[static_cast<std::size_t>(place)];
}

std::vector<std::int64_t> SequenceSampler::Indices(std::int64_t step) {
  SENTEI_CHECK(step >= 0, "step {}", step);
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < batch_; ++i) indices.push_back(IndexAt(step * batch_ + i));
  return indices;
}

std::vector<TokenId> SequenceSampler::Batch(std::int64_t step) {
  std::vector<TokenId> tokens;
  tokens.reserve(static_cast<std::size_t>(batch_ * length_));
  for (const std::int64_t index : Indices(step)) {
    const auto begin = stream_->ids.begin() + index * length_;
    tokens.insert(tokens.end(), begin, begin + length_);
  }
  return tokens;
}

std::vector<std::span<const TokenId>> EvalWindows(const TokenStream& stream,
                                                  std::int64_t length,
                                                  std::int64_t windows) {
  if (length < 1 || windows < 0) {
    throw Error(ErrorCode::kUsage,
                fmt::format("{} windows of {} tokens cannot be evaluated", windows, length));
  }
  const std::int64_t available = static_cast<std::int64_t>(stream.ids.size()) / length;
  if (available == 0) {
    throw Error(ErrorCode::kInput,
                fmt::format("The evaluation text has {} tokens, fewer than one window of {}",
                            stream.ids.size(),
                            length),
                "Give a longer text or a smaller window length");
  }
  const std::int64_t count = windows == 0 ? available : std::min(windows, available);
  std::vector<std::span<const TokenId>> views;
  for (std::int64_t i = 0; i < count; ++i) {
    views.push_back(
        std::span(stream.ids)
            .subspan(static_cast<std::size_t>(i * length), static_cast<std::size_t>(length)));
  }
  return views;
}

}  // namespace sentei::text
