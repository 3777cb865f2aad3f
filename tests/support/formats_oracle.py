# SPDX-License-Identifier: Apache-2.0
"""What the reference packages make of files, for the tests of core/formats.

  verdicts DIR        one line per *.safetensors in DIR: "accept NAME" or "reject NAME"
  safetensors FILE    JSON: metadata and, per tensor, dtype, shape and SHA-256 of its bytes
  gguf FILE           JSON: metadata, alignment and, per tensor, type, shape, offset and SHA-256 of
                      its values in fp32
  dequantise FILE     lines "TYPE HEX" in; per line the SHA-256 of the fp32 values out
  quantise FILE       fp32 values in (multiple of 32); hex of the Q8_0 blocks out
  peft DIR            JSON: what peft reads of the adapter: config and SHA-256 of each tensor
"""
import hashlib
import json
import pathlib
import sys

import numpy as np


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def verdicts(folder):
    from safetensors import safe_open
    for path in sorted(pathlib.Path(folder).glob("*.safetensors")):
        try:
            with safe_open(str(path), "np"):
                verdict = "accept"
        except Exception:
            verdict = "reject"
        print(verdict, path.name)


def safetensors(path):
    from safetensors import safe_open
    data = pathlib.Path(path).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + length])
    tensors = {}
    with safe_open(path, "np") as opened:
        metadata = opened.metadata()
        for name in opened.keys():
            view = opened.get_slice(name)
            begin, end = header[name]["data_offsets"]
            tensors[name] = {"dtype": view.get_dtype(), "shape": view.get_shape(),
                             "sha256": hashlib.sha256(data[8 + length:][begin:end]).hexdigest()}
    print(json.dumps({"metadata": metadata, "tensors": tensors}))


def gguf(path):
    import gguf as package
    reader = package.GGUFReader(path)
    fields = {}
    for key, field in reader.fields.items():
        fields[key] = {"types": [t.name for t in field.types], "value": field.contents()}
    tensors = {}
    for tensor in reader.tensors:
        data = tensor.data
        if tensor.tensor_type.name not in ("F32", "F16"):
            data = data.view(np.uint8)
        values = package.quants.dequantize(data, tensor.tensor_type).astype("<f4")
        tensors[tensor.name] = {"type": tensor.tensor_type.name, "offset": int(tensor.data_offset),
                                "shape": [int(n) for n in reversed(tensor.shape.tolist())],
                                "sha256": digest(values)}
    print(json.dumps({"fields": fields, "alignment": int(reader.alignment), "tensors": tensors}))


def dequantise(path):
    import gguf as package
    for line in pathlib.Path(path).read_text().splitlines():
        name, blocks = line.split()
        values = package.quants.dequantize(np.frombuffer(bytes.fromhex(blocks), np.uint8),
                                           package.GGMLQuantizationType[name])
        print(digest(values.astype("<f4")))


def quantise(path):
    import gguf as package
    values = np.fromfile(path, "<f4")
    print(package.quants.quantize(values, package.GGMLQuantizationType.Q8_0).tobytes().hex())


def peft(folder):
    from peft import LoraConfig
    from peft.utils.save_and_load import load_peft_weights
    config = LoraConfig.from_pretrained(folder)
    weights = load_peft_weights(folder, device="cpu")
    print(json.dumps({"r": config.r, "alpha": config.lora_alpha,
                      "targets": sorted(config.target_modules), "task": str(config.task_type),
                      "tensors": {name: digest(value.numpy()) for name, value in weights.items()}}))


if __name__ == "__main__":
    commands = {"verdicts": verdicts, "safetensors": safetensors, "gguf": gguf, "peft": peft,
                "dequantise": dequantise, "quantise": quantise}
    commands[sys.argv[1]](sys.argv[2])
