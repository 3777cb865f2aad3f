// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/data_source.h"

#include "ui/background.h"
#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/open_path.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"

#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <limits>

namespace sentei::ui {
namespace {

constexpr int kTypingMs = 400;
constexpr int kLongestSequence = 1 << 20;

QSpinBox* MakeSpin(const QString& name, int low, int high) {
  auto* spin = new QSpinBox;
  spin->setObjectName(name);
  spin->setRange(low, high);
  spin->setKeyboardTracking(false);
  spin->setMinimumWidth(Px(90));
  return spin;
}

bool HoldsRecords(const std::string& path) {
  const QString suffix = QFileInfo(ToQString(path)).suffix().toLower();
  return suffix == QLatin1String("jsonl") || suffix == QLatin1String("ndjson");
}

std::string KeyOf(const run::TextSpec& spec, const OpenedModelPtr& model) {
  return fmt::format("{}\n{}\n{}\n{}\n{}",
                     spec.path,
                     spec.column,
                     spec.text_template,
                     spec.max_records,
                     static_cast<const void*>(model.get()));
}

void SetTextQuietly(QLineEdit* edit, const QString& text) {
  if (edit->text() == text) return;
  const QSignalBlocker quiet(edit);
  edit->setText(text);
}

void SetValueQuietly(QSpinBox* spin, std::int64_t value) {
  const QSignalBlocker quiet(spin);
  spin->setValue(static_cast<int>(value));
}

}  // namespace

DataSource::DataSource(Workspace& workspace, Role role, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      role_(role),
      prefix_(role == Role::kTraining ? QStringLiteral("data-train")
                                      : QStringLiteral("data-eval")) {
  setObjectName(prefix_);
  setAcceptDrops(true);
  delay_ = new QTimer(this);
  delay_->setSingleShot(true);
  delay_->setInterval(kTypingMs);
  Build();
  Connect();
  OnLanguage(this, [this] { Translate(); });
  FollowDraft();
}

DataSource::~DataSource() { stop_.request_stop(); }

void DataSource::Build() {
  panel_ = new Panel;
  panel_->body()->addWidget(MakeFile());
  records_ = MakeRecords();
  panel_->body()->addWidget(records_);
  panel_->body()->addWidget(MakeSizes());
  sentence_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  sentence_->setObjectName(prefix_ + QStringLiteral("-facts"));
  sentence_->setWordWrap(true);
  panel_->body()->addWidget(sentence_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel_);
}

QWidget* DataSource::MakeFile() {
  auto* box = new QWidget;
  path_ = new QLineEdit;
  path_->setObjectName(prefix_ + QStringLiteral("-path"));
  browse_ = MakePushButton(prefix_ + QStringLiteral("-browse"));
  demo_ = MakePushButton(prefix_ + QStringLiteral("-demo"), "flat");
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Px(8));
  row->addWidget(path_, 1);
  row->addWidget(browse_);
  row->addWidget(demo_);
  return box;
}

QWidget* DataSource::MakeRecords() {
  auto* box = new QWidget;
  column_ = new QLineEdit;
  column_->setObjectName(prefix_ + QStringLiteral("-column"));
  template_ = new QLineEdit;
  template_->setObjectName(prefix_ + QStringLiteral("-template"));
  template_->setPlaceholderText(QStringLiteral("{instruction}\\n{output}"));
  most_ = MakeSpin(prefix_ + QStringLiteral("-records"), 0, std::numeric_limits<int>::max());
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Px(8));
  row->addWidget(Captioned(column_, [] { return tr("Field"); }), 1);
  row->addWidget(Captioned(template_, [] { return tr("or template"); }), 2);
  row->addWidget(Captioned(most_, [] { return tr("Records"); }));
  return box;
}

QWidget* DataSource::MakeSizes() {
  auto* box = new QWidget;
  length_ = MakeSpin(prefix_ + QStringLiteral("-length"), 2, kLongestSequence);
  windows_ = MakeSpin(prefix_ + QStringLiteral("-windows"), 0, kLongestSequence);
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Px(8));
  const bool training = role_ == Role::kTraining;
  row->addWidget(Captioned(length_, [training] {
    return training ? tr("Sequence length, tokens") : tr("Window length, tokens");
  }));
  QWidget* windows = Captioned(windows_, [] { return tr("Windows"); });
  row->addWidget(windows);
  windows->setVisible(!training);
  row->addStretch(1);
  return box;
}

void DataSource::Connect() {
  connect(browse_, &QPushButton::clicked, this, &DataSource::Browse);
  connect(demo_, &QPushButton::clicked, this, [this] { SetPath(DemoPath()); });
  connect(path_, &QLineEdit::editingFinished, this, [this] { SetPath(path_->text().trimmed()); });
  connect(column_, &QLineEdit::textEdited, this, [this](const QString& text) {
    EditText([&](run::TextSpec& spec) { spec.column = ToStd(text); });
  });
  connect(template_, &QLineEdit::textEdited, this, [this](const QString& text) {
    EditText([&](run::TextSpec& spec) { spec.text_template = ToStd(text); });
  });
  connect(most_, &QSpinBox::valueChanged, this, [this](int value) {
    EditText([&](run::TextSpec& spec) { spec.max_records = value; });
  });
  connect(length_, &QSpinBox::valueChanged, this, [this](int value) {
    workspace_.draft().Edit([this, value](run::RunSpec& spec) {
      (role_ == Role::kTraining ? spec.train.length : spec.eval.length) = value;
    });
    emit FactsChanged();
  });
  connect(windows_, &QSpinBox::valueChanged, this, [this](int value) {
    workspace_.draft().Edit([value](run::RunSpec& spec) { spec.eval.windows = value; });
  });
  connect(delay_, &QTimer::timeout, this, &DataSource::Read);
  connect(&workspace_.draft(), &JobDraft::Changed, this, &DataSource::FollowDraft);
}

void DataSource::Translate() {
  const bool training = role_ == Role::kTraining;
  panel_->SetTitle(training ? tr("Training text") : tr("Evaluation text"));
  panel_->SetCaption(training ? tr("what the model is tuned on while it is pruned")
                              : tr("what perplexity is measured on"));
  path_->setAccessibleName(training ? tr("Training text") : tr("Evaluation text"));
  path_->setPlaceholderText(tr("A .txt or .jsonl file; drop one here"));
  browse_->setText(tr("Browse…"));
  demo_->setText(tr("Demo text"));
  demo_->setToolTip(tr("King James Bible, prepared with the demo"));
  most_->setSpecialValueText(tr("all"));
  windows_->setSpecialValueText(tr("all"));
  ShowFacts();
}

run::TextSpec DataSource::Spec() const {
  const run::RunSpec spec = workspace_.draft().spec();
  return role_ == Role::kTraining ? spec.train.text : spec.eval.text;
}

void DataSource::EditText(const std::function<void(run::TextSpec&)>& edit) {
  workspace_.draft().Edit([this, &edit](run::RunSpec& spec) {
    edit(role_ == Role::kTraining ? spec.train.text : spec.eval.text);
  });
}

std::int64_t DataSource::length() const { return length_->value(); }

void DataSource::SetPath(const QString& path) {
  if (Spec().path == ToStd(path)) return;
  EditText([&path](run::TextSpec& spec) { spec.path = ToStd(path); });
}

QString DataSource::DemoPath() const {
  const char* name = role_ == Role::kTraining ? "kjv-train.txt" : "kjv-heldout.txt";
  return PathText(workspace_.locations().cache_dir / "text" / name);
}

void DataSource::Browse() {
  const QString key = QStringLiteral("text-folder");
  const QString folder = workspace_.settings().State(key).toString();
  const QString path = QFileDialog::getOpenFileName(
      window(), panel_->accessibleName(), folder, tr("Texts (*.txt *.jsonl);;All files (*)"));
  if (path.isEmpty()) return;
  workspace_.settings().SetState(key, QFileInfo(path).absolutePath());
  SetPath(path);
}

void DataSource::FollowDraft() {
  const run::RunSpec spec = workspace_.draft().spec();
  const run::TextSpec text = Spec();
  SetTextQuietly(path_, ToQString(text.path));
  SetTextQuietly(column_, ToQString(text.column));
  SetTextQuietly(template_, ToQString(text.text_template));
  SetValueQuietly(most_, text.max_records);
  SetValueQuietly(length_, role_ == Role::kTraining ? spec.train.length : spec.eval.length);
  SetValueQuietly(windows_, spec.eval.windows);
  records_->setVisible(HoldsRecords(text.path));
  if (KeyOf(text, workspace_.session().model()) == read_key_) return ShowFacts();
  delay_->start();
}

void DataSource::Refresh() {
  demo_->setVisible(QFileInfo::exists(DemoPath()));
  FollowDraft();
}

void DataSource::Read() {
  const run::TextSpec spec = Spec();
  const OpenedModelPtr& model = workspace_.session().model();
  read_key_ = KeyOf(spec, model);
  stop_.request_stop();
  ++attempt_;
  facts_.reset();
  failure_.reset();
  reading_ = !spec.path.empty() && model != nullptr;
  ShowFacts();
  emit FactsChanged();
  if (!reading_) return;
  stop_ = std::stop_source();
  InBackground(
      this,
      [spec, tokenizer = model->tokenizer, stop = stop_.get_token()] {
        return ReadTextFacts(spec, *tokenizer->Get(), stop);
      },
      [this, attempt = attempt_](const Result<std::optional<TextFacts>>& facts) {
        if (attempt == attempt_) Take(facts);
      });
}

void DataSource::Take(const Result<std::optional<TextFacts>>& facts) {
  reading_ = false;
  if (facts.has_value()) {
    facts_ = facts.value();
  } else {
    failure_ = facts.error();
  }
  ShowFacts();
  emit FactsChanged();
}

void DataSource::ShowFacts() {
  SetTone(sentence_, failure_.has_value() ? Tone::kDanger : Tone::kSecondary);
  if (failure_.has_value()) {
    sentence_->setText(QStringLiteral("✕ ") + CoreFailure(*failure_));
  } else if (reading_) {
    sentence_->setText(tr("Tokenising…"));
  } else if (facts_.has_value()) {
    const std::int64_t sequences = facts_->tokens() / std::max<std::int64_t>(1, length());
    const QString pieces = role_ == Role::kTraining
                               ? tr("%n sequence(s)", nullptr, static_cast<int>(sequences))
                               : tr("%n window(s)", nullptr, static_cast<int>(sequences));
    sentence_->setText(
        tr("%1 tokens", nullptr).arg(Count(facts_->tokens())) + QStringLiteral(" · ") +
        tr("%n record(s)", nullptr, static_cast<int>(facts_->documents())) + QStringLiteral(" · ") +
        pieces + QStringLiteral(" · ") + tr("data %1").arg(Shown(facts_->sha256.substr(0, 8))));
  } else if (workspace_.session().model() == nullptr) {
    sentence_->setText(tr("Open a model to count tokens."));
  } else {
    sentence_->setText(tr("No text chosen."));
  }
}

void DataSource::dragEnterEvent(QDragEnterEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  if (urls.isEmpty() || !urls.front().isLocalFile()) return;
  if (KindOfPath(urls.front().toLocalFile()) == PathKind::kText) event->acceptProposedAction();
}

void DataSource::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  SetPath(event->mimeData()->urls().front().toLocalFile());
}

}  // namespace sentei::ui
