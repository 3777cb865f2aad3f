// SPDX-License-Identifier: Apache-2.0
#include "ui/models/prompts.h"

namespace sentei::ui {

const std::vector<PromptGroup>& PromptLibrary() {
  static const std::vector<PromptGroup> kGroups{
      {QStringLiteral("English"),
       {{QStringLiteral("Bonsai"),
         QStringLiteral("Explain in two sentences why a bonsai tree must be pruned.")},
        {QStringLiteral("Capital"), QStringLiteral("What is the capital of France?")},
        {QStringLiteral("List"), QStringLiteral("Name five animals that live in the sea.")},
        {QStringLiteral("Arithmetic"),
         QStringLiteral("A basket holds 12 apples. I eat 5 and buy 8. How many are there now?")},
        {QStringLiteral("Story"), QStringLiteral("Once upon a time, in a garden by the sea,")},
        {QStringLiteral("Code"),
         QStringLiteral("Write a Python function that returns the n-th Fibonacci number.")}}},
      {QString::fromUtf8("日本語"),
       {{QString::fromUtf8("盆栽"),
         QString::fromUtf8("盆栽を剪定する理由を二文で説明してください。")},
        {QString::fromUtf8("首都"), QString::fromUtf8("フランスの首都はどこですか。")},
        {QString::fromUtf8("列挙"), QString::fromUtf8("海に住む動物を五つ挙げてください。")},
        {QString::fromUtf8("計算"),
         QString::fromUtf8(
             "かごにりんごが12個あります。5個食べて8個買いました。今いくつありますか。")},
        {QString::fromUtf8("物語"), QString::fromUtf8("むかしむかし、海辺の庭に、")},
        {QString::fromUtf8("翻訳"),
         QString::fromUtf8("次の文を英語にしてください。「春になると庭の松を手入れします。」")}}}};
  return kGroups;
}

}  // namespace sentei::ui
