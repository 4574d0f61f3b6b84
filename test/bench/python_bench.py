#!/usr/bin/env python3
# What does Python's multiprocessing need for the same? Answers each line on its input (interpreter, spawn, forkserver,
# fork, is_set, queue BYTES MESSAGES) with microseconds, so that it can be measured in turns with the runtime.
# Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import multiprocessing as mp
import subprocess
import sys
import time


def nothing():
    pass


def feed(queue, payload, count):
    for _ in range(count):
        queue.put(payload)


def start_and_join(method):
    process = mp.get_context(method).Process(target=nothing)
    process.start()
    process.join()


def microseconds(function):
    begin = time.perf_counter()
    function()
    return (time.perf_counter() - begin) * 1e6


def is_set():
    event, looks = mp.Event(), 100000
    return microseconds(lambda: [event.is_set() for _ in range(looks)]) / looks


def queue(size, messages):
    context = mp.get_context("fork")
    items = context.Queue()
    process = context.Process(target=feed, args=(items, b"x" * size, messages))
    process.start()
    items.get()
    time_of_all = microseconds(lambda: [items.get() and None for _ in range(messages - 1)])
    process.join()
    return time_of_all / (messages - 1)


def answer(words):
    if words[0] == "interpreter":
        return microseconds(lambda: subprocess.run([sys.executable, "-c", "pass"]))
    if words[0] == "is_set":
        return is_set()
    if words[0] == "queue":
        return queue(int(words[1]), int(words[2]))
    return microseconds(lambda: start_and_join(words[0]))


def main():
    for line in sys.stdin:
        print(answer(line.split()), flush=True)


if __name__ == "__main__":
    main()
