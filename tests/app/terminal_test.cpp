// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.h"

#include <gtest/gtest.h>

namespace sentei::app {
namespace {

TEST(TextTable, ShowsNoControlCharacterOfACell) {
  TextTable table({"name\x1b", "value"});
  table.AddRow({"a\x1b[2J\n", "\xE2\x80\xAE"});
  EXPECT_EQ(table.ToString(), "name\\x1b       value\na\\x1b[2J\\x0a  \\u202e\n");
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
