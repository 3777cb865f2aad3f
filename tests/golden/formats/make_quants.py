# SPDX-License-Identifier: Apache-2.0
"""Makes quants.json: random blocks of every quantised type and what the `gguf` package makes of them.

Made with gguf 0.19.0 and numpy 2.4.6:  python make_quants.py > quants.json
"""
import importlib.metadata
import json
import sys

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize, quantize

# Where each type keeps fp16 numbers; random bits there could be a NaN, which has many patterns.
HALVES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
          "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}


def random_blocks(rng, name, count):
    _, size = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    blocks = rng.integers(0, 256, (count, size), dtype=np.uint8)
    for offset in HALVES[name]:
        halves = blocks[:, offset:offset + 2].copy().view(np.uint16)
        halves &= np.uint16(0xBFFF)  # exponent below its largest: finite, subnormals included
        blocks[:, offset:offset + 2] = halves.view(np.uint8)
    return blocks


def main():
    rng = np.random.default_rng(20261123)
    cases = []
    for name in HALVES:
        elements, _ = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
        blocks = random_blocks(rng, name, 8 if elements == 32 else 3)
        values = dequantize(blocks.reshape(-1), GGMLQuantizationType[name])
        cases.append({"type": name, "blocks": blocks.tobytes().hex(),
                      "values": values.astype("<f4").tobytes().hex()})
    values = rng.standard_normal((16, 32)).astype(np.float32)
    values *= np.float32(10.0) ** rng.integers(-9, 5, (16, 1)).astype(np.float32)
    values[3] = 0
    values[5, 7] = 0.5 * np.abs(values[5]).max() / 127  # near a tie
    stored = quantize(values.reshape(-1), GGMLQuantizationType.Q8_0)
    json.dump({"gguf": importlib.metadata.version("gguf"), "numpy": np.__version__,
               "dequantise": cases,
               "quantise_q8_0": {"values": values.astype("<f4").tobytes().hex(),
                                 "blocks": stored.tobytes().hex()}}, sys.stdout, indent=0)
    print()


main()
