#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random LLaMAs as transformers makes and runs them: make_tiny_llama.py FOLDER

Writes FOLDER/<name>/{config.json, model.safetensors} for multi-head, grouped-query, explicit
head_dim, tied and biased models, and beside each `oracle.safetensors`: `ids` [2, 24] and the fp32
`logits` [2, 24, vocabulary] of transformers for them. An existing folder is left as it is.
"""
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

BASE = dict(hidden_size=32, intermediate_size=72, num_hidden_layers=3, num_attention_heads=4,
            vocab_size=97, max_position_embeddings=64, rms_norm_eps=1e-6, initializer_range=0.2,
            tie_word_embeddings=False)
MODELS = {
    "multi_head": dict(num_key_value_heads=4),
    "grouped_query": dict(num_key_value_heads=2),
    "explicit_head_dim": dict(num_key_value_heads=1, head_dim=24),
    "tied": dict(num_key_value_heads=2, tie_word_embeddings=True),
    "biases": dict(num_key_value_heads=2, attention_bias=True, mlp_bias=True),
}


def make(folder, settings, seed):
    torch.manual_seed(seed)
    model = LlamaForCausalLM(LlamaConfig(**{**BASE, **settings})).float().eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" in name or name.endswith("bias"):
                parameter.add_(0.2 * torch.randn_like(parameter))
        ids = torch.randint(0, BASE["vocab_size"], (2, 24))
        logits = model(ids).logits
    model.save_pretrained(folder)
    save_file({"ids": ids, "logits": logits.contiguous()}, os.path.join(folder, "oracle.safetensors"))


def main(folder):
    for seed, (name, settings) in enumerate(MODELS.items()):
        target = os.path.join(folder, name)
        if not os.path.exists(os.path.join(target, "oracle.safetensors")):
            make(target, settings, seed)


if __name__ == "__main__":
    main(sys.argv[1])
