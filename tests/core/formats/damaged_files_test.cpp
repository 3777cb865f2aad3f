// SPDX-License-Identifier: Apache-2.0
// Whatever is done to a small model file, opening and reading it either works or throws Error; the
// sanitizers watch for the rest.
#include "core/base/random.h"
#include "core/formats/gguf_reader.h"
#include "core/formats/gguf_writer.h"
#include "core/formats/model_source.h"
#include "core/formats/safetensors_reader.h"
#include "core/formats/safetensors_writer.h"
#include "tests/core/formats/bytes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;

/// A LLaMA GGUF with every kind of metadata and several tensor types.
std::string SoundGguf(const fs::path& scratch) {
  std::vector<GgufEntry> metadata = {
      MakeGgufEntry("general.architecture", "llama"),
      MakeGgufEntry("general.alignment", 32),
      MakeGgufEntry("llama.block_count", 1),
      MakeGgufEntry("llama.embedding_length", 32),
      MakeGgufEntry("llama.feed_forward_length", 32),
      MakeGgufEntry("llama.attention.head_count", 4),
      MakeGgufEntry("llama.rope.freq_base", 10000.5),
      MakeGgufEntry("tokenizer.ggml.tokens", nlohmann::json::array({"a", "b"})),
      MakeGgufEntry("tokenizer.ggml.scores", nlohmann::json::array({0.5, 1.5})),
  };
  const std::vector<TensorDeclaration> tensors = {
      {"token_embd.weight", ElementType::kQ8_0, {2, 32}},
      {"blk.0.attn_q.weight", ElementType::kF16, {32, 32}},
      {"output_norm.weight", ElementType::kF32, {32}},
      {"rope_freqs.weight", ElementType::kF32, {4}},
  };
  GgufWriter writer(scratch / "sound.gguf", metadata, tensors);
  for (const TensorDeclaration& tensor : tensors) {
    writer.AppendFloats(tensor.name,
                        std::vector<float>(static_cast<std::size_t>(tensor.element_count()), 1.0F));
  }
  writer.Finish();
  return test::ReadText(scratch / "sound.gguf");
}

std::string SoundSafetensors() {
  return SafetensorsBytes(
      R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
      R"("b":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]}})",
      std::string(22, 'x'));
}

enum class Outcome { kOpened, kRefused };

/// Opens the file and reads every tensor of a sensible size.
Outcome TryToRead(const fs::path& path) {
  try {
    const auto model = OpenModel(path);
    for (const TensorInfo& info : model->tensors()) {
      if (info.type == ElementType::kOther) continue;
      std::vector<float> values(static_cast<std::size_t>(info.element_count()));
      model->ReadFloat32(info.name, values);
      std::vector<std::uint16_t> halves(values.size());
      model->ReadBFloat16(info.name, halves);
    }
    static_cast<void>(ModelId(*model));
    return Outcome::kOpened;
  } catch (const LogicError& error) {
    ADD_FAILURE() << "a broken invariant: " << error.what();
  } catch (const Error& error) {
    EXPECT_STRNE(error.what(), "");
    EXPECT_EQ(error.code(), ErrorCode::kInput) << error.what();
  }
  return Outcome::kRefused;
}

/// The sanitizers watch the edges of a heap buffer, not those of a mapping.
void ParseOnHeap(std::string_view bytes, bool is_gguf) {
  const std::vector<char> copy(bytes.begin(), bytes.end());
  const auto exact = std::as_bytes(std::span(copy));
  try {
    if (is_gguf) {
      static_cast<void>(ParseGgufHeader(exact, "file"));
    } else {
      static_cast<void>(ParseSafetensorsHeader(exact, "file"));
    }
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput) << error.what();
  }
}

class DamagedFilesTest : public testing::TestWithParam<const char*> {
 protected:
  std::string Sound() { return is_gguf() ? SoundGguf(folder_.path()) : SoundSafetensors(); }
  bool is_gguf() const { return std::string_view(GetParam()) == "gguf"; }
  Outcome Try(std::string_view bytes) {
    ParseOnHeap(bytes, is_gguf());
    const fs::path path = folder_ / ("damaged." + std::string(GetParam()));
    fs::remove(path);  // emptying an existing file would wait for the disk
    test::WriteText(path, bytes);
    return TryToRead(path);
  }

  test::TemporaryDirectory folder_;
};

TEST_P(DamagedFilesTest, TheSoundFileOpens) { EXPECT_EQ(Try(Sound()), Outcome::kOpened); }

TEST_P(DamagedFilesTest, EveryTruncationIsRefused) {
  const std::string sound = Sound();
  for (std::size_t size = 0; size < sound.size(); ++size) {
    // The padding behind the last tensor of a GGUF file carries nothing.
    const bool only_padding = sound.size() - size <= 16 && is_gguf();
    const Outcome outcome = Try(std::string_view(sound).substr(0, size));
    if (!only_padding) {
      EXPECT_EQ(outcome, Outcome::kRefused) << size;
    }
  }
}

TEST_P(DamagedFilesTest, EveryFlippedBitOfTheHeaderOpensOrIsRefused) {
  const std::string sound = Sound();
  const std::size_t header = std::min<std::size_t>(sound.size(), 900);
  for (std::size_t at = 0; at < header; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = sound;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      Try(damaged);
    }
  }
}

TEST_P(DamagedFilesTest, RandomDamageOpensOrIsRefused) {
  const std::string sound = Sound();
  RandomStream random({.seed = 17});
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = sound;
    const std::uint64_t changes = 1 + random.NextBelow(6);
    for (std::uint64_t i = 0; i < changes; ++i) {
      const std::size_t at = random.NextBelow(std::min<std::size_t>(damaged.size(), 1000));
      const char extremes[] = {'\0', '\x01', '\x7F', '\x80', '\xFF'};
      const std::size_t run = 1 + random.NextBelow(8);
      for (std::size_t k = at; k < std::min(at + run, damaged.size()); ++k) {
        damaged[k] = random.NextBelow(2) == 0 ? extremes[random.NextBelow(5)]
                                              : static_cast<char>(random.NextU32());
      }
    }
    if (random.NextBelow(4) == 0) damaged.resize(random.NextBelow(damaged.size() + 1));
    Try(damaged);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats,
                         DamagedFilesTest,
                         testing::Values("gguf", "safetensors"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace sentei::formats
