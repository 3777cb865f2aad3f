// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/target.h"

#include "core/text/chat.h"
#include "core/text/gguf_tokenizer.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/tiny_checkpoint.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

namespace sentei::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestSentence = 2000;    // bytes; what a file holds is quoted in part
constexpr std::uint64_t kReadValues = 1U << 16U;  // of one tensor

class ScratchFolder {
 public:
  ScratchFolder() {
    const fs::path model = folder_ / "model";
    const fs::path sharded = folder_ / "sharded";
    const fs::path vocabulary = folder_ / "vocabulary";
    testing::WriteTinyCheckpoint(
        model, {.layers = 1, .hidden = 4, .heads = 2, .kv_heads = 1, .head_dim = 2, .ffn = 8});
    fs::create_directory(sharded);
    fs::create_directory(vocabulary);
    fs::copy_file(model / "config.json", vocabulary / "config.json");
    fs::copy_file(model / "model.safetensors", vocabulary / "model.safetensors");
    fs::copy_file(model / "config.json", sharded / "config.json");
    for (const char* name :
         {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"}) {
      fs::copy_file(model / "model.safetensors", sharded / name);
    }
  }
  [[nodiscard]] const fs::path& path() const { return folder_.path(); }

 private:
  testing::TemporaryDirectory folder_;
};

void ReadTensor(const formats::ModelSource& source, const formats::TensorInfo& info) {
  const auto elements = static_cast<std::uint64_t>(info.element_count());
  if (info.type == formats::ElementType::kOther || elements > kReadValues) return;
  std::vector<float> values(elements);
  std::vector<std::uint16_t> halves(elements);
  static_cast<void>(Accepts([&] { source.ReadFloat32(info.name, values); }));
  static_cast<void>(Accepts([&] { source.ReadBFloat16(info.name, halves); }));
  const auto bytes = source.MappedBytes(info.name);
  Require(bytes.empty() || bytes.size() == info.byte_size, "mapped bytes are the whole tensor");
}

void UseChat(const text::ModelTokenizer& tokenizer, std::string_view text) {
  const std::array messages = {text::ChatMessage{text::ChatRole::kUser, std::string(text)}};
  static_cast<void>(Accepts([&] {
    static_cast<void>(text::EncodeChat(tokenizer, text::DetectChatFormat(tokenizer), messages));
  }));
}

}  // namespace

void CheckRefusal(const Error& error) {
  const bool expected = error.code() == ErrorCode::kInput || error.code() == ErrorCode::kIo ||
                        error.code() == ErrorCode::kUsage;
  const std::string_view sentence = error.what();
  if (expected && !sentence.empty() && sentence.size() <= kLongestSentence) return;
  throw BrokenPromise(fmt::format("a refusal of code {} and {} bytes: {}",
                                  Name(error.code()),
                                  sentence.size(),
                                  sentence.substr(0, kLongestSentence)));
}

FirstLine SplitFirstLine(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  return {input.substr(0, end), input.substr(std::min(end + 1, input.size()))};
}

const fs::path& Scratch() {
  static const ScratchFolder folder;
  return folder.path();
}

fs::path WriteScratch(const fs::path& name, std::string_view bytes) {
  const fs::path path = Scratch() / name;
  fs::remove(path);  // emptying an existing file would wait for the disk
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

void ReadAll(const formats::ModelSource& source) {
  for (const formats::TensorInfo& info : source.tensors()) ReadTensor(source, info);
  static_cast<void>(formats::ModelId(source));
}

void UseTokenizer(const text::ModelTokenizer& tokenizer, std::string_view text) {
  static_cast<void>(Accepts([&] {
    const auto ids = tokenizer.tokenizer.Encode(text, text::SpecialTokens::kAdd);
    static_cast<void>(tokenizer.tokenizer.Decode(ids, text::Skip::kNothing));
    static_cast<void>(tokenizer.tokenizer.Decode(ids, text::Skip::kSpecial));
  }));
  UseChat(tokenizer, text);
  static_cast<void>(Accepts([&] {
    static_cast<void>(text::GgufTokenizerMetadata(tokenizer, tokenizer.tokenizer.vocab_size()));
  }));
}

}  // namespace sentei::fuzz
