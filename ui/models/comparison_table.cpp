// SPDX-License-Identifier: Apache-2.0
#include "ui/models/comparison_table.h"

#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/run_marker.h"
#include "viz/tool_tip.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <set>

namespace sentei::ui {
namespace {

QString Words(const char* text) { return QCoreApplication::translate("ComparisonTable", text); }

QString ShownOrNone(const std::string& text) { return text.empty() ? None() : Shown(text); }

QString ClipboardCell(QString text) {
  text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
  static const QString formula = QStringLiteral("=+-@");
  if (!text.isEmpty() && formula.contains(text.front())) text.prepend(QLatin1Char('\''));
  return text;
}

using TextOf = std::function<QString(const ComparedRun&)>;

void AddVersions(const std::vector<Comparison::Entry>& runs, std::vector<ComparedValue>& lines) {
  std::set<std::string> names;
  for (const Comparison::Entry& entry : runs) {
    for (const auto& [name, version] : entry.run->record.versions) names.insert(name);
  }
  for (const std::string& name : names) {
    ComparedValue line{Shown(name), {}};
    for (const Comparison::Entry& entry : runs) {
      const auto found = entry.run->record.versions.find(name);
      line.values.push_back(found == entry.run->record.versions.end() ? None()
                                                                      : Shown(found->second));
    }
    lines.push_back(std::move(line));
  }
}

}  // namespace

bool ComparedValue::Differs() const {
  return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end();
}

std::vector<ComparedValue> SettingsOf(const std::vector<Comparison::Entry>& runs) {
  std::map<std::string, ComparedValue> by_path;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const auto& [path, text] : runs[i].run->settings) {
      ComparedValue& line = by_path[path];
      line.name = Shown(path);
      line.values.resize(runs.size(), None());
      line.values[i] = Shown(text);
    }
  }
  std::vector<ComparedValue> lines;
  lines.reserve(by_path.size());
  for (auto& [path, line] : by_path) lines.push_back(std::move(line));
  return lines;
}

std::vector<ComparedValue> EnvironmentOf(const std::vector<Comparison::Entry>& runs) {
  std::vector<ComparedValue> lines;
  const auto add = [&](const char* name, const TextOf& text) {
    ComparedValue line{Words(name), {}};
    for (const Comparison::Entry& entry : runs) line.values.push_back(text(*entry.run));
    lines.push_back(std::move(line));
  };
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Run"),
      [](const ComparedRun& run) { return Shown(run.record.summary.id); });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Model"),
      [](const ComparedRun& run) { return Shown(run.record.summary.model_path); });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Device"), [](const ComparedRun& run) {
    return Shown(run.record.summary.device + " · " + run.record.summary.device_name);
  });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Threads"),
      [](const ComparedRun& run) { return Count(run.record.summary.threads); });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Seed"),
      [](const ComparedRun& run) { return QString::number(run.record.summary.seed); });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Data type"),
      [](const ComparedRun& run) { return ShownOrNone(run.record.summary.dtype); });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Settings, hash"),
      [](const ComparedRun& run) { return ShownOrNone(run.record.summary.spec_hash); });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Model, hash"),
      [](const ComparedRun& run) { return ShownOrNone(run.record.summary.model_id); });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Perplexity measured with"),
      [](const ComparedRun& run) { return ProtocolWords(run.listed.measure); });
  add(QT_TRANSLATE_NOOP("ComparisonTable", "Peak memory"), [](const ComparedRun& run) {
    const auto& peak = run.record.peak_memory;
    return peak.has_value() ? Bytes(static_cast<double>(*peak)) : None();
  });
  AddVersions(runs, lines);
  return lines;
}

QString ToClipboardText(const std::vector<Comparison::Entry>& runs,
                        const std::vector<ComparedValue>& values) {
  QStringList lines;
  QStringList head{QString()};
  for (const Comparison::Entry& entry : runs) {
    head.append(
        ClipboardCell(NumberOf(entry.summary()) + QLatin1Char(' ') + NameOf(entry.summary())));
  }
  lines.append(head.join(QLatin1Char('\t')));
  for (const ComparedValue& value : values) {
    QStringList cells{ClipboardCell(value.name)};
    for (const QString& text : value.values) cells.append(ClipboardCell(text));
    lines.append(cells.join(QLatin1Char('\t')));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void ComparisonTable::SetContent(std::vector<Comparison::Entry> runs,
                                 std::vector<ComparedValue> values) {
  beginResetModel();
  runs_ = std::move(runs);
  values_ = std::move(values);
  endResetModel();
}

void ComparisonTable::SetForm(Form form) {
  if (form == form_) return;
  beginResetModel();
  form_ = form;
  endResetModel();
}

int ComparisonTable::rowCount(const QModelIndex& parent) const {
  if (parent.isValid()) return 0;
  return static_cast<int>(form_ == Form::kColumnPerRun ? values_.size() : runs_.size());
}

int ComparisonTable::columnCount(const QModelIndex& parent) const {
  if (parent.isValid() || runs_.empty()) return 0;
  return 1 + static_cast<int>(form_ == Form::kColumnPerRun ? runs_.size() : values_.size());
}

ComparisonTable::Place ComparisonTable::PlaceOf(int row, int column) const {
  if (form_ == Form::kColumnPerRun) return {row, column - 1};
  return {column - 1, row};
}

QVariant ComparisonTable::RunHead(int run, int role) const {
  const Comparison::Entry& entry = runs_[static_cast<std::size_t>(run)];
  if (role == Qt::DisplayRole) return NumberOf(entry.summary());
  if (role == Qt::DecorationRole) return MarkerIcon(entry.style);
  if (role == Qt::ToolTipRole) return viz::ToolTipOf(NameOf(entry.summary()));
  return {};
}

QVariant ComparisonTable::ValueData(const ComparedValue& value, int run, int role) const {
  const QString& text = value.values[static_cast<std::size_t>(run)];
  if (role == Qt::DisplayRole) return text;
  if (role == Qt::ToolTipRole) return viz::ToolTipOf(text);
  if (role == Qt::FontRole && text != value.values.front()) return FontFor(TypeRole::kPanelTitle);
  return {};
}

QVariant ComparisonTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Place place = PlaceOf(index.row(), index.column());
  if (place.value < 0) return RunHead(place.run, role);
  const ComparedValue& value = values_[static_cast<std::size_t>(place.value)];
  if (place.run >= 0) return ValueData(value, place.run, role);
  if (role == Qt::DisplayRole) return value.name;
  if (role == Qt::ToolTipRole) return viz::ToolTipOf(value.name);
  return {};
}

QVariant ComparisonTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
  if (section == 0) {
    if (role != Qt::DisplayRole) return {};
    return form_ == Form::kColumnPerRun ? tr("Setting") : tr("Run");
  }
  if (form_ == Form::kColumnPerRun) return RunHead(section - 1, role);
  const QString& name = values_[static_cast<std::size_t>(section - 1)].name;
  if (role == Qt::DisplayRole) return name;
  return role == Qt::ToolTipRole ? QVariant(viz::ToolTipOf(name)) : QVariant();
}

}  // namespace sentei::ui
