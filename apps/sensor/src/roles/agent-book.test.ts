import type { AgentWord } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { AgentBook } from './agent-book.ts';

const lost = { code: 'events-lost', source: 'exec', message: '3 events are lost' };
const build = (node: string, problems: AgentWord['problems'] = []): AgentWord => ({
  node,
  bootId: 'b',
  version: '1',
  since: '',
  capabilities: [],
  problems,
});

test('what agents say is wrong is told by node, until they are silent, and then that', () => {
  let now = 0;
  let news = 0;
  const book = new AgentBook(
    () => news++,
    () => now,
  );
  book.hear(build('b', [lost]), true);
  book.hear(build('a'), true);
  expect(book.listProblems()).toStrictEqual([{ ...lost, source: 'agent/b/exec' }]);
  now = 61_000;
  book.hear(build('a'), true);
  expect(news).toBe(2);
  expect(book.listProblems().map(({ code, source }) => [code, source])).toStrictEqual([['agent-silent', 'agent/b']]);
  now = 86_430_000;
  expect(book.listProblems().map(({ source }) => source)).toStrictEqual(['agent/a']);
});

test('an agent of which the cluster does not say where it runs is told', () => {
  let news = 0;
  const book = new AgentBook(() => news++);
  book.hear(build('a', [lost]), false);
  book.hear(build('a', [lost]), false);
  expect([news, book.listProblems().map(({ code, source }) => [code, source])]).toStrictEqual([
    1,
    [
      ['events-lost', 'agent/a/exec'],
      ['agent-unproven', 'agent/a/token'],
    ],
  ]);
  book.hear(build('a'), true);
  expect([news, book.listProblems()]).toStrictEqual([2, []]);
});
