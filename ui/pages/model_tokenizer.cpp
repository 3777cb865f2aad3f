// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/model_tokenizer.h"

#include "ui/background.h"
#include "ui/core_sentence.h"
#include "ui/language_binding.h"
#include "ui/models/token_pieces.h"
#include "ui/pages/page_parts.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/token_view.h"
#include "ui/workspace.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QTimer>
#include <QVBoxLayout>

namespace sentei::ui {
namespace {

constexpr int kTypingMs = 120;
constexpr qsizetype kLongest = 20'000;

// Not for translation: the same in every language, so that pictures of tokenizers can be compared.
QString Sample() {
  return QString::fromUtf8("Pruning the tree makes it stronger. こんにちは、世界");
}

}  // namespace

ModelTokenizer::ModelTokenizer(Workspace& workspace, Form form, QWidget* parent)
    : QWidget(parent), form_(form) {
  const bool full = form == Form::kFull;
  const QString name =
      full ? QStringLiteral("model-tokenizer") : QStringLiteral("model-summary-tokenizer");
  panel_ = new Panel;
  panel_->setObjectName(name);
  tokens_ = new TokenView(full ? TokenView::Ids::kShown : TokenView::Ids::kHidden);
  tokens_->setObjectName(name + QStringLiteral("-tokens"));
  message_ = MakeLabel(TypeRole::kBody, Tone::kSecondary);
  message_->setWordWrap(true);
  message_->hide();
  delay_ = new QTimer(this);
  delay_->setSingleShot(true);
  delay_->setInterval(kTypingMs);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  if (full) {
    column->setContentsMargins(Px(8), Px(8), Px(8), Px(8));
    column->setSpacing(Px(8));
    text_ = new QPlainTextEdit(Sample());
    text_->setObjectName(QStringLiteral("model-tokenizer-text"));
    text_->setTabChangesFocus(true);
    text_->setFixedHeight(Px(96));
    column->addWidget(text_);
    panel_->body()->addWidget(message_);
    panel_->body()->addWidget(MakeScrollArea(tokens_), 1);
    column->addWidget(panel_, 1);
    connect(text_, &QPlainTextEdit::textChanged, delay_, qOverload<>(&QTimer::start));
  } else {
    panel_->body()->addWidget(message_);
    panel_->body()->addWidget(tokens_);
    column->addWidget(panel_);
  }
  connect(delay_, &QTimer::timeout, this, &ModelTokenizer::Tokenise);
  connect(tokens_, &TokenView::Described, &workspace, &Workspace::ShowStatus);
  OnLanguage(this, [this] {
    panel_->SetTitle(tr("Tokenizer"));
    tokens_->setAccessibleName(tr("Tokens"));
    if (text_ != nullptr) text_->setAccessibleName(tr("Text to tokenise"));
  });
}

void ModelTokenizer::SetModel(const OpenedModelPtr& model) {
  model_ = model;
  ++attempt_;
  tokens_->SetPieces({});
  panel_->SetCaption({});
  pending_ = model_ != nullptr;
  if (pending_ && isVisible()) Tokenise();
}

void ModelTokenizer::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (pending_) Tokenise();
}

void ModelTokenizer::Tokenise() {
  if (model_ == nullptr) return;
  pending_ = false;
  const QString text = (text_ == nullptr ? Sample() : text_->toPlainText()).left(kLongest);
  InBackground(
      this,
      [tokenizer = model_->tokenizer, text = ToStd(text)] {
        const std::shared_ptr<const text::ModelTokenizer> loaded = tokenizer->Get();
        return PiecesOf(*loaded, loaded->tokenizer.Encode(text, text::SpecialTokens::kAdd));
      },
      [this, attempt = ++attempt_](Result<std::vector<TokenPiece>> pieces) {
        if (attempt != attempt_) return;
        message_->setVisible(!pieces.has_value());
        if (!pieces.has_value()) {
          message_->setText(CoreFailure(pieces.error()));
          return tokens_->SetPieces({});
        }
        panel_->SetCaption(tr("%n token(s)", nullptr, static_cast<int>(pieces.value().size())));
        tokens_->SetPieces(std::move(pieces).value());
      });
}

}  // namespace sentei::ui
