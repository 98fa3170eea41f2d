import { createLog } from '@breakwater/daemon';
import type { NodeFacts } from '@breakwater/model';
import type { TakenAnswer } from '@breakwater/protocol';
import { expect, test, vi } from 'vitest';
import { AgentError } from '../errors.ts';
import { deliverFacts } from './deliver-facts.ts';

const FACTS: NodeFacts = {
  schema: 'node-facts/1',
  node: 'n',
  distribution: 'kubeadm',
  collectedAt: '2026-12-01T00:00:00Z',
  processes: [],
  files: [],
  certificates: [],
  sysctls: {},
  listening: [],
};
const TAKEN = { taken: 1, refused: [] };
const away = () => Promise.reject(new AgentError('sensor-unreachable', 'away'));

/** What is told while the answers last; the pause between two tellings that are over is longer than the test. */
async function tell(...answers: readonly (() => Promise<TakenAnswer>)[]): Promise<number> {
  const sent: NodeFacts[] = [];
  const stop = deliverFacts({
    collect: async () => FACTS,
    send: facts => (answers[sent.push(facts) - 1] ?? away)(),
    log: createLog('silent'),
    retry: { first: 1, longest: 2 },
  });
  await vi.waitFor(() => expect(sent.length).toBeGreaterThanOrEqual(answers.length), { timeout: 60_000 });
  await new Promise(resolve => setTimeout(resolve, 20));
  await stop();
  expect(sent.every(facts => facts === FACTS)).toBe(true);
  return sent.length;
}

test.each<[string, readonly (() => Promise<TakenAnswer>)[]]>([
  ['taken at once', [async () => TAKEN]],
  ['told again until the server is reached', [async () => ({ taken: 0, refused: [] }), away, async () => TAKEN]],
  ['what is too much is not told again', [async () => ({ taken: 0, refused: [{ index: 0, message: 'too long' }] })]],
  ['a sensor of before is not asked again', [() => Promise.reject(new AgentError('sensor-refused', 'path-unknown'))]],
])('facts of the node: %s', async (_, answers) => {
  expect(await tell(...answers)).toBe(answers.length);
});

test('a node that cannot be looked at is looked at again', async () => {
  let looks = 0;
  const collect = async (): Promise<NodeFacts> => {
    looks += 1;
    if (looks < 3) throw new Error('unreadable');
    return FACTS;
  };
  const sent: NodeFacts[] = [];
  const send = async (facts: NodeFacts) => {
    sent.push(facts);
    return TAKEN;
  };
  const stop = deliverFacts({ collect, send, log: createLog('silent'), retry: { first: 1, longest: 2 } });
  await vi.waitFor(() => expect(sent).toStrictEqual([FACTS]), { timeout: 60_000 });
  await stop();
  expect(looks).toBe(3);
});
