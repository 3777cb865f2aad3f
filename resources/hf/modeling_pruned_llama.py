# SPDX-License-Identifier: Apache-2.0
"""LLaMA-type decoder whose layers have widths of their own."""

import copy

from torch import nn
from transformers import LlamaForCausalLM
from transformers.models.llama.modeling_llama import LlamaDecoderLayer

from .configuration_pruned_llama import PrunedLlamaConfig


class PrunedLlamaForCausalLM(LlamaForCausalLM):
    """LlamaForCausalLM with every decoder layer built in the widths that the configuration lists."""

    config_class = PrunedLlamaConfig

    def __init__(self, config):
        super().__init__(config)
        self.model.layers = nn.ModuleList(
            self._sized_layer(config, index) for index in range(config.num_hidden_layers)
        )
        self.post_init()

    @staticmethod
    def _sized_layer(config, index):
        sized = copy.copy(config)
        sized.num_attention_heads = config.layer_heads[index]
        sized.num_key_value_heads = config.layer_kv_heads[index]
        sized.intermediate_size = config.layer_ffn[index]
        layer = LlamaDecoderLayer(sized, index)
        # One configuration for all, so that set_attn_implementation() reaches every layer.
        layer.self_attn.config = config
        return layer


PrunedLlamaForCausalLM.register_for_auto_class("AutoModelForCausalLM")
