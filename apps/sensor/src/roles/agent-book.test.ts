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
  book.hear(build('b', [lost]));
  book.hear(build('a'));
  expect(book.listProblems()).toStrictEqual([{ ...lost, source: 'agent/b/exec' }]);
  now = 61_000;
  book.hear(build('a'));
  expect(news).toBe(2);
  expect(book.listProblems().map(({ code, source }) => [code, source])).toStrictEqual([['agent-silent', 'agent/b']]);
  now = 86_430_000;
  expect(book.listProblems().map(({ source }) => source)).toStrictEqual(['agent/a']);
});
