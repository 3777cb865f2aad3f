// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_report.h"

#include "core/report/html_parts.h"
#include "core/report/markup.h"

#include <fmt/format.h>

namespace sentei::report {
namespace {

// Nothing may be loaded and no script may run, whatever text a run brings with it.
constexpr const char* kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

std::string PageTitle(const std::vector<run::RunRecord>& runs, const ReportOptions& options) {
  if (!options.title.empty()) return options.title;
  if (runs.size() == 1) return TitleOf(runs.front().summary);
  return fmt::format("Comparison of {} runs", runs.size());
}

std::string Head(const std::string& title) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>{} – Sentei</title>\n<style>{}</style>\n</head>\n",
      kPolicy,
      Escape(title),
      PageStyle());
}

}  // namespace

std::string HtmlReport(const std::vector<run::RunRecord>& runs, const ReportOptions& options) {
  const std::string title = PageTitle(runs, options);
  std::string html =
      Head(title) + "<body>\n" + HatchPattern() + "<main>\n<h1>" + Escape(title) + "</h1>\n";
  if (runs.empty()) html += HtmlParagraph("No run was chosen.", "muted");
  if (runs.size() == 1) html += RunSection(runs.front(), 0);
  if (runs.size() > 1) {
    html += ComparisonSection(runs);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      html += fmt::format("<h2>{} · {}</h2>\n", i + 1, Escape(TitleOf(runs[i].summary)));
      html += RunSection(runs[i], i);
    }
  }
  html += fmt::format(
      "<footer>Made by Sentei on {}. Every perplexity stands with its protocol.</footer>\n",
      run::FormatTime(options.made_at));
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace sentei::report
