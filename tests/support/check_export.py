# SPDX-License-Identifier: Apache-2.0
"""Opens exported folders with the programs they are meant for and compares the logits.

usage: check_export.py FOLDER...

One JSON object a folder goes to stdout:
  {"folder", "profile", "parameters", "max_abs_diff", "generates", "problems": [...]}
max_abs_diff is between sentei_probe.safetensors and transformers (peft, gguf) in fp32; generates
tells whether greedy generation with the KV cache gives the tokens that whole forward passes give.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

import torch
import transformers
from safetensors import safe_open
from safetensors.torch import load_file

transformers.utils.logging.disable_progress_bar()
torch.set_grad_enabled(False)


def open_stock(folder, problems, trust):
    config = json.loads((folder / "config.json").read_text())
    if config["num_attention_heads"] % config["num_key_value_heads"]:
        problems.append("query heads are no multiple of the key/value heads")
    if "head_dim" not in config:
        problems.append("config.json lacks head_dim")
    if not trust and ("auto_map" in config or list(folder.glob("*.py"))):
        problems.append("a stock folder carries code")
    if config["model_type"] == "llama":
        transformers.LlamaConfig.from_pretrained(folder)
    model, info = transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, trust_remote_code=trust, output_loading_info=True
    )
    for key in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if info[key]:
            problems.append(f"{key}: {sorted(info[key])[:3]}")
    return model


def is_bundled(folder):
    return json.loads((folder / "config.json").read_text())["model_type"] == "pruned_llama"


def open_adapter(folder, problems):
    from peft import PeftModel

    base = open_stock(folder / "base", problems, is_bundled(folder / "base"))
    model = PeftModel.from_pretrained(base, str(folder))
    stored = load_file(folder / "adapter_model.safetensors")
    loaded = {
        name.replace(".default", ""): tensor
        for name, tensor in model.state_dict().items()
        if "lora_" in name
    }
    if set(stored) != set(loaded) or any(not torch.equal(stored[k], loaded[k]) for k in stored):
        problems.append("peft holds other factors than the file")
    return model


def field(reader, key):
    return reader.fields[key].contents()


def hf_name(name):
    pairs = (
        ("token_embd.", "model.embed_tokens."),
        ("output_norm.", "model.norm."),
        ("output.", "lm_head."),
        ("blk.", "model.layers."),
        (".attn_norm.", ".input_layernorm."),
        (".ffn_norm.", ".post_attention_layernorm."),
        (".attn_output.", ".self_attn.o_proj."),
        (".attn_", ".self_attn."),
        (".ffn_", ".mlp."),
    )
    for short, long in pairs:
        if name.startswith(short) or (short.startswith(".") and short in name):
            name = name.replace(short, long, 1)
    for letter in "qkv":
        name = name.replace(f".self_attn.{letter}.", f".self_attn.{letter}_proj.")
    for part in ("gate", "up", "down"):
        name = name.replace(f".mlp.{part}.", f".mlp.{part}_proj.")
    return name


def hf_rows(tensor, name, head_dim):
    """llama.cpp keeps rotary pairs side by side, transformers keeps the halves of a head."""
    if not any(part in name for part in (".q_proj.", ".k_proj.")):
        return tensor
    shape = tensor.shape
    heads = shape[0] // head_dim
    return tensor.reshape(heads, head_dim // 2, 2, *shape[1:]).transpose(1, 2).reshape(shape)


def open_gguf(folder, problems):
    from gguf import GGUFReader
    from gguf.quants import dequantize

    reader = GGUFReader(folder / "model.gguf")
    if field(reader, "general.architecture") != "llama":
        problems.append("the architecture is not llama")
    tokens = field(reader, "tokenizer.ggml.tokens")
    head_dim = field(reader, "llama.attention.key_length")
    weights = {}
    for tensor in reader.tensors:
        name = hf_name(tensor.name)
        values = torch.from_numpy(dequantize(tensor.data, tensor.tensor_type).copy()).float()
        weights[name] = hf_rows(values, name, head_dim)
    vocab = weights["model.embed_tokens.weight"].shape[0]
    if len(tokens) != vocab or field(reader, "llama.vocab_size") != vocab:
        problems.append(f"{len(tokens)} tokens for a vocabulary of {vocab}")
    # Mistral takes any number of heads; without a window it computes what LLaMA does.
    config = transformers.MistralConfig(
        vocab_size=vocab,
        hidden_size=field(reader, "llama.embedding_length"),
        intermediate_size=field(reader, "llama.feed_forward_length"),
        num_hidden_layers=field(reader, "llama.block_count"),
        num_attention_heads=field(reader, "llama.attention.head_count"),
        num_key_value_heads=field(reader, "llama.attention.head_count_kv"),
        head_dim=head_dim,
        max_position_embeddings=field(reader, "llama.context_length"),
        rms_norm_eps=field(reader, "llama.attention.layer_norm_rms_epsilon"),
        rope_parameters={
            "rope_type": "default",
            "rope_theta": field(reader, "llama.rope.freq_base"),
        },
        tie_word_embeddings="lm_head.weight" not in weights,
        sliding_window=None,
    )
    model = transformers.MistralForCausalLM(config).float()
    missing, unexpected = model.load_state_dict(weights, strict=False)
    if unexpected or set(missing) - {"lm_head.weight"}:
        problems.append(f"missing {missing}, unexpected {unexpected}")
    return model


def open_model(folder, profile, problems):
    if profile == "gguf":
        return open_gguf(folder, problems)
    if profile == "adapter":
        return open_adapter(folder, problems)
    return open_stock(folder, problems, is_bundled(folder))


def count_parameters(model):
    return sum(p.numel() for name, p in model.named_parameters() if "lora_" not in name)


def greedy_without_cache(model, ids, count):
    for _ in range(count):
        step = model(input_ids=ids, use_cache=False).logits[:, -1].argmax(-1, keepdim=True)
        ids = torch.cat([ids, step], 1)
    return ids


def generates(model, ids):
    model.generation_config.eos_token_id = None
    model.generation_config.pad_token_id = 0
    cached = model.generate(
        input_ids=ids,
        attention_mask=torch.ones_like(ids),
        max_new_tokens=12,
        do_sample=False,
        use_cache=True,
    )
    return torch.equal(cached, greedy_without_cache(model, ids, 12))


def check_tokenizer(folder, problems):
    """The tokenizer that transformers opens gives the ids of tokenizer.json itself."""
    if not (folder / "tokenizer.json").exists():
        return
    from tokenizers import Tokenizer

    exact = Tokenizer.from_file(str(folder / "tokenizer.json"))
    opened = transformers.AutoTokenizer.from_pretrained(folder)
    for text in ("Hello, world! 12345", "  two  spaces\n\tnaïve café 剪定", ""):
        if opened(text)["input_ids"] != exact.encode(text).ids:
            problems.append(f"transformers tokenises {text!r} otherwise than tokenizer.json")


def check(folder):
    plan = json.loads((folder / "pruning_plan.json").read_text())
    problems = []
    model = open_model(folder, plan["profile"], problems).eval()
    with safe_open(folder / "sentei_probe.safetensors", "pt") as probe:
        ids, expected = probe.get_tensor("input_ids"), probe.get_tensor("logits")
    logits = model(input_ids=ids).logits[:, -expected.shape[1] :].float()
    parameters = count_parameters(model)
    if parameters != plan["parameters"]["after"]:
        problems.append(f"{parameters} parameters, the plan says {plan['parameters']['after']}")
    check_tokenizer(folder / "base" if plan["profile"] == "adapter" else folder, problems)
    return {
        "folder": str(folder),
        "profile": plan["profile"],
        "parameters": parameters,
        "max_abs_diff": (logits - expected).abs().max().item(),
        "generates": generates(model, ids[:1]),
        "problems": problems,
    }


def main():
    results = sys.stdout
    sys.stdout = sys.stderr  # what libraries print is no result
    for name in sys.argv[1:]:
        try:
            result = check(Path(name))
        except Exception as error:  # every folder is reported, whatever another one does
            result = {"folder": name, "problems": [f"{type(error).__name__}: {error}"]}
        print(json.dumps(result), file=results, flush=True)


if __name__ == "__main__":
    main()
