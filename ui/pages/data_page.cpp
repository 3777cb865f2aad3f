// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/data_page.h"

#include "ui/background.h"
#include "ui/language_binding.h"
#include "ui/pages/data_source.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/note.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/token_view.h"
#include "ui/workspace.h"
#include "viz/curve_plot.h"
#include "viz/plot_panel.h"

#include <QPushButton>
#include <algorithm>

namespace sentei::ui {
namespace {

constexpr int kOneColumn = 900;
constexpr std::size_t kBins = 40;
constexpr std::int64_t kMostPreviewTokens = 2048;

// Records by their number of tokens, in even bins, as the corners of steps.
std::vector<QPointF> HistogramOf(const std::vector<std::int64_t>& lengths) {
  const std::int64_t longest = *std::max_element(lengths.begin(), lengths.end());
  const double width = std::max(1.0, static_cast<double>(longest + 1) / kBins);
  std::vector<double> counts(kBins, 0.0);
  for (const std::int64_t length : lengths) {
    const auto bin = static_cast<std::size_t>(static_cast<double>(length) / width);
    counts[std::min(bin, kBins - 1)] += 1.0;
  }
  std::vector<QPointF> points;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    points.emplace_back(width * static_cast<double>(bin), counts[bin]);
  }
  points.emplace_back(width * kBins, counts.back());
  return points;
}

}  // namespace

DataPage::DataPage(Workspace& workspace, QWidget* parent) : Page(PageId::kData, workspace, parent) {
  setObjectName(QStringLiteral("data-page"));
  training_ = new DataSource(workspace, DataSource::Role::kTraining);
  evaluation_ = new DataSource(workspace, DataSource::Role::kEvaluation);
  warning_ = new Note(NoteKind::kWarning);
  warning_->setObjectName(QStringLiteral("data-warning"));
  warning_->hide();
  budget_ = MakePushButton(QStringLiteral("data-set-budget"), "primary");
  budget_->setIcon(ThemedIcon(QStringLiteral("budget"), IconRole::kOnAccent));
  AddAction(budget_);
  sources_ = new QHBoxLayout;
  sources_->setSpacing(Px(8));
  sources_->addWidget(training_, 1);
  sources_->addWidget(evaluation_, 1);
  views_ = new QHBoxLayout;
  views_->setSpacing(Px(8));
  views_->addWidget(MakePreview(), 3);
  views_->addWidget(MakeHistogram(), 2);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
  column->setSpacing(Px(8));
  column->addWidget(warning_);
  column->addLayout(sources_);
  column->addLayout(views_, 1);
  body()->addWidget(MakeScrollArea(content));
  connect(
      budget_, &QPushButton::clicked, this, [this] { emit NavigationRequested(PageId::kBudget); });
  for (DataSource* source : {training_, evaluation_}) {
    connect(source, &DataSource::FactsChanged, this, &DataPage::Refresh);
  }
  connect(&workspace.session(), &ModelSession::Opened, this, [this] {
    training_->Refresh();
    evaluation_->Refresh();
  });
  OnLanguage(this, [this] { Translate(); });
}

QWidget* DataPage::MakePreview() {
  preview_ = new Panel;
  preview_->setObjectName(QStringLiteral("data-preview"));
  previous_ = MakePushButton(QStringLiteral("data-previous"), "small");
  next_ = MakePushButton(QStringLiteral("data-next"), "small");
  previous_->setIcon(ThemedIcon(QStringLiteral("chevron-left"), IconRole::kText));
  next_->setIcon(ThemedIcon(QStringLiteral("chevron-right"), IconRole::kText));
  preview_->AddHeaderWidget(previous_);
  preview_->AddHeaderWidget(next_);
  tokens_ = new TokenView;
  tokens_->setObjectName(QStringLiteral("data-tokens"));
  preview_empty_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  preview_empty_->setAlignment(Qt::AlignCenter);
  preview_empty_->setWordWrap(true);
  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(tokens_);
  column->addWidget(preview_empty_, 1);
  column->addStretch();
  preview_->body()->addWidget(MakeScrollArea(inside));
  preview_->setMinimumHeight(Px(240));
  connect(tokens_, &TokenView::Described, &workspace(), &Workspace::ShowStatus);
  connect(previous_, &QPushButton::clicked, this, [this] {
    --sequence_;
    ShowPreview();
  });
  connect(next_, &QPushButton::clicked, this, [this] {
    ++sequence_;
    ShowPreview();
  });
  return preview_;
}

QWidget* DataPage::MakeHistogram() {
  histogram_panel_ = new viz::PlotPanel(QStringLiteral("data-histogram"));
  histogram_ = histogram_panel_->SetPlot(new viz::CurvePlot);
  histogram_panel_->setMinimumHeight(Px(240));
  connect(histogram_, &viz::Chart::PointDescribed, &workspace(), &Workspace::ShowStatus);
  connect(histogram_panel_, &viz::PlotPanel::ExportFinished, &workspace(), &Workspace::ShowStatus);
  return histogram_panel_;
}

void DataPage::Translate() {
  SetTitle(tr("Data"));
  budget_->setText(tr("Set budget"));
  preview_->SetTitle(tr("What the model reads"));
  tokens_->setAccessibleName(tr("Tokens of a training sequence"));
  previous_->setAccessibleName(tr("Previous sequence"));
  next_->setAccessibleName(tr("Next sequence"));
  previous_->setToolTip(tr("Previous sequence"));
  next_->setToolTip(tr("Next sequence"));
  histogram_panel_->SetTitle(tr("Lengths of records"));
  ShowPreview();
  ShowHistogram();
  ShowWarning();
}

void DataPage::OnShown() {
  training_->Refresh();
  evaluation_->Refresh();
}

void DataPage::Refresh() {
  sequence_ = 0;
  ShowPreview();
  ShowHistogram();
  CompareTexts();
}

void DataPage::ShowPreview() {
  const auto& facts = training_->facts();
  const OpenedModelPtr& model = workspace().session().model();
  const std::int64_t length = training_->length();
  const std::int64_t sequences = facts ? facts->tokens() / length : 0;
  const bool any = sequences > 0 && model != nullptr;
  sequence_ = std::clamp<std::int64_t>(sequence_, 0, std::max<std::int64_t>(0, sequences - 1));
  tokens_->setVisible(any);
  preview_empty_->setVisible(!any);
  previous_->setEnabled(any && sequence_ > 0);
  next_->setEnabled(any && sequence_ + 1 < sequences);
  if (!any) {
    preview_->SetCaption({});
    preview_empty_->setText(facts ? tr("The training text does not fill one sequence.")
                                  : tr("Choose a training text to see its first sequence."));
    return;
  }
  preview_->SetCaption(tr("sequence %1 of %2, in the order of the file")
                           .arg(Count(sequence_ + 1), Count(sequences)));
  InBackground(
      this,
      [ids = facts->ids, tokenizer = model->tokenizer, first = sequence_ * length, length] {
        const std::int64_t shown = std::min(length, kMostPreviewTokens);
        const auto part = std::span(*ids).subspan(static_cast<std::size_t>(first),
                                                  static_cast<std::size_t>(shown));
        return PiecesOf(*tokenizer->Get(), part);
      },
      [this, attempt = ++preview_attempt_](Result<std::vector<TokenPiece>> pieces) {
        if (attempt != preview_attempt_ || !pieces.has_value()) return;
        tokens_->SetPieces(std::move(pieces).value());
      });
}

void DataPage::ShowHistogram() {
  const auto& facts = training_->facts();
  if (!facts.has_value() || facts->documents() < 2) {
    histogram_panel_->SetCaption({});
    return histogram_panel_->ShowEmpty(facts.has_value()
                                           ? tr("The training text is one record.")
                                           : tr("Choose a training text with records."));
  }
  histogram_->SetTitle(tr("Lengths of records"));
  histogram_->SetPanes({{tr("records"), viz::AxisScale::kLinear, viz::NumberStyle::kSi}});
  histogram_->SetXTitle(tr("tokens"));
  viz::Curve curve;
  curve.name = tr("records");
  curve.shape = viz::Curve::Shape::kSteps;
  const std::size_t id = histogram_->AddCurve(curve);
  histogram_->SetPoints(id, HistogramOf(facts->lengths));
  const std::int64_t length = training_->length();
  histogram_->SetNotes({{static_cast<double>(length), tr("sequence length %1").arg(length)}});
  const auto longer = std::count_if(facts->lengths.begin(),
                                    facts->lengths.end(),
                                    [length](std::int64_t tokens) { return tokens > length; });
  histogram_panel_->SetCaption(
      tr("%n record(s) longer than a sequence", nullptr, static_cast<int>(longer)));
  histogram_panel_->ShowPlot();
}

void DataPage::CompareTexts() {
  const auto& training = training_->facts();
  const auto& evaluation = evaluation_->facts();
  ++overlap_attempt_;
  overlap_.reset();
  same_file_ = training && evaluation && training->sha256 == evaluation->sha256;
  ShowWarning();
  if (!training || !evaluation || same_file_) return;
  InBackground(
      this,
      [seen = training->ids, measured = evaluation->ids] {
        return text::MeasureContamination(*seen, *measured);
      },
      [this, attempt = overlap_attempt_](const Result<text::Contamination>& overlap) {
        if (attempt != overlap_attempt_ || !overlap.has_value()) return;
        overlap_ = overlap.value();
        ShowWarning();
      });
}

void DataPage::ShowWarning() {
  const bool overlaps = overlap_.has_value() && overlap_->share() > text::kContaminationLimit;
  warning_->setVisible(same_file_ || overlaps);
  if (same_file_) {
    warning_->SetText(tr("Training and evaluation text are the same"),
                      tr("A model measured on what it was tuned on looks better than it is."));
  } else if (overlaps) {
    warning_->SetText(tr("The evaluation text overlaps the training text"),
                      tr("%1 of its runs of %2 tokens also stand in the training text.")
                          .arg(Percent(overlap_->share()))
                          .arg(text::kContaminationLength));
  }
}

void DataPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  const auto direction =
      width() < Px(kOneColumn) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
  sources_->setDirection(direction);
  views_->setDirection(direction);
}

}  // namespace sentei::ui
