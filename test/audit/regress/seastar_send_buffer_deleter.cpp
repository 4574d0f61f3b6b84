//===- regress/seastar_send_buffer_deleter.cpp - May a buffer be shared on another shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After Seastar issue 2450 and pull request 3624: the send buffer of a stream
// was shared on the shard that received it; its deleter is counted without
// atomics. Now the work goes back to the buffer's own shard.
//
// RUN: %check_audit %s

#include <seastar/core/smp.hh>
#include <seastar/core/temporary_buffer.hh>

using buffer = seastar::temporary_buffer<char>;
void enqueue(buffer);

seastar::future<> send_bad(unsigned shard, buffer &snd_buf) {
  return seastar::smp::submit_to(shard,
  // POSSIBLE: `return ^seastar::smp::submit_to(shard,` 'seastar::smp::submit_to' may carry 'snd_buf' of type 'buffer' to another shard, where it is used by 'snd_buf.share()'; that is wrong because sharing it counts references that are not atomic [stowaway-carried-handle]
  // NOTE: `[&^snd_buf] { enqueue(snd_buf.share()); });` the lambda captures 'snd_buf' of type 'buffer' here
  // NOTE: `[&snd_buf] { enqueue(snd_buf.^share()); });` 'snd_buf' is used by 'snd_buf.share()' here, on the other side
  // NOTE: <temporary_buffer.hh> `template <class C> class ^temporary_buffer {` 'seastar::temporary_buffer' is declared here; sharing it counts references that are not atomic
  // NOTE: `[&^snd_buf] { enqueue(snd_buf.share()); });` instead, share it on its own shard, or copy the bytes
                                 [&snd_buf] { enqueue(snd_buf.share()); });
}

seastar::future<> send_ok(unsigned shard, buffer &snd_buf) {
  auto size = snd_buf.size();
  enqueue(snd_buf.share());
  return seastar::smp::submit_to(shard, [size] { (void)size; });
}

seastar::future<> send_copy_ok(unsigned shard, buffer &snd_buf) {
  return seastar::smp::submit_to(shard, [&snd_buf] {
    buffer mine = snd_buf.clone();
    enqueue(mine.share());
  });
}
