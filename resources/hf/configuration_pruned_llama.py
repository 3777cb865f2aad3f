# SPDX-License-Identifier: Apache-2.0
"""Configuration of a LLaMA-type decoder whose layers have widths of their own."""

from transformers import LlamaConfig


class PrunedLlamaConfig(LlamaConfig):
    """LlamaConfig with three lists, one entry a layer.

    layer_heads: query heads; layer_kv_heads: key/value heads; layer_ffn: width of the MLP.
    The scalars of the same meaning (num_attention_heads, num_key_value_heads, intermediate_size)
    are those of the model before pruning and size nothing; head_dim holds for every layer.
    """

    model_type = "pruned_llama"

    def __init__(self, layer_heads=None, layer_kv_heads=None, layer_ffn=None, **kwargs):
        super().__init__(**kwargs)
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


PrunedLlamaConfig.register_for_auto_class()  # save_pretrained() carries this file along
