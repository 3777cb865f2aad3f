#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the sound files of the fuzz corpus: make_corpus.py [FOLDER]

One folder a target, in each the small valid files that mutation starts from. Files that are there
already and are not ours, such as inputs that once crashed a target, stay as they are.
"""
import base64
import json
import os
import struct
import sys

# --- Binary formats ---------------------------------------------------------------------------


def safetensors(tensors, metadata=None):
    """`tensors`: name -> (dtype, shape, bytes)."""
    header = {"__metadata__": metadata} if metadata else {}
    data = b""
    for name, (dtype, shape, content) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


U32, F32, BOOL, STRING, ARRAY, U64, I64, F64 = 4, 6, 7, 8, 9, 10, 11, 12


def gguf_string(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def gguf_value(kind, value):
    if kind == STRING:
        return gguf_string(value)
    if kind == ARRAY:
        element, values = value
        return struct.pack("<IQ", element, len(values)) + b"".join(gguf_value(element, v) for v in values)
    return struct.pack({U32: "<I", F32: "<f", BOOL: "<?", U64: "<Q", I64: "<q", F64: "<d"}[kind], value)


def gguf(entries, tensors, alignment=32):
    """`entries`: key -> (type, value); `tensors`: name -> (type id, shape innermost first, bytes)."""
    out = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(entries))
    for key, (kind, value) in entries.items():
        out += gguf_string(key) + struct.pack("<I", kind) + gguf_value(kind, value)
    data = b""
    for name, (kind, shape, content) in tensors.items():
        out += gguf_string(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *shape)
        out += struct.pack("<IQ", kind, len(data))
        data += content + b"\0" * (-len(content) % alignment)
    return out + b"\0" * (-len(out) % alignment) + data


def llama_tensors():
    def f32(*shape):
        count = 1
        for size in shape:
            count *= size
        return 0, list(shape), struct.pack("<f", 1.0) * count

    q8 = struct.pack("<e", 0.5) + bytes(range(32))
    layer = {"attn_norm": f32(4), "attn_q": f32(4, 4), "attn_k": f32(4, 2), "attn_v": f32(4, 2),
             "attn_output": f32(4, 4), "ffn_norm": f32(4), "ffn_gate": f32(4, 3), "ffn_up": f32(4, 3),
             "ffn_down": f32(3, 4)}  # fmt: skip
    tensors = {"token_embd.weight": f32(4, 6), "output_norm.weight": f32(4), "spare.weight": (8, [32, 2], q8 * 2),
               "rope_freqs.weight": f32(1)}  # fmt: skip
    return tensors | {f"blk.0.{name}.weight": tensor for name, tensor in layer.items()}


def llama_entries():
    return {"general.architecture": (STRING, "llama"), "general.alignment": (U32, 32),
            "llama.block_count": (U32, 1), "llama.context_length": (U32, 64),
            "llama.embedding_length": (U32, 4), "llama.feed_forward_length": (U32, 3),
            "llama.attention.head_count": (U32, 2), "llama.attention.head_count_kv": (U32, 1),
            "llama.attention.layer_norm_rms_epsilon": (F32, 1e-5), "llama.rope.freq_base": (F32, 10000.0)}  # fmt: skip


def gpt2_entries():
    tokens = ["<s>", "</s>", "a", "b", "ab", "\u0120"]
    return {"tokenizer.ggml.model": (STRING, "gpt2"), "tokenizer.ggml.pre": (STRING, "smollm"),
            "tokenizer.ggml.tokens": (ARRAY, (STRING, tokens)),
            "tokenizer.ggml.token_type": (ARRAY, (U32, [3, 3, 1, 1, 1, 1])),
            "tokenizer.ggml.merges": (ARRAY, (STRING, ["a b"])),
            "tokenizer.ggml.bos_token_id": (U32, 0), "tokenizer.ggml.eos_token_id": (U32, 1),
            "tokenizer.ggml.add_bos_token": (BOOL, True)}  # fmt: skip


def sentencepiece_entries():
    tokens = ["<unk>", "<s>", "</s>", "<0x0A>", "\u2581", "a", "n", "an", "\u2581an"]
    return {"tokenizer.ggml.model": (STRING, "llama"),
            "tokenizer.ggml.tokens": (ARRAY, (STRING, tokens)),
            "tokenizer.ggml.token_type": (ARRAY, (U32, [2, 3, 3, 6, 1, 1, 1, 1, 1])),
            "tokenizer.ggml.scores": (ARRAY, (F32, [0, 0, 0, 0, -1, -2, -3, -4, -5])),
            "tokenizer.ggml.bos_token_id": (U32, 1), "tokenizer.ggml.eos_token_id": (U32, 2),
            "tokenizer.ggml.unknown_token_id": (U32, 0),
            "tokenizer.ggml.add_space_prefix": (BOOL, True)}  # fmt: skip


def message(*fields):
    """A protobuf message of (number, value): int is a varint, float 32 bits, the rest has a length."""
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += bytes([number << 3, value])
        elif isinstance(value, float):
            out += bytes([number << 3 | 5]) + struct.pack("<f", value)
        else:
            data = value.encode() if isinstance(value, str) else value
            out += bytes([number << 3 | 2, len(data)]) + data
    return out


def sentencepiece(model_type):
    """`model_type`: 1 unigram, 2 BPE."""
    pieces = [("<unk>", 2), ("<s>", 3), ("</s>", 3), ("\u2581", 1), ("a", 1), ("n", 1), ("an", 1), ("\u2581an", 1)]
    fields = [(1, message((1, text), (2, -float(i)), (3, kind))) for i, (text, kind) in enumerate(pieces)]
    return message(*fields, (2, message((3, model_type))), (3, message((1, "identity"), (3, 1))))


def tiktoken():
    tokens = [bytes([byte]) for byte in range(256)] + [b"an", b" an", b"12"]
    return b"".join(base64.b64encode(token) + f" {i}\n".encode() for i, token in enumerate(tokens))


# --- JSON -------------------------------------------------------------------------------------


def config(**changes):
    base = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 258, "hidden_size": 4,
            "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
            "head_dim": 2, "hidden_act": "silu", "max_position_embeddings": 512, "rms_norm_eps": 1e-5,
            "rope_theta": 10000.0, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": True,
            "bos_token_id": 256, "eos_token_id": [257, 256], "torch_dtype": "float32"}  # fmt: skip
    return base | changes


def index():
    layer = ["input_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
             "post_attention_layernorm", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"]  # fmt: skip
    shard = "model-0000{}-of-00002.safetensors"
    weights = {"model.embed_tokens.weight": shard.format(1), "model.norm.weight": shard.format(2)}
    weights |= {f"model.layers.0.{name}.weight": shard.format(1 + i % 2) for i, name in enumerate(layer)}
    return {"metadata": {"total_size": 4992}, "weight_map": weights}


def added(token, content, **changes):
    base = {"id": token, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": False, "special": True}  # fmt: skip
    return base | changes


def tokenizer(model, **parts):
    base = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
            "pre_tokenizer": None, "post_processor": None, "decoder": None, "model": model}  # fmt: skip
    return base | parts


def bpe(tokens, merges, **changes):
    base = {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": {token: i for i, token in enumerate(tokens)}, "merges": merges}  # fmt: skip
    return base | changes


def byte_level_tokenizer():
    split = {"type": "Split", "pattern": {"Regex": "\\p{N}{1,3}|\\s+(?!\\S)|[^\\s\\p{N}]+|\\s"},
             "behavior": "Isolated", "invert": False}  # fmt: skip
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    template = {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}}], "pair": [],
                "special_tokens": {"<s>": {"id": "<s>", "ids": [5], "tokens": ["<s>"]}}}  # fmt: skip
    return tokenizer(bpe(["t", "h", "e", "th", "the"], ["t h", ["th", "e"]]),
                     added_tokens=[added(5, "<s>"), added(6, "</s>", rstrip=True, normalized=True)],
                     normalizer={"type": "NFC"},
                     pre_tokenizer={"type": "Sequence", "pretokenizers": [split, {"type": "Digits",
                                    "individual_digits": True}, level]},
                     post_processor=template, decoder=level)  # fmt: skip


def sentencepiece_tokenizer():
    mark = "\u2581"
    normal = [{"type": "Prepend", "prepend": mark}, {"type": "Replace", "pattern": {"String": " "}, "content": mark},
              {"type": "Lowercase"}, {"type": "StripAccents"}, {"type": "Strip", "strip_left": True,
              "strip_right": False}]  # fmt: skip
    decode = [{"type": "Replace", "pattern": {"String": mark}, "content": " "}, {"type": "ByteFallback"},
              {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]  # fmt: skip
    model = bpe(["<unk>", mark, "a", "n", "<0x0A>", "an", mark + "an"], [["a", "n"], [mark, "an"]],
                unk_token="<unk>", fuse_unk=True, byte_fallback=True)  # fmt: skip
    return tokenizer(model, added_tokens=[added(0, "<unk>")],
                     normalizer={"type": "Sequence", "normalizers": normal},
                     pre_tokenizer={"type": "Metaspace", "replacement": mark, "prepend_scheme": "first",
                                    "split": True},
                     post_processor={"type": "BertProcessing", "sep": ["a", 2], "cls": ["n", 3]},
                     decoder={"type": "Sequence", "decoders": decode})  # fmt: skip


def word_tokenizer():
    pieces = [{"type": "Whitespace"}, {"type": "WhitespaceSplit"}, {"type": "Punctuation", "behavior": "Contiguous"},
              {"type": "CharDelimiterSplit", "delimiter": "-"}]  # fmt: skip
    return tokenizer(bpe(["a</w>", "b", "##c", "b##c"], [], continuing_subword_prefix="##",
                         end_of_word_suffix="</w>"),
                     added_tokens=[added(7, "[X]", single_word=True, lstrip=True)],
                     pre_tokenizer={"type": "Sequence", "pretokenizers": pieces},
                     post_processor={"type": "Sequence", "processors": [{"type": "ByteLevel"}]},
                     decoder={"type": "BPEDecoder", "suffix": "</w>"})  # fmt: skip


def unigram_tokenizer():
    mark = "\u2581"
    model = {"type": "Unigram", "unk_id": 0, "byte_fallback": False,
             "vocab": [["<unk>", 0.0], [mark, -2.5], ["a", -3.0], ["n", -3.5], [mark + "an", -1.0], ["x", -9]]}  # fmt: skip
    pieces = [{"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": mark, "prepend_scheme": "always"}]
    return tokenizer(model, added_tokens=[added(0, "<unk>")], normalizer={"type": "NFKC"},
                     pre_tokenizer={"type": "Sequence", "pretokenizers": pieces},
                     decoder={"type": "Metaspace", "replacement": mark, "prepend_scheme": "always"})  # fmt: skip


def word_piece_tokenizer():
    model = {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
             "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "the": 1, "p": 2, "##ine": 3, "12": 4}}  # fmt: skip
    bert = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
            "lowercase": True}  # fmt: skip
    return tokenizer(model, added_tokens=[added(0, "[UNK]")], normalizer=bert,
                     pre_tokenizer={"type": "BertPreTokenizer"},
                     decoder={"type": "WordPiece", "prefix": "##", "cleanup": True})  # fmt: skip


def job():
    text = {"path": "train.txt", "column": "text", "template": "", "max_records": 0}
    return {"kind": "prune", "model": "model", "device": "auto", "dtype": "auto", "seed": 42, "threads": 0,
            "force_memory": False, "note": "", "eval": {"text": text, "length": 512, "windows": 40},
            "lora": {"rank": 8, "alpha": 16.0, "dropout": 0.0},
            "train": {"text": text, "length": 128, "batch": 4, "micro_batch": 4, "steps": 60,
                      "learning_rate": 5e-4, "schedule": "cosine", "warmup_ratio": 0.03, "weight_decay": 0.0,
                      "adam_beta1": 0.9, "adam_beta2": 0.999, "adam_epsilon": 1e-8, "clip_norm": 1.0,
                      "eval_every": 0, "checkpoint_every": 50, "checkpoint_seconds": 60.0, "stop_seconds": 0.0,
                      "stop_perplexity": 0.0},
            "prune": {"criterion": "gate", "squared": False, "schedule": "iterative", "initial_ratio": 0.0,
                      "warmup": 0.1, "cooldown": 0.1, "every": 10, "ema": 0.9, "score_every": 1,
                      "keep_gradients": False, "calibration_batches": 10},
            "budget": {"mode": "uniform", "target_kind": "parameter-share", "target": 0.2},
            "output": {"directory": "", "profile": "hf-per-layer", "dtype": "bf16", "shard_bytes": 5000000000,
                       "overwrite": False, "source_run": ""}}  # fmt: skip


def budget():
    return {"mode": "custom", "target_kind": "unit-share", "target": 0.2, "attention_kind": "query-stripe",
            "ffn_alignment": 8, "default_cap": 0.75, "lock_outer_layers": False, "attention_locked": False,
            "layers": [{"layer": 3, "attention": {"keep": 8}, "ffn": {"ratio": 0.5, "floor": 16}},
                       {"layer": 5, "attention": {"locked": True}, "ffn": {"cap": 0.5}}]}  # fmt: skip


def units_budget():
    return {"mode": "uniform", "target": 0.1,
            "layers": [{"layer": 3, "attention": {"protected": [0, 2], "forced": [5]},
                        "ffn": {"protected": [7, 9], "forced": [1, 100], "floor": 8}},
                       {"layer": 0, "ffn": {"forced": [3]}}]}  # fmt: skip


def deep(**members):
    """JSON in which the value "@" is a list in a list in a list ..."""
    return json.dumps(members).replace('"@"', "[" * 9000 + "]" * 9000).encode()


def broken():
    """Hostile inputs that once broke a promise of the code."""
    huge = [2**32, 2**31, 0]  # no element, but the product of the first two overflows
    yield "safetensors/regression-size-overflow", safetensors({"a": ("F32", huge, b"")})
    llama = llama_entries()
    yield "gguf/regression-size-overflow", gguf(llama, {"a": (0, huge[::-1], b"")})
    yield "gguf/regression-signed-count", gguf(llama | {"llama.block_count": (I64, 67108865)}, llama_tensors())
    yield "gguf/regression-token-id", gguf(llama | gpt2_entries() | {"tokenizer.ggml.eot_token_id": (U64, 2**63)}, llama_tensors())
    yield "config/regression-depth", deep(**config(hidden_size="@"))
    yield "config/regression-number", json.dumps(config(rope_theta=0)).replace(": 0,", ": 1e999,", 1).encode()
    yield "index/regression-depth", deep(weight_map="@")
    yield "job/regression-depth", deep(kind="@")
    yield "job/regression-number", b'{"kind": "prune", "seed": 1e999}'
    yield "budget/regression-depth", deep(target="@")
    yield "text/regression-half-character", "\\C\ncaf\u00e9\n".encode()
    yield "text/regression-depth", b"{text}\n" + deep(text="@")
    yield "text/regression-slow-regex", b"(a+)+b|.\n" + (b"a" * 20 + b" ") * 190
    yield "tokenizer/regression-greatest-id", tokenizer(bpe([], [], vocab={"a": 2**31 - 1}),
                                                        added_tokens=[added(0, "a"), added(1, "b")])  # fmt: skip
    plain = bpe(["a", "b"], [])
    yield "tokenizer/regression-content", json.dumps(tokenizer(plain)).encode() + b'\0{"bos_token": {"content": 5}}'
    half = {"type": "Split", "pattern": {"Regex": "\\C"}, "behavior": "Isolated"}
    yield "tokenizer/regression-half-character", tokenizer(plain, pre_tokenizer={"type": "Sequence", "pretokenizers": [half, {"type": "Whitespace"}]})
    double = {"type": "Replace", "pattern": {"String": "e"}, "content": "ee"}
    yield "tokenizer/regression-growing-text", tokenizer(plain, normalizer={"type": "Sequence", "normalizers": [double] * 40})
    level = {"type": "ByteLevel", "use_regex": False}
    yield "tokenizer/regression-growing-pieces", tokenizer(plain, pre_tokenizer={"type": "Sequence", "pretokenizers": [level] * 40})
    double["pattern"] = {"String": "a"}
    double["content"] = "aa"
    yield "tokenizer/regression-growing-decoder", tokenizer(plain, decoder={"type": "Sequence", "decoders": [double] * 40})
    item = {"SpecialToken": {"id": "a", "type_id": 0}}
    yield "tokenizer/regression-growing-template", tokenizer(plain, post_processor={
        "type": "TemplateProcessing", "single": [item] * 400 + [{"Sequence": {"id": "A", "type_id": 0}}], "pair": [],
        "special_tokens": {"a": {"id": "a", "ids": [0] * 4000, "tokens": ["a"]}}})  # fmt: skip


def files():
    small = {"a": ("F32", [2, 2], bytes(16)), "b": ("BF16", [3], bytes(6)), "c": ("I8", [0, 4], b"")}
    types = {f"t{i}": (name, [2], bytes(2 * size)) for i, (name, size) in enumerate(
        [("BOOL", 1), ("U8", 1), ("F8_E4M3", 1), ("I16", 2), ("F16", 2), ("U32", 4), ("F64", 8), ("I64", 8)])}  # fmt: skip
    base, end = llama_entries(), bytes([0])
    yield "safetensors/small", safetensors(small, {"format": "pt"})
    yield "safetensors/types", safetensors(types)
    yield "safetensors/empty", safetensors({})
    yield "gguf/byte-level", gguf(base | gpt2_entries(), llama_tensors())
    yield "gguf/sentencepiece", gguf(base | sentencepiece_entries(), llama_tensors())
    plain = llama_tensors()
    del plain["spare.weight"]
    yield "gguf/runnable", gguf(base | gpt2_entries(), plain)
    yield "gguf/vocabulary", gguf({"general.architecture": (STRING, "llama")} | gpt2_entries(), {})
    yield "gguf/nested", gguf({"general.architecture": (STRING, "x"), "deep": (ARRAY, (ARRAY, [(U64, [1, 2]), (F64, [0.5])]))}, {})
    yield from broken()
    yield "config/llama", config()
    yield "config/untied", config(tie_word_embeddings=False, attention_bias=True, mlp_bias=True, num_hidden_layers=3)
    yield "config/mistral", config(model_type="mistral", sliding_window=None, eos_token_id=2)
    yield "config/rope", config(rope_parameters={"rope_type": "default", "rope_theta": 5e5}, rope_scaling=None)
    yield "config/pruned", config(model_type="pruned_llama", num_hidden_layers=2, layer_heads=[2, 1],
                                  layer_kv_heads=[1, 1], layer_ffn=[8, 5])  # fmt: skip
    yield "index/two-shards", index()
    yield "tokenizer/byte-level", byte_level_tokenizer()
    yield "tokenizer/sentencepiece", sentencepiece_tokenizer()
    yield "tokenizer/words", json.dumps(word_tokenizer()).encode() + end + json.dumps(
        {"bos_token": {"content": "[X]"}, "eos_token": "a</w>", "chat_template": "[INST]"}).encode()  # fmt: skip
    yield "tokenizer/unigram", unigram_tokenizer()
    yield "tokenizer/word-piece", word_piece_tokenizer()
    yield "vocabulary/unigram", sentencepiece(1)
    yield "vocabulary/bpe", sentencepiece(2)
    yield "vocabulary/tiktoken", tiktoken()
    yield "text/records", b'{instruction}\\n{output}\n{"instruction": "Prune", "output": "the pine", "text": "it"}\n'
    yield "text/regex", b"\\p{N}{1,3}|\\w+|[^\\s\\w]+|\\s+(?!\\S)\nThe pine's 1234 needles  fall, caf\xc3\xa9.\n"
    yield "text/gpt2", b"'s|'t|'re| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+\nIt's 12 o'clock\n"
    yield "job/prune", job()
    yield "job/eval", {"kind": "eval", "model": "model", "eval": {"text": {"path": "eval.txt"}, "windows": 3}}
    yield "job/generate", {"kind": "generate", "model": "m", "generate": {"prompt": "Once", "chat": False,
                           "max_new_tokens": 8, "temperature": 0.5, "top_p": 0.9}}  # fmt: skip
    yield "budget/custom", budget()
    yield "budget/units", units_budget()
    yield "budget/share", {"mode": "uniform", "target": 0.2}
    yield "budget/bytes", {"mode": "global-uniform", "target_kind": "bytes", "target": 200000, "default_cap": 1.0}
    yield "budget/parameters", {"mode": "global", "target_kind": "parameters", "target": 400000, "attention_locked": False}


def main(arguments):
    folder = arguments[0] if arguments else os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus")
    for name, content in files():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
        with open(path, "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main(sys.argv[1:])
