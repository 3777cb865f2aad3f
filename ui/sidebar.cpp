// SPDX-License-Identifier: Apache-2.0
#include "ui/sidebar.h"

#include "ui/language_binding.h"
#include "ui/sidebar_delegate.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/click_box.h"
#include "ui/workspace.h"
#include "viz/appearance.h"
#include "viz/elided_label.h"
#include "viz/tool_tip.h"

#include <QListWidget>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

QListWidget* MakeList(const QString& name) {
  auto* list = new QListWidget;
  list->setObjectName(name);
  list->setFrameShape(QFrame::NoFrame);
  list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list->setItemDelegate(new SidebarDelegate(list));
  list->setMouseTracking(true);
  list->viewport()->setAutoFillBackground(false);
  Mark(list, "area", "sidebar-list");
  return list;
}

}  // namespace

Sidebar::Sidebar(Workspace& workspace, QWidget* parent) : QFrame(parent), workspace_(workspace) {
  Mark(this, "area", "sidebar");
  setObjectName(QStringLiteral("sidebar"));
  list_ = MakeList(QStringLiteral("navigation"));
  bottom_ = MakeList(QStringLiteral("navigation-bottom"));
  AddPage(PageId::kWelcome, QStringLiteral("home"), [] { return tr("Welcome"); });
  AddCaption([] { return tr("Prepare"); });
  AddPage(PageId::kModel, QStringLiteral("model"), [] { return tr("Model"); });
  AddPage(PageId::kData, QStringLiteral("data"), [] { return tr("Data"); });
  AddPage(PageId::kBudget, QStringLiteral("budget"), [] { return tr("Budget"); });
  AddCaption([] { return tr("Prune"); });
  AddPage(PageId::kRun, QStringLiteral("run"), [] { return tr("Run"); });
  AddCaption([] { return tr("Inspect"); });
  AddPage(PageId::kCompare, QStringLiteral("compare"), [] { return tr("Compare"); });
  AddPage(PageId::kGenerate, QStringLiteral("generate"), [] { return tr("Generate"); });
  AddPage(PageId::kSettings, QStringLiteral("settings"), [] { return tr("Settings"); });
  bottom_->setFixedHeight(Px(36));

  auto* box = new ClickBox;
  model_box_ = box;
  box->setObjectName(QStringLiteral("sidebar-model"));
  model_name_ = new viz::ElidedLabel(Qt::ElideMiddle);
  model_name_->setFont(FontFor(TypeRole::kPanelTitle));
  model_size_ = new viz::ElidedLabel;
  model_quality_ = new viz::ElidedLabel;
  for (viz::ElidedLabel* label : {model_size_, model_quality_}) {
    label->setFont(FontFor(TypeRole::kCaption));
    SetTone(label, Tone::kSecondary);
  }
  auto* facts = new QVBoxLayout(box);
  facts->setContentsMargins(Px(16), Px(8), Px(12), Px(8));
  facts->setSpacing(Px(2));
  for (QWidget* label : {model_name_, model_size_, model_quality_}) facts->addWidget(label);
  connect(box, &ClickBox::Clicked, this, [this] { emit PageRequested(PageId::kModel); });

  auto* line = new QFrame;
  Mark(line, "line", "horizontal");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, Px(8), 0, 0);
  column->setSpacing(0);
  column->addWidget(list_, 1);
  column->addWidget(line);
  column->addWidget(model_box_);
  column->addWidget(bottom_);

  for (QListWidget* list : {list_, bottom_}) {
    // Not the current item: the focus sets that, and who only passes by with Tab wants to stay.
    connect(list, &QListWidget::itemSelectionChanged, this, [this, list] {
      const QList<QListWidgetItem*> selected = list->selectedItems();
      if (!selected.isEmpty()) Request(*selected.front());
    });
    connect(
        list, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { Request(*item); });
  }
  OnLanguage(this, [this] {
    list_->setAccessibleName(tr("Pages"));
    bottom_->setAccessibleName(tr("Settings"));
    ShowModel();
  });
  connect(&workspace.session(), &ModelSession::Opened, this, &Sidebar::ShowModel);
  connect(&workspace.session(), &ModelSession::Closed, this, &Sidebar::ShowModel);
  connect(&workspace.session(), &ModelSession::BaselineChanged, this, &Sidebar::ShowModel);
  connect(&workspace.jobs(), &Jobs::Changed, this, &Sidebar::ShowProgress);
  SetWidth(Width::kFull);
}

void Sidebar::Request(const QListWidgetItem& item) {
  emit PageRequested(static_cast<PageId>(item.data(kPageRole).toInt()));
}

void Sidebar::AddCaption(std::function<QString()> text) {
  auto* item = new QListWidgetItem(list_);
  item->setFlags(Qt::NoItemFlags);
  item->setData(kCaptionRole, true);
  OnLanguage(list_, [item, text = std::move(text)] { item->setText(text()); });
}

void Sidebar::AddPage(PageId id, const QString& icon, std::function<QString()> text) {
  auto* item = new QListWidgetItem(id == PageId::kSettings ? bottom_ : list_);
  item->setIcon(ThemedIcon(icon));
  item->setData(kPageRole, static_cast<int>(id));
  OnLanguage(list_, [item, text = std::move(text)] {
    item->setText(text());
    item->setToolTip(text());
  });
}

QListWidgetItem* Sidebar::ItemOf(PageId id) const {
  for (const QListWidget* list : {list_, bottom_}) {
    for (int row = 0; row < list->count(); ++row) {
      QListWidgetItem* item = list->item(row);
      if (item->data(kCaptionRole).toBool()) continue;
      if (item->data(kPageRole).toInt() == static_cast<int>(id)) return item;
    }
  }
  return nullptr;
}

void Sidebar::SetCurrent(PageId id) {
  QListWidgetItem* item = ItemOf(id);
  for (QListWidget* list : {list_, bottom_}) {
    const QSignalBlocker quiet(list);
    const bool has = item != nullptr && item->listWidget() == list;
    list->setCurrentItem(has ? item : nullptr);
    if (!has) list->clearSelection();
    list->viewport()->update();
  }
}

void Sidebar::SetWidth(Width width) {
  width_ = width;
  setFixedWidth(Px(width == Width::kFull ? 184 : 48));
  model_box_->setVisible(width == Width::kFull);
  for (QListWidget* list : {list_, bottom_}) {
    list->setProperty("folded", width == Width::kFolded);
    list->doItemsLayout();
  }
}

void Sidebar::ShowModel() {
  const OpenedModelPtr& model = workspace_.session().model();
  if (model == nullptr) {
    model_name_->setText(tr("No model open"));
    model_size_->setText(tr("Ctrl+O opens one"));
    model_quality_->clear();
    model_quality_->hide();
    return;
  }
  model_name_->setText(model->name);
  model_size_->setText(
      model->IsPrunable()
          ? tr("%1 parameters").arg(CountShort(static_cast<double>(model->census.total())))
          : tr("%1, read only").arg(Bytes(static_cast<double>(model->weight_bytes))));
  const auto& baseline = workspace_.session().baseline();
  model_quality_->setVisible(baseline.has_value());
  if (baseline.has_value()) {
    model_quality_->setText(tr("Dense perplexity %1").arg(Number(baseline->perplexity, 2)));
    model_quality_->setToolTip(viz::ToolTipOf(
        tr("%n windows of %1 tokens, %2", nullptr, static_cast<int>(baseline->windows))
            .arg(baseline->length)
            .arg(Shown(baseline->dtype))));
  }
}

void Sidebar::ShowProgress() {
  const Job* job = workspace_.jobs().current();
  QListWidgetItem* item = ItemOf(PageId::kRun);
  QString badge;
  if (job != nullptr && job->spec.kind == run::RunKind::kPrune && job->last_step.has_value() &&
      job->last_step->steps > 0) {
    badge = QStringLiteral("%1 %").arg(100 * job->last_step->step / job->last_step->steps);
  }
  if (item->data(kBadgeRole).toString() != badge) item->setData(kBadgeRole, badge);
}

}  // namespace sentei::ui
