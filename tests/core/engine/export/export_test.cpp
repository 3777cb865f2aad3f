// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/engine/export/export_run.h"
#include "core/engine/export/exporter.h"
#include "core/engine/export/gguf_file.h"
#include "core/engine/export/layout.h"
#include "core/engine/export/probe.h"
#include "core/engine/export/reduced_model.h"
#include "core/engine/export/verify.h"
#include "core/formats/gguf_writer.h"
#include "tests/core/engine/export/export_fixture.h"
#include "tests/support/subprocess.h"

#include <ATen/ATen.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace sentei::engine {
namespace {

namespace fs = std::filesystem;
using plan::ExportDType;
using plan::ExportProfile;
using sentei::testing::TemporaryFolder;
using testing::MakeTinyModel;
using testing::TinyCase;
using testing::TinyCases;
using testing::TinyModel;
using testing::Widths;

constexpr ExportProfile kProfiles[] = {ExportProfile::kHfPerLayer,
                                       ExportProfile::kHfUniform,
                                       ExportProfile::kHfPadded,
                                       ExportProfile::kHfMasked,
                                       ExportProfile::kGguf,
                                       ExportProfile::kAdapter};

bool Fits(const TinyCase& c, ExportProfile profile) {
  if (profile == ExportProfile::kAdapter) return c.lora == testing::Lora::kTrained;
  return c.widths != Widths::kPerLayer || !plan::NeedsUniformWidths(profile);
}

ExportDType DefaultDType(ExportProfile profile) {
  return profile == ExportProfile::kGguf ? ExportDType::kF16 : ExportDType::kBF16;
}

double MaxAbsDiff(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

nlohmann::json ReadJson(const fs::path& file) {
  std::ifstream in(file);
  return nlohmann::json::parse(in);
}

template <typename Call>
ErrorCode CodeOf(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_STRNE(error.what(), "");
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

std::vector<std::string> NamesIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

// Flips bits of the middle of a file.
void Damage(const fs::path& file) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
  for (std::streamoff i = 0; i < 64; ++i) {
    stream.seekp(middle + i);
    stream.put(static_cast<char>(0x3f));
  }
}

class EveryCase : public ::testing::TestWithParam<TinyCase> {
 protected:
  TemporaryFolder folder_;
};

TEST_P(EveryCase, VerifiesInEveryProfileThatFitsIt) {
  const TinyModel tiny = MakeTinyModel(GetParam(), folder_.path() / "source");
  for (const ExportProfile profile : kProfiles) {
    if (!Fits(GetParam(), profile)) continue;
    SCOPED_TRACE(plan::Name(profile));
    const fs::path target = folder_.path() / plan::Name(profile);
    const ExportResult done = Export(tiny.Request(profile, DefaultDType(profile), target), {});
    const VerifyResult verified = Verify(target, 1e-5, HashScope::kFull);
    EXPECT_TRUE(verified.verified) << verified.max_abs_diff;
    EXPECT_EQ(verified.full_hash.size(), 64U);
    EXPECT_GT(done.rounding_cost, 0.0);
    EXPECT_LT(done.rounding_cost, 0.5);
  }
}

TEST_P(EveryCase, HoldsTheLogitsOfTheMaskedModelWithItsLora) {
  const TinyModel tiny = MakeTinyModel(GetParam(), folder_.path() / "source");
  for (const ExportProfile profile : kProfiles) {
    if (!Fits(GetParam(), profile)) continue;
    SCOPED_TRACE(plan::Name(profile));
    const fs::path target = folder_.path() / plan::Name(profile);
    const ExportResult done = Export(tiny.Request(profile, ExportDType::kF32, target), {});
    EXPECT_EQ(done.rounding_cost, 0.0);
    const Probe probe = ReadProbe(formats::ModelFolder(target), tiny.model.description.vocab_size);
    const at::Tensor masked = ProbeLogits(tiny.model, probe.ids, kProbePositions);
    EXPECT_LE(MaxAbsDiff(masked, probe.logits), 1e-5);
    EXPECT_TRUE(Verify(target, 1e-5, HashScope::kSampled).verified);
  }
}

TEST_P(EveryCase, CountsTheParametersThatStay) {
  const TinyModel tiny = MakeTinyModel(GetParam(), folder_.path() / "source");
  const fs::path target = folder_.path() / "out";
  const ExportResult done =
      Export(tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, target), {});
  EXPECT_EQ(done.parameters, tiny.KeptParameters());
  const auto source = formats::OpenModel(target);
  std::int64_t stored = 0;
  for (const formats::TensorInfo& tensor : source->tensors()) stored += tensor.element_count();
  EXPECT_EQ(stored, done.parameters);
  EXPECT_EQ(source->Find(plan::kLmHeadName) == nullptr, GetParam().shape.tied);
}

TEST_P(EveryCase, KeepsTheShapesOfTheDenseModelWhenMasked) {
  const TinyModel tiny = MakeTinyModel(GetParam(), folder_.path() / "source");
  const Decoder masked =
      Reduce(tiny.Request(ExportProfile::kHfMasked, ExportDType::kF32, folder_.path() / "out"));
  EXPECT_EQ(masked.description.layers, tiny.model.description.layers);
  EXPECT_EQ(masked.ParameterCount(), tiny.model.ParameterCount());
}

TEST_P(EveryCase, TakesAnAlreadyCompactModelForTheSame) {
  const TinyModel tiny = MakeTinyModel(GetParam(), folder_.path() / "source");
  ExportRequest request =
      tiny.Request(ExportProfile::kHfMasked, ExportDType::kF32, folder_.path() / "out");
  const Decoder from_masked = Reduce(request);
  request.profile = ExportProfile::kHfPerLayer;
  const Decoder compact = Reduce(request);
  request.profile = ExportProfile::kHfMasked;
  request.model = &compact;
  const Decoder from_compact = Reduce(request);
  const auto expected = ListWeights(from_masked);
  const auto got = ListWeights(from_compact);
  ASSERT_EQ(expected.size(), got.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_TRUE(at::equal(expected[i].Values(), got[i].Values())) << got[i].name;
  }
}

INSTANTIATE_TEST_SUITE_P(Tiny, EveryCase, ::testing::ValuesIn(TinyCases()), [](const auto& c) {
  return c.param.name;
});

class Export_ : public ::testing::Test {
 protected:
  TinyModel Tiny(std::size_t index) const {
    return MakeTinyModel(TinyCases()[index], folder_.path() / "source");
  }
  fs::path Target() const { return folder_.path() / "out"; }

  TemporaryFolder folder_;
};

TEST_F(Export_, GivesEqualBytesForEqualInput) {
  const TinyModel tiny = Tiny(0);
  const auto once = tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, Target());
  auto twice = once;
  twice.directory = folder_.path() / "again";
  static_cast<void>(Export(once, {}));
  static_cast<void>(Export(twice, {}));
  EXPECT_EQ(formats::FullHash(*formats::OpenModel(Target())),
            formats::FullHash(*formats::OpenModel(twice.directory)));
}

TEST_F(Export_, WritesKeptIdsInTheDenseNumbering) {
  const TinyModel tiny = Tiny(0);
  static_cast<void>(
      Export(tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, Target()), {}));
  const nlohmann::json plan = ReadJson(Target() / "pruning_plan.json");
  ASSERT_EQ(plan["layers"].size(), 4U);
  for (std::size_t f = 0; f < tiny.families.size(); ++f) {
    const plan::UnitFamily& family = tiny.families[f];
    const auto& layer = plan["layers"][static_cast<std::size_t>(family.layer)];
    const char* group = family.group() == plan::FamilyGroup::kFfn ? "ffn" : "attention";
    std::vector<std::int64_t> kept;
    for (std::size_t u = 0; u < tiny.keep[f].size(); ++u) {
      if (tiny.keep[f][u]) kept.push_back(static_cast<std::int64_t>(u));
    }
    EXPECT_EQ(layer[group]["kept"].get<std::vector<std::int64_t>>(), kept);
    EXPECT_EQ(layer[group]["units"], family.num_units);
  }
  EXPECT_EQ(plan["parameters"]["before"], tiny.model.ParameterCount());
  EXPECT_EQ(plan["parameters"]["after"], tiny.KeptParameters());
}

TEST_F(Export_, LeavesLockedLayersByteIdenticalWithoutLora) {
  TinyCase c = TinyCases()[0];
  c.lora = testing::Lora::kNone;
  const TinyModel tiny = MakeTinyModel(c, folder_.path() / "source");
  static_cast<void>(
      Export(tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kF32, Target()), {}));
  const auto source = formats::OpenModel(Target());
  for (const plan::Projection p : {plan::Projection::kQ,
                                   plan::Projection::kO,
                                   plan::Projection::kGate,
                                   plan::Projection::kDown}) {
    const auto before = tiny.source->MappedBytes(plan::WeightName(0, p));
    const auto after = source->MappedBytes(plan::WeightName(0, p));
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin(), after.end()));
  }
}

TEST_F(Export_, SplitsWeightsIntoShardsThatOpenAsOne) {
  const TinyModel tiny = Tiny(1);
  auto request = tiny.Request(ExportProfile::kHfUniform, ExportDType::kBF16, Target());
  request.shard_bytes = 40'000;
  static_cast<void>(Export(request, {}));
  EXPECT_FALSE(fs::exists(Target() / "model.safetensors"));
  EXPECT_GT(formats::OpenModel(Target())->weight_files().size(), 2U);
  EXPECT_TRUE(Verify(Target(), 1e-5, HashScope::kSampled).verified);
}

TEST_F(Export_, ChoosesMistralWhereLlamaConfigRefusesTheHeads) {
  const TinyModel tiny = Tiny(2);
  static_cast<void>(
      Export(tiny.Request(ExportProfile::kHfUniform, ExportDType::kBF16, Target()), {}));
  const nlohmann::json config = ReadJson(Target() / "config.json");
  EXPECT_EQ(config["num_attention_heads"], 3);
  EXPECT_EQ(config["model_type"], "mistral");
  EXPECT_TRUE(config["sliding_window"].is_null());
  EXPECT_TRUE(config.contains("sliding_window"));
}

TEST_F(Export_, RefusesUniformProfilesForUnequalWidths) {
  const TinyModel tiny = Tiny(0);
  for (const ExportProfile profile : {ExportProfile::kHfUniform, ExportProfile::kGguf}) {
    EXPECT_EQ(CodeOf([&] {
                static_cast<void>(Export(tiny.Request(profile, ExportDType::kBF16, Target()), {}));
              }),
              ErrorCode::kUsage);
    EXPECT_FALSE(fs::exists(Target()));
  }
}

TEST_F(Export_, RefusesAnAdapterWithoutLora) {
  const TinyModel tiny = Tiny(5);
  EXPECT_EQ(CodeOf([&] {
              static_cast<void>(
                  Export(tiny.Request(ExportProfile::kAdapter, ExportDType::kBF16, Target()), {}));
            }),
            ErrorCode::kUsage);
}

TEST_F(Export_, RefusesQuantisedHuggingFaceFolders) {
  const TinyModel tiny = Tiny(1);
  EXPECT_EQ(CodeOf([&] {
              static_cast<void>(Export(
                  tiny.Request(ExportProfile::kHfUniform, ExportDType::kQ8_0, Target()), {}));
            }),
            ErrorCode::kUsage);
}

TEST_F(Export_, VerifiesQ8WithTheDequantisedWeights) {
  TinyCase c = TinyCases()[2];
  const TinyModel tiny = MakeTinyModel(c, folder_.path() / "source");
  const ExportResult done =
      Export(tiny.Request(ExportProfile::kGguf, ExportDType::kQ8_0, Target()), {});
  EXPECT_TRUE(Verify(Target(), 1e-5, HashScope::kSampled).verified);
  EXPECT_TRUE(Verify(Target() / kGgufFile, 1e-5, HashScope::kSampled).verified);
  EXPECT_GT(done.rounding_cost, 0.0);
}

TEST_F(Export_, RefusesQ8RowsThatAreNoWholeBlocks) {
  TinyCase c = TinyCases()[1];
  const TinyModel tiny = MakeTinyModel(c, folder_.path() / "source");  // hidden 48
  EXPECT_EQ(CodeOf([&] {
              static_cast<void>(
                  Export(tiny.Request(ExportProfile::kGguf, ExportDType::kQ8_0, Target()), {}));
            }),
            ErrorCode::kUsage);
}

TEST_F(Export_, RefusesValuesThatF16CannotHold) {
  TinyModel tiny = Tiny(0);
  tiny.model.final_norm = tiny.model.final_norm * 1e6;
  EXPECT_EQ(CodeOf([&] {
              static_cast<void>(Export(
                  tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kF16, Target()), {}));
            }),
            ErrorCode::kUsage);
  EXPECT_THAT(NamesIn(folder_.path()), ::testing::ElementsAre("source"));
}

TEST_F(Export_, NeverWritesOverAnExistingFolderUnasked) {
  const TinyModel tiny = Tiny(0);
  auto request = tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, Target());
  static_cast<void>(Export(request, {}));
  const std::string before = formats::FullHash(*formats::OpenModel(Target()));
  EXPECT_EQ(CodeOf([&] { static_cast<void>(Export(request, {})); }), ErrorCode::kInput);
  EXPECT_EQ(formats::FullHash(*formats::OpenModel(Target())), before);
  request.dtype = ExportDType::kF32;
  request.on_existing = OnExisting::kReplace;
  static_cast<void>(Export(request, {}));
  EXPECT_NE(formats::FullHash(*formats::OpenModel(Target())), before);
}

TEST_F(Export_, NeverReplacesAFolderOfOtherThings) {
  const TinyModel tiny = Tiny(0);
  fs::create_directories(Target());
  std::ofstream(Target() / "diary.txt") << "private";
  auto request = tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, Target());
  request.on_existing = OnExisting::kReplace;
  EXPECT_EQ(CodeOf([&] { static_cast<void>(Export(request, {})); }), ErrorCode::kInput);
  EXPECT_TRUE(fs::exists(Target() / "diary.txt"));
}

TEST_F(Export_, LeavesNothingBehindWhenStopped) {
  const TinyModel tiny = Tiny(0);
  std::stop_source stop;
  ExportHooks hooks{.progress =
                        [&](const run::Progress& p) {
                          if (p.done == 5) stop.request_stop();
                        },
                    .stop = stop.get_token()};
  EXPECT_EQ(CodeOf([&] {
              static_cast<void>(Export(
                  tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, Target()), hooks));
            }),
            ErrorCode::kStopped);
  EXPECT_THAT(NamesIn(folder_.path()), ::testing::ElementsAre("source"));
}

TEST_F(Export_, CountsEveryTensorOnce) {
  const TinyModel tiny = Tiny(0);
  for (const ExportProfile profile : {ExportProfile::kHfPerLayer, ExportProfile::kAdapter}) {
    std::vector<std::int64_t> done;
    std::int64_t total = 0;
    const ExportHooks hooks{.progress =
                                [&](const run::Progress& p) {
                                  done.push_back(p.done);
                                  total = p.total;
                                },
                            .stop = {}};
    static_cast<void>(Export(
        tiny.Request(profile, ExportDType::kBF16, folder_.path() / plan::Name(profile)), hooks));
    EXPECT_EQ(static_cast<std::int64_t>(done.size()), total);
    EXPECT_EQ(done.back(), total);
  }
}

TEST_F(Export_, RecordsEvaluationsWithTheirProtocol) {
  const TinyModel tiny = Tiny(0);
  auto request = tiny.Request(ExportProfile::kHfPerLayer, ExportDType::kBF16, Target());
  run::EvalDone dense;
  dense.stage = "dense";
  dense.perplexity = 28.69;
  dense.length = 512;
  dense.text_path = "/home/someone/wiki.test.raw";
  dense.text_hash = "abc";
  request.provenance.evaluations.push_back(dense);
  static_cast<void>(Export(request, {}));
  const nlohmann::json entry = ReadJson(Target() / "pruning_plan.json")["perplexity"][0];
  EXPECT_EQ(entry["perplexity"], 28.69);
  EXPECT_EQ(entry["length"], 512);
  EXPECT_EQ(entry["text"]["name"], "wiki.test.raw");
  EXPECT_EQ(entry["text"]["sha256"], "abc");
}

std::vector<formats::GgufEntry> TokenizerEntries(const fs::path& file) {
  std::vector<formats::GgufEntry> entries = formats::ReadGgufEntries(file);
  std::erase_if(entries, [](const auto& entry) { return !entry.key.starts_with("tokenizer."); });
  return entries;
}

TEST_F(Export_, CarriesTheTokenizerOfAGgufFileOverUnchanged) {
  const TinyModel tiny = Tiny(1);
  static_cast<void>(Export(tiny.Request(ExportProfile::kGguf, ExportDType::kF32, Target()), {}));
  const fs::path first = Target() / kGgufFile;
  std::shared_ptr<const formats::ModelSource> source = formats::OpenModel(first);
  const auto description = plan::DescribeModel(*source);
  const auto model = LoadDecoder(source, description, at::kFloat, at::kCPU);
  ExportRequest again;
  again.model = model.get();
  again.profile = ExportProfile::kGguf;
  again.dtype = ExportDType::kF32;
  again.directory = folder_.path() / "again";
  static_cast<void>(Export(again, {}));
  const auto before = TokenizerEntries(first);
  const auto after = TokenizerEntries(again.directory / kGgufFile);
  ASSERT_GE(before.size(), 6U);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(before[i].key, after[i].key);
    EXPECT_EQ(before[i].type, after[i].type);
    EXPECT_EQ(before[i].element_type, after[i].element_type);
    EXPECT_EQ(before[i].value, after[i].value);
  }
}

TEST_F(Export_, GivesAGgufTokenizerThatEncodesAsTokenizerJson) {
  const TinyModel tiny = Tiny(1);
  static_cast<void>(Export(tiny.Request(ExportProfile::kGguf, ExportDType::kF16, Target()), {}));
  const auto reread = text::LoadTokenizer(*formats::OpenModel(Target() / kGgufFile));
  EXPECT_EQ(reread.bos, tiny.tokenizer.bos);
  EXPECT_EQ(reread.eos, tiny.tokenizer.eos);
  for (const char* text : {"Hello, world! 12345", "  two  spaces\n\t", "caf\u00e9 \u526a\u5b9a"}) {
    EXPECT_EQ(reread.tokenizer.Encode(text, text::SpecialTokens::kAdd),
              tiny.tokenizer.tokenizer.Encode(text, text::SpecialTokens::kAdd));
  }
}

TEST_F(Export_, OfATrainedModelKeepsItsSentencePieceTokenizerInGguf) {
  const char* shared = std::getenv("SENTEI_SHARED");
  const fs::path data =
      shared == nullptr ? fs::path(SENTEI_SOURCE_DIR).parent_path() / "shared" : fs::path(shared);
  const fs::path stories = data / "data/llama-stories260K";
  if (!fs::exists(stories)) GTEST_SKIP() << "no test data at " << stories;
  std::shared_ptr<const formats::ModelSource> source = formats::OpenModel(stories);
  const auto description = plan::DescribeModel(*source);
  const auto model = LoadDecoder(source, description, at::kFloat, at::kCPU);
  const auto tokenizer = text::LoadTokenizer(*source);
  ExportRequest request;
  request.model = model.get();
  request.tokenizer = &tokenizer;
  request.profile = ExportProfile::kGguf;
  request.dtype = ExportDType::kBF16;
  request.directory = Target();
  EXPECT_EQ(Export(request, {}).parameters, 260'032);
  EXPECT_TRUE(Verify(Target(), 1e-5, HashScope::kSampled).verified);
  const auto reread = text::LoadTokenizer(*formats::OpenModel(Target() / kGgufFile));
  for (const char* text : {"Once upon a time, there was a little girl named Lily.",
                           "1 + 1 = 2!",
                           "  spaces  ",
                           "\u526a\u5b9a"}) {
    EXPECT_EQ(reread.tokenizer.Encode(text, text::SpecialTokens::kAdd),
              tokenizer.tokenizer.Encode(text, text::SpecialTokens::kAdd))
        << text;
  }
}

class Verify_ : public Export_ {
 protected:
  void Write(std::size_t index, ExportProfile profile) {
    const TinyModel tiny = Tiny(index);
    static_cast<void>(Export(tiny.Request(profile, DefaultDType(profile), Target()), {}));
  }
};

TEST_F(Verify_, FailsForChangedWeights) {
  for (const ExportProfile profile : kProfiles) {
    SCOPED_TRACE(plan::Name(profile));
    fs::remove_all(folder_.path() / "source");
    Write(1, profile);
    const fs::path weights = profile == ExportProfile::kGguf ? Target() / kGgufFile
                             : profile == ExportProfile::kAdapter
                                 ? Target() / "base" / "model.safetensors"
                                 : Target() / "model.safetensors";
    Damage(weights);
    const run::VerifyDone done =
        VerifyExport({.directory = Target().string(), .full_hash = false, .tolerance = 1e-3});
    EXPECT_FALSE(done.verified);
    EXPECT_EQ(CodeOf([&] { RequireVerified(done); }), ErrorCode::kVerification);
    fs::remove_all(Target());
  }
}

TEST_F(Verify_, FailsForAChangedAdapter) {
  Write(0, ExportProfile::kAdapter);
  Damage(Target() / "adapter_model.safetensors");
  EXPECT_FALSE(Verify(Target(), 1e-5, HashScope::kSampled).verified);
}

TEST_F(Verify_, NamesTruncatedMissingAndSwappedFilesAsInput) {
  Write(0, ExportProfile::kHfPerLayer);
  const auto code = [&] {
    return CodeOf([&] { static_cast<void>(Verify(Target(), 1e-5, HashScope::kSampled)); });
  };
  const fs::path probe = Target() / kProbeFile;
  const fs::path weights = Target() / "model.safetensors";
  fs::rename(probe, folder_.path() / "probe");
  EXPECT_EQ(code(), ErrorCode::kInput);
  fs::copy_file(weights, probe);
  EXPECT_EQ(code(), ErrorCode::kInput);
  fs::remove(probe);
  fs::rename(folder_.path() / "probe", probe);
  fs::resize_file(weights, fs::file_size(weights) - 100);
  EXPECT_EQ(code(), ErrorCode::kInput);
  fs::remove(weights);
  EXPECT_EQ(code(), ErrorCode::kInput);
}

TEST_F(Verify_, RefusesAFolderThatIsNoExport) {
  EXPECT_EQ(CodeOf([&] {
              static_cast<void>(Verify(folder_.path() / "nothing", 1e-5, HashScope::kSampled));
            }),
            ErrorCode::kInput);
  EXPECT_EQ(CodeOf([&] { static_cast<void>(Verify(folder_.path(), 1e-5, HashScope::kSampled)); }),
            ErrorCode::kInput);
}

}  // namespace
}  // namespace sentei::engine
