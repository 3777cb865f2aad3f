// SPDX-License-Identifier: Apache-2.0
// Precompiled: a translation unit that includes torch/torch.h takes 16 s without it.
#pragma once

#include <torch/torch.h>
