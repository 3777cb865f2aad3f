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
    return json.loads((folder / "config.json").read_text())["model_type"].startswith("pruned_")


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


def hf_rows(tensor, name, head_dim):
    """llama.cpp keeps rotary pairs side by side, transformers keeps the halves of a head."""
    if not any(part in name for part in (".q_proj.", ".k_proj.")):
        return tensor
    shape = tensor.shape
    heads = shape[0] // head_dim
    return tensor.reshape(heads, head_dim // 2, 2, *shape[1:]).transpose(1, 2).reshape(shape)


def rotary_of(reader, arch, tensors):
    """The rotary settings of a GGUF file in transformers' words."""
    rope = {"rope_type": "default", "rope_theta": field(reader, f"{arch}.rope.freq_base")}
    if f"{arch}.rope.scaling.type" in reader.fields:
        rope["rope_type"] = field(reader, f"{arch}.rope.scaling.type")
        rope["factor"] = field(reader, f"{arch}.rope.scaling.factor")
    for short, long in (("rope_freqs", "rope_freqs"), ("rope_factors_short", "rope_factors_long")):
        if f"{short}.weight" not in tensors:
            continue
        rope["rope_type"] = "longrope"
        rope["short_factor"] = tensors.pop(f"{short}.weight").tolist()
        rope["long_factor"] = rope["short_factor"]
        if long != short:
            rope["long_factor"] = tensors.pop(f"{long}.weight").tolist()
        key = f"{arch}.rope.scaling.original_context_length"
        rope["original_max_position_embeddings"] = (
            field(reader, key) if key in reader.fields else field(reader, f"{arch}.context_length")
        )
        key = f"{arch}.rope.scaling.attn_factor"
        rope["attention_factor"] = field(reader, key) if key in reader.fields else 1.0
    if arch == "gemma3":
        return {"full_attention": rope,
                "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}}
    return rope


def config_of(reader, arch, tensors):
    """The transformers configuration that a GGUF file of this architecture means."""
    sizes = {
        "vocab_size": field(reader, f"{arch}.vocab_size"),
        "hidden_size": field(reader, f"{arch}.embedding_length"),
        "intermediate_size": field(reader, f"{arch}.feed_forward_length"),
        "num_hidden_layers": field(reader, f"{arch}.block_count"),
        "num_attention_heads": field(reader, f"{arch}.attention.head_count"),
        "num_key_value_heads": field(reader, f"{arch}.attention.head_count_kv"),
        "head_dim": field(reader, f"{arch}.attention.key_length"),
        "max_position_embeddings": field(reader, f"{arch}.context_length"),
        "rms_norm_eps": field(reader, f"{arch}.attention.layer_norm_rms_epsilon"),
        "rope_parameters": rotary_of(reader, arch, tensors),
        "tie_word_embeddings": "output.weight" not in tensors,
        "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0,
    }
    biased = "blk.0.attn_q.bias" in tensors
    if arch == "llama" and not biased:
        # Mistral takes any number of heads; without a window it computes what LLaMA does.
        return transformers.MistralConfig(**sizes, sliding_window=None)
    if arch == "llama":
        return transformers.LlamaConfig(**sizes, attention_bias=True,
                                        mlp_bias="blk.0.ffn_up.bias" in tensors)
    if arch == "qwen2":
        return transformers.Qwen2Config(**sizes)
    if arch == "qwen3":
        return transformers.Qwen3Config(**sizes, attention_bias=biased)
    window = field(reader, f"{arch}.attention.sliding_window")
    if arch == "phi3":
        # The class checks rotary factors against hidden_size over heads; what they do, it does not.
        rope = sizes.pop("rope_parameters")
        config = transformers.Phi3Config(**sizes, sliding_window=window or None)
        config.rope_parameters = {**rope, "partial_rotary_factor": 1.0}
        return config
    optional = lambda name: field(reader, name) if name in reader.fields else None
    caps = {
        "attn_logit_softcapping": optional(f"{arch}.attn_logit_softcapping"),
        "final_logit_softcapping": optional(f"{arch}.final_logit_softcapping"),
        "query_pre_attn_scalar": sizes["head_dim"],  # as llama.cpp has it but for the 27B models
        "sliding_window": window,
    }
    kind = {"gemma2": transformers.Gemma2Config, "gemma3": transformers.Gemma3TextConfig}[arch]
    return kind(**sizes, **caps)


def open_gguf(folder, problems):
    """Builds the model from the file by the `gguf` package's reader and its table of names."""
    import gguf
    from gguf.quants import dequantize

    reader = gguf.GGUFReader(folder / "model.gguf")
    arch = field(reader, "general.architecture")
    tensors = {
        tensor.name: torch.from_numpy(dequantize(tensor.data, tensor.tensor_type).copy()).float()
        for tensor in reader.tensors
    }
    vocab = tensors["token_embd.weight"].shape[0]
    if len(field(reader, "tokenizer.ggml.tokens")) != vocab or field(reader, f"{arch}.vocab_size") != vocab:
        problems.append(f"the number of tokens is not the vocabulary of {vocab}")
    config = config_of(reader, arch, tensors)
    model = transformers.AutoModelForCausalLM.from_config(config).float()
    number = {name: key for key, name in gguf.MODEL_ARCH_NAMES.items()}[arch]
    names = gguf.get_tensor_name_map(number, config.num_hidden_layers)
    weights = {}
    for name in model.state_dict():
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        stored = names.get_name(name, try_suffixes=(".weight", ".bias"))
        weight = tensors.pop(stored)
        if arch == "llama":
            weight = hf_rows(weight, name, config.head_dim)
        if arch.startswith("gemma") and name.endswith("norm.weight"):
            weight = weight - 1.0
        weights[name] = weight
    if tensors:
        problems.append(f"tensors that nothing reads: {sorted(tensors)}")
    model.load_state_dict(weights, strict=False)
    model.tie_weights()
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
    model.set_attn_implementation("eager")  # the only one that caps scores
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
