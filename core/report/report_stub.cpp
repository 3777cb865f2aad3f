// SPDX-License-Identifier: Apache-2.0
// Placeholder until the first source of this library lands.
namespace sentei {}
