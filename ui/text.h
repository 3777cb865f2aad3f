// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sentei::ui {

/// Texts as the window shows them. Numbers follow the language of the window; control characters of
/// untrusted texts are made visible.

[[nodiscard]] QString ToQString(std::string_view text);
/// For texts of models, runs and files: printable characters only, broken UTF-8 replaced.
[[nodiscard]] QString Shown(std::string_view untrusted);
[[nodiscard]] std::string ToStd(const QString& text);
[[nodiscard]] QString PathText(const std::filesystem::path& path);
[[nodiscard]] std::filesystem::path ToPath(const QString& text);

/// "134,515,008" with the language's separators.
[[nodiscard]] QString Count(std::int64_t count);
/// "134.5 M": four significant digits.
[[nodiscard]] QString CountShort(double count);
/// "215.2 MB", decimal units.
[[nodiscard]] QString Bytes(double bytes);
/// A share as per cent with one decimal, true minus: "−20.0 %".
[[nodiscard]] QString Percent(double share);
/// A difference with its sign: "+11.0 %".
[[nodiscard]] QString SignedPercent(double share);
[[nodiscard]] QString Number(double value, int decimals);
/// "about 2 min", rounded as people say it.
[[nodiscard]] QString About(double seconds);
/// "3 min 07 s".
[[nodiscard]] QString Duration(double seconds);
/// What stands for a value that does not exist.
[[nodiscard]] QString None();

}  // namespace sentei::ui
