// SPDX-License-Identifier: Apache-2.0
#include "storage/migrations/migration.h"

namespace sentei::storage {

// What a generate run wrote, once it has finished.
const Migration kMigration2{2, R"sql(
CREATE TABLE generations (
  run_key INTEGER PRIMARY KEY REFERENCES runs (key) ON DELETE CASCADE,
  tokens  INTEGER NOT NULL,
  text    TEXT NOT NULL
) STRICT;
)sql"};

}  // namespace sentei::storage
