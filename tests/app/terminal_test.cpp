// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.h"

#include <gtest/gtest.h>

namespace sentei::app {
namespace {

TEST(Printable, LeavesTextInEveryScriptAsItIs) {
  EXPECT_EQ(Printable("Kiefer, 松, сосна"), "Kiefer, 松, сосна");
}

TEST(Printable, EscapesWhatCouldSteerATerminal) {
  EXPECT_EQ(Printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(Printable("a\nb\x7f"), "a\\x0ab\\x7f");
  EXPECT_EQ(Printable("a\xc2\x9b"
                      "31m"),
            "a\\x9b31m");
}

TEST(TextTable, AlignsNumbersRightAndWordsLeft) {
  TextTable table({"name", "value"});
  table.AddRow({"a", "7"});
  table.AddRow({"longer", "1234567"});
  EXPECT_EQ(table.ToString(), "name      value\na             7\nlonger  1234567\n");
}

TEST(TextTable, CountsCharactersNotBytes) {
  TextTable table({"ä", "b"});
  table.AddRow({"xx", "1"});
  EXPECT_EQ(table.ToString(), "ä   b\nxx  1\n");
}

TEST(TextTable, FillsMissingCells) {
  TextTable table({"a", "b"});
  table.AddRow({"x"});
  EXPECT_EQ(table.ToString(), "a  b\nx\n");
}

}  // namespace
}  // namespace sentei::app
