#!/usr/bin/env python3
# What does Python's multiprocessing need for the same? Prints `name p10_us median_us` lines.
# Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import multiprocessing as mp
import subprocess
import sys
import time


def nothing():
    pass


def wait_for(event):
    event.wait()


def feed(queue, payload, count):
    for _ in range(count):
        queue.put(payload)


def measure(name, function, count):
    function()
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        function()
        times.append((time.perf_counter() - begin) * 1e6)
    times.sort()
    print(name, times[len(times) // 10], times[len(times) // 2], flush=True)


def start_and_join(context):
    process = context.Process(target=nothing)
    process.start()
    process.join()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    measure("interpreter", lambda: subprocess.run([sys.executable, "-c", "pass"]), count)
    for method in ("spawn", "forkserver", "fork"):
        context = mp.get_context(method)
        measure(method, lambda: start_and_join(context), count)
    event = mp.Event()
    begin = time.perf_counter()
    for _ in range(100000):
        event.is_set()
    each = (time.perf_counter() - begin) * 10
    print("is_set", each, each)
    context = mp.get_context("fork")
    for size, messages in ((64, 20000), (4096, 10000), (1 << 20, 100)):
        queue = context.Queue()
        process = context.Process(target=feed, args=(queue, b"x" * size, messages))
        process.start()
        queue.get()
        begin = time.perf_counter()
        for _ in range(messages - 1):
            queue.get()
        each = (time.perf_counter() - begin) * 1e6 / (messages - 1)
        process.join()
        print(f"queue{size}", each, each, flush=True)


if __name__ == "__main__":
    main()
