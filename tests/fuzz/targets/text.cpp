// SPDX-License-Identifier: Apache-2.0
// The first line is a regular expression of tokenizer.json and a template of records; the rest is
// the text to split and the records.
#include "core/text/dataset.h"
#include "core/text/split_pattern.h"
#include "core/text/text_stream.h"
#include "core/text/unicode.h"
#include "tests/fuzz/target.h"

namespace sentei::fuzz {
namespace {

constexpr std::size_t kLongestText = 4096;

/// The spans that a pattern finds cover a text once, in order, along whole characters.
void CheckSplit(const text::SplitPattern& pattern, const std::string& text) {
  std::size_t done = 0;
  for (const text::TextSpan& span : pattern.Find(text)) {
    Require(span.begin == done && span.end >= span.begin && span.end <= text.size(),
            "spans follow each other");
    done = span.end;
    Require(done == text.size() || (static_cast<unsigned char>(text[done]) & 0xC0U) != 0x80U,
            "spans end between characters");
  }
  Require(done == text.size(), "spans cover the text");
}

}  // namespace
}  // namespace sentei::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sentei;  // NOLINT(google-build-using-namespace): the entry point has none
  const auto [line, rest] = fuzz::SplitFirstLine(fuzz::AsText(data, size));
  static_cast<void>(fuzz::Accepts([&, line = line, rest = rest] {
    const auto pattern = text::MakeRegexPattern(text::ReplaceInvalidUtf8(line));
    fuzz::CheckSplit(*pattern, text::ReplaceInvalidUtf8(rest.substr(0, fuzz::kLongestText)));
  }));
  text::TextSource source;
  source.path = fuzz::WriteScratch("records.jsonl", rest);
  static_cast<void>(fuzz::Accepts([&] { static_cast<void>(text::ReadDocuments(source)); }));
  source.text_template = line;
  static_cast<void>(fuzz::Accepts([&] { static_cast<void>(text::ReadDocuments(source)); }));
  return 0;
}
