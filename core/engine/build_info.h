// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

namespace sentei::engine {

/// The version of Sentei, such as "0.1.0".
[[nodiscard]] std::string SenteiVersion();
/// What is stored with every run: sentei, revision, libtorch, compiler.
[[nodiscard]] std::map<std::string, std::string> Versions();

}  // namespace sentei::engine
