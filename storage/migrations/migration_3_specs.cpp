// SPDX-License-Identifier: Apache-2.0
#include "storage/migrations/migration.h"

namespace sentei::storage {

// Specs leave the table that lists scan: one fits a page, ten summaries do. Names get an index.
const Migration kMigration3{3, R"sql(
CREATE TABLE run_specs (
  run_key INTEGER PRIMARY KEY REFERENCES runs (key) ON DELETE CASCADE,
  spec    TEXT NOT NULL
) STRICT;
INSERT INTO run_specs (run_key, spec) SELECT key, spec FROM runs;
ALTER TABLE runs DROP COLUMN spec;
CREATE INDEX runs_by_name ON runs (name) WHERE name <> '';
)sql"};

}  // namespace sentei::storage
