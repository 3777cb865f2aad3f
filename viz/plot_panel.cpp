// SPDX-License-Identifier: Apache-2.0
#include "viz/plot_panel.h"

#include "viz/appearance.h"
#include "viz/elided_label.h"
#include "viz/glyph.h"
#include "viz/legend_bar.h"
#include "viz/plot_export.h"
#include "viz/plot_style.h"
#include "viz/table_model.h"

#include <QAction>
#include <QClipboard>
#include <QDialog>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QStackedLayout>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace sentei::viz {
namespace {

constexpr int kTableRefreshMs = 1000;
constexpr int kLeastTitle = 160;  // pixels

QString FileName(const QString& title) {
  QString name;
  for (const QChar c : title.simplified().left(80)) {
    name.append(c.isLetterOrNumber() || c == QLatin1Char('-') ? c.toLower() : QLatin1Char('-'));
  }
  return name.isEmpty() ? QStringLiteral("plot") : name;
}

void FitColumns(QTableView& table) {
  constexpr int kPadding = 20;
  table.resizeColumnsToContents();
  for (int column = 0; column < table.model()->columnCount(); ++column) {
    table.setColumnWidth(column, table.columnWidth(column) + kPadding);
  }
}

}  // namespace

PlotPanel::PlotPanel(const QString& object_name, QWidget* parent)
    : QFrame(parent), name_(object_name) {
  setObjectName(object_name);
  setFrameShape(QFrame::NoFrame);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(1, 1, 1, 1);
  layout->setSpacing(0);
  BuildHeader();
  layout->addWidget(header_);
  body_ = new QStackedLayout;
  layout->addLayout(body_, 1);
  BuildBody();
  BuildMenu();
  connect(&Appearance::Instance(), &Appearance::Changed, this, &PlotPanel::Restyle);
  Retranslate();
  Restyle();
}

void PlotPanel::BuildHeader() {
  header_ = new QWidget(this);
  header_layout_ = new QHBoxLayout(header_);
  header_layout_->setContentsMargins(12, 3, 6, 4);
  header_layout_->setSpacing(8);
  title_ = new ElidedLabel(Qt::ElideRight, header_);
  title_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
  title_->SetLeastWidth(kLeastTitle);
  title_->hide();
  caption_ = new ElidedLabel(Qt::ElideRight, header_);
  caption_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  caption_->SetLeastWidth(0);
  title_->setObjectName(name_ + QStringLiteral("-title"));
  caption_->setObjectName(name_ + QStringLiteral("-caption"));
  legend_ = new LegendBar(header_);
  legend_->hide();
  table_button_ = new GlyphButton(Glyph::kTable, header_);
  table_button_->setObjectName(name_ + QStringLiteral("-table"));
  table_button_->setCheckable(true);
  menu_button_ = new GlyphButton(Glyph::kMore, header_);
  menu_button_->setObjectName(name_ + QStringLiteral("-menu"));
  extra_layout_ = new QHBoxLayout;
  extra_layout_->setSpacing(8);
  header_layout_->addWidget(title_);
  header_layout_->addWidget(caption_, 1);
  header_layout_->addWidget(legend_);
  header_layout_->addLayout(extra_layout_);
  header_layout_->addWidget(table_button_);
  header_layout_->addWidget(menu_button_);
  connect(table_button_, &GlyphButton::toggled, this, &PlotPanel::ToggleTable);
}

void PlotPanel::BuildBody() {
  plot_host_ = new QWidget(this);
  auto* host_layout = new QVBoxLayout(plot_host_);
  host_layout->setContentsMargins(4, 4, 4, 4);
  body_->addWidget(plot_host_);

  table_ = new QTableView(this);
  table_->setObjectName(name_ + QStringLiteral("-table-view"));
  table_->setModel(new TableModel(table_));
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table_->horizontalHeader()->setStretchLastSection(true);
  body_->addWidget(table_);

  message_page_ = new QWidget(this);
  auto* message_layout = new QVBoxLayout(message_page_);
  message_ = new QLabel(message_page_);
  message_->setObjectName(name_ + QStringLiteral("-message"));
  message_->setTextFormat(Qt::PlainText);
  message_->setWordWrap(true);
  message_->setAlignment(Qt::AlignCenter);
  message_button_ = new QPushButton(message_page_);
  message_button_->setObjectName(name_ + QStringLiteral("-message-button"));
  message_layout->addStretch();
  message_layout->addWidget(message_);
  message_layout->addWidget(message_button_, 0, Qt::AlignHCenter);
  message_layout->addStretch();
  body_->addWidget(message_page_);
  connect(message_button_, &QPushButton::clicked, this, &PlotPanel::EmptyButtonClicked);

  // A table that is looked at follows the plot, calmly.
  auto* refresh = new QTimer(this);
  refresh->setInterval(kTableRefreshMs);
  connect(refresh, &QTimer::timeout, this, [this] {
    if (!IsTableShown() || !table_->isVisible() || source_ == nullptr) return;
    static_cast<TableModel*>(table_->model())->SetTable(source_->Table());
  });
  refresh->start();
}

void PlotPanel::BuildMenu() {
  menu_ = new QMenu(this);
  full_screen_action_ = menu_->addAction(QString(), this, &PlotPanel::ToggleFullScreen);
  full_screen_action_->setObjectName(name_ + QStringLiteral("-full-screen"));
  full_screen_action_->setShortcut(Qt::Key_F11);
  full_screen_action_->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  addAction(full_screen_action_);
  menu_->addSeparator();
  copy_ = menu_->addAction(QString(), this, &PlotPanel::CopyImage);
  menu_->addSeparator();
  const auto sentence = [](const Result<void>& result, const QString& path) {
    return result.has_value()
               ? QString()
               : path + QStringLiteral(": ") + QString::fromStdString(result.error().message);
  };
  png_ = menu_->addAction(QString(), this, [this, sentence] {
    Export(tr("PNG image (*.png)"), QStringLiteral("png"), [this, sentence](const QString& path) {
      return sentence(SavePng(*source_, plot_->size(), path), path);
    });
  });
  pdf_ = menu_->addAction(QString(), this, [this, sentence] {
    Export(
        tr("PDF document (*.pdf)"), QStringLiteral("pdf"), [this, sentence](const QString& path) {
          return sentence(SavePdf(*source_, plot_->size(), path), path);
        });
  });
  csv_ = menu_->addAction(QString(), this, [this, sentence] {
    Export(
        tr("Comma-separated values (*.csv)"),
        QStringLiteral("csv"),
        [this, sentence](const QString& path) { return sentence(SaveCsv(*source_, path), path); });
  });
  copy_->setObjectName(name_ + QStringLiteral("-copy-image"));
  png_->setObjectName(name_ + QStringLiteral("-save-png"));
  pdf_->setObjectName(name_ + QStringLiteral("-save-pdf"));
  csv_->setObjectName(name_ + QStringLiteral("-save-csv"));
  menu_button_->setMenu(menu_);
}

void PlotPanel::SetPlot(QWidget* plot, PlotSource* source) {
  delete plot_;
  plot_ = plot;
  source_ = source;
  if (plot->objectName().isEmpty()) plot->setObjectName(name_ + QStringLiteral("-plot"));
  plot_host_->layout()->addWidget(plot);
  ShowPlot();
}

void PlotPanel::SetTitle(const QString& title) {
  title_->setText(title);
  title_->setVisible(!title.isEmpty());
}

void PlotPanel::SetCaption(const QString& caption) { caption_->setText(caption); }

void PlotPanel::SetLegend(const std::vector<LegendEntry>& entries) { legend_->SetEntries(entries); }

void PlotPanel::AddHeaderWidget(QWidget* widget) { extra_layout_->addWidget(widget); }

void PlotPanel::ShowEmpty(const QString& sentence, const QString& button) {
  message_->setText(sentence);
  message_button_->setText(button);
  message_button_->setVisible(!button.isEmpty());
  Show(Body::kMessage);
}

void PlotPanel::ShowLoading(const QString& text) { ShowEmpty(text, {}); }

void PlotPanel::ShowPlot() { Show(Body::kPlot); }

void PlotPanel::ShowTable() { Show(Body::kTable); }

bool PlotPanel::IsTableShown() const { return shown_ == Body::kTable; }

void PlotPanel::ToggleFullScreen() {
  if (full_screen_ != nullptr) {
    full_screen_->close();
    return;
  }
  if (source_ == nullptr || shown_ == Body::kMessage) return;
  full_screen_ = new QDialog(this, Qt::Window);
  full_screen_->setObjectName(name_ + QStringLiteral("-full-screen-window"));
  full_screen_->setAttribute(Qt::WA_DeleteOnClose);
  full_screen_->setWindowTitle(source_->Title());
  full_screen_->setPalette(palette());
  auto* layout = new QVBoxLayout(full_screen_);
  body_->removeWidget(plot_host_);
  layout->addWidget(plot_host_);
  plot_host_->show();
  message_->setText(tr("The plot fills the screen. F11 brings it back."));
  message_button_->hide();
  body_->setCurrentWidget(message_page_);
  auto* back = new QShortcut(QKeySequence(Qt::Key_F11), full_screen_);
  connect(back, &QShortcut::activated, full_screen_, &QDialog::close);
  connect(full_screen_, &QDialog::finished, this, &PlotPanel::EndFullScreen);
  full_screen_->showFullScreen();
  plot_->setFocus();
}

void PlotPanel::EndFullScreen() {
  body_->insertWidget(0, plot_host_);
  full_screen_ = nullptr;
  Show(shown_);
  plot_->setFocus();
}

void PlotPanel::Show(Body body) {
  shown_ = body;
  if (full_screen_ != nullptr) {
    if (body == Body::kMessage) full_screen_->close();  // there is no plot any more
    return;
  }
  if (body == Body::kTable && source_ != nullptr) {
    static_cast<TableModel*>(table_->model())->SetTable(source_->Table());
    table_->setAccessibleName(source_->Title());
    FitColumns(*table_);
  }
  QWidget* shown = body == Body::kPlot    ? plot_host_
                   : body == Body::kTable ? static_cast<QWidget*>(table_)
                                          : message_page_;
  body_->setCurrentWidget(shown);
  const QSignalBlocker blocker(table_button_);
  table_button_->setChecked(body == Body::kTable);
  table_button_->setEnabled(body != Body::kMessage);
  menu_button_->setEnabled(body != Body::kMessage);
}

void PlotPanel::ToggleTable() { Show(table_button_->isChecked() ? Body::kTable : Body::kPlot); }

void PlotPanel::CopyImage() {
  if (source_ == nullptr) return;
  QGuiApplication::clipboard()->setImage(RenderImage(*source_, plot_->size(), 2.0));
  emit ExportFinished(tr("Copied the image."));
}

void PlotPanel::Export(const QString& filter,
                       const QString& suffix,
                       const std::function<QString(const QString&)>& save) {
  if (source_ == nullptr) return;
  auto* dialog = new QFileDialog(this, tr("Save"), QString(), filter);
  dialog->setObjectName(name_ + QStringLiteral("-save-dialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(suffix);
  dialog->selectFile(FileName(source_->Title()) + QLatin1Char('.') + suffix);
  connect(dialog, &QFileDialog::fileSelected, this, [this, save](const QString& path) {
    const QString problem = save(path);
    emit ExportFinished(problem.isEmpty() ? tr("Saved %1").arg(path)
                                          : tr("Not saved: %1").arg(problem));
  });
  dialog->open();
}

void PlotPanel::Retranslate() {
  table_button_->SetLabel(tr("Show as table"));
  menu_button_->SetLabel(tr("Copy and save"));
  full_screen_action_->setText(tr("Full screen"));
  copy_->setText(tr("Copy image"));
  png_->setText(tr("Save PNG…"));
  pdf_->setText(tr("Save PDF…"));
  csv_->setText(tr("Save CSV…"));
}

void PlotPanel::Restyle() {
  const ThemeTokens& tokens = Appearance::Instance().tokens();
  QPalette palette;  // only what is set here overrides the palette of the application
  palette.setColor(QPalette::Window, ToQColor(tokens.base));
  palette.setColor(QPalette::Base, ToQColor(tokens.base));
  palette.setColor(QPalette::Text, ToQColor(tokens.text));
  palette.setColor(QPalette::WindowText, ToQColor(tokens.text));
  setPalette(palette);
  setAutoFillBackground(true);
  QPalette quiet;
  quiet.setColor(QPalette::WindowText, ToQColor(tokens.text2));
  message_->setPalette(quiet);
  caption_->setPalette(quiet);
  caption_->setFont(CaptionFont(*this));
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  title_->setFont(bold);
  header_->setFixedHeight(std::max(32, fontMetrics().height() + 14));
  table_->verticalHeader()->setDefaultSectionSize(std::max(26, fontMetrics().height() + 8));
  update();
}

void PlotPanel::paintEvent(QPaintEvent* event) {
  QFrame::paintEvent(event);
  QPainter painter(this);
  QPen hairline(ToQColor(Appearance::Instance().tokens().border), 1 / devicePixelRatioF());
  painter.setPen(hairline);
  const double inset = 0.5 / devicePixelRatioF();
  painter.drawRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset));
  const double y = header_->geometry().bottom() + 1 - inset;
  painter.drawLine(QPointF(0, y), QPointF(width(), y));
}

void PlotPanel::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) Retranslate();
  if (event->type() == QEvent::FontChange && message_ != nullptr) Restyle();
}

}  // namespace sentei::viz
