// SPDX-License-Identifier: Apache-2.0
#include "storage/migrations/migration.h"

namespace sentei::storage {

// Times are milliseconds since 1970. REAL columns hold NULL for a value that is not a number.
const Migration kMigration1{1, R"sql(
CREATE TABLE models (
  key        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  path       TEXT NOT NULL,
  type       TEXT NOT NULL,
  parameters INTEGER NOT NULL,
  first_seen INTEGER NOT NULL
) STRICT;

CREATE TABLE runs (
  key               INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,
  name              TEXT NOT NULL DEFAULT '',
  note              TEXT NOT NULL DEFAULT '',
  kind              TEXT NOT NULL,
  model_key         INTEGER NOT NULL REFERENCES models (key),
  model_path        TEXT NOT NULL,
  model_name        TEXT NOT NULL,
  spec              TEXT NOT NULL,
  spec_hash         TEXT NOT NULL,
  criterion         TEXT NOT NULL DEFAULT '',
  profile           TEXT NOT NULL DEFAULT '',
  target            REAL,
  learning_rate     REAL,
  device            TEXT NOT NULL,
  device_name       TEXT NOT NULL,
  dtype             TEXT NOT NULL,
  seed              INTEGER NOT NULL,
  threads           INTEGER NOT NULL,
  started_at        INTEGER NOT NULL,
  finished_at       INTEGER,
  seconds           REAL,
  peak_memory       INTEGER,
  status            TEXT NOT NULL
                    CHECK (status IN ('running', 'completed', 'cancelled', 'failed')),
  rule              TEXT NOT NULL DEFAULT '',
  error_code        TEXT NOT NULL DEFAULT '',
  message           TEXT NOT NULL DEFAULT '',
  hint              TEXT NOT NULL DEFAULT '',
  owner_host        TEXT NOT NULL,
  owner_pid         INTEGER NOT NULL,
  owner_start       INTEGER NOT NULL,
  heartbeat_at      INTEGER NOT NULL,
  step              INTEGER NOT NULL DEFAULT 0,
  steps             INTEGER NOT NULL DEFAULT 0,
  loss              REAL,
  sparsity          REAL,
  dense_perplexity  REAL,
  pruned_perplexity REAL,
  tuned_perplexity  REAL,
  perplexity        REAL,
  parameters_after  INTEGER
) STRICT;
CREATE INDEX runs_by_start ON runs (started_at);
CREATE INDEX runs_by_model ON runs (model_key);

CREATE TABLE run_versions (
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  name    TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (run_key, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE metrics (
  run_key           INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  step              INTEGER NOT NULL,
  loss              REAL,
  learning_rate     REAL,
  gradient_norm     REAL,
  sparsity          REAL,
  target_sparsity   REAL,
  tokens_per_second REAL,
  PRIMARY KEY (run_key, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE evals (
  run_key           INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  stage             TEXT NOT NULL,
  step              INTEGER NOT NULL,
  at                INTEGER NOT NULL,
  perplexity        REAL,
  mean_loss         REAL,
  window_losses     BLOB NOT NULL,
  length            INTEGER NOT NULL,
  windows           INTEGER NOT NULL,
  tokens            INTEGER NOT NULL,
  text_path         TEXT NOT NULL,
  text_hash         TEXT NOT NULL,
  dtype             TEXT NOT NULL,
  device            TEXT NOT NULL,
  tokens_per_second REAL,
  UNIQUE (run_key, stage, step)
) STRICT;

CREATE TABLE prune_events (
  key                INTEGER PRIMARY KEY,
  run_key            INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  event              INTEGER NOT NULL,
  step               INTEGER NOT NULL,
  at                 INTEGER NOT NULL,
  sigma              REAL,
  removed_parameters INTEGER NOT NULL,
  removed_units      INTEGER NOT NULL,
  criterion          TEXT NOT NULL,
  UNIQUE (run_key, event)
) STRICT;

CREATE TABLE unit_states (
  event_key INTEGER NOT NULL REFERENCES prune_events (key) ON DELETE CASCADE,
  layer     INTEGER NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('kv-group', 'query-stripe', 'ffn-channel')),
  kept      INTEGER NOT NULL,
  state     BLOB,
  PRIMARY KEY (event_key, layer, kind)
) STRICT;

CREATE TABLE checkpoints (
  run_key    INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  step       INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  path       TEXT NOT NULL,
  bytes      INTEGER NOT NULL,
  state_hash TEXT NOT NULL,
  PRIMARY KEY (run_key, step)
) STRICT;

CREATE TABLE compactions (
  run_key           INTEGER PRIMARY KEY REFERENCES runs (key) ON DELETE CASCADE,
  parameters_before INTEGER NOT NULL,
  parameters_after  INTEGER NOT NULL,
  seconds           REAL
) STRICT;

CREATE TABLE exports (
  key           INTEGER PRIMARY KEY,
  run_key       INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  at            INTEGER NOT NULL,
  path          TEXT NOT NULL,
  profile       TEXT NOT NULL,
  dtype         TEXT NOT NULL,
  bytes         INTEGER NOT NULL,
  parameters    INTEGER NOT NULL,
  rounding_cost REAL
) STRICT;
CREATE INDEX exports_by_run ON exports (run_key);

CREATE TABLE verifications (
  key          INTEGER PRIMARY KEY,
  run_key      INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  at           INTEGER NOT NULL,
  path         TEXT NOT NULL,
  verified     INTEGER NOT NULL CHECK (verified IN (0, 1)),
  max_abs_diff REAL,
  tolerance    REAL,
  detail       TEXT NOT NULL
) STRICT;
CREATE INDEX verifications_by_run ON verifications (run_key);

CREATE TABLE log (
  key     INTEGER PRIMARY KEY,
  run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  at      INTEGER NOT NULL,
  step    INTEGER NOT NULL,
  level   TEXT NOT NULL CHECK (level IN ('phase', 'note', 'warning')),
  message TEXT NOT NULL
) STRICT;
CREATE INDEX log_by_run ON log (run_key);
)sql"};

}  // namespace sentei::storage
