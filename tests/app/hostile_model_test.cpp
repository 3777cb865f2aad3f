// SPDX-License-Identifier: Apache-2.0
// What the program a user starts makes of models from strangers: success or a sentence, exit 3.
#include "tests/app/program_fixture.h"
#include "tests/support/test_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace sentei::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class HostileModel : public ProgramTest {
 protected:
  [[nodiscard]] Finished Sentei(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), SENTEI_PROGRAM);
    return RunProgram(arguments,
                      {{"SENTEI_HOME", Path("home")}, {"HF_HUB_CACHE", Path("hub")}},
                      std::chrono::seconds(20));
  }
  void ExpectRefused(const std::vector<std::string>& arguments, const std::string& sentence) const {
    const Finished done = Sentei(arguments);
    EXPECT_EQ(done.code, 3) << done.err;
    EXPECT_THAT(done.err, HasSubstr(sentence));
  }
  [[nodiscard]] json ReadJson(const std::string& name) const {
    return json::parse(std::ifstream(Path(name)));
  }
  void WriteJson(const std::string& name, const json& value) const {
    std::ofstream(Path(name)) << value;
  }
  /// A safetensors file of one byte under a name of JSON text.
  void WriteTensorNamed(const std::string& name, const std::string& json_name) const {
    const std::string header =
        "{\"" + json_name + "\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    std::ofstream file(Path(name), std::ios::binary);
    for (int shift = 0; shift < 64; shift += 8) {
      file.put(static_cast<char>(header.size() >> shift & 0xFFU));
    }
    file << header << 'x';
  }
};

TEST_F(HostileModel, MalformedSafetensorsGetTheReferencesVerdict) {
  const auto folder = test::FindSharedData("safetensors-malformed");
  SENTEI_REQUIRE(folder, "shared test data");
  std::size_t files = 0;
  for (const json& entry : json::parse(std::ifstream(*folder / "manifest.json"))) {
    const std::string file = entry.at("file");
    const bool sound = entry.at("reference_0_8_0") != "reject";
    const Finished done = Sentei({"inspect", (*folder / file).string()});
    EXPECT_EQ(done.code, sound ? 0 : 3) << file << "\n" << done.err;
    EXPECT_EQ(done.err.empty(), sound) << file << "\n" << done.err;
    EXPECT_THAT(done.err, Not(HasSubstr("defect"))) << file;
    ++files;
  }
  EXPECT_GE(files, 40U);
}

TEST_F(HostileModel, PicklesAreRefusedWithTheRemedy) {
  fs::create_directories(Path("pickles"));
  for (const char* name : {"model.bin", "model.pt", "model.pth", "model.ckpt", "MODEL.BIN"}) {
    std::ofstream(Path(name)) << "PK";
    ExpectRefused({"inspect", Path(name)}, "never opened");
    ExpectRefused({"inspect", Path(name)}, "save_pretrained");
  }
  std::ofstream(Path("pickles/config.json")) << "{}";
  std::ofstream(Path("pickles/pytorch_model.bin")) << "PK";
  ExpectRefused({"inspect", Path("pickles")}, "save_pretrained");
}

TEST_F(HostileModel, NothingOutsideTheFolderIsOpened) {
  WriteTinyInputs();
  fs::rename(Path("model/config.json"), Path("elsewhere.json"));
  fs::create_symlink(Path("elsewhere.json"), Path("model/config.json"));
  ExpectRefused({"inspect", Path("model")}, "leads out of the model's folder");
  fs::remove(Path("model/config.json"));
  ASSERT_EQ(::mkfifo(Path("model/config.json").c_str(), 0600), 0);
  ExpectRefused({"inspect", Path("model")}, "is not a regular file");
  ExpectRefused({"inspect", "/dev/zero"}, "no model file");
}

TEST_F(HostileModel, NamesCannotSteerTheTerminal) {
  WriteTensorNamed("x.safetensors", R"(a\u001b]0;owned\u0007\u009b2J\u202eb\r\n)");
  for (const char* form : {"--tensors", "--json"}) {
    const Finished done = Sentei({"inspect", Path("x.safetensors"), "--tensors", form});
    ASSERT_EQ(done.code, 0) << done.err;
    for (const char* control : {"\x1b", "\x07", "\r", "\xC2\x9B", "\xE2\x80\xAE"}) {
      EXPECT_THAT(done.out, Not(HasSubstr(control))) << form;
    }
  }
  EXPECT_THAT(Sentei({"inspect", Path("x.safetensors")}).out,
              HasSubstr("a\\x1b]0;owned\\x07\\x9b2J\\u202eb\\x0d\\x0a"));
}

TEST_F(HostileModel, ErrorsCannotSteerTheTerminal) {
  WriteTinyInputs();
  json config = ReadJson("model/config.json");
  config["model_type"] = "llama\x1b[2J\xE2\x80\xAE";
  config["hidden_act"] = "gelu\x1b[2J\xE2\x80\xAE";
  WriteJson("model/config.json", config);
  const Finished done = Sentei({"budget", Path("model"), "--target", "0.2"});
  EXPECT_EQ(done.code, 3);
  EXPECT_THAT(done.err, HasSubstr("1b[2J\\u202e"));
  EXPECT_THAT(done.err, Not(HasSubstr("\x1b")));
  EXPECT_THAT(done.err, Not(HasSubstr("\xE2\x80\xAE")));
}

TEST_F(HostileModel, AFileThatShrinksMeanwhileIsASentence) {
  WriteTinyInputs();
  const std::string weights = Path("model/model.safetensors");
  const std::string whole = test::ReadText(weights);
  int refused = 0;
  for (int round = 0; round < 20; ++round) {
    std::ofstream(weights, std::ios::binary) << whole;
    std::vector<std::string> command = {SENTEI_PROGRAM, "inspect", Path("model")};
    Subprocess program(command, {{"SENTEI_HOME", Path("home")}});
    while (program.Running()) {
      fs::resize_file(weights, 100);
      fs::resize_file(weights, whole.size());
    }
    const Finished done = program.Wait();
    EXPECT_TRUE(done.code == 0 || done.code == 3) << done.code << done.err;
    refused += done.code == 3 ? 1 : 0;
  }
  EXPECT_GT(refused, 0);
}

#ifdef SENTEI_WITH_ENGINE
TEST_F(HostileModel, WeightsThatShrinkUnderAnEvaluationGiveNoPerplexity) {
  WriteTinyInputs();
  WriteTinyText(Path("long.txt"), 400'000, 3);
  Subprocess program({SENTEI_PROGRAM,
                      "eval",
                      "ppl",
                      Path("model"),
                      "--text",
                      Path("long.txt"),
                      "--length",
                      "8",
                      "--windows",
                      "0",
                      "--dtype",
                      "f32",
                      "--threads",
                      "1"},
                     {{"SENTEI_HOME", Path("home")}});
  while (program.Running() && !fs::exists(Path("home/runs.db"))) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  ASSERT_TRUE(program.Running()) << "too short to be interrupted";
  fs::resize_file(Path("model/model.safetensors"), 64);
  const Finished done = program.Wait();
  EXPECT_EQ(done.code, 3) << done.err;
  EXPECT_THAT(done.err, HasSubstr("shrank from"));
  EXPECT_THAT(done.out, Not(HasSubstr("perplexity")));
}

TEST_F(HostileModel, NothingOfTheModelIsExecutedOrCarriedOver) {
  WriteTinyInputs();
  const std::string trap = "open('" + Path("trapped") + "', 'w')";
  std::ofstream(Path("model/modeling_evil.py")) << trap;
  std::ofstream(Path("model/sitecustomize.py")) << trap;
  json config = ReadJson("model/config.json");
  config["auto_map"] = {{"AutoModelForCausalLM", "modeling_evil.Evil"}};
  WriteJson("model/config.json", config);
  WriteJson("model/tokenizer_config.json",
            {{"auto_map", {{"AutoTokenizer", {"modeling_evil.Evil", nullptr}}}},
             {"tokenizer_class", "Evil"},
             {"chat_template", "{{ cycler.__init__.__globals__.os.system('touch trapped') }}"}});
  std::ofstream(Path("model/README.md")) << "---\nlicense: mit\x1b[2J\n---\n";
  const Finished done = Sentei({"export", Path("model"), "--out", Path("out"), "--threads", "1"});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_FALSE(fs::exists(Path("trapped")));
  for (const auto& entry : fs::recursive_directory_iterator(Path("out"))) {
    EXPECT_TRUE(fs::is_regular_file(entry.symlink_status())) << entry.path();
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("evil")));
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("sitecustomize")));
    if (entry.path().extension() == ".safetensors") continue;
    const std::string text = test::ReadText(entry.path());
    EXPECT_THAT(text, Not(HasSubstr("modeling_evil"))) << entry.path();
    EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << entry.path();
  }
}
#endif

}  // namespace
}  // namespace sentei::testing
