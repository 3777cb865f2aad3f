# SPDX-License-Identifier: Apache-2.0
"""Makes the golden files of this folder with Hugging Face `tokenizers` (0.23.3 made those here).

usage: make_golden.py [SMOLLM2_TOKENIZER_JSON]

small_tokenizers.json   tokenizers trained here on the text below, one for every component that core/text
                        knows, each with texts, their ids and their decoded form
smollm2_vectors.json    the same for SmolLM2 (Apache-2.0), without its vocabulary
unicode_classes.json    code point ranges of the classes that the reference tests for
"""
import json
import os
import random
import sys

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, processors, trainers
from tokenizers import pre_tokenizers as pre

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = """The gardener walks the rows in March and looks at every tree before he cuts. He keeps the branch that
carries fruit, he takes the branch that crosses another, and he never takes more than a third in a year.
In 1999 there were 120 trees; in 2024 there were 3,456 and 12345 pears. It's said they're older, we've seen
'em, I'm sure he'll prune them. Don't rush: x = y_1 + z[2] * (a - b) / 3.14e-10; if (x != 0) { return; }
Äpfel und Birnen, pêches à l'été, ñandú, žluťoučký kůň, Ελλάδα και Κύπρος, Москва и Киев.
剪定は冬に行う。りんごの木とナシの木。한국의 과수원. 🌳🌲 \t tabs\tand   runs    of spaces  .
well-known tree-like non-trivial a-b-c --- --dash-- under_score CamelCase UPPER lower MiXeD
""" * 3
TEXTS = [
    "", " ", "  ", "\n", "\t\n ", "a", " a", "a ", "  a  ", "Hello world", " Hello  world ", "I'm can'T we'LL they'Re",
    "it's 'sabc 'S 's", "a  b   c\n\n  d", "  \n\n  x \t\n", "$x_y!!\n\nfoo", "a\r\nb\r\n\r\nc", "\u3000\u3000x", "$$$a", "-a",
    "12345 678", "12345²½Ⅷ", "٣٤٥ and १२३", "e\u0301te\u0301 été", "ＡＢＣ ﬁ ①", "İıẞßΣς ſ'ſ", "剪定は冬に行う。", "한국 \u1112\u1161\u11ab",
    "👩‍👩‍👧‍👦🏳️‍🌈", "\u200b\ufeff\u180e\u2028\u2029\u0085\u00a0x", "\u001c\u001d\u001e\u001fy", "\x00\x01\x7f", "\ue000\U000f0000\U0010fffd", "\u0378\U000e0fff\U0001fbff",
    "<s>", "</s>x<s>", "a<s> b", "<pad><pad>", "<|im_start|>user\nhi<|im_end|>\n", "<|im_start", "x<mask> y", "x <mask>y", "  <mask>  ",
    "word inword word. Word wOrD", "ab abc abcd ABC abc", "left  <l> right", "left <r>  right", "well-known", "--a--b--", "-", "---", "a-", "-a-",
    "under_score a_b", "▁a ▁▁b", "a▁b", "x" * 70, "ab" * 40, "中文 English 混合 text", "non\u00a0breaking", "tab\there", "3.14e-10!=x[2]",
    "<0x41><0x0A>", "é", "ñandú žluť", "  leading and trailing  ", "line one\nline two\n",
]


def seeded_texts(count):
    rng = random.Random(11)
    alphabet = list("abcdeABC  \n\t'-_.,!019") + list("éß²中の한🌳\u0301\u00a0\u2003\u200d") + ["<s>", "<|im_end|>", "▁"]
    return ["".join(rng.choice(alphabet) for _ in range(rng.randint(1, 60))) for _ in range(count)]


def train(pre_tokenizer, normalizer=None, size=360, **options):
    tokenizer = Tokenizer(models.BPE(**{k: v for k, v in options.items() if k in ("unk_token",)}))
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.normalizer = normalizer
    trainer = {"vocab_size": size, "show_progress": False, "special_tokens": options.get("special", [])}
    for name in ("continuing_subword_prefix", "end_of_word_suffix"):
        if name in options:
            trainer[name] = options[name]
    if options.get("bytes"):
        trainer["initial_alphabet"] = pre.ByteLevel.alphabet()
    tokenizer.train_from_iterator([CORPUS], trainers.BpeTrainer(**trainer))
    return tokenizer


def edited(tokenizer, **model):
    data = json.loads(tokenizer.to_str())
    data["model"].update(model)
    return Tokenizer.from_str(json.dumps(data))


def byte_level(pre_tokenizer, specials=(), **options):
    tokenizer = train(pre_tokenizer, bytes=True, special=list(specials), **options)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")
# Patterns that no hand-written scanner knows.
CL100K = (r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*"
          r"|\s*[\r\n]|\s+(?!\S)|\s+")
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace("{1,3}", "")
CHAT = ["<|im_start|>", "<|im_end|>", "<s>"]


def sentencepiece(normalizer, bytes_known=range(256)):
    """As converted from a SentencePiece model: byte tokens, unknown fused, no pre-tokenizer."""
    special = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in bytes_known]
    tokenizer = train(pre.Metaspace(prepend_scheme="always"), size=460, unk_token="<unk>", special=special)
    data = json.loads(tokenizer.to_str())
    data["added_tokens"] = data["added_tokens"][:3]
    data["pre_tokenizer"] = None
    data["model"].update(byte_fallback=True, fuse_unk=True)
    tokenizer = Tokenizer.from_str(json.dumps(data))
    tokenizer.normalizer = normalizer
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    return tokenizer


def plain(pre_tokenizer, normalizer=None, decoder=None, fuse_unk=False):
    """Characters and merges across anything, so that every cut shows in the ids."""
    tokenizer = train(None, size=450, unk_token="<unk>", special=["<unk>"])
    tokenizer = edited(tokenizer, fuse_unk=fuse_unk)
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoder
    return tokenizer


def word_piece(normalizer):
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "<s>"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=60))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, pre.BertPreTokenizer()
    tokenizer.train_from_iterator([CORPUS], trainers.WordPieceTrainer(vocab_size=420, show_progress=False, special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def gemma():
    tokenizer = sentencepiece(normalizers.Replace(" ", "▁"))
    tokenizer.pre_tokenizer = pre.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    return tokenizer


def unigram(normalizer, pre_tokenizer, bytes_known=()):
    special = ["<pad>", "</s>", "<unk>"] + [f"<0x{byte:02X}>" for byte in bytes_known]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre.Metaspace(prepend_scheme="always")
    tokenizer.train_from_iterator([CORPUS], trainers.UnigramTrainer(
        vocab_size=300 + len(bytes_known), show_progress=False, special_tokens=special, unk_token="<unk>"))
    data = json.loads(tokenizer.to_str())
    data["added_tokens"] = data["added_tokens"][:3]
    # A piece of two characters that have none of their own, and two ways that score alike.
    data["model"]["vocab"] += [["한국", -30.0], ["ab", -12.0], ["abab", -24.0]]
    data["model"]["byte_fallback"] = bool(bytes_known)
    tokenizer = Tokenizer.from_str(json.dumps(data))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, pre_tokenizer
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)])
    return tokenizer


def added_tokens():
    tokenizer = plain(None, normalizers.Lowercase(), decoders.Fuse())
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True), AddedToken("<r>", rstrip=True), AddedToken("<l>", lstrip=True, rstrip=True)])
    tokenizer.add_special_tokens([AddedToken("<s>", normalized=True), "</s>"])
    tokenizer.add_tokens([AddedToken("word", single_word=True), AddedToken("ABC", normalized=True), AddedToken("ab", normalized=False)])
    tokenizer.add_tokens([AddedToken("abcd", normalized=False), AddedToken("English", normalized=False, single_word=True)])
    return tokenizer


def small_tokenizers():
    digits = pre.Sequence([pre.Digits(individual_digits=True), pre.ByteLevel(add_prefix_space=False)])
    split = lambda p: pre.Sequence([pre.Split(Regex(p), "isolated"), pre.ByteLevel(add_prefix_space=False, use_regex=False)])
    yield "gpt2", byte_level(pre.ByteLevel(add_prefix_space=False), ["<s>"])
    yield "gpt2_prefix_space", byte_level(pre.ByteLevel(add_prefix_space=True))
    yield "smollm", byte_level(digits, CHAT)
    llama3 = edited(byte_level(split(LLAMA3), CHAT), ignore_merges=True)
    llama3.post_processor = processors.Sequence(
        [processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 2)])])
    yield "llama3", llama3
    yield "qwen2", byte_level(split(QWEN2), CHAT, normalizer=normalizers.NFC())
    yield "cl100k", byte_level(split(CL100K), CHAT)
    yield "o200k", byte_level(split(O200K), CHAT)
    legacy = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    yield "sentencepiece", sentencepiece(legacy)
    yield "sentencepiece_some_bytes", sentencepiece(legacy, [0x20, 0xE4, 0xB8, 0xAD, 0xC3])
    modern = sentencepiece(None)
    modern.pre_tokenizer = pre.Metaspace(prepend_scheme="first", split=False)
    modern.decoder = decoders.Metaspace(prepend_scheme="first")
    yield "metaspace_first", modern
    for scheme in ("always", "first", "never"):
        yield f"metaspace_split_{scheme}", plain(pre.Metaspace(prepend_scheme=scheme), None, decoders.Metaspace(prepend_scheme=scheme))
    yield "added_tokens", added_tokens()
    for behavior in ("removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"):
        yield f"split_{behavior}", plain(pre.Split("-", behavior))
    yield "split_regex_invert", plain(pre.Split(Regex(r"\w+|[0-9]+"), "removed", invert=True), fuse_unk=True)
    yield "split_empty_matches", plain(pre.Split(Regex(r"b*"), "isolated"))
    yield "whitespace", plain(pre.Whitespace())
    yield "whitespace_split", plain(pre.Sequence([pre.WhitespaceSplit(), pre.Digits(individual_digits=False)]))
    yield "punctuation", plain(pre.Sequence([pre.CharDelimiterSplit("a"), pre.Punctuation()]))
    for form in (normalizers.NFC(), normalizers.NFD(), normalizers.NFKC(), normalizers.NFKD()):
        yield type(form).__name__.lower(), plain(None, form)
    yield "strip_lower", plain(None, normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Strip(), normalizers.Replace(Regex(r"\s+"), " ")]))
    words = train(pre.WhitespaceSplit(), unk_token="<unk>", special=["<unk>"], continuing_subword_prefix="##", end_of_word_suffix="</w>")
    words.decoder = decoders.BPEDecoder(suffix="</w>")
    words.post_processor = processors.RobertaProcessing(("<unk>", 0), ("<unk>", 0))
    yield "word_suffix", words
    for name, lowercase, strip in (("bert_uncased", True, None), ("bert_cased", False, None), ("bert_accents", False, True)):
        yield name, word_piece(normalizers.BertNormalizer(lowercase=lowercase, strip_accents=strip))
    yield "nmt", plain(None, normalizers.Nmt())
    yield "gemma", gemma()
    yield "unigram", unigram(normalizers.Sequence([normalizers.Strip(left=False), normalizers.Replace(Regex(" {2,}"), "▁")]),
                             pre.Metaspace(prepend_scheme="always"))
    yield "unigram_whole", unigram(None, None, bytes_known=range(256))
    yield "unigram_some_bytes", unigram(None, pre.Sequence([pre.WhitespaceSplit(), pre.Metaspace()]), bytes_known=[0x20, 0xC3, 0xA9])


def case(tokenizer, text):
    plain_ids = tokenizer.encode(text, add_special_tokens=False).ids
    special = tokenizer.encode(text, add_special_tokens=True).ids
    record = {"text": text, "ids": plain_ids, "decoded": tokenizer.decode(special, skip_special_tokens=False)}
    if special != plain_ids:
        record["ids_special"] = special
    skipped = tokenizer.decode(special, skip_special_tokens=True)
    if skipped != record["decoded"]:
        record["decoded_skip"] = skipped
    return record


def without_text(record):
    text = record.pop("text")
    if record["decoded"] == text:
        del record["decoded"]
    return record


def ranges(points):
    found = []
    for point in points:
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def unicode_classes():
    points = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]

    def regex_class(pattern):
        remove, hits = normalizers.Replace(Regex(pattern), ""), []
        for start in range(0, len(points), 2048):
            block = points[start : start + 2048]
            kept = set(remove.normalize_str("".join(map(chr, block))))
            hits += [c for c in block if chr(c) not in kept]
        return ranges(hits)

    def parts(splitter, count):
        return ranges(c for c in points if len(splitter.pre_tokenize_str(f"a{chr(c)}b")) == count)

    def changed(normalizer, result=lambda text: True):
        return ranges(c for c in points for text in [normalizer.normalize_str(chr(c))] if text != chr(c) and result(text))

    def bert(**steps):
        off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
        return normalizers.BertNormalizer(**{**off, **steps})

    gone = lambda text: text == ""
    return {
        "letter": regex_class(r"\p{L}"),
        "number": regex_class(r"\p{N}"),
        "space": regex_class(r"\s"),
        "mark": changed(normalizers.StripAccents(), gone),
        "control": [r for r in changed(bert(clean_text=True), gone) if r not in ([0, 0], [0xFFFD, 0xFFFD])],
        "nonspacing": changed(bert(strip_accents=True), gone),
        "punctuation": parts(pre.Punctuation(), 3),
        "lower": changed(normalizers.Lowercase()),
        "nfc": changed(normalizers.NFC()),
        "nfd": changed(normalizers.NFD()),
        "nfkc": changed(normalizers.NFKC()),
        "nfkd": changed(normalizers.NFKD()),
        "numeric": parts(pre.Digits(individual_digits=True), 3),
        "word": parts(pre.Whitespace(), 1),
    }


def write(name, value):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        file.write("\n")


def main():
    texts = TEXTS + seeded_texts(20)
    vocabularies, made = [], {}
    for name, tokenizer in small_tokenizers():
        data = json.loads(tokenizer.to_str())
        # Many share one vocabulary: written once, named by its place.
        vocabulary = {key: data["model"].pop(key) for key in ("vocab", "merges") if key in data["model"]}
        if vocabulary not in vocabularies:
            vocabularies.append(vocabulary)
        made[name] = {"tokenizer": data, "vocabulary": vocabularies.index(vocabulary),
                      "cases": [without_text(case(tokenizer, text)) for text in texts]}
    write("small_tokenizers.json", {"texts": texts, "vocabularies": vocabularies, "tokenizers": made})
    write("unicode_classes.json", unicode_classes())
    if len(sys.argv) > 1:
        tokenizer = Tokenizer.from_file(sys.argv[1])
        write("smollm2_vectors.json", [case(tokenizer, text) for text in texts])


if __name__ == "__main__":
    main()
