// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_parts.h"

#include "core/base/palette.h"
#include "core/base/units.h"
#include "core/report/markup.h"

#include <fmt/format.h>

#include <filesystem>

namespace sentei::report {
namespace {

// Sizes and spacing on a grid of four pixels; one accent; hairlines instead of boxes.
constexpr const char* kRules = R"css(
*{box-sizing:border-box}
body{margin:0;background:var(--window);color:var(--text);font:13px/1.5 "Noto Sans",Inter,system-ui,
-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:1160px;margin:0 auto;padding:32px 16px 48px}
h1{font-size:26px;line-height:1.25;font-weight:600;margin:0 0 4px}
h2{font-size:17px;font-weight:600;margin:40px 0 4px}
h3{font-size:13px;font-weight:600;margin:0;display:inline}
p{margin:0 0 8px;max-width:90ch}
p.state{max-width:none}
.muted,.protocol,caption{color:var(--text2)}
.protocol{font-size:12px;margin:8px 12px 12px}
.mono{font-family:"Noto Sans Mono",ui-monospace,monospace;font-size:12px;overflow-wrap:anywhere}
.panel{background:var(--base);border:1px solid var(--border);margin:8px 0;break-inside:avoid;
min-width:0;overflow-x:auto}
.panel>header{padding:6px 12px;border-bottom:1px solid var(--border);display:flex;gap:8px;
align-items:baseline;flex-wrap:wrap}
.panel>header span{color:var(--text2);font-size:12px}
.panel>.body{padding:8px 12px 12px}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:0 8px}
.figures{display:flex;flex-wrap:wrap;background:var(--base);border:1px solid var(--border);
margin:16px 0 8px}
.figures>div{padding:10px 20px 10px 16px;border-right:1px solid var(--border);flex:1 1 auto}
.figures>div:last-child{border-right:0}
.figures small{display:block;font-size:11px;color:var(--text2)}
.figures b{font-size:18px;font-weight:600;white-space:nowrap}
.figures i{display:block;font-style:normal;font-size:12px;color:var(--text2);white-space:nowrap}
table{border-collapse:collapse;width:100%}
th{font-weight:400;font-size:12px;color:var(--text2);text-align:left;background:var(--window);
border-bottom:1px solid var(--border);padding:5px 12px;white-space:nowrap}
td{padding:4px 12px;border-bottom:1px solid var(--grid);vertical-align:top}
tr:last-child td{border-bottom:0}
td.n,th.n{text-align:right;white-space:nowrap}
td.strong{font-weight:600}
td.muted{color:var(--text2)}
.ok{color:var(--success)}.warn{color:var(--warning)}.bad{color:var(--danger)}
.note-bad{border:1px solid var(--danger);padding:8px 12px;background:var(--base);margin:8px 0}
details>summary{cursor:pointer;color:var(--text2);padding:6px 12px}
svg{display:block;width:100%;height:auto;max-width:640px}
.grid{stroke:var(--grid);stroke-width:1}
.axis{stroke:var(--control);stroke-width:1}
.tick{fill:var(--text2);font-size:11px}
.note{fill:var(--text2);font-size:13px}
.end{font-size:11px;fill:var(--dense)}
.line{fill:none;stroke-width:1.5;stroke-linejoin:round}
.faint{stroke-width:1;opacity:.35}
.dashed{stroke-dasharray:4 3;opacity:.8}
.dense{stroke:var(--dense);stroke-dasharray:5 4}
.kept{fill:var(--fill)}
.gone{fill:url(#hatch)}
.mark{stroke-width:1.5}
.hidden{position:absolute;width:0;height:0}
.dot{display:inline-block;min-width:18px;padding:0 5px;text-align:center;border-radius:9px;
color:var(--base);font-size:11px;font-weight:600}
footer{margin-top:40px;padding-top:8px;border-top:1px solid var(--border);color:var(--text2);
font-size:12px}
@media print{body{background:#fff0}main{max-width:none;padding:0}details{display:block}}
)css";

std::string SeriesRules() {
  std::string css;
  for (std::size_t i = 0; i <= kRunColors; ++i) {
    css += fmt::format(
        ".s{0}{{stroke:var(--run{0})}}.t{0}{{fill:var(--run{0})}}"
        ".m{0}{{stroke:var(--run{0});fill:var(--{1})}}.b{0}{{background:var(--run{0})}}\n",
        i,
        RunMarker(i) == Marker::kRing || RunMarker(i) == Marker::kOpenSquare
            ? std::string("base")
            : fmt::format("run{}", i));
  }
  return css;
}

std::string OpenTag(std::string_view tag, std::string_view css_class) {
  if (css_class.empty()) return fmt::format("<{}>", tag);
  return fmt::format("<{} class=\"{}\">", tag, css_class);
}

}  // namespace

std::string HtmlTable(const std::vector<std::string>& head,
                      const std::vector<std::vector<HtmlCell>>& rows,
                      std::string_view css_class) {
  std::string html = OpenTag("table", css_class);
  if (!head.empty()) {
    html += "<thead><tr>";
    for (std::size_t i = 0; i < head.size(); ++i) {
      const bool numeric =
          !rows.empty() && i < rows[0].size() && rows[0][i].css_class.rfind("n", 0) == 0;
      html += OpenTag("th", numeric ? "n" : "") + Escape(head[i]) + "</th>";
    }
    html += "</tr></thead>";
  }
  html += "<tbody>\n";
  for (const auto& row : rows) {
    html += "<tr>";
    for (const HtmlCell& cell : row) {
      html += OpenTag("td", cell.css_class) + Escape(cell.text) + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string HtmlPanel(std::string_view title,
                      std::string_view caption,
                      const std::string& content) {
  return fmt::format(
      "<section class=\"panel\"><header><h3>{}</h3><span>{}</span></header>{}</section>\n",
      Escape(title),
      Escape(caption),
      content);
}

std::string HtmlFigure(std::string_view caption, std::string_view value, std::string_view detail) {
  return fmt::format("<div><small>{}</small><b>{}</b><i>{}</i></div>\n",
                     Escape(caption),
                     Escape(value),
                     Escape(detail));
}

std::string HtmlParagraph(std::string_view text, std::string_view css_class) {
  return OpenTag("p", css_class) + Escape(text) + "</p>\n";
}

std::string HtmlStatus(run::RunStatus status) {
  using enum run::RunStatus;
  const auto word = std::string(Name(status));
  switch (status) {
    case kCompleted:
      return "<span class=\"ok\">✓ " + word + "</span>";
    case kFailed:
      return "<span class=\"bad\">✕ " + word + "</span>";
    case kInterrupted:
    case kCancelled:
      return "<span class=\"warn\">△ " + word + "</span>";
    case kRunning:
      break;
  }
  return "<span>● " + word + "</span>";
}

const std::string& PageStyle() {
  static const std::string style = ThemeVariables() + kRules + SeriesRules();
  return style;
}

const std::string& HatchPattern() {
  static const std::string pattern =
      "<svg class=\"hidden\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" width=\"4\" "
      "height=\"4\" patternUnits=\"userSpaceOnUse\"><rect width=\"4\" height=\"4\" "
      "style=\"fill:var(--pruned)\"/><path d=\"M-1,1l2,-2M0,4l4,-4M3,5l2,-2\" "
      "style=\"stroke:var(--hatch);stroke-width:.7\"/></pattern></defs></svg>\n";
  return pattern;
}

std::string TitleOf(const run::RunSummary& run) {
  if (!run.name.empty()) return run.name;
  const std::filesystem::path path = std::filesystem::path(run.model_path).lexically_normal();
  const std::filesystem::path last = path.has_filename() ? path : path.parent_path();
  const std::string model =
      last.extension() == ".gguf" ? last.stem().string() : last.filename().string();
  return model.empty() ? run.kind : fmt::format("{} · {}", model, run.kind);
}

std::string ProtocolOf(const run::EvalDone& eval, std::uint64_t seed) {
  const std::string file = std::filesystem::path(eval.text_path).filename().string();
  return fmt::format(
      "{} ({}…), {}-token windows, {} of them, {} tokens predicted, {} on {}, seed {}",
      file,
      eval.text_hash.substr(0, 8),
      eval.length,
      eval.windows,
      FormatCount(eval.tokens),
      eval.dtype,
      eval.device,
      seed);
}

}  // namespace sentei::report
