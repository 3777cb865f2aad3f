// SPDX-License-Identifier: Apache-2.0
// The part of RunStore that keeps order among runs: tags, stars, groups, parents and the trash.
#include "storage/process_identity.h"
#include "storage/run_store.h"
#include "storage/seam.h"
#include "storage/sql.h"

#include <set>

namespace sentei::storage {
namespace {

constexpr std::size_t kMaxLabel = 64;

/// Trimmed, and free of what would break a list or a terminal.
std::string CheckedLabel(std::string_view what, const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\n\r");
  const std::string label = first == std::string::npos
                                ? std::string()
                                : text.substr(first, text.find_last_not_of(" \t\n\r") + 1 - first);
  if (label.size() > kMaxLabel) {
    throw Error(ErrorCode::kUsage, fmt::format("the {} is longer than {} bytes", what, kMaxLabel));
  }
  for (const char c : label) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      throw Error(ErrorCode::kUsage, fmt::format("the {} has a control character", what));
    }
  }
  return label;
}

std::string CheckedTag(const std::string& text) {
  std::string tag = CheckedLabel("tag", text);
  if (tag.empty()) throw Error(ErrorCode::kUsage, "a tag cannot be empty");
  return tag;
}

constexpr const char* kInsertTag = "INSERT OR IGNORE INTO run_tags (run_key, tag) VALUES (?, ?)";

}  // namespace

Result<void> RunStore::SetTags(const std::string& reference, const std::vector<std::string>& tags) {
  return AtVoidSeam("Tagging the run", [&] {
    connection_.RequireWritable();
    WriteTransaction transaction(connection_.database());
    const std::int64_t key = Find(reference).key;
    connection_.statements().Run("DELETE FROM run_tags WHERE run_key = ?", key);
    for (const std::string& tag : tags) {
      connection_.statements().Run(kInsertTag, key, CheckedTag(tag));
    }
    transaction.Commit();
  });
}

Result<void> RunStore::AddTag(const std::string& reference, const std::string& tag) {
  return AtVoidSeam("Tagging the run", [&] {
    connection_.RequireWritable();
    WriteTransaction transaction(connection_.database());
    connection_.statements().Run(kInsertTag, Find(reference).key, CheckedTag(tag));
    transaction.Commit();
  });
}

Result<void> RunStore::RemoveTag(const std::string& reference, const std::string& tag) {
  return AtVoidSeam("Taking a tag off the run", [&] {
    connection_.RequireWritable();
    WriteTransaction transaction(connection_.database());
    const Row row = Find(reference);
    if (connection_.statements().Run(
            "DELETE FROM run_tags WHERE run_key = ? AND tag = ?", row.key, CheckedTag(tag)) == 0) {
      ThrowInput("Run {} has no tag '{}'", row.summary.id, tag);
    }
    transaction.Commit();
  });
}

Result<std::vector<std::string>> RunStore::Tags() {
  return AtSeam("Listing tags", [&] {
    std::vector<std::string> tags;
    connection_.statements().Each(
        "SELECT DISTINCT tag FROM run_tags ORDER BY tag",
        [&](SQLite::Statement& row) { tags.push_back(row.getColumn(0).getString()); });
    return tags;
  });
}

Result<void> RunStore::SetStar(const std::string& reference, Star star) {
  return AtVoidSeam("Marking the run", [&] {
    Edit(reference,
         "UPDATE runs SET starred = CAST(? AS INTEGER) WHERE key = ?",
         star == Star::kOn ? "1" : "0");
  });
}

Result<void> RunStore::SetGroup(const std::string& reference, const std::string& group) {
  return AtVoidSeam("Grouping the run", [&] {
    Edit(reference,
         "UPDATE runs SET group_name = ? WHERE key = ?",
         CheckedLabel("name of the group", group));
  });
}

Result<std::vector<RunGroup>> RunStore::Groups() {
  return AtSeam("Listing groups", [&] {
    std::vector<RunGroup> groups;
    connection_.statements().Each(
        "SELECT group_name, count(*) FROM runs WHERE group_name <> '' AND trashed_at IS NULL "
        "GROUP BY group_name ORDER BY group_name",
        [&](SQLite::Statement& row) {
          groups.push_back({row.getColumn(0).getString(), row.getColumn(1).getInt64()});
        });
    return groups;
  });
}

Result<void> RunStore::SetParent(const std::string& reference, const std::string& parent) {
  return AtVoidSeam("Saying where the run came from", [&] {
    connection_.RequireWritable();
    WriteTransaction transaction(connection_.database());
    const Row row = Find(reference);
    const std::string parent_id = parent.empty() ? std::string() : Find(parent).summary.id;
    std::set<std::string> seen;
    for (std::string at = parent_id; !at.empty() && seen.insert(at).second;) {
      if (at == row.summary.id) {
        ThrowInput("Run {} cannot come from {}, which came from it", at, parent_id);
      }
      std::string above;
      connection_.statements().Each(
          "SELECT parent_id FROM runs WHERE id = ?",
          [&](SQLite::Statement& found) { above = found.getColumn(0).getString(); },
          at);
      at = above;
    }
    connection_.statements().Run("UPDATE runs SET parent_id = ? WHERE key = ?", parent_id, row.key);
    transaction.Commit();
  });
}

Result<void> RunStore::Trash(const std::string& reference) {
  return AtVoidSeam("Moving the run to the trash", [&] {
    connection_.RequireWritable();
    WriteTransaction transaction(connection_.database());
    const Row row = Find(reference);
    RequireEnded(row.summary);
    connection_.statements().Run(
        "UPDATE runs SET trashed_at = coalesce(trashed_at, ?) WHERE key = ?",
        NowMilliseconds(),
        row.key);
    transaction.Commit();
  });
}

Result<void> RunStore::Restore(const std::string& reference) {
  return AtVoidSeam("Restoring the run", [&] {
    Edit(reference, "UPDATE runs SET trashed_at = nullif(?, '') WHERE key = ?", {});
  });
}

Result<std::int64_t> RunStore::EmptyTrash() {
  return AtSeam("Emptying the trash", [&] {
    connection_.RequireWritable();
    std::vector<std::string> ids;
    WriteTransaction transaction(connection_.database());
    connection_.statements().Each(
        "SELECT id FROM runs WHERE trashed_at IS NOT NULL",
        [&](SQLite::Statement& row) { ids.push_back(row.getColumn(0).getString()); });
    connection_.statements().Run("DELETE FROM runs WHERE trashed_at IS NOT NULL");
    transaction.Commit();
    for (const std::string& id : ids) RemoveFolder(id);
    return static_cast<std::int64_t>(ids.size());
  });
}

}  // namespace sentei::storage
