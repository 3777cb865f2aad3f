# SPDX-License-Identifier: Apache-2.0
"""Decoders of stock families whose layers have widths of their own.

Three lists in config.json, one entry a layer, size the layers: layer_heads (query heads),
layer_kv_heads (key/value heads) and layer_ffn (width of the MLP). The scalars of the same meaning
(num_attention_heads, num_key_value_heads, intermediate_size) size nothing; head_dim holds for every
layer. All else is the stock class's.
"""

import transformers
from torch import nn
from transformers import (
    Gemma2Config,
    Gemma2ForCausalLM,
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)


class LayerWidths:
    """Adds the three lists to a configuration."""

    def __init__(self, layer_heads=None, layer_kv_heads=None, layer_ffn=None, **kwargs):
        super().__init__(**kwargs)
        rope_type = (kwargs.get("rope_parameters") or {}).get("rope_type", "default")
        if rope_type != "default" and int(transformers.__version__.split(".")[0]) < 5:
            raise ValueError(f"rotary scaling {rope_type} of this model needs transformers 5")
        count = self.num_hidden_layers
        self.layer_heads = list(layer_heads or [self.num_attention_heads] * count)
        self.layer_kv_heads = list(layer_kv_heads or [self.num_key_value_heads] * count)
        self.layer_ffn = list(layer_ffn or [self.intermediate_size] * count)
        for name in ("layer_heads", "layer_kv_heads", "layer_ffn"):
            widths = getattr(self, name)
            if len(widths) != count or any(width < 1 for width in widths):
                raise ValueError(f"{name} must hold {count} positive widths, one a layer: {widths}")
        for heads, kv_heads in zip(self.layer_heads, self.layer_kv_heads):
            if heads % kv_heads:
                raise ValueError(f"{heads} query heads cannot share {kv_heads} key/value heads")


class LayerConfig:
    """The model's configuration as one layer sees it: with that layer's widths.

    Everything else is looked up in the shared configuration whenever it is asked for, so that
    set_attn_implementation() and the like reach every layer.
    """

    def __init__(self, config, index):
        self.shared = config
        self.num_attention_heads = config.layer_heads[index]
        self.num_key_value_heads = config.layer_kv_heads[index]
        self.intermediate_size = config.layer_ffn[index]

    def __getattr__(self, name):
        return getattr(self.__dict__["shared"], name)


class SizedLayers:
    """Builds every decoder layer of a stock class again in its own widths."""

    def __init__(self, config):
        super().__init__(config)
        self.model.layers = nn.ModuleList(
            type(layer)(LayerConfig(config, index), index)
            for index, layer in enumerate(self.model.layers)
        )
        self.post_init()


class PrunedLlamaConfig(LayerWidths, LlamaConfig):
    model_type = "pruned_llama"


class PrunedLlamaForCausalLM(SizedLayers, LlamaForCausalLM):
    config_class = PrunedLlamaConfig


class PrunedMistralConfig(LayerWidths, MistralConfig):
    model_type = "pruned_mistral"


class PrunedMistralForCausalLM(SizedLayers, MistralForCausalLM):
    config_class = PrunedMistralConfig


class PrunedQwen2Config(LayerWidths, Qwen2Config):
    model_type = "pruned_qwen2"


class PrunedQwen2ForCausalLM(SizedLayers, Qwen2ForCausalLM):
    config_class = PrunedQwen2Config


class PrunedQwen3Config(LayerWidths, Qwen3Config):
    model_type = "pruned_qwen3"


class PrunedQwen3ForCausalLM(SizedLayers, Qwen3ForCausalLM):
    config_class = PrunedQwen3Config


class PrunedGemma2Config(LayerWidths, Gemma2Config):
    model_type = "pruned_gemma2"


class PrunedGemma2ForCausalLM(SizedLayers, Gemma2ForCausalLM):
    config_class = PrunedGemma2Config


class PrunedGemma3Config(LayerWidths, Gemma3TextConfig):
    model_type = "pruned_gemma3_text"


class PrunedGemma3ForCausalLM(SizedLayers, Gemma3ForCausalLM):
    config_class = PrunedGemma3Config
    config: PrunedGemma3Config


for _config, _model in (
    (PrunedLlamaConfig, PrunedLlamaForCausalLM),
    (PrunedMistralConfig, PrunedMistralForCausalLM),
    (PrunedQwen2Config, PrunedQwen2ForCausalLM),
    (PrunedQwen3Config, PrunedQwen3ForCausalLM),
    (PrunedGemma2Config, PrunedGemma2ForCausalLM),
    (PrunedGemma3Config, PrunedGemma3ForCausalLM),
):
    _config.register_for_auto_class()  # save_pretrained() carries this file along
    _model.register_for_auto_class("AutoModelForCausalLM")
