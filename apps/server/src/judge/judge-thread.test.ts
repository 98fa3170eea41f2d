import { loadPolicy, renderNewPolicy } from '@breakwater/policy';
import { afterEach, expect, test } from 'vitest';
import { createJudgeThread, type JudgeThread } from './judge-thread.ts';
import type { Command } from './messages.ts';

const threads: JudgeThread[] = [];
afterEach(async () => void (await Promise.all(threads.splice(0).map(thread => thread.close()))));

function create(): JudgeThread {
  const thread = createJudgeThread();
  threads.push(thread);
  return thread;
}

const CHECK = { type: 'check', text: renderNewPolicy('a-policy') } as const satisfies Command;
const { examples: _examples, ...policy } = loadPolicy(CHECK.text, '-').policy;
const regime = { policies: [policy], selection: { ids: [policy.id], params: {} }, settings: [], exceptions: [] };
const COMPARE: Command = {
  type: 'compare',
  cluster: 'c',
  kubeMinor: 36,
  complete: true,
  before: regime,
  after: regime,
  language: 'en',
  milliseconds: 1000,
};
const SOUND = { type: 'check', check: { issues: [] } };
const ask = (thread: JudgeThread, milliseconds = 20_000) => thread.use(talk => talk.ask(CHECK, milliseconds));

/** Each object costs nearly as much as an evaluation may, and there are thousands. */
function renderEndless(): string {
  const pod = '{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: { containers: [{ name: a, image: x }] } }';
  const text = renderNewPolicy('a-policy').replace(
    /^expression: .*$/m,
    "expression: '[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, [1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7].all(e, a + b + c + d + e > 0)))))'",
  );
  return text.replace(/ {8}- \{ apiVersion.*\n/, `${`        - ${pod}\n`.repeat(500)}`);
}

test('a question that takes too long is ended, and the next one answered', async () => {
  const thread = create();
  await ask(thread);
  const endless = thread.use(talk => talk.ask({ type: 'check', text: renderEndless() }, 300));
  const next = ask(thread);
  await expect(endless).rejects.toThrow('it takes longer than 0.3 s');
  expect(await next).toMatchObject(SOUND);
  const within = await thread.use(async talk => {
    const late = await talk.ask({ type: 'check', text: renderEndless() }, 300).catch((error: Error) => error.message);
    return [late, await talk.ask(COMPARE, 20_000)];
  });
  expect(within).toMatchObject(['it takes longer than 0.3 s', { type: 'compare' }]);
});

test('objects of a question that broke off are not those of the next', async () => {
  const thread = create();
  const broken = thread.use(async ({ send }) => {
    send({
      type: 'objects',
      texts: [
        JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'x' }] } }),
      ],
    });
    throw new Error('the database is away');
  });
  await expect(broken).rejects.toThrow('the database is away');
  const answer = await thread.use(talk => talk.ask(COMPARE, 20_000));
  expect(answer).toStrictEqual({ type: 'compare', comparison: { differences: [], undecided: {}, reasons: [], judged: 0, all: 0 } });
});

test('what it cannot read is told, and it goes on', async () => {
  const thread = create();
  const answer = await thread.use(talk => {
    talk.send({ type: 'objects', texts: ['no JSON'] });
    return talk.ask(COMPARE, 20_000);
  });
  expect(answer).toMatchObject({ type: 'failure' });
  expect(await ask(thread)).toMatchObject(SOUND);
});

test('more than can wait are told to come again', async () => {
  const thread = create();
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => ask(thread)));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(4);
  expect(refused[0]).toMatchObject({ reason: { code: 'unavailable', message: 'Too many policies are being checked.' } });
});
