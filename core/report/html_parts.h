// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/run/run_record.h"

#include <string>
#include <string_view>
#include <vector>

namespace sentei::report {

/// A table cell: text that is escaped when written, and a class.
struct HtmlCell {
  std::string text;
  std::string css_class = {};
};

/// The pieces that pages are put together from; every text is escaped inside.
[[nodiscard]] std::string HtmlTable(const std::vector<std::string>& head,
                                    const std::vector<std::vector<HtmlCell>>& rows,
                                    std::string_view css_class = {});
/// A panel with a title, a caption behind it (may be empty) and ready-made content.
[[nodiscard]] std::string HtmlPanel(std::string_view title,
                                    std::string_view caption,
                                    const std::string& content);
/// One figure of the strip on top: caption, value, and what it is compared with.
[[nodiscard]] std::string HtmlFigure(std::string_view caption,
                                     std::string_view value,
                                     std::string_view detail);
[[nodiscard]] std::string HtmlParagraph(std::string_view text, std::string_view css_class = {});
/// Icon and word of a status, such as "✓ completed".
[[nodiscard]] std::string HtmlStatus(run::RunStatus status);

/// The style sheet and the hatch pattern that pictures refer to.
[[nodiscard]] const std::string& PageStyle();
[[nodiscard]] const std::string& HatchPattern();

/// The name, or the model's file name and the kind.
[[nodiscard]] std::string TitleOf(const run::RunSummary& run);
/// "wiki.test.raw (bbbbbbbb…), 512-token windows, 40 of them, 20,440 tokens, f32 on cpu, seed 42".
[[nodiscard]] std::string ProtocolOf(const run::EvalDone& eval, std::uint64_t seed);

/// All of one run below the page's title.
[[nodiscard]] std::string RunSection(const run::RunRecord& record, std::size_t color);
/// Table, differing settings and curves of several runs.
[[nodiscard]] std::string ComparisonSection(const std::vector<run::RunRecord>& runs);
/// Panels with loss, perplexity and sparsity of the runs, colours by position.
[[nodiscard]] std::string CurvePanels(const std::vector<const run::RunRecord*>& runs,
                                      std::size_t first_color);

}  // namespace sentei::report
