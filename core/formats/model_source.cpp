// SPDX-License-Identifier: Apache-2.0
#include "core/formats/model_source.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/base/sha256.h"
#include "core/formats/checkpoint_source.h"
#include "core/formats/gguf_reader.h"
#include "core/formats/model_folder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sentei::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSampleBytes = 4096;
constexpr std::uint64_t kSamples = 64;
constexpr std::array<std::string_view, 6> kPickleExtensions = {
    ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"};

CheckpointParts OpenFile(MappedFile file, const fs::path& path) {
  if (path.extension() == ".safetensors") return OpenSafetensorsFile(std::move(file), path);
  if (path.extension() == ".gguf" || HasGgufMagic(file.bytes())) {
    return OpenGgufFile(std::move(file), path);
  }
  throw Error(ErrorCode::kInput,
              fmt::format("{} is no model file", path.string()),
              "name a Hugging Face folder, a .gguf file or a .safetensors file");
}

CheckpointParts OpenParts(const fs::path& path) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found) ThrowInput("{} does not exist", path.string());
  if (status.type() == fs::file_type::none) {
    ThrowInput("cannot examine {}: {}", path.string(), failure.message());
  }
  if (status.type() == fs::file_type::directory) return OpenHfDirectory(ModelFolder(path));
  if (IsPickleName(path)) RefusePickle(path);
  // Asked before opening, which alone can have effects on a device.
  if (status.type() != fs::file_type::regular) ThrowInput("{} is no regular file", path.string());
  return OpenFile(MappedFile(path), path);
}

/// All of a small file; else 64 blocks from the first byte to the last.
void HashSamples(Sha256& sha, std::span<const std::byte> bytes) {
  if (bytes.size() <= kSamples * kSampleBytes) return sha.Update(bytes);
  const std::uint64_t last = bytes.size() - kSampleBytes;
  for (std::uint64_t i = 0; i < kSamples; ++i) {
    // In two parts, so that no product overflows.
    const std::uint64_t offset =
        last / (kSamples - 1) * i + last % (kSamples - 1) * i / (kSamples - 1);
    sha.Update(bytes.subspan(offset, kSampleBytes));
  }
}

}  // namespace

std::int64_t TensorInfo::element_count() const {
  // A tensor without elements may have other axes whose product no number holds.
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  return count;
}

const TensorInfo* ModelSource::Find(std::string_view name) const {
  const auto found = std::find_if(tensors().begin(), tensors().end(), [&](const TensorInfo& info) {
    return info.name == name;
  });
  return found == tensors().end() ? nullptr : &*found;
}

bool IsPickleName(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return std::find(kPickleExtensions.begin(), kPickleExtensions.end(), extension) !=
         kPickleExtensions.end();
}

void RefusePickle(const fs::path& path) {
  throw Error(
      ErrorCode::kInput,
      fmt::format("{} is a pickle file, which can run code when it is read and is therefore "
                  "never opened",
                  path.string()),
      "convert it where you trust it, for example with transformers: "
      "AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER)");
}

std::unique_ptr<ModelSource> OpenModel(const fs::path& path) {
  if (path.empty()) ThrowInput("no model is named");
  return std::make_unique<CheckpointSource>(OpenParts(fs::absolute(path).lexically_normal()));
}

std::unique_ptr<ModelSource> OpenModel(const ModelFolder& folder) {
  return std::make_unique<CheckpointSource>(OpenHfDirectory(folder));
}

std::unique_ptr<ModelSource> OpenModel(const ModelFolder& folder, std::string_view name) {
  const fs::path path = fs::absolute(folder.path() / name).lexically_normal();
  return std::make_unique<CheckpointSource>(OpenFile(folder.Map(name), path));
}

std::string ModelId(const ModelSource& source) {
  Sha256 sha;
  const std::vector<std::uint64_t> header_sizes = source.header_sizes();
  const std::vector<fs::path> files = source.weight_files();
  for (std::size_t i = 0; i < files.size(); ++i) {
    const MappedFile file(files[i]);
    const std::uint64_t header = i < header_sizes.size() ? header_sizes[i] : 0;
    sha.UpdateNumber(file.size());
    sha.Update(file.bytes().first(std::min(header, file.size())));
    HashSamples(sha, file.bytes());
    file.CheckIntact();
  }
  source.CheckIntact();
  return sha.HexDigest();
}

std::string FullHash(const ModelSource& source) {
  Sha256 sha;
  for (const fs::path& path : source.weight_files()) {
    const MappedFile file(path);
    file.Advise(Advice::kSequential, 0, file.size());
    sha.Update(file.bytes());
    file.CheckIntact();
  }
  source.CheckIntact();
  return sha.HexDigest();
}

}  // namespace sentei::formats
