// SPDX-License-Identifier: Apache-2.0
// As much of LibTorch as an engine of the tests asks for.
extern "C" int SenteiStandInThreads() { return 1; }
