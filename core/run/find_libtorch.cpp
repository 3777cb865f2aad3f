// SPDX-License-Identifier: Apache-2.0
#include "core/run/find_libtorch.h"

#include "core/base/error.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <link.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <system_error>

namespace sentei::run {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLibrary = "libtorch_cpu.so";
constexpr std::size_t kVersionFileBytes = 4096;
constexpr std::size_t kVersionLength = 40;

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool Exists(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::string FirstBytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kVersionFileBytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  return text;
}

// The version at the begin of a text; empty if what stands there is none.
std::string LeadingVersion(std::string_view text) {
  const auto* end = std::find_if(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) == 0 && c != '.' && c != '+';
  });
  const auto length = static_cast<std::size_t>(end - text.begin());
  return length > kVersionLength ? "" : std::string(text.substr(0, length));
}

// A wheel says it in version.py, the archive without Python in build-version.
std::string VersionOf(const fs::path& package) {
  const std::string python = FirstBytes(package / "version.py");
  constexpr std::string_view kAssignment = "__version__ = '";
  const std::size_t begin = python.find(kAssignment);
  if (begin != std::string::npos) {
    return LeadingVersion(std::string_view(python).substr(begin + kAssignment.size()));
  }
  return LeadingVersion(FirstBytes(package / "build-version"));
}

bool IsRequired(std::string_view version) {
  return version.substr(0, version.find('+')) == RequiredLibTorch();
}

// `named` is a torch package or the lib folder in it.
std::optional<LibTorchPlace> PlaceIn(const fs::path& named) {
  const bool is_lib = Exists(named / kLibrary);
  const fs::path lib = is_lib ? named : named / "lib";
  if (!is_lib && !Exists(lib / kLibrary)) return std::nullopt;
  const fs::path plain = lib.filename().empty() ? lib.parent_path() : lib;
  return LibTorchPlace{plain, VersionOf(plain.parent_path())};
}

// The folders `parent`/python3*, newest version first.
std::vector<fs::path> PythonFolders(const fs::path& parent) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().starts_with("python3")) folders.push_back(entry->path());
  }
  std::ranges::sort(folders, std::greater<>(), [](const fs::path& folder) {
    return std::pair(folder.string().size(),
                     folder.string());  // python3.11 is newer than python3.9
  });
  return folders;
}

std::vector<LibTorchPlace> PlacesUnder(const fs::path& prefix) {
  std::vector<LibTorchPlace> places;
  for (const char* library : {"lib", "lib64", "local/lib"}) {
    for (const fs::path& python : PythonFolders(prefix / library)) {
      for (const char* packages : {"site-packages", "dist-packages"}) {
        if (auto place = PlaceIn(python / packages / "torch")) places.push_back(std::move(*place));
      }
    }
  }
  return places;
}

// A virtual environment's python3 is a link: first the environment, then what it was made from.
std::vector<fs::path> PythonsOnPath() {
  std::vector<fs::path> prefixes;
  std::istringstream path(Variable("PATH"));
  for (std::string folder; std::getline(path, folder, ':');) {
    const fs::path python = fs::path(folder) / "python3";
    if (!Exists(python)) continue;
    prefixes.push_back(python.parent_path().parent_path());
    std::error_code error;
    const fs::path real = fs::canonical(python, error);
    if (!error) prefixes.push_back(real.parent_path().parent_path());
  }
  return prefixes;
}

// Each once, in order; a relative one depends on where the program was started and is left out.
std::vector<fs::path> Distinct(const std::vector<fs::path>& prefixes) {
  std::vector<fs::path> distinct;
  for (const fs::path& prefix : prefixes) {
    const bool known = std::ranges::find(distinct, prefix) != distinct.end();
    if (prefix.is_absolute() && !known) distinct.push_back(prefix);
  }
  return distinct;
}

std::string HowToGetIt(const fs::path& cache_dir) {
  const std::string python = cache_dir.empty() ? "~/.cache/sentei/python" : cache_dir / "python";
  return fmt::format(
      "Install it for Sentei alone: python3 -m venv {0} && {0}/bin/pip install torch=={1}. Or run "
      "pip install torch=={1} in the Python environment you use, or set SENTEI_LIBTORCH to the "
      "folder of such a torch package.",
      python,
      RequiredLibTorch());
}

Failure WrongVersion(const LibTorchPlace& place, const fs::path& cache_dir) {
  return {ErrorCode::kInput,
          fmt::format("SENTEI_LIBTORCH names LibTorch {} in {}, and the compute engine needs {}",
                      place.version.empty() ? "of an unknown version" : place.version,
                      place.lib.string(),
                      RequiredLibTorch()),
          HowToGetIt(cache_dir)};
}

Result<LibTorchPlace> ChosenPlace(const LibTorchSearch& search) {
  const auto place = PlaceIn(search.chosen);
  if (!place) {
    return Failure{
        ErrorCode::kInput,
        fmt::format("SENTEI_LIBTORCH is {}, and there is no {} in it or in its lib folder",
                    search.chosen,
                    kLibrary),
        HowToGetIt(search.cache_dir)};
  }
  if (!IsRequired(place->version)) return WrongVersion(*place, search.cache_dir);
  return *place;
}

Failure NotFound(const LibTorchSearch& search,
                 const std::vector<fs::path>& prefixes,
                 const std::vector<LibTorchPlace>& others) {
  std::string message =
      fmt::format("LibTorch {}, which the compute engine needs, was not found", RequiredLibTorch());
  for (const LibTorchPlace& other : others) {
    message += "; " + fmt::format("{} holds {}",
                                  other.lib.parent_path().string(),
                                  other.version.empty() ? "an unknown version" : other.version);
  }
  if (others.empty()) {
    std::vector<std::string> names;
    for (const fs::path& prefix : prefixes) names.push_back(prefix.string());
    message += "; " + fmt::format("there is no torch package in the Python folders of {}",
                                  names.empty() ? "this machine"
                                                : fmt::format("{}", fmt::join(names, ", ")));
  }
  return {ErrorCode::kInput, message, HowToGetIt(search.cache_dir)};
}

// Stays mapped until the process ends. Local: Qt, ICU and others must not see its symbols, and the
// engine gets them because it names the libraries as its own needs.
bool MapForGood(const fs::path& library) {
  return dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) != nullptr;
}

std::vector<fs::path> OpenMpRuntimes(const fs::path& lib) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(lib, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().starts_with("libgomp")) found.push_back(entry->path());
  }
  return found;
}

int NoteLibrary(dl_phdr_info* info, std::size_t /*size*/, void* found) {
  const fs::path path = info->dlpi_name == nullptr ? "" : info->dlpi_name;
  if (path.filename() != kLibrary) return 0;
  *static_cast<fs::path*>(found) = path;
  return 1;
}

}  // namespace

std::string_view RequiredLibTorch() { return SENTEI_LIBTORCH_VERSION; }

LibTorchSearch SearchOfEnvironment(const fs::path& cache_dir) {
  std::vector<fs::path> prefixes = {Variable("VIRTUAL_ENV"), Variable("CONDA_PREFIX")};
  const std::string home = Variable("HOME");
  if (!home.empty()) prefixes.push_back(fs::path(home) / ".local");
  for (fs::path& prefix : PythonsOnPath()) prefixes.push_back(std::move(prefix));
  return {.chosen = Variable("SENTEI_LIBTORCH"),
          .cache_dir = cache_dir,
          .prefixes = Distinct(prefixes)};
}

Result<LibTorchPlace> FindLibTorch(const LibTorchSearch& search) {
  if (!search.chosen.empty()) return ChosenPlace(search);
  std::vector<fs::path> prefixes = search.prefixes;
  if (!search.cache_dir.empty()) prefixes.insert(prefixes.begin(), search.cache_dir / "python");
  std::vector<LibTorchPlace> others;
  for (const fs::path& prefix : prefixes) {
    for (LibTorchPlace& place : PlacesUnder(prefix)) {
      if (IsRequired(place.version)) return place;
      others.push_back(std::move(place));
    }
  }
  return NotFound(search, prefixes, others);
}

Result<void> LoadLibTorch(const LibTorchPlace& place) {
  std::vector<fs::path> libraries = OpenMpRuntimes(place.lib);
  libraries.push_back(place.lib / "libc10.so");
  libraries.push_back(place.lib / kLibrary);
  for (const fs::path& library : libraries) {
    if (MapForGood(library)) continue;
    const char* why = dlerror();
    return Failure{ErrorCode::kInput,
                   fmt::format("LibTorch in {} cannot be opened: {}",
                               place.lib.string(),
                               why == nullptr ? "unknown reason" : why),
                   fmt::format("Install it again, with all it depends on: pip install "
                               "--force-reinstall torch=={}",
                               RequiredLibTorch())};
  }
  return {};
}

std::optional<LibTorchPlace> LoadedLibTorch() {
  fs::path library;
  if (dl_iterate_phdr(NoteLibrary, &library) == 0) return std::nullopt;
  return LibTorchPlace{library.parent_path(), VersionOf(library.parent_path().parent_path())};
}

}  // namespace sentei::run
