// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace sentei::storage {

/// The statements that lead from version - 1 to version. Never edit one that was released: add the
/// next.
struct Migration {
  int version = 0;
  const char* sql = nullptr;
};

extern const Migration kMigration1;
extern const Migration kMigration2;
extern const Migration kMigration3;
extern const Migration kMigration4;

/// All migrations, ascending without gaps from 1.
[[nodiscard]] const std::vector<Migration>& AllMigrations();

}  // namespace sentei::storage
