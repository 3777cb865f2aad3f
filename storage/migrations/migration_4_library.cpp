// SPDX-License-Identifier: Apache-2.0
#include "storage/migrations/migration.h"

namespace sentei::storage {

// What a library of runs needs: tags, stars, groups, a trash, where a run came from, and the points
// of sensitivity sweeps. A parent is an id, so that it outlives the run it names. Parents of stored
// runs: the run whose result was exported, else the run whose export was verified or opened.
const Migration kMigration4{4, R"sql(
CREATE TABLE run_tags (
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  tag     TEXT NOT NULL,
  PRIMARY KEY (run_key, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tags_by_tag ON run_tags (tag);

CREATE TABLE sweep_points (
  run_key    INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  layer      INTEGER NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('kv-group', 'query-stripe', 'ffn-channel')),
  ratio      REAL NOT NULL,
  kept       INTEGER NOT NULL,
  perplexity REAL,
  mean_loss  REAL,
  PRIMARY KEY (run_key, layer, kind, ratio)
) STRICT, WITHOUT ROWID;

ALTER TABLE runs ADD COLUMN starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1));
ALTER TABLE runs ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN parent_id TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN trashed_at INTEGER;
CREATE INDEX runs_by_parent ON runs (parent_id) WHERE parent_id <> '';
CREATE INDEX runs_by_group ON runs (group_name) WHERE group_name <> '';
CREATE INDEX exports_by_path ON exports (path);

UPDATE runs SET parent_id = coalesce((
  SELECT json_extract(s.spec, '$.output.source_run') FROM run_specs s
  WHERE s.run_key = runs.key AND json_valid(s.spec)
    AND json_type(s.spec, '$.output.source_run') = 'text'), '')
WHERE kind = 'export';
UPDATE runs SET parent_id = coalesce((
  SELECT p.id FROM exports e JOIN runs p ON p.key = e.run_key
  WHERE p.key < runs.key AND e.path = coalesce((
    SELECT json_extract(s.spec, '$.verify.directory') FROM run_specs s
    WHERE s.run_key = runs.key AND json_valid(s.spec)
      AND json_type(s.spec, '$.verify.directory') = 'text'), runs.model_path)
  ORDER BY e.key DESC LIMIT 1), '')
WHERE parent_id = '';
)sql"};

}  // namespace sentei::storage
