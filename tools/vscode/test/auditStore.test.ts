//===- auditStore.test.ts - Is each finding shown once? -------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { AuditStore } from '../src/core/auditStore';
import { Problem, problemsOf } from '../src/core/problem';
import { application, report } from './sample';

describe('A finding of an audit', () => {
  const problems = problemsOf(report);
  const audited = problems[0] as Problem;
  const live: Problem = {
    ...audited,
    message: `${audited.message} (fix available)`,
  };
  let store: AuditStore;
  const shown = (server: readonly Problem[], serverRuns = true): boolean =>
    store.visible(application, server, serverRuns).length === 1;

  beforeEach(() => {
    store = new AuditStore();
    store.replace(problems);
  });

  it('is shown in a file that is not open', () => {
    assert.equal(shown([]), true);
  });

  it('is not shown where the server shows it', () => {
    store.opened(application);
    assert.equal(shown([live]), false);
  });

  it("is shown if the server has another place's", () => {
    store.opened(application);
    const start = { line: 3, character: 0 };
    const elsewhere = { ...live, range: { start, end: start } };
    assert.equal(shown([elsewhere]), true);
  });

  it('does not come back when the server takes it away', () => {
    store.opened(application);
    shown([live]);
    assert.equal(shown([]), false);
  });

  it('comes back when the file is closed', () => {
    store.opened(application);
    shown([live]);
    store.closed(application, [live], true);
    assert.equal(shown([live]), false, 'the server has not heard of it yet');
    assert.equal(shown([]), true);
  });

  it('ends with a change, since the server looks again', () => {
    store.opened(application);
    store.edited(application);
    assert.equal(shown([]), false);
    assert.equal(store.detailsOf(live), undefined);
  });

  it('comes back when the change is given up', () => {
    store.opened(application);
    store.edited(application);
    store.closed(application, [live], true);
    assert.deepEqual(store.visible(application, [], true), [audited]);
  });

  it("becomes the server's when the change is saved", () => {
    store.opened(application);
    store.edited(application);
    store.saved(application);
    store.closed(application, [], true);
    assert.equal(shown([]), false);

    store.replace(problems);
    store.opened(application);
    store.edited(application);
    store.saved(application);
    store.closed(application, [live], true);
    assert.deepEqual(store.visible(application, [], true), [live]);
  });

  it('stays after a change where no server looks', () => {
    store.opened(application);
    store.edited(application);
    assert.equal(shown([], false), true);
  });

  it("adds its details to the server's", () => {
    assert.equal(store.detailsOf(live), audited);
  });

  it('ends with the next audit', () => {
    store.replace([]);
    assert.equal(shown([]), false);
    assert.deepEqual(store.files(), []);
  });
});
