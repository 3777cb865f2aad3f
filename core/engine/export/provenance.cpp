// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/export_request.h"
#include "core/formats/model_folder.h"

#include <sstream>
#include <string>
#include <string_view>

namespace sentei::engine {
namespace {

using nlohmann::json;

constexpr std::size_t kCardBytes = 65536;  ///< how much of a README.md is looked at

std::string TextAt(const json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string Unquoted(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\"'");
  if (first == std::string_view::npos) return {};
  const std::size_t last = text.find_last_not_of(" \t\r\"'");
  return std::string(text.substr(first, last - first + 1));
}

// The value of `license:` in a model card's front matter.
std::string LicenseOfCard(const formats::ModelFolder& folder) {
  constexpr const char* kCard = "README.md";
  if (!folder.Contains(kCard)) return {};
  const MappedFile card = folder.Map(kCard);
  std::istringstream file(std::string(card.text().substr(0, kCardBytes)));
  card.CheckIntact();
  std::string line;
  if (!std::getline(file, line) || Unquoted(line) != "---") return {};
  while (std::getline(file, line)) {
    if (Unquoted(line) == "---") break;
    constexpr std::string_view kKey = "license:";
    if (line.starts_with(kKey)) return Unquoted(std::string_view(line).substr(kKey.size()));
  }
  return {};
}

std::string FileStem(const formats::ModelSource& source) {
  const std::filesystem::path& path = source.path();
  if (source.format() == formats::SourceFormat::kHfDirectory) return path.filename().string();
  return path.stem().string();
}

// A tied output matrix counts once, whether or not the files repeat it.
std::int64_t CountParameters(const formats::ModelSource& source, bool tied) {
  std::int64_t count = 0;
  for (const formats::TensorInfo& tensor : source.tensors()) {
    const bool repeated = tied && tensor.name == plan::kLmHeadName;
    if (!repeated && !tensor.name.ends_with("rotary_emb.inv_freq")) count += tensor.element_count();
  }
  return count;
}

}  // namespace

Provenance DescribeBase(const formats::ModelSource& source,
                        const plan::ModelDescription& description) {
  Provenance provenance;
  provenance.base_name = TextAt(source.gguf_metadata(), "general.name");
  provenance.base_license = TextAt(source.gguf_metadata(), "general.license");
  if (source.format() == formats::SourceFormat::kHfDirectory) {
    const formats::ModelFolder folder(source.path());
    provenance.base_license = LicenseOfCard(folder);
    provenance.base_name = folder.hub_name();
  }
  if (provenance.base_name.empty()) provenance.base_name = FileStem(source);
  provenance.base_model_id = formats::ModelId(source);
  provenance.base_parameters = CountParameters(source, description.tied_embeddings);
  return provenance;
}

}  // namespace sentei::engine
