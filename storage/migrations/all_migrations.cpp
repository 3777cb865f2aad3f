// SPDX-License-Identifier: Apache-2.0
#include "storage/migrations/migration.h"

namespace sentei::storage {

const std::vector<Migration>& AllMigrations() {
  static const std::vector<Migration> migrations{
      kMigration1, kMigration2, kMigration3, kMigration4};
  return migrations;
}

}  // namespace sentei::storage
