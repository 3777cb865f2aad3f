// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/terminal.h"
#include "core/base/units.h"
#include "core/base/untrusted_text.h"
#include "core/formats/model_source.h"
#include "core/plan/census.h"
#include "core/plan/model_description.h"
#include "core/plan/unit_family.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

namespace sentei::app {
namespace {

struct Request {
  std::string model;
  bool tensors = false;
};

/// What inspect knows: the files always, the architecture where Sentei can run it.
struct Inspection {
  std::unique_ptr<formats::ModelSource> source;
  std::string model_id;
  std::optional<plan::ModelDescription> model;
  std::string why_not;  ///< why only the tensors are shown; empty when `model` is there
};

Inspection Open(const Context& context, const std::string& argument) {
  Inspection found;
  found.source = formats::OpenModel(context.ResolveModel(argument));
  found.model_id = formats::ModelId(*found.source);
  if (found.source->config().is_null()) {
    found.why_not = "a file of tensors without a configuration: listed, not run";
    return found;
  }
  try {
    found.model = plan::DescribeModel(*found.source);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInput) throw;
    found.why_not = error.what();
  }
  return found;
}

std::int64_t StoredElements(const formats::ModelSource& source) {
  std::int64_t count = 0;
  for (const formats::TensorInfo& tensor : source.tensors()) count += tensor.element_count();
  return count;
}

std::uint64_t StoredBytes(const formats::ModelSource& source) {
  std::uint64_t bytes = 0;
  for (const formats::TensorInfo& tensor : source.tensors()) bytes += tensor.byte_size;
  return bytes;
}

std::string StoredTypes(const formats::ModelSource& source) {
  std::map<std::string, int> counts;
  for (const formats::TensorInfo& tensor : source.tensors())
    ++counts[std::string(Name(tensor.type))];
  std::string text;
  for (const auto& [type, count] : counts)
    text += fmt::format("{}{} x {}", text.empty() ? "" : ", ", count, type);
  return text;
}

std::string_view FormatName(formats::SourceFormat format) {
  switch (format) {
    case formats::SourceFormat::kHfDirectory:
      return "Hugging Face folder";
    case formats::SourceFormat::kGguf:
      return "GGUF file";
    case formats::SourceFormat::kSafetensorsFile:
      return "safetensors file";
  }
  return "file";
}

std::string Shape(const std::vector<std::int64_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

void PrintTensors(const formats::ModelSource& source) {
  TextTable table({"tensor", "type", "shape", "bytes"}, {0, 1, 2});
  for (const formats::TensorInfo& tensor : source.tensors()) {
    table.AddRow({Printable(tensor.name),
                  std::string(Name(tensor.type)),
                  Shape(tensor.shape),
                  FormatCount(static_cast<std::int64_t>(tensor.byte_size))});
  }
  fmt::print("\n{}", table.ToString());
}

std::string Percent(std::int64_t part, std::int64_t whole) {
  return FormatShare(static_cast<double>(part) / static_cast<double>(whole));
}

void PrintUnits(const plan::ModelDescription& model) {
  TextTable table({"unit", "layers", "per layer", "parameters", "one in each layer", "MACs/token"});
  for (const plan::UnitKind kind : {plan::UnitKind::kKvGroup, plan::UnitKind::kQueryStripe}) {
    const auto families = plan::BuildUnitFamilies(model, kind);
    for (const plan::UnitWeight& unit : plan::UnitWeights(model, families)) {
      const bool repeated_ffn =
          kind == plan::UnitKind::kQueryStripe && unit.kind == plan::UnitKind::kFfnChannel;
      if (repeated_ffn) continue;
      table.AddRow({std::string(plan::Name(unit.kind)),
                    FormatCount(unit.num_layers),
                    FormatCount(unit.units_per_layer),
                    FormatCount(unit.parameters),
                    FormatShare(unit.share_of_model),
                    FormatCount(unit.macs_per_token)});
    }
  }
  fmt::print("\n{}", table.ToString());
}

void PrintLayers(const plan::ModelDescription& model, const plan::Census& census) {
  TextTable table(
      {"layer", "query heads", "KV heads", "FFN", "attention", "FFN parameters", "share"}, {});
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    const plan::LayerShape& layer = model.layers[i];
    const plan::LayerCensus& count = census.layers[i];
    table.AddRow({fmt::to_string(i),
                  FormatCount(layer.num_query_heads),
                  FormatCount(layer.num_kv_heads),
                  FormatCount(layer.ffn_size),
                  FormatCount(count.attention),
                  FormatCount(count.ffn),
                  Percent(count.total(), census.total())});
  }
  fmt::print("\n{}", table.ToString());
}

void PrintArchitecture(const plan::ModelDescription& model) {
  const plan::Census census = plan::TakeCensus(model);
  fmt::print("architecture  {}, {} layers, hidden {}, heads of {}, vocabulary {}, {} positions{}\n",
             Printable(model.model_type),
             model.num_layers(),
             model.hidden_size,
             model.head_dim,
             FormatCount(model.vocab_size),
             FormatCount(model.max_positions),
             model.tied_embeddings ? ", tied embeddings" : "");
  fmt::print("parameters    {}: embedding {}, attention {}, FFN {}, norms {}, output {}\n",
             FormatCount(census.total()),
             Percent(census.embedding, census.total()),
             Percent(census.attention, census.total()),
             Percent(census.ffn, census.total()),
             Percent(census.norms, census.total()),
             Percent(census.lm_head, census.total()));
  fmt::print("KV cache      {} a token in bf16\n",
             FormatBytes(static_cast<std::uint64_t>(plan::KvCacheBytesPerToken(model, 2))));
  PrintUnits(model);
  PrintLayers(model, census);
}

void PrintText(const Inspection& found, bool tensors) {
  const formats::ModelSource& source = *found.source;
  fmt::print(
      "model         {} ({})\n", Printable(source.path().string()), FormatName(source.format()));
  fmt::print("model id      {}\n", found.model_id);
  fmt::print("stored        {} in {} tensors ({}), {} values\n",
             FormatBytes(StoredBytes(source)),
             source.tensors().size(),
             StoredTypes(source),
             FormatCount(StoredElements(source)));
  if (found.model) PrintArchitecture(*found.model);
  if (!found.why_not.empty()) fmt::print("not runnable  {}\n", Printable(found.why_not));
  if (tensors || !found.model) PrintTensors(source);
}

nlohmann::json ModelJson(const plan::ModelDescription& model) {
  const plan::Census census = plan::TakeCensus(model);
  nlohmann::json json{{"model_type", model.model_type},
                      {"hidden_size", model.hidden_size},
                      {"head_dim", model.head_dim},
                      {"vocab_size", model.vocab_size},
                      {"max_positions", model.max_positions},
                      {"tied_embeddings", model.tied_embeddings},
                      {"parameters", census.total()},
                      {"embedding_parameters", census.embedding},
                      {"attention_parameters", census.attention},
                      {"ffn_parameters", census.ffn}};
  for (const plan::LayerShape& layer : model.layers) {
    json["layers"].push_back({{"query_heads", layer.num_query_heads},
                              {"kv_heads", layer.num_kv_heads},
                              {"ffn", layer.ffn_size}});
  }
  for (const plan::UnitWeight& unit :
       plan::UnitWeights(model, plan::BuildUnitFamilies(model, plan::UnitKind::kKvGroup))) {
    json["units"].push_back({{"kind", plan::Name(unit.kind)},
                             {"per_layer", unit.units_per_layer},
                             {"layers", unit.num_layers},
                             {"parameters", unit.parameters},
                             {"share_one_in_each_layer", unit.share_of_model}});
  }
  return json;
}

void PrintJson(const Inspection& found, bool tensors) {
  const formats::ModelSource& source = *found.source;
  nlohmann::json json{{"path", source.path().string()},
                      {"format", FormatName(source.format())},
                      {"model_id", found.model_id},
                      {"bytes", StoredBytes(source)},
                      {"runnable", found.model.has_value()}};
  if (found.model) json["model"] = ModelJson(*found.model);
  if (!found.why_not.empty()) json["reason"] = found.why_not;
  for (const formats::TensorInfo& tensor :
       tensors ? source.tensors() : std::vector<formats::TensorInfo>{}) {
    json["tensors"].push_back({{"name", tensor.name},
                               {"type", Name(tensor.type)},
                               {"shape", tensor.shape},
                               {"bytes", tensor.byte_size}});
  }
  PrintJsonLine(json);
}

int Inspect(const Context& context, const Request& request) {
  const Inspection found = Open(context, request.model);
  if (context.output == Output::kJson) {
    PrintJson(found, request.tensors);
  } else {
    PrintText(found, request.tensors);
  }
  return 0;
}

}  // namespace

void AddInspect(CLI::App& app, Context& context, Action& action) {
  CLI::App* command =
      app.add_subcommand("inspect", "What a checkpoint holds and what its units weigh");
  const auto request = std::make_shared<Request>();
  command
      ->add_option(
          "model", request->model, "demo, a Hugging Face folder or ORG/NAME, .gguf or .safetensors")
      ->type_name("MODEL")
      ->required();
  command->add_flag("--tensors", request->tensors, "List every tensor");
  command->callback([&context, &action, request] {
    action = [&context, request] { return Inspect(context, *request); };
  });
}

}  // namespace sentei::app
