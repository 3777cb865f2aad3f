// SPDX-License-Identifier: Apache-2.0
#include "storage/run_filter.h"

#include "core/base/error.h"
#include "core/run/run_record.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <ctime>
#include <optional>
#include <utility>

namespace sentei::storage {
namespace {

constexpr std::size_t kMaxLength = 4096;
constexpr int kMaxDepth = 16;

enum class FieldType : std::uint8_t { kText, kNumber, kTime, kStatus, kTag, kFlag };
struct Field {
  std::string_view name;
  FieldType type;
  std::string_view sql;                ///< what = and order compare
  std::string_view contains_sql = {};  ///< what ~ searches, when it differs
};

constexpr std::string_view kStatusSql =
    "sentei_status(r.status, r.owner_host, r.owner_pid, r.owner_start, r.heartbeat_at)";

constexpr std::string_view kTrashedSql = "(r.trashed_at IS NOT NULL)";

constexpr std::array kFields{
    Field{"id", FieldType::kText, "r.id"},
    Field{"name", FieldType::kText, "r.name"},
    Field{"note", FieldType::kText, "r.note"},
    Field{"kind", FieldType::kText, "r.kind"},
    Field{"status", FieldType::kStatus, kStatusSql},
    Field{"rule", FieldType::kText, "r.rule"},
    Field{"model", FieldType::kText, "r.model_name", "r.model_path"},
    Field{"model_id", FieldType::kText, "m.id"},
    Field{"model_type", FieldType::kText, "m.type"},
    Field{"criterion", FieldType::kText, "r.criterion"},
    Field{"profile", FieldType::kText, "r.profile"},
    Field{"device", FieldType::kText, "r.device", "(r.device || ' ' || r.device_name)"},
    Field{"dtype", FieldType::kText, "r.dtype"},
    Field{"spec_hash", FieldType::kText, "r.spec_hash"},
    Field{"target", FieldType::kNumber, "r.target"},
    Field{"lr", FieldType::kNumber, "r.learning_rate"},
    Field{"seed", FieldType::kNumber, "r.seed"},
    Field{"step", FieldType::kNumber, "r.step"},
    Field{"steps", FieldType::kNumber, "r.steps"},
    Field{"loss", FieldType::kNumber, "r.loss"},
    Field{"sparsity", FieldType::kNumber, "r.sparsity"},
    Field{"ppl", FieldType::kNumber, "r.perplexity"},
    Field{"dense_ppl", FieldType::kNumber, "r.dense_perplexity"},
    Field{"pruned_ppl", FieldType::kNumber, "r.pruned_perplexity"},
    Field{"tuned_ppl", FieldType::kNumber, "r.tuned_perplexity"},
    Field{"params", FieldType::kNumber, "coalesce(r.parameters_after, m.parameters)"},
    Field{"seconds", FieldType::kNumber, "r.seconds"},
    Field{"started", FieldType::kTime, "r.started_at"},
    Field{"finished", FieldType::kTime, "r.finished_at"},
    Field{"tag", FieldType::kTag, "t.tag"},
    Field{"group", FieldType::kText, "r.group_name"},
    Field{"star", FieldType::kFlag, "(r.starred = 1)"},
    Field{"parent", FieldType::kText, "r.parent_id"},
    Field{"trashed", FieldType::kFlag, kTrashedSql},
};

struct Token {
  enum class Kind : std::uint8_t { kEnd, kWord, kQuoted, kOperator, kOpen, kClose } kind;
  std::string text;
  std::size_t position;
};

[[noreturn]] void Fail(std::size_t position, const std::string& problem, std::string hint = {}) {
  throw Error(ErrorCode::kUsage,
              fmt::format("Filter, position {}: {}", position + 1, problem),
              std::move(hint));
}

/// Cuts the text into words, quoted strings, operators and brackets.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token Next() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    if (at_ == text_.size()) return {Token::Kind::kEnd, {}, at_};
    const char c = text_[at_];
    if (c == '(') return Take(Token::Kind::kOpen, 1);
    if (c == ')') return Take(Token::Kind::kClose, 1);
    if (c == '\'' || c == '"') return Quoted(c);
    if (IsOperatorCharacter(c)) return Operator();
    std::size_t length = 0;
    while (at_ + length < text_.size() && IsWordCharacter(text_[at_ + length])) ++length;
    return Take(Token::Kind::kWord, length);
  }

 private:
  static bool IsOperatorCharacter(char c) {
    return std::string_view("=!<>~").find(c) != std::string_view::npos;
  }
  static bool IsWordCharacter(char c) {
    return std::isspace(static_cast<unsigned char>(c)) == 0 && !IsOperatorCharacter(c) &&
           std::string_view("()'\"").find(c) == std::string_view::npos;
  }
  Token Take(Token::Kind kind, std::size_t length) {
    Token token{kind, std::string(text_.substr(at_, length)), at_};
    at_ += length;
    return token;
  }
  Token Operator() {
    const std::string_view two = text_.substr(at_, 2);
    for (const std::string_view known : {"!=", "<=", ">=", "!~", "=="}) {
      if (two == known) return Take(Token::Kind::kOperator, 2);
    }
    if (text_[at_] == '!') Fail(at_, "'!' stands alone", "Write != or !~.");
    return Take(Token::Kind::kOperator, 1);
  }
  Token Quoted(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) Fail(at_, fmt::format("the quote {} is not closed", quote));
    Token token{Token::Kind::kQuoted, std::string(text_.substr(at_ + 1, end - at_ - 1)), at_};
    at_ = end + 1;
    return token;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

double ParseNumber(const Token& token) {
  const std::string& text = token.text;
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error != std::errc() || std::isnan(value)) {
    Fail(token.position, fmt::format("'{}' is no number", text));
  }
  constexpr std::array<std::pair<std::string_view, double>, 5> kSuffixes{
      {{"", 1.0}, {"%", 0.01}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}}};
  for (const auto& [name, factor] : kSuffixes) {
    if (suffix == name) return value * factor;
  }
  Fail(token.position, fmt::format("'{}' is no number", text), "Numbers may end in %, k, M or G.");
}

std::int64_t ParseTime(const Token& token) {
  for (const char* format : {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"}) {
    std::tm utc{};
    const char* end = strptime(token.text.c_str(), format, &utc);
    if (end == nullptr || *end != '\0') continue;
    if (const std::time_t seconds = timegm(&utc); seconds != -1) {
      return static_cast<std::int64_t>(seconds) * 1000;
    }
  }
  Fail(token.position,
       fmt::format("'{}' is no time", token.text),
       "Write 2026-11-23 or 2026-11-23T14:05.");
}

/// Recursive descent straight into SQL; the depth is bounded.
class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text), token_(lexer_.Next()) {}

  FilterQuery Parse() {
    if (token_.kind == Token::Kind::kEnd) return {"1", {}, false};
    query_.where = Or(0);
    if (token_.kind != Token::Kind::kEnd) {
      Fail(token_.position,
           fmt::format("'{}' is not expected here", token_.text),
           "Join conditions with and, or.");
    }
    return std::move(query_);
  }

 private:
  std::string Or(int depth) {
    return Chain("or", " OR ", [this, depth] { return And(depth); });
  }
  std::string And(int depth) {
    return Chain("and", " AND ", [this, depth] { return Not(depth); });
  }
  // One pair of brackets around a whole chain: SQLite nests brackets at most a hundred deep.
  template <typename Part>
  std::string Chain(std::string_view word, std::string_view joint, Part part) {
    std::string sql = part();
    bool joined = false;
    while (TakeWord(word)) {
      sql.append(joint).append(part());
      joined = true;
    }
    return joined ? "(" + sql + ")" : sql;
  }
  std::string Not(int depth) {
    if (depth > kMaxDepth) Fail(token_.position, "the brackets are nested too deeply");
    // A missing value is neither true nor false in SQL; its opposite must not be missing too.
    if (TakeWord("not")) return fmt::format("(NOT coalesce({}, 0))", Not(depth + 1));
    if (token_.kind != Token::Kind::kOpen) return Comparison();
    const std::size_t opened = token_.position;
    Advance();
    std::string sql = Or(depth + 1);
    if (token_.kind != Token::Kind::kClose) Fail(opened, "this bracket is not closed");
    Advance();
    return sql;
  }
  std::string Comparison() {
    const Field& field = TakeField();
    const Token op = token_;
    if (op.kind != Token::Kind::kOperator) {
      Fail(op.position,
           fmt::format("an operator is expected after '{}'", field.name),
           "Use = != < <= > >= ~ or !~.");
    }
    Advance();
    const Token value = token_;
    if (value.kind != Token::Kind::kWord && value.kind != Token::Kind::kQuoted) {
      Fail(value.position, fmt::format("a value is expected after '{}'", op.text));
    }
    Advance();
    if (field.type == FieldType::kFlag) return FlagComparison(field, op, value);
    if (value.kind == Token::Kind::kWord && value.text == "none") return IsNone(field, op);
    if (field.type == FieldType::kTag) return TagComparison(field, op, value);
    return field.type == FieldType::kText || field.type == FieldType::kStatus
               ? TextComparison(field, op, value)
               : NumberComparison(field, op, value);
  }
  static std::string IsNone(const Field& field, const Token& op) {
    std::string missing = fmt::format("({} IS NULL)", field.sql);
    if (field.type == FieldType::kText) missing = fmt::format("({} = '')", field.sql);
    if (field.type == FieldType::kTag) missing = "(NOT " + HasTag("1") + ")";
    if (op.text == "=" || op.text == "==") return missing;
    if (op.text == "!=") return fmt::format("(NOT {})", missing);
    Fail(op.position, "none goes with = and != only");
  }
  std::string TextComparison(const Field& field, const Token& op, const Token& value) {
    const bool negated = op.text.front() == '!';
    if (op.text == "~" || op.text == "!~") {
      const std::string_view where = field.contains_sql.empty() ? field.sql : field.contains_sql;
      query_.values.emplace_back(Lower(value.text));
      return fmt::format("(instr(lower({}), ?) {} 0)", where, negated ? "=" : ">");
    }
    if (op.text != "=" && op.text != "==" && op.text != "!=") {
      Fail(op.position,
           fmt::format("'{}' is text and has no order", field.name),
           "Use = != ~ or !~.");
    }
    if (field.type == FieldType::kStatus) CheckStatus(value);
    query_.values.emplace_back(Lower(value.text));
    return fmt::format("(lower({}) {} ?)", field.sql, negated ? "<>" : "=");
  }
  static std::string HasTag(const std::string& condition) {
    return fmt::format("EXISTS (SELECT 1 FROM run_tags t WHERE t.run_key = r.key AND {})",
                       condition);
  }
  /// Of all tags of a run one must fit; none may, where the operator is negated.
  std::string TagComparison(const Field& field, const Token& op, const Token& value) {
    Token plain = op;
    const bool negated = op.text.front() == '!';
    if (negated) plain.text = op.text == "!~" ? "~" : "=";
    const std::string has = HasTag(TextComparison(field, plain, value));
    return negated ? fmt::format("(NOT {})", has) : has;
  }
  std::string FlagComparison(const Field& field, const Token& op, const Token& value) {
    const std::string word = Lower(value.text);
    const bool yes = word == "yes" || word == "true" || word == "1";
    if (!yes && word != "no" && word != "false" && word != "0") {
      Fail(value.position, fmt::format("'{}' is neither yes nor no", value.text));
    }
    if (op.text != "=" && op.text != "==" && op.text != "!=") {
      Fail(op.position, fmt::format("'{}' is yes or no", field.name), "Use = or !=.");
    }
    if (field.sql == kTrashedSql) query_.names_trash = true;
    return fmt::format("({} = {})", field.sql, yes == (op.text != "!=") ? 1 : 0);
  }
  static void CheckStatus(const Token& value) {
    try {
      (void)run::ParseRunStatus(Lower(value.text));
    } catch (const Error& error) {
      Fail(value.position, error.what(), error.hint());
    }
  }
  std::string NumberComparison(const Field& field, const Token& op, const Token& value) {
    if (op.text == "~" || op.text == "!~") {
      Fail(op.position, fmt::format("'{}' is no text", field.name), "Use = != < <= > or >=.");
    }
    if (field.type == FieldType::kTime) {
      query_.values.emplace_back(ParseTime(value));
    } else {
      query_.values.emplace_back(ParseNumber(value));
    }
    const std::string sql_op = op.text == "!=" ? "<>" : op.text == "==" ? "=" : op.text;
    return fmt::format("({} {} ?)", field.sql, sql_op);
  }
  const Field& TakeField() {
    const Token name = token_;
    if (name.kind != Token::Kind::kWord) {
      Fail(name.position, "the name of a field is expected", Known());
    }
    for (const Field& field : kFields) {
      if (field.name == name.text) {
        Advance();
        return field;
      }
    }
    Fail(name.position, fmt::format("there is no field '{}'", name.text), Known());
  }
  static std::string Known() {
    return fmt::format("Fields: {}.", fmt::join(RunFilterFields(), ", "));
  }
  bool TakeWord(std::string_view word) {
    if (token_.kind != Token::Kind::kWord || Lower(token_.text) != word) return false;
    Advance();
    return true;
  }
  void Advance() { token_ = lexer_.Next(); }

  Lexer lexer_;
  Token token_;
  FilterQuery query_;
};

}  // namespace

FilterQuery ParseRunFilter(std::string_view text) {
  if (text.size() > kMaxLength) {
    Fail(kMaxLength, fmt::format("the filter is longer than {} characters", kMaxLength));
  }
  return Parser(text).Parse();
}

std::vector<std::string> RunFilterFields() {
  std::vector<std::string> names;
  for (const Field& field : kFields) names.emplace_back(field.name);
  return names;
}

}  // namespace sentei::storage
