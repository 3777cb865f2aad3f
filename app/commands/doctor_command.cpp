// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/terminal.h"
#include "core/base/host.h"
#include "core/base/units.h"
#include "core/base/untrusted_text.h"
#include "core/run/find_libtorch.h"
#include "core/run/run_service.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <system_error>
#include <vector>

namespace sentei::app {
namespace {

namespace fs = std::filesystem;

struct Finding {
  std::string what;
  std::string value;
  std::string remedy;  ///< empty: in order
};

// Whether an NVIDIA driver answers; the library stays unloaded otherwise.
bool HasCudaDriver() {
  void* library = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
  if (library != nullptr) dlclose(library);
  return library != nullptr;
}

Finding ExamineEngine(const Context& context) {
  const auto service = run::OpenEngine(context.Environment());
  if (service.has_value()) return {"engine", "libsentei_engine.so opens", ""};
  return {"engine", service.error().message, service.error().hint};
}

// After the engine: what it runs with, or else what there would be.
Finding ExamineLibTorch(const Context& context) {
  const auto describe = [](const run::LibTorchPlace& place) {
    return fmt::format("{} in {}", place.version, place.lib.string());
  };
  if (const auto loaded = run::LoadedLibTorch()) return {"LibTorch", describe(*loaded), ""};
  const auto found = run::FindLibTorch(run::SearchOfEnvironment(context.CacheDir()));
  if (found.has_value()) return {"LibTorch", describe(found.value()), ""};
  return {"LibTorch", found.error().message, found.error().hint};
}

Finding ExamineFolder(const std::string& what, const fs::path& folder) {
  std::error_code status;
  fs::create_directories(folder, status);
  if (status) {
    return {what,
            fmt::format("{} cannot be created: {}", folder.string(), status.message()),
            "Choose another folder or change its permissions."};
  }
  return {what,
          fmt::format("{} ({} free)", folder.string(), FormatBytes(FreeDiskSpace(folder.string()))),
          ""};
}

std::vector<Finding> Examine(const Context& context) {
  const HostDescription host = DescribeHost();
  std::vector<Finding> findings{
      {"version", SENTEI_VERSION, ""},
      {"processor", fmt::format("{}, {} cores usable", host.processor, host.usable_cores), ""},
      {"bf16", host.has_avx512_bf16 ? "AVX512-BF16" : "no AVX512-BF16: fp32 may be faster", ""},
      {"memory",
       fmt::format("{} of {} free", FormatBytes(AvailableMemory()), FormatBytes(host.memory_total)),
       ""},
      {"GPU",
       HasCudaDriver() ? "an NVIDIA driver answers" : "no NVIDIA driver: runs use the processor",
       ""},
      ExamineFolder("data folder", context.DataDir()),
      ExamineFolder("cache folder", context.CacheDir()),
      ExamineEngine(context),
      ExamineLibTorch(context)};
  std::error_code ignored;
  const fs::path resources = context.ResourcesDir() / "hf";
  const bool found = fs::is_directory(resources, ignored);
  findings.push_back({"resources",
                      context.ResourcesDir().string(),
                      found ? "" : "Set SENTEI_RESOURCES to the folder that holds hf/."});
  return findings;
}

int Doctor(const Context& context) {
  bool healthy = true;
  nlohmann::json json = nlohmann::json::object();
  for (const Finding& finding : Examine(context)) {
    healthy = healthy && finding.remedy.empty();
    json[finding.what] = {{"value", finding.value}, {"remedy", finding.remedy}};
    if (context.output == Output::kJson) continue;
    fmt::print("{:<13} {}\n", finding.what, Printable(finding.value));
    if (!finding.remedy.empty()) fmt::print("{:<13} -> {}\n", "", Printable(finding.remedy));
  }
  if (context.output == Output::kJson) PrintJsonLine(json);
  return healthy ? 0 : ExitCode(ErrorCode::kInput);
}

}  // namespace

void AddDoctor(CLI::App& app, Context& context, Action& action) {
  CLI::App* command =
      app.add_subcommand("doctor", "Say what this machine offers and what is missing");
  command->callback([&] { action = [&context] { return Doctor(context); }; });
}

}  // namespace sentei::app
