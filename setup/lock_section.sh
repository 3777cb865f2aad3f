#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# lock_section.sh LOCK GROUP: prints the requirement lines of one group of the lock file.
exec awk -v want="[$2]" '/^# \[/ {on = ($2 == want); next} on && NF && !/^#/' "$1"
