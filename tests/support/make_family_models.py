#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random tiny decoders of every family as transformers makes and runs them: make_family_models.py FOLDER

Writes FOLDER/<name>/{config.json, model.safetensors} and beside each `oracle.safetensors`: `ids`
[2, 24] with the fp32 `logits` [2, 24, vocabulary] of eager attention, and `padded_ids` [2, 24] with
`left_padding` [2] and `padded_logits`. An existing model is left as it is.
"""
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import transformers
from safetensors.torch import save_file

LENGTH, VOCABULARY = 24, 264
BASE = dict(hidden_size=32, intermediate_size=64, num_hidden_layers=3, num_attention_heads=4,
            num_key_value_heads=2, vocab_size=VOCABULARY, max_position_embeddings=64,
            rms_norm_eps=1e-6, initializer_range=0.15, tie_word_embeddings=False,
            bos_token_id=1, eos_token_id=2, pad_token_id=0)
LLAMA3 = dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0,
              high_freq_factor=4.0, original_max_position_embeddings=32)
THETA = dict(rope_type="default", rope_theta=10000.0)
FACTORS = dict(rope_type="longrope", rope_theta=10000.0, short_factor=[1.0, 1.1, 1.3, 1.6],
               long_factor=[1.0, 1.7, 2.9, 4.5])
GEMMA = dict(head_dim=16, query_pre_attn_scalar=16, sliding_window=7, tie_word_embeddings=True)
MODELS = {
    "llama_multi_head": ("Llama", dict(num_key_value_heads=4, rope_parameters=THETA)),
    "llama_grouped_query": ("Llama", dict(rope_parameters=THETA)),
    "llama_explicit_head_dim": ("Llama", dict(num_key_value_heads=1, head_dim=24, rope_parameters=THETA)),
    "llama_tied": ("Llama", dict(tie_word_embeddings=True, rope_parameters=THETA)),
    "llama_biases": ("Llama", dict(attention_bias=True, mlp_bias=True, rope_parameters=THETA)),
    "llama_scaled_3": ("Llama", dict(rope_parameters=LLAMA3)),
    "llama_scaled_linear": ("Llama", dict(rope_parameters=dict(rope_type="linear", factor=2.5,
                                                               rope_theta=10000.0))),
    "mistral": ("Mistral", dict(sliding_window=None, rope_parameters=THETA)),
    "mistral_window": ("Mistral", dict(sliding_window=7, rope_parameters=THETA)),
    "mistral_window_1": ("Mistral", dict(sliding_window=1, rope_parameters=THETA)),
    "qwen2": ("Qwen2", dict(rope_parameters=THETA)),
    "qwen2_tied": ("Qwen2", dict(tie_word_embeddings=True, rope_parameters=THETA)),
    "qwen2_window": ("Qwen2", dict(use_sliding_window=True, sliding_window=6, max_window_layers=1,
                                   rope_parameters=THETA)),
    "qwen3": ("Qwen3", dict(head_dim=16, rope_parameters=THETA)),
    "qwen3_biases": ("Qwen3", dict(head_dim=8, attention_bias=True, rope_parameters=THETA)),
    "qwen3_window": ("Qwen3", dict(head_dim=8, use_sliding_window=True, sliding_window=6,
                                   max_window_layers=2, rope_parameters=THETA)),
    "gemma2": ("Gemma2", dict(GEMMA, attn_logit_softcapping=4.0, final_logit_softcapping=3.0,
                              rope_parameters=THETA)),
    "gemma2_uncapped": ("Gemma2", dict(GEMMA, attn_logit_softcapping=None, query_pre_attn_scalar=24,
                                       final_logit_softcapping=None, rope_parameters=THETA)),
    "gemma3_text": ("Gemma3", dict(
        GEMMA, num_hidden_layers=6,
        rope_parameters=dict(sliding_attention=THETA,
                             full_attention=dict(rope_type="linear", factor=8.0, rope_theta=1e6)))),
    "gemma3_text_pattern": ("Gemma3", dict(
        GEMMA, layer_types=["full_attention", "sliding_attention", "full_attention"],
        final_logit_softcapping=3.0,
        rope_parameters=dict(sliding_attention=dict(THETA, rope_theta=500.0), full_attention=THETA))),
    "phi3": ("Phi3", dict(rope_parameters=THETA)),
    "phi3_window": ("Phi3", dict(sliding_window=7, rope_parameters=THETA)),
    "phi3_short_factors": ("Phi3", dict(original_max_position_embeddings=32, rope_parameters=FACTORS)),
    "phi3_long_factors": ("Phi3", dict(original_max_position_embeddings=16, rope_parameters=FACTORS)),
}
# The same models in the words of transformers 4, or in several files.
OLDER_SPELLING = ("llama_scaled_3", "gemma3_text", "phi3_short_factors", "qwen2_window")
SHARDED = ("qwen2", "phi3")


def randomise(model):
    for name, parameter in model.named_parameters():
        if "norm" in name or name.endswith("bias"):
            parameter.add_(0.2 * torch.randn_like(parameter))


def padded(ids, padding):
    rows = ids.clone()
    mask = torch.ones_like(ids)
    for row, count in enumerate(padding.tolist()):
        rows[row, :count] = 0
        mask[row, :count] = 0
    return rows, mask


@torch.no_grad()
def make(folder, family, settings, seed, shard):
    torch.manual_seed(seed)
    config = getattr(transformers, {"Gemma3": "Gemma3TextConfig"}.get(family, f"{family}Config"))
    model = getattr(transformers, f"{family}ForCausalLM")(config(**{**BASE, **settings})).float().eval()
    model.set_attn_implementation("eager")
    randomise(model)
    ids = torch.randint(3, VOCABULARY, (2, LENGTH))
    padding = torch.tensor([0, 5])
    padded_ids, mask = padded(ids, padding)
    oracle = dict(ids=ids, logits=model(ids).logits.contiguous(), padded_ids=padded_ids,
                  left_padding=padding,
                  padded_logits=model(padded_ids, attention_mask=mask).logits.contiguous())
    model.save_pretrained(folder, max_shard_size="30KB" if shard else "1GB")
    save_file(oracle, os.path.join(folder, "oracle.safetensors"))


def spell_older(folder):
    path = os.path.join(folder, "config.json")
    with open(path, encoding="utf-8") as file:
        config = json.load(file)
    rope = config.pop("rope_parameters")
    if "full_attention" in rope:
        config["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
        config["sliding_window_pattern"] = 6
        rope = rope["full_attention"]
    config["rope_theta"] = rope.pop("rope_theta")
    rope["type"] = rope.pop("rope_type")
    rope.pop("original_max_position_embeddings", None) if rope["type"] == "longrope" else None
    config["rope_scaling"] = None if rope["type"] == "default" else rope
    config.pop("layer_types", None)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(config, file)


def main(folder):
    plans = [(name, name, False) for name in MODELS]
    plans += [(f"{name}_older_spelling", name, False) for name in OLDER_SPELLING]
    plans += [(f"{name}_sharded", name, True) for name in SHARDED]
    for seed, (name, base, shard) in enumerate(plans):
        target = os.path.join(folder, name)
        if os.path.exists(os.path.join(target, "oracle.safetensors")):
            continue
        make(target, *MODELS[base], seed, shard)
        if name.endswith("_older_spelling"):
            spell_older(target)


if __name__ == "__main__":
    main(sys.argv[1])
