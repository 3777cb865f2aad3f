#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What transformers computes with a Hugging Face folder in fp32: reference_logits.py MODEL OUT [TEXT]

Writes OUT (safetensors): for each of eight prompts i `ids_i` [n], `logits_i` [n, vocabulary] and
`greedy_i`, the 32 tokens that greedy decoding appends; with TEXT also `window_ids` [40, 512] and
`window_losses` [40], the mean cross-entropy of non-overlapping windows. An existing OUT is left.
"""
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPTS = [
    "The capital of France is",
    "Pruning a tree in winter",
    "def add(a, b):\n    return",
    "1, 2, 3, 5, 8,",
    "Once upon a time there was a small model that",
    "Water boils at 100 degrees because",
    "剪定とは",
    "<|im_start|>user\nName three colours.<|im_end|>\n<|im_start|>assistant\n",
]
NEW_TOKENS, LENGTH, WINDOWS = 32, 512, 40


@torch.no_grad()
def run_prompt(model, ids):
    out = model(ids[None], use_cache=True)
    logits, greedy = out.logits[0], []
    for _ in range(NEW_TOKENS):
        greedy.append(int(out.logits[0, -1].argmax()))
        out = model(torch.tensor([[greedy[-1]]]), past_key_values=out.past_key_values, use_cache=True)
    return logits, torch.tensor(greedy)


@torch.no_grad()
def window_losses(model, ids):
    windows = ids[:LENGTH * WINDOWS].view(WINDOWS, LENGTH)
    losses = [F.cross_entropy(model(w[None]).logits[0, :-1], w[1:]) for w in windows]
    return windows, torch.stack(losses)


def main(folder, out, text=None):
    if os.path.exists(out):
        return
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    tensors = {}
    for i, prompt in enumerate(PROMPTS):
        ids = tokenizer(prompt, return_tensors="pt").input_ids[0]
        logits, greedy = run_prompt(model, ids)
        tensors.update({f"ids_{i}": ids, f"logits_{i}": logits.contiguous(), f"greedy_{i}": greedy.clone()})
    if text:
        ids = tokenizer(open(text, encoding="utf-8").read(), return_tensors="pt").input_ids[0]
        windows, losses = window_losses(model, ids)
        tensors.update({"window_ids": windows.contiguous(), "window_losses": losses})
    os.makedirs(os.path.dirname(out), exist_ok=True)
    partial = f"{out}.{os.getpid()}"  # two tests may make it at once
    save_file(tensors, partial)
    os.replace(partial, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
