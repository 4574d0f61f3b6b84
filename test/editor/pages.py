# ===- pages.py - Which examples does a page of the guide show? ------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads the fenced blocks of a page, so that tests use what readers copy."""

import re

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page, language):
    """The texts of the page's blocks in that language, in order."""
    with open(page, encoding="utf-8") as file:
        found = [
            text for name, text in FENCE.findall(file.read()) if name == language
        ]
    if not found:
        raise ValueError(f"{page} has no block that is marked {language}")
    return found
