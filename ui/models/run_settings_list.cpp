// SPDX-License-Identifier: Apache-2.0
// The settings themselves, as data.
#include "ui/models/run_settings.h"

#include <QCoreApplication>
#include <array>

namespace sentei::ui {
namespace {

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): lupdate finds texts by this name
#define TEXT(text) QT_TRANSLATE_NOOP("RunSettings", text)

constexpr std::array kCriteria{
    SettingChoice{"gate", TEXT("Gates")},
    SettingChoice{"lora", TEXT("LoRA gradients (LoRAPrune)")},
    SettingChoice{"grad", TEXT("Full gradients")},
    SettingChoice{"magnitude", TEXT("Weight magnitude")},
    SettingChoice{"random", TEXT("Random")},
};
constexpr std::array kSchedules{
    SettingChoice{"iterative", TEXT("Step by step while tuning")},
    SettingChoice{"one-shot-then-tune", TEXT("All at once, then tune")},
    SettingChoice{"one-shot", TEXT("All at once, no tuning")},
};
constexpr std::array kLearningRates{
    SettingChoice{"cosine", TEXT("Cosine")},
    SettingChoice{"linear", TEXT("Linear")},
    SettingChoice{"constant", TEXT("Constant")},
};
constexpr std::array kDTypes{
    SettingChoice{"auto", TEXT("Automatic (measured)")},
    SettingChoice{"bf16", TEXT("BF16")},
    SettingChoice{"f32", TEXT("FP32")},
};
constexpr std::array kDevices{
    SettingChoice{"auto", TEXT("Automatic")},
    SettingChoice{"cpu", TEXT("Processor")},
    SettingChoice{"cuda", TEXT("NVIDIA GPU")},
};

using enum SettingGroup;
constexpr Level kBasic = Level::kBasic;
constexpr Level kAdvanced = Level::kAdvanced;

constexpr std::array kSettings{
    RunSetting{"train.steps",
               kTraining,
               kBasic,
               TEXT("Iterations"),
               TEXT("Optimizer steps. More steps recover more quality and take longer; 60 show a "
                    "trend, a few hundred give a result to keep.")},
    RunSetting{"train.batch",
               kTraining,
               kBasic,
               TEXT("Batch"),
               TEXT("Sequences per optimizer step. Larger batches give steadier scores and losses "
                    "and cost time in proportion.")},
    RunSetting{"train.micro_batch",
               kTraining,
               kBasic,
               TEXT("Micro-batch"),
               TEXT("Sequences per forward and backward pass; it must divide the batch. Make it "
                    "smaller when memory is short: the result is the same.")},
    RunSetting{"train.length",
               kTraining,
               kBasic,
               TEXT("Tokens per sequence"),
               TEXT("Length of the training sequences. Longer ones teach longer context and need "
                    "more memory.")},
    RunSetting{"train.learning_rate",
               kTraining,
               kBasic,
               TEXT("Learning rate"),
               TEXT("Largest step of the LoRA weights. Halve it when the loss jumps; 1e-4 is usual "
                    "for long runs, 5e-4 for short ones.")},

    RunSetting{"prune.criterion",
               kPruning,
               kBasic,
               TEXT("Criterion"),
               TEXT("What decides which units matter least. Gates are fast and follow the loss; "
                    "full gradients are the most exact and the slowest; random is a yardstick."),
               kCriteria},
    RunSetting{"prune.schedule",
               kPruning,
               kBasic,
               TEXT("Schedule"),
               TEXT("When units leave. Step by step lets the model recover between events and "
                    "gives the best result; all at once shows a rough answer soon."),
               kSchedules},
    RunSetting{"prune.every",
               kPruning,
               kBasic,
               TEXT("Iterations between events"),
               TEXT("Pruning happens every so many iterations. Fewer, larger events leave more "
                    "time to recover after each.")},
    RunSetting{"prune.warmup",
               kPruning,
               kAdvanced,
               TEXT("Share before the first event"),
               TEXT("Share of the iterations in which scores settle before anything leaves. Raise "
                    "it when the first event removes units that later prove important.")},
    RunSetting{"prune.cooldown",
               kPruning,
               kAdvanced,
               TEXT("Share after the last event"),
               TEXT("Share of the iterations that only tune, after the target is reached. Raise it "
                    "to recover more quality at the end.")},
    RunSetting{"prune.initial_ratio",
               kPruning,
               kAdvanced,
               TEXT("Start of the schedule"),
               TEXT("Share of the target that the first event removes at once. Leave it at 0 for a "
                    "smooth start.")},
    RunSetting{"prune.ema",
               kPruning,
               kAdvanced,
               TEXT("Score memory (EMA)"),
               TEXT("Weight of the past in the moving average of scores. Higher is steadier, lower "
                    "reacts faster.")},
    RunSetting{"prune.score_every",
               kPruning,
               kAdvanced,
               TEXT("Iterations between scores"),
               TEXT("Scores are updated every so many iterations. Raise it where scoring takes a "
                    "large part of the time (full gradients).")},
    RunSetting{"prune.calibration_batches",
               kPruning,
               kAdvanced,
               TEXT("Calibration batches"),
               TEXT("Batches that are scored before everything leaves at once. Used by the "
                    "all-at-once schedules only.")},
    RunSetting{"prune.squared",
               kPruning,
               kAdvanced,
               TEXT("Square the importance"),
               TEXT("Counts the square of an element's importance instead of its size: large "
                    "elements weigh more. The paper uses the square, ours is robuster.")},
    RunSetting{"prune.keep_gradients",
               kPruning,
               kAdvanced,
               TEXT("Keep all gradients"),
               TEXT("Full gradients only: keeps the gradient of every weight and adds them up over "
                    "a batch. Exact, and takes as much memory as the model again.")},

    RunSetting{"output.directory",
               kOutput,
               kBasic,
               TEXT("Export to"),
               TEXT("Folder for the finished model, written and verified at the end of the run. "
                    "Leave it empty to export later.")},
    RunSetting{"output.overwrite",
               kOutput,
               kAdvanced,
               TEXT("Replace an existing folder"),
               TEXT("Off, a folder that exists stops the run before it starts. On, it is replaced "
                    "once the new export is complete.")},
    RunSetting{"output.shard_bytes",
               kOutput,
               kAdvanced,
               TEXT("Largest weight file, bytes"),
               TEXT("Weights are split into files of at most this size. Lower it for file systems "
                    "or hosts with a limit.")},
    RunSetting{"note",
               kOutput,
               kBasic,
               TEXT("Note"),
               TEXT("A line kept with the run: why you started it. It can be changed later.")},

    RunSetting{"lora.rank",
               kLora,
               kAdvanced,
               TEXT("LoRA rank"),
               TEXT("Size of the trained update. 8 suits most models; 16 to 32 recover more after "
                    "heavy pruning and need more memory.")},
    RunSetting{"lora.alpha",
               kLora,
               kAdvanced,
               TEXT("LoRA alpha"),
               TEXT("The update counts alpha / rank times. Keep it at twice the rank unless you "
                    "tune the learning rate too.")},
    RunSetting{"lora.dropout",
               kLora,
               kAdvanced,
               TEXT("LoRA dropout"),
               TEXT("Share of the update's inputs left out at random. 0.05 guards against learning "
                    "a small text by heart.")},

    RunSetting{"train.schedule",
               kOptimiser,
               kAdvanced,
               TEXT("Learning rate course"),
               TEXT("How the learning rate falls after the warm-up. Cosine suits almost all runs."),
               kLearningRates},
    RunSetting{"train.warmup_ratio",
               kOptimiser,
               kAdvanced,
               TEXT("Learning rate warm-up"),
               TEXT("Share of the iterations in which the learning rate rises from zero. Raise it "
                    "when the first losses jump.")},
    RunSetting{"train.weight_decay",
               kOptimiser,
               kAdvanced,
               TEXT("Weight decay"),
               TEXT("Pulls LoRA weights towards zero at each step. Small values help on small "
                    "texts.")},
    RunSetting{"train.adam_beta1",
               kOptimiser,
               kAdvanced,
               TEXT("Adam beta 1"),
               TEXT("Memory of the gradient's mean. The usual 0.9 rarely needs a change.")},
    RunSetting{"train.adam_beta2",
               kOptimiser,
               kAdvanced,
               TEXT("Adam beta 2"),
               TEXT("Memory of the gradient's square. Lower it (0.98) when single batches upset "
                    "the loss.")},
    RunSetting{"train.adam_epsilon",
               kOptimiser,
               kAdvanced,
               TEXT("Adam epsilon"),
               TEXT("Keeps steps finite where gradients vanish. Change it only to repeat the "
                    "settings of another work.")},
    RunSetting{"train.clip_norm",
               kOptimiser,
               kAdvanced,
               TEXT("Gradient limit"),
               TEXT("Longer gradients are cut to this length; 0 switches it off. Lower it when the "
                    "loss has spikes.")},

    RunSetting{"eval.length",
               kMeasuring,
               kBasic,
               TEXT("Tokens per window"),
               TEXT("Perplexity is measured over windows of this length. Only equal lengths can be "
                    "compared.")},
    RunSetting{"eval.windows",
               kMeasuring,
               kBasic,
               TEXT("Windows"),
               TEXT("How many windows before and after; 0 takes the whole text. 40 are enough to "
                    "see a difference of one per cent.")},
    RunSetting{"train.eval_every",
               kMeasuring,
               kBasic,
               TEXT("Quick perplexity every"),
               TEXT("Iterations between quick measurements during the run; 0 is off. Each takes "
                    "the time of a few iterations.")},

    RunSetting{"train.text.path",
               kTexts,
               kAdvanced,
               TEXT("Training text"),
               TEXT("The text that scores and tuning see: .txt or .jsonl. Take text like that of "
                    "the model's later use. The Data page shows what is in it.")},
    RunSetting{"train.text.column",
               kTexts,
               kAdvanced,
               TEXT("Its field"),
               TEXT("For .jsonl: the field of a record that holds the text.")},
    RunSetting{"train.text.template",
               kTexts,
               kAdvanced,
               TEXT("Its template"),
               TEXT("For .jsonl: a text made of several fields, such as {instruction} {output}. It "
                    "replaces the field.")},
    RunSetting{"train.text.max_records",
               kTexts,
               kAdvanced,
               TEXT("Its records at most"),
               TEXT("Reads only so many records; 0 reads all. The paper uses 20,000.")},
    RunSetting{"eval.text.path",
               kTexts,
               kAdvanced,
               TEXT("Held-out text"),
               TEXT("The text that perplexity is measured on, before and after. It must not be the "
                    "training text; empty measures nothing.")},
    RunSetting{"eval.text.column",
               kTexts,
               kAdvanced,
               TEXT("Its field"),
               TEXT("For .jsonl: the field of a record that holds the text.")},
    RunSetting{"eval.text.template",
               kTexts,
               kAdvanced,
               TEXT("Its template"),
               TEXT("For .jsonl: a text made of several fields. It replaces the field.")},
    RunSetting{"eval.text.max_records",
               kTexts,
               kAdvanced,
               TEXT("Its records at most"),
               TEXT("Reads only so many records; 0 reads all.")},

    RunSetting{"train.checkpoint_every",
               kSafety,
               kAdvanced,
               TEXT("Checkpoint every"),
               TEXT("Iterations between checkpoints. A run resumes from its newest one, whatever "
                    "ended it.")},
    RunSetting{"train.checkpoint_seconds",
               kSafety,
               kAdvanced,
               TEXT("Checkpoint after, s"),
               TEXT("Also after so many seconds, whichever comes first. Lower it where power or "
                    "memory is unreliable.")},
    RunSetting{"train.stop_seconds",
               kSafety,
               kAdvanced,
               TEXT("Stop after, s"),
               TEXT("Ends the run after this time of training and keeps its result; 0 sets no "
                    "limit.")},
    RunSetting{"train.stop_perplexity",
               kSafety,
               kAdvanced,
               TEXT("Stop above perplexity"),
               TEXT("Ends the run once a quick perplexity exceeds this; 0 sets no limit. It needs "
                    "quick measurements.")},

    RunSetting{"device",
               kMachine,
               kBasic,
               TEXT("Device"),
               TEXT("Where the run computes. cuda:1 names the second GPU."),
               kDevices},
    RunSetting{"dtype",
               kMachine,
               kBasic,
               TEXT("Precision"),
               TEXT("Number format of the computation. Automatic measures which is faster here; "
                    "FP32 is the yardstick."),
               kDTypes},
    RunSetting{"threads",
               kMachine,
               kAdvanced,
               TEXT("Threads"),
               TEXT("Processor threads to compute with; 0 takes all cores. Lower it to keep the "
                    "machine free for other work.")},
    RunSetting{"seed",
               kMachine,
               kBasic,
               TEXT("Seed"),
               TEXT("All randomness follows from it: the same seed gives the same run on the same "
                    "machine. Change it to see how much a result varies.")},
    RunSetting{"force_memory",
               kMachine,
               kAdvanced,
               TEXT("Start despite memory"),
               TEXT("Starts even where the estimate exceeds what is free. The system may then end "
                    "the program; checkpoints stay.")},
};

constexpr std::array kElsewhere{
    ElsewhereSetting{"kind", TEXT("The Run page starts pruning runs.")},
    ElsewhereSetting{"model", TEXT("The model is the one that is open.")},
    ElsewhereSetting{"budget", TEXT("The Budget page decides what may leave.")},
    ElsewhereSetting{"output.profile", TEXT("The export profile belongs to the budget.")},
    ElsewhereSetting{"output.dtype", TEXT("The export dtype belongs to the budget.")},
    ElsewhereSetting{"output.source_run", TEXT("Only exports of earlier runs have a source.")},
};

#undef TEXT

}  // namespace

std::span<const RunSetting> RunSettings() { return kSettings; }
std::span<const ElsewhereSetting> SettingsElsewhere() { return kElsewhere; }

}  // namespace sentei::ui
