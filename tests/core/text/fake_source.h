// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/model_source.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace sentei::text {

/// A checkpoint without tensors.
class FakeSource final : public formats::ModelSource {
 public:
  FakeSource(formats::SourceFormat format, std::filesystem::path path)
      : format_(format), path_(std::move(path)) {}

  formats::SourceFormat format() const override { return format_; }
  const std::filesystem::path& path() const override { return path_; }
  std::vector<std::filesystem::path> weight_files() const override { return {}; }
  const nlohmann::json& config() const override { return model_config; }
  const nlohmann::json& gguf_metadata() const override { return metadata; }
  const std::vector<formats::TensorInfo>& tensors() const override { return tensors_; }
  std::span<const std::byte> MappedBytes(std::string_view) const override { return {}; }
  void ReadFloat32(std::string_view, std::span<float>) const override {}
  void ReadBFloat16(std::string_view, std::span<std::uint16_t>) const override {}

  nlohmann::json model_config = nlohmann::json::object();
  nlohmann::json metadata;

 private:
  formats::SourceFormat format_;
  std::filesystem::path path_;
  std::vector<formats::TensorInfo> tensors_;
};

}  // namespace sentei::text
