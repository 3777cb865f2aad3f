#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Saves the demo model as a Hugging Face folder in bf16: make_reference_model.py GGUF FOLDER

The recipe: let transformers dequantise the GGUF file, drop its quantization_config, set rms_norm_eps
to 1e-5, and give the tokenizer SmolLM2's pre-tokenizer (transformers' own conversion leaves the
splitting of digits out). Peers and tests read this folder as "what transformers sees".
"""
import os
import shutil
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TQDM_DISABLE"] = "1"

import torch
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging


def load(gguf):
    folder, name = os.path.split(os.path.abspath(gguf))
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32)
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.hf_quantizer = None  # the weights are plain numbers now, whatever they were read from
    model.is_quantized = False
    model.config.rms_norm_eps = 1e-5
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False),
    ])
    return model.to(torch.bfloat16), tokenizer


def main(gguf, folder):
    logging.disable_progress_bar()
    model, tokenizer = load(gguf)
    parameters = sum(p.numel() for p in model.parameters())
    if parameters != 134_515_008:
        sys.exit(f"{gguf}: {parameters} parameters, not the demo model's 134515008")
    making = f"{folder}.making"
    shutil.rmtree(making, ignore_errors=True)
    model.save_pretrained(making)
    tokenizer.save_pretrained(making)
    old = f"{folder}.old"
    shutil.rmtree(old, ignore_errors=True)
    if os.path.exists(folder):
        os.rename(folder, old)
    os.rename(making, folder)
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
