// SPDX-License-Identifier: Apache-2.0
// Fills a runs database and measures what `sentei runs list` and `sentei runs show` ask of it.
//   storage_bench [FOLDER [RUNS]]     (a temporary folder, 10,000 runs)
// Prints one JSON object with milliseconds as medians of five, opening the database included.
#include "core/base/error.h"
#include "core/base/host.h"
#include "core/run/run_spec.h"
#include "core/run/ulid.h"
#include "storage/data_location.h"
#include "storage/run_store.h"
#include "storage/run_writer.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace sentei;  // NOLINT
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kSteps = 200;
constexpr std::int64_t kLayers = 30;
constexpr std::int64_t kScoredRuns = 50;

double MillisecondsOf(const std::function<void()>& body) {
  const auto start = Clock::now();
  body();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Wall and processor time of this process, each the median of five: on a busy machine only the
/// second says what the work costs.
nlohmann::json MedianOfFive(const std::function<void()>& body) {
  std::vector<double> wall;
  std::vector<double> processor;
  for (int i = 0; i < 5; ++i) {
    const std::clock_t before = std::clock();
    wall.push_back(MillisecondsOf(body));
    processor.push_back(1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
  }
  std::sort(wall.begin(), wall.end());
  std::sort(processor.begin(), processor.end());
  return {{"wall_ms", wall[2]}, {"processor_ms", processor[2]}};
}

/// Events with random numbers: what compresses well by chance would flatter the file size.
class EventSource {
 public:
  run::RunStarted Started(const std::string& id) {
    run::RunSpec spec;
    spec.model = "models/SmolLM2-135M-Instruct";
    spec.train.text.path = "train.txt";
    spec.train.steps = kSteps;
    spec.seed = engine_();
    run::RunStarted started;
    started.run_id = id;
    started.spec_json = run::ToJson(spec).dump();
    started.spec_hash = run::SpecHash(spec);
    started.model_id = std::string(64, 'a');
    started.model_path = spec.model;
    started.model_type = "llama";
    started.model_parameters = 134'515'008;
    started.device = "cpu";
    started.device_name = "bench";
    started.dtype = "bf16";
    started.versions = {{"sentei", "0"}, {"libtorch", "0"}};
    return started;
  }
  run::StepDone Step(std::int64_t step) {
    return {step, kSteps, 3.0 + Unit(), 5e-4 * Unit(), Unit(), 0.2 * Unit(), 0.2, 500.0 * Unit()};
  }
  run::EvalDone Eval(const std::string& stage, std::int64_t step) {
    run::EvalDone eval;
    eval.stage = stage;
    eval.step = step;
    eval.perplexity = 25.0 + 30.0 * Unit();
    eval.mean_loss = 3.3;
    eval.window_losses.assign(40, Unit());
    eval.text_path = "wiki.test.raw";
    eval.text_hash = std::string(64, 'b');
    return eval;
  }
  run::PruneEventDone Prune(std::int64_t event, std::int64_t step) {
    run::PruneEventDone done;
    done.event = event;
    done.step = step;
    for (std::int64_t layer = 0; layer < kLayers; ++layer) {
      done.families.push_back(Family(layer, plan::UnitKind::kKvGroup, 3));
      done.families.push_back(Family(layer, plan::UnitKind::kFfnChannel, 1536));
    }
    return done;
  }

 private:
  double Unit() { return std::uniform_real_distribution<double>()(engine_); }
  run::PruneEventDone::Family Family(std::int64_t layer, plan::UnitKind kind, std::size_t units) {
    auto scores = std::make_shared<std::vector<float>>(units);
    auto keep = std::make_shared<std::vector<std::uint8_t>>(units);
    std::lognormal_distribution<float> score;
    for (float& value : *scores) value = score(engine_);
    for (auto& value : *keep) value = engine_() % 4 == 0 ? 0 : 1;
    return {layer, kind, static_cast<std::int64_t>(units), std::move(scores), std::move(keep)};
  }

  std::mt19937_64 engine_{1};
};

/// Records one run event by event, as the recorder does; the mean microseconds of a step.
double RecordScoredRun(storage::RunWriter& writer, EventSource& source) {
  const std::string id = run::NewUlid();
  writer.Write(id, source.Started(id));
  writer.Write(id, source.Eval("dense", 0));
  double step_ms = 0.0;
  for (std::int64_t step = 1; step <= kSteps; ++step) {
    if (step % 10 == 0) writer.Write(id, source.Prune(step / 10 - 1, step));
    const run::StepDone done = source.Step(step);
    step_ms += MillisecondsOf([&] { writer.Write(id, done); });
  }
  writer.Write(id, source.Eval("tuned", kSteps));
  run::RunFinished finished;
  finished.rule = "steps";
  writer.Write(id, finished);
  return 1000.0 * step_ms / kSteps;
}

/// Multiplies one run without scores inside the database: recording each would take minutes.
void CopyRuns(const fs::path& file,
              storage::RunWriter& writer,
              EventSource& source,
              std::int64_t copies) {
  const std::string id = run::NewUlid();
  writer.Write(id, source.Started(id));
  writer.Write(id, source.Eval("dense", 0));
  for (std::int64_t step = 1; step <= kSteps; ++step) writer.Write(id, source.Step(step));
  writer.Write(id, source.Eval("tuned", kSteps));
  writer.Write(id, run::RunFinished{});
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, 5000);
  const auto key = database.execAndGet("SELECT max(key) FROM runs").getInt64();
  std::string columns;
  std::string values;
  SQLite::Statement info(database,
                         "SELECT name FROM pragma_table_info('runs') WHERE name <> 'key'");
  while (info.executeStep()) {
    const std::string name = info.getColumn(0).getString();
    columns += (columns.empty() ? "" : ", ") + name;
    values += values.empty() ? "" : ", ";
    if (name == "id") {
      values += "printf('%026d', n)";
    } else if (name == "started_at") {
      values += "started_at + n";
    } else if (name == "perplexity" || name == "tuned_perplexity") {
      values += "25 + (n * 7919 % 3000) / 100.0";
    } else {
      values += name;
    }
  }
  const std::string numbers = fmt::format(
      "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {}) ",
      copies - 1);
  database.exec("BEGIN");
  database.exec(fmt::format(
      "{}INSERT INTO runs (key, {}) SELECT {} + n, {} FROM runs, numbers WHERE runs.key = {}",
      numbers,
      columns,
      key,
      values,
      key));
  database.exec(fmt::format(
      "{}INSERT INTO metrics SELECT {} + n, step, loss + random() / 1e19, learning_rate + random() "
      "/ "
      "1e22, gradient_norm + random() / 1e19, sparsity, target_sparsity, tokens_per_second + "
      "random() / 1e18 FROM numbers, metrics WHERE run_key = {}",
      numbers,
      key,
      key));
  database.exec(fmt::format(
      "{}INSERT INTO evals SELECT {} + n, stage, step, at, perplexity, mean_loss, window_losses, "
      "length, "
      "windows, tokens, text_path, text_hash, dtype, device, tokens_per_second FROM numbers, evals "
      "WHERE run_key = {}",
      numbers,
      key,
      key));
  database.exec(
      fmt::format("{}INSERT INTO run_versions SELECT {} + n, name, value FROM numbers, "
                  "run_versions WHERE run_key = {}",
                  numbers,
                  key,
                  key));
  database.exec("COMMIT");
}

storage::RunStore OpenStore(const fs::path& folder) {
  auto store = storage::RunStore::Open(folder);
  SENTEI_CHECK(store.has_value(), "{}", store.error().message);
  return std::move(store).value();
}

nlohmann::json Measure(const fs::path& folder) {
  std::string scored;
  {
    storage::RunStore store = OpenStore(folder);
    scored = store.List("params > 0").value().back().id;
  }
  const auto list = [&](const std::string& filter, std::int64_t limit) {
    return MedianOfFive([&] { (void)OpenStore(folder).List(filter, limit).value(); });
  };
  const auto show = [&](const std::string& id, storage::Detail detail) {
    return MedianOfFive([&] { (void)OpenStore(folder).Show(id, detail).value(); });
  };
  return {{"list_all", list("", 0)},
          {"list_filter", list("kind = prune and ppl < 30 and model ~ smol", 0)},
          {"list_filter_limit", list("kind = prune and ppl < 30 and model ~ smol", 50)},
          {"show", show("last", storage::Detail::kCounts)},
          {"show_scored", show(scored, storage::Detail::kCounts)},
          {"show_scores", show(scored, storage::Detail::kScores)}};
}

}  // namespace

int main(int argc, char** argv) {
  const bool temporary = argc < 2;
  const fs::path folder = temporary
                              ? fs::temp_directory_path() / fmt::format("sentei-bench-{}", getpid())
                              : fs::path(argv[1]);
  const std::int64_t runs = argc > 2 ? std::stoll(argv[2]) : 10'000;
  const fs::path file = storage::DatabaseFile(folder);
  EventSource source;
  double step_us = 0.0;
  {
    storage::RunWriter writer(storage::Connection::Open(file));
    for (std::int64_t i = 0; i < kScoredRuns; ++i) step_us += RecordScoredRun(writer, source);
    CopyRuns(file, writer, source, runs - kScoredRuns);
  }
  nlohmann::json result = Measure(folder);
  result["runs"] = runs;
  result["steps_per_run"] = kSteps;
  result["runs_with_scores"] = kScoredRuns;
  result["record_step_us"] = step_us / kScoredRuns;
  result["file_bytes"] = fs::file_size(file);
  result["processor"] = DescribeHost().processor;
  fmt::print("{}\n", result.dump(2));
  if (temporary) fs::remove_all(folder);
  return 0;
}
