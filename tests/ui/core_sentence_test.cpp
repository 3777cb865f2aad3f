// SPDX-License-Identifier: Apache-2.0
#include "ui/core_sentence.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/plan/budget_solver.h"
#include "core/plan/export_profile.h"
#include "core/run/run_spec.h"
#include "storage/run_filter.h"
#include "tests/support/temporary_directory.h"
#include "ui/sentence_pattern.h"
#include "ui/settings.h"
#include "ui/text.h"
#include "ui/translations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QTranslator>

namespace sentei::ui {
namespace {

using plan::ExportDType;
using plan::ExportProfile;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* kPatterns[] = {
#include "ui/core_sentences.inc"
};

// Words that a Japanese sentence keeps: names of formats, settings and the like.
const QRegularExpression kNames(QStringLiteral(
    "FFN|GGUF|UTF|JSON|llama\\.cpp|transformers|q8_0|gguf|bf16|f16|hf-[a-z-]+|auto|cpu|cuda|"
    "(train|budget)\\.[a-z_.\\[\\]0-9]+|/[a-z/.]+|「[a-z.]+」"));

/// The places of a format with these values in them, without the code under test.
QString Expanded(const QString& format, const QStringList& values) {
  static const QRegularExpression place(QStringLiteral("\\{\\{|\\}\\}|\\{(\\d*)(?::[^{}]*)?\\}"));
  QString text;
  qsizetype from = 0;
  qsizetype next = 0;
  for (auto found = place.globalMatch(format); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    text += format.mid(from, match.capturedStart() - from);
    from = match.capturedEnd();
    const QString inside = match.captured(0);
    if (inside == QLatin1String("{{") || inside == QLatin1String("}}")) {
      text += inside.front();
    } else {
      const QString number = match.captured(1);
      text += values.at(number.isEmpty() ? next++ : number.toLongLong());
    }
  }
  return text + format.mid(from);
}

/// What may stand in the places: a number where the format wants one, else a word of no sentence.
QStringList SampleValues(const QString& format) {
  static const QRegularExpression place(QStringLiteral("\\{(\\d*)(:[^{}]+)?\\}"));
  QStringList values;
  QString bare = format;
  bare.remove(QStringLiteral("{{")).remove(QStringLiteral("}}"));
  for (auto found = place.globalMatch(bare); found.hasNext();) {
    const bool number = !found.next().captured(2).isEmpty();
    values << (number ? QString::number(41 + values.size())
                      : QStringLiteral("v%1").arg(values.size()));
  }
  return values;
}

int WordsIn(const QString& format) {
  static const QRegularExpression word(QStringLiteral("(?<![\\w{:])[A-Za-z][\\w'-]*"));
  int words = 0;
  for (auto found = word.globalMatch(format); found.hasNext(); found.next()) ++words;
  return words;
}

plan::ModelDescription Model() {
  plan::ModelDescription model;
  model.model_type = "llama";
  model.hidden_size = 576;
  model.head_dim = 64;
  model.vocab_size = 49152;
  model.max_positions = 8192;
  model.tied_embeddings = true;
  model.layers.assign(30, {9, 3, 1536});
  return model;
}

plan::BudgetPlan Resolve(const plan::BudgetSpec& spec) {
  const plan::ModelDescription model = Model();
  return plan::ResolveBudget(model,
                             plan::BuildUnitFamilies(model, spec.attention_kind),
                             spec,
                             ExportProfile::kHfPerLayer,
                             ExportDType::kBF16);
}

template <typename Work>
Failure FailureOf(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return {error.code(), error.what(), error.hint()};
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

/// Another language: every sentence in brackets.
class Bracketed final : public QTranslator {
 public:
  QString translate(const char* context, const char* source, const char*, int) const override {
    return qstrcmp(context, "Core") == 0 ? QStringLiteral("[%1]").arg(QLatin1String(source))
                                         : QString();
  }
  [[nodiscard]] bool isEmpty() const override { return false; }
};

class CoreSentenceTest : public ::testing::Test {
 protected:
  CoreSentenceTest()
      : before_(QLocale()),
        settings_(folder_ / "studio.ini"),
        translations_(*qobject_cast<QApplication*>(QCoreApplication::instance()), settings_) {
    settings_.SetLanguage(QStringLiteral("ja"));
  }
  ~CoreSentenceTest() override { QLocale::setDefault(before_); }

  static QString Japanese(const char* source) {
    return QCoreApplication::translate("Core", source);
  }

  /// Translated, and no English left in it but names.
  static void ExpectJapanese(const std::string& english) {
    const QString text = CoreSentence(english);
    EXPECT_NE(text, Shown(english));
    QString rest = text;
    rest.remove(kNames);
    EXPECT_FALSE(rest.contains(QRegularExpression(QStringLiteral("[A-Za-z]{2}"))))
        << english << "\n"
        << text.toStdString();
  }

  testing::TemporaryDirectory folder_;
  QLocale before_;
  Settings settings_;
  Translations translations_;
};

TEST_F(CoreSentenceTest, EveryPatternTakesItsValuesAndNoneIsShadowed) {
  for (const char* source : kPatterns) {
    const QString format = QString::fromUtf8(source);
    const QStringList values = SampleValues(format);
    const QString english = Expanded(format, values);
    const QString expected = Expanded(Japanese(source), values);
    ASSERT_NE(expected, english);
    if (WordsIn(format) >= 2) {
      EXPECT_EQ(CoreSentence(ToStd(english)).toStdString(), expected.toStdString()) << source;
    }
    // As a part of another sentence, where short ones may stand, too.
    const QString outer = CoreSentence(ToStd(QStringLiteral("In 'x.y': ") + english));
    EXPECT_EQ(outer.toStdString(),
              Expanded(Japanese("In '{}': {}"), {QStringLiteral("x.y"), expected}).toStdString())
        << source;
    const QString failed =
        CoreSentence(ToStd(QStringLiteral("Reading the run failed: ") + english));
    EXPECT_EQ(
        failed.toStdString(),
        QStringLiteral("実行の読み込みに失敗しました：").toStdString() + expected.toStdString())
        << source;
  }
}

TEST_F(CoreSentenceTest, WhatTheCoreReallySaysComesOutInJapanese) {
  plan::ModelDescription uneven = Model();
  uneven.layers[4].ffn_size = 1000;
  for (const auto& [profile, dtype] : {std::pair{ExportProfile::kGguf, ExportDType::kBF16},
                                       std::pair{ExportProfile::kGguf, ExportDType::kQ8_0},
                                       std::pair{ExportProfile::kHfUniform, ExportDType::kQ8_0}}) {
    const Failure failure = FailureOf([&] { plan::RequireExportable(profile, dtype, uneven); });
    ExpectJapanese(failure.message);
    ExpectJapanese(failure.hint);
  }
  const Failure missing = FailureOf([] { MappedFile file("/no/such/file"); });
  ExpectJapanese(missing.message);
  EXPECT_THAT(CoreSentence(missing.message).toStdString(), ::testing::HasSubstr("/no/such/file"));
  const Failure filter = FailureOf([] { (void)storage::ParseRunFilter("ppl < many"); });
  ExpectJapanese(filter.message);
}

TEST_F(CoreSentenceTest, APlanAndItsConflictsComeOutInJapanese) {
  plan::BudgetSpec spec;
  const plan::BudgetPlan plan = Resolve(spec);
  ExpectJapanese(plan.sentence);
  ASSERT_FALSE(plan.notes.empty());
  for (const std::string& note : plan.notes) ExpectJapanese(note);
  spec.mode = plan::BudgetMode::kGlobal;
  ExpectJapanese(Resolve(spec).sentence);
  spec = {};
  spec.target = 0.6;
  Failure failure = FailureOf([&] { (void)Resolve(spec); });
  ExpectJapanese(failure.message);
  ExpectJapanese(failure.hint);
  EXPECT_THAT(CoreSentence(failure.message).toStdString(), ::testing::HasSubstr("51,757,056"));
  spec = {};
  spec.layers = {{.layer = 4, .ffn = {.cap = 0.1, .keep = 100}}};
  failure = FailureOf([&] { (void)Resolve(spec); });
  EXPECT_EQ(CoreSentence(failure.message).toStdString(),
            "層 4 の FFN の予算：1536 中 100 を保持すると、上限 0.1 より多くが取り除かれます");
}

TEST_F(CoreSentenceTest, AListOfManyLimitsIsTranslatedToItsEnd) {
  plan::BudgetSpec spec;
  spec.target = 0.9;
  for (std::int64_t layer = 3; layer < 9; ++layer) {
    spec.layers.push_back({.layer = layer,
                           .attention = {.cap = 0.01 * static_cast<double>(layer)},
                           .ffn = {.cap = 0.01 * static_cast<double>(layer), .floor = layer}});
  }
  const Failure failure = FailureOf([&] { (void)Resolve(spec); });
  EXPECT_GT(std::count(failure.message.begin(), failure.message.end(), ';'), 8);
  ExpectJapanese(failure.message);
}

TEST_F(CoreSentenceTest, ASentenceInAnotherStaysBehindItsColon) {
  EXPECT_EQ(CoreSentence("Reading the run failed: there is no run a in /b").toStdString(),
            "実行の読み込みに失敗しました：/b に実行 a はありません");
  EXPECT_EQ(CoreSentence("/m.gguf is no sound GGUF file: /x leads out of the model's folder, to /y")
                .toStdString(),
            "/m.gguf は正しい GGUF ファイルではありません：/x がモデルのフォルダーの外の /y "
            "を指しています");
  EXPECT_EQ(
      CoreSentence("The compute engine /e cannot be opened: /e: no such symbol").toStdString(),
      "計算エンジン /e を開けません：/e: no such symbol");
}

TEST_F(CoreSentenceTest, ASpecThatIsOutOfRangeComesOutInJapanese) {
  run::RunSpec spec;
  spec.model = "/m";
  Failure failure = FailureOf([&] { run::Validate(spec); });
  ExpectJapanese(failure.message);
  ExpectJapanese("Use auto, cpu, cuda or cuda:N.");
  spec.train.text.path = "/t";
  spec.train.micro_batch = 0;
  failure = FailureOf([&] { run::Validate(spec); });
  EXPECT_THAT(CoreSentence(failure.message).toStdString(),
              ::testing::StartsWith("実行の設定「train.micro_batch」は 0 ですが、"));
  ExpectJapanese(failure.message);
  EXPECT_EQ(CoreSentence("Run setting 'prune.warmup' is 2, but must be at least 0 and below 1"),
            QStringLiteral(
                "実行の設定「prune.warmup」は 2 ですが、0 以上かつ 1 未満でなければなりません"));
}

TEST_F(CoreSentenceTest, SentencesThatTheCoreJoinsAreTranslatedOneByOne) {
  EXPECT_EQ(
      CoreSentence("the lock on the FFN of layer 3; cap 0.5 on the attention of layers 4-7, 9")
          .toStdString(),
      "ロック（層 3 の FFN）；上限 0.5（層 4-7, 9 のアテンション）");
  EXPECT_EQ(CoreSentence("/a/b.json: budget.target is missing").toStdString(),
            "/a/b.json：budget.target がありません");
  EXPECT_EQ(CoreSentence("Logits of 96 tokens in fp32 beside the plain path: at once 1.2e-06, "
                         "through the cache 2e-06, left-padded 0.")
                .toStdString(),
            "96 トークンの fp32 ロジットを通常の経路と比較：一括 1.2e-06、キャッシュ経由 2e-06、"
            "左詰めパディング 0。");
  EXPECT_EQ(CoreSentence("cannot rename /a/b c to /d: Permission denied").toStdString(),
            "/d の /a/b c からの名前変更に失敗しました：アクセスが許可されていません");
  EXPECT_EQ(CoreSentence("Reading the run failed: disk I/O error").toStdString(),
            "実行の読み込みに失敗しました：disk I/O error");
  EXPECT_EQ(
      CoreFailure({ErrorCode::kIo, "the prompt is empty", "Give it some text."}).toStdString(),
      "プロンプトが空です。テキストを入力してください。");
}

TEST_F(CoreSentenceTest, ValuesAreDataAndShownAsTheyAre) {
  EXPECT_EQ(CoreSentence("/a/{0} {} %1 exists already").toStdString(),
            "/a/{0} {} %1 はすでに存在します");
  EXPECT_EQ(CoreSentence("/a\x1b[31m/\xe2\x80\xae exists already").toStdString(),
            "/a\\x1b[31m/\\u202e はすでに存在します");
  EXPECT_EQ(CoreSentence("'time' is no number").toStdString(), "「time」は数値ではありません");
  EXPECT_EQ(CoreSentence("/a/my layer 3 exists already").toStdString(),
            "/a/my layer 3 はすでに存在します");
}

TEST_F(CoreSentenceTest, WhatIsNoSentenceOfTheCoreStaysAsItIs) {
  for (const char* text : {"",
                           "attention",
                           "mode",
                           "expected scalar type Float but found Half",
                           "a note of mine: looks good, keep it",
                           "メモ",
                           "keep 5"}) {
    EXPECT_EQ(CoreSentence(text), Shown(text)) << text;
  }
  EXPECT_EQ(CoreSentence("bad\nline \x07"), Shown("bad\nline \x07"));
}

TEST_F(CoreSentenceTest, ALongTextOfAnotherProgramIsGivenUpInTime) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "the disk is full or not: of layer ; on the , ";
  EXPECT_FALSE(CoreSentence(text).isEmpty());
}

TEST_F(CoreSentenceTest, FollowsTheLanguageOfTheWindow) {
  const std::string english = "the disk is full";
  EXPECT_EQ(CoreSentence(english), QStringLiteral("ディスクに空きがありません"));
  settings_.SetLanguage(QStringLiteral("en"));
  EXPECT_EQ(CoreSentence(english), QStringLiteral("the disk is full"));
  for (const char* source : kPatterns) EXPECT_EQ(CoreSentence(source), Shown(source));
  settings_.SetLanguage(QStringLiteral("ja"));
  EXPECT_EQ(CoreSentence(english), QStringLiteral("ディスクに空きがありません"));
  Bracketed other;
  QCoreApplication::installTranslator(&other);
  EXPECT_EQ(CoreSentence(english), QStringLiteral("[the disk is full]"));
  EXPECT_EQ(CoreSentence("/x exists already"), QStringLiteral("[/x exists already]"));
  QCoreApplication::removeTranslator(&other);
}

TEST(SentencePattern, ReadsTheValuesOfASentence) {
  EXPECT_THAT(SentencePattern("{} has no {}").Read("a has no b"),
              ElementsAre(ElementsAre("a", "b")));
  EXPECT_THAT(SentencePattern("{} has no {}").Read("a has none"), IsEmpty());
  EXPECT_THAT(SentencePattern("{1} of {0}!").Read("a of b!"), ElementsAre(ElementsAre("b", "a")));
  EXPECT_THAT(SentencePattern("{0} is {0}").Read("a is a"), ElementsAre(ElementsAre("a")));
  EXPECT_THAT(SentencePattern("{0} is {0}").Read("a is b"), IsEmpty());
  EXPECT_THAT(SentencePattern("a {{b}} {}").Read("a {b} c"), ElementsAre(ElementsAre("c")));
  EXPECT_THAT(SentencePattern("at {}").Read("at "), ElementsAre(ElementsAre("")));
  EXPECT_THAT(SentencePattern("at {}{").Read("at"), IsEmpty());
}

TEST(SentencePattern, KnowsEveryWayToReadATextWithItsOwnWordsInAValue) {
  EXPECT_THAT(SentencePattern("{} of {}").Read("a of b of c"),
              UnorderedElementsAre(ElementsAre("a", "b of c"), ElementsAre("a of b", "c")));
}

TEST(SentencePattern, TakesNumbersOnlyWhereTheFormatHasThem) {
  const SentencePattern pattern("{:.2f} to {:d}");
  EXPECT_THAT(pattern.Read("-1.50 to 7"), ElementsAre(ElementsAre("-1.50", "7")));
  EXPECT_THAT(pattern.Read("nan to 7"), ElementsAre(ElementsAre("nan", "7")));
  EXPECT_THAT(pattern.Read("here to there"), IsEmpty());
}

TEST(SentencePattern, FillsItsPlacesByNumber) {
  const SentencePattern pattern("{1}の {0} です");
  EXPECT_EQ(pattern.Fill({{QStringLiteral("x"), false}, {QStringLiteral("{0}"), false}}),
            QStringLiteral("{0}の x です"));
  EXPECT_EQ(pattern.Fill({{QStringLiteral("上限"), true}, {QStringLiteral("層"), true}}),
            QStringLiteral("層の上限です"));
  EXPECT_EQ(pattern.Fill({{QStringLiteral("上限"), false}, {QStringLiteral("層"), false}}),
            QStringLiteral("層の 上限 です"));
}

}  // namespace
}  // namespace sentei::ui
