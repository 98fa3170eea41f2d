import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ComplianceHead, ComplianceOutput, ComplianceRecord } from '@breakwater/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolder, type Folder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const FILE = { type: 'file', uid: 0, gid: 0, owner: 'root', group: 'root', path: '/var/lib/kubelet/config.yaml', mode: '600' };
const toFacts = (port: number, node = 'node-1'): string =>
  JSON.stringify({
    schema: 'node-facts/1',
    node,
    distribution: 'kubeadm',
    collectedAt: '2026-12-01T00:00:00Z',
    processes: [{ name: 'kubelet', exe: '/usr/bin/kubelet', argv: ['kubelet', '--config=/var/lib/kubelet/config.yaml'], env: {} }],
    files: [{ ...FILE, content: `readOnlyPort: ${port}\n` }],
    certificates: [],
    sysctls: {},
    listening: [],
  });

let folder: Folder;
beforeEach(() => {
  folder = createFolder({ 'open.json': toFacts(10255), 'closed.json': toFacts(0), 'other.json': toFacts(10255, 'node-2') });
});
afterEach(() => {
  folder[Symbol.dispose]();
});

/** Words that end like a file are files of the folder. */
const toPlace = (word: string): string => (/^[a-z]+\.[a-z.]+$/.test(word) ? folder.at(word) : word);
const compliance = (...words: readonly string[]) => run(['compliance', ...words.map(toPlace)]);
const read = (name: string): string => readFileSync(folder.at(name), 'utf8');
const write = (name: string, text: string): void => writeFileSync(folder.at(name), text);
/** Texts without the folder that they name. */
const plain = (text: string): string => text.replaceAll(`${folder.path}/`, '');
const record = (facts: string, ...words: readonly string[]) =>
  compliance('run', '--facts', facts, '--cluster', 'c-1', '--by', 'jo', '--record', 'runs.jsonl', ...words);
const readRuns = (): readonly ComplianceRecord[] =>
  read('runs.jsonl')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as ComplianceRecord);
const runJson = async (...words: readonly string[]): Promise<ComplianceOutput> =>
  JSON.parse((await compliance('run', '--cluster', 'c-1', '--format', 'json', ...words)).out) as ComplianceOutput;
const stateOf = ({ results }: ComplianceOutput, control: string) => {
  const found = results.find(result => result.control === control);
  return [found?.state, found?.items.map(({ state, subject }) => `${subject.name} ${state}`)];
};

describe('compliance run --record', () => {
  test('writes runs that prove themselves, with a key that nobody else may read', async () => {
    const first = await record('open.json');
    expect([first.code, plain(first.err)]).toStrictEqual([
      1,
      `a key was made: runs.jsonl.key signs, runs.jsonl.key.pub verifies; keep a copy of the latter elsewhere\nrun 0 was added to runs.jsonl; its hash is ${readRuns()[0]?.hash}\n`,
    ]);
    expect(statSync(folder.at('runs.jsonl.key')).mode & 0o777).toBe(0o600);
    await record('closed.json', '--head', 'head.json');
    const [before, after] = readRuns();
    expect([after?.sequence, after?.previous, after?.requester, after?.cluster]).toStrictEqual([1, before?.hash, 'jo', 'c-1']);
    const port = after?.results.find(({ control }) => control === '4.2.4')?.items[0];
    expect([port?.state, port?.firstSeen, port?.since, port?.change]).toStrictEqual([
      'pass',
      before?.finishedAt,
      after?.finishedAt,
      { from: 'fail', cause: 'cluster' },
    ]);
    const head = JSON.parse(read('head.json')) as ComplianceHead;
    expect([head.sequence, head.hash]).toStrictEqual([1, after?.hash]);
    const { code, out } = await compliance('verify', 'runs.jsonl', '--head', 'head.json');
    expect([code, out]).toStrictEqual([
      0,
      `as it was written, signed by ${head.key}: 2 runs, 0 of ${before?.finishedAt} to 1 of ${after?.finishedAt}; nothing was cut off\n`,
    ]);
  });

  test('knows a cluster by its namespace kube-system', async () => {
    write('ns.json', JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'u-1' } }));
    await compliance('run', 'ns.json', '--record', 'runs.jsonl');
    expect(readRuns()[0]?.cluster).toBe('u-1');
  });

  test.each<[string, () => void, string]>([
    [
      'without the key of the record',
      () => write('runs.jsonl', ''),
      'runs.jsonl.key is not there: give the key that signed runs.jsonl by --key',
    ],
    [
      'while another run is written',
      () => write('runs.jsonl.lock', ''),
      'another run is being written to runs.jsonl; if none is, remove runs.jsonl.lock',
    ],
    [
      'with a key that is none',
      () => write('runs.jsonl.key', 'x'),
      'runs.jsonl.key holds no key in PEM: make one with openssl genpkey -algorithm ed25519',
    ],
  ])('is refused %s', async (_, prepare, message) => {
    prepare();
    const { code, err } = await record('open.json');
    expect([code, plain(err).includes(message)]).toStrictEqual([2, true]);
  });

  test('is refused behind a run that was cut', async () => {
    await record('open.json');
    write('runs.jsonl', read('runs.jsonl').slice(0, 500));
    const { code, err } = await record('open.json');
    expect([code, plain(err)]).toStrictEqual([2, expect.stringContaining('runs.jsonl: run 1 cannot be read')]);
  });
});

describe('compliance verify', () => {
  const lines = () => read('runs.jsonl').trimEnd().split('\n');
  const tamper = (change: (lines: string[]) => readonly string[]) => write('runs.jsonl', `${change(lines()).join('\n')}\n`);
  test.each<[string, () => void, string]>([
    [
      'was edited',
      () => tamper(all => all.map(line => line.replace('"state":"fail"', '"state":"pass"'))),
      'record-altered  record 1: run 0 was changed after it was written: it does not have its hash',
    ],
    [
      'lost a run',
      () => tamper(([first = '', , third = '']) => [first, third]),
      'record-missing  record 2: between run 0 and run 2 runs are missing',
    ],
    [
      'was put into another order',
      () => tamper(all => all.toReversed()),
      'record-missing  record 1: the chain begins with run 2: give the head that was exported when the runs before it were removed',
    ],
    [
      'was cut',
      () => tamper(all => all.slice(0, 2)),
      'chain-truncated  head of run 2: run 2 was there when the head was exported, and is not any more: the end was cut off',
    ],
    ['is no record', () => tamper(() => ['{']), 'record-unreadable  record 1: it is no record of a run: must be object'],
  ])('tells a record that %s', async (_, change, message) => {
    for (const facts of ['open.json', 'closed.json', 'open.json']) await record(facts, '--head', 'head.json');
    change();
    const { code, out } = await compliance('verify', 'runs.jsonl', '--head', 'head.json');
    expect([code, out.split('\n')]).toStrictEqual([1, expect.arrayContaining([message])]);
  });

  test('says what is not proven without a head, and that nothing is by an empty file', async () => {
    await record('open.json');
    expect((await compliance('verify', 'runs.jsonl')).out).toContain(
      '\nwhether runs were cut off at the end is not proven: give the newest exported head by --head\n',
    );
    write('runs.jsonl', '');
    expect(await compliance('verify', 'runs.jsonl')).toStrictEqual({
      code: 3,
      out: 'there is no run in it, so nothing was proven\n',
      err: '',
    });
  });

  test('trusts the key that it is given, and no other', async () => {
    await record('open.json');
    await compliance('run', '--facts', 'open.json', '--record', 'else.jsonl');
    const { code, out } = await compliance('verify', 'runs.jsonl', '--public-key', 'else.jsonl.key.pub');
    expect([code, out]).toStrictEqual([
      1,
      expect.stringContaining('record-unsigned  record 1: run 0 is not signed by the key that is trusted'),
    ]);
    expect((await compliance('verify', 'runs.jsonl', '--public-key', 'none.pub')).code).toBe(2);
  });
});

describe('compliance diff', () => {
  test('says what is worse and why; with --fail it ends with 1', async () => {
    await record('closed.json');
    await record('open.json');
    const { code, out } = await compliance('diff', 'runs.jsonl', '--fail', '--format', 'csv');
    expect([code, out.split('\r\n').filter(line => line.includes('read-only'))]).toStrictEqual([
      1,
      ['worse,pass,fail,cluster,kubelet-read-only-port,Node node-1,cis-1.12 4.2.4,kubelet: .readOnlyPort is 10255 (wanted: 0)'],
    ]);
    expect((await compliance('diff', 'runs.jsonl', '--from', '1', '--to', '1', '--fail')).code).toBe(0);
  });

  test('compares a benchmark with the next by check: numbers alone are no change', async () => {
    await record('open.json', '--framework', 'cis-1.12');
    await record('open.json', '--framework', 'cis-2.0.1');
    const { out } = await compliance('diff', 'runs.jsonl', '--format', 'json');
    const [{ items }] = (JSON.parse(out) as { results: [{ items: readonly { check: string; cause: string }[] }] }).results;
    expect(items.filter(({ cause }) => cause !== 'content')).toStrictEqual([]);
  });

  test.each([
    [['runs.jsonl'], 'runs.jsonl holds 1 runs, and 2 are needed: run breakwater compliance run --record runs.jsonl first'],
    [['runs.jsonl', '--from', '7'], 'runs.jsonl has no run 7'],
    [['runs.jsonl', '--from', 'x'], "--from takes the number of a run, as compliance verify shows them, not 'x'"],
  ])('%j is wrong usage', async (words, message) => {
    await record('open.json');
    const { code, err } = await compliance('diff', ...words);
    expect([code, plain(err).includes(message)]).toStrictEqual([2, true]);
  });
});

describe('what people agree on', () => {
  const UNTIL = ['--until', '2099-01-01'];
  test('compliance except accepts a check on a node, and nothing else', async () => {
    const { code, out } = await compliance(
      'except',
      'kubelet-read-only-port',
      '--object',
      'Node/node-1',
      '--reason',
      'old metrics',
      '--by',
      'jo',
      '--into',
      'breakwater.yaml',
      ...UNTIL,
    );
    expect([code, plain(out)]).toStrictEqual([0, 'kubelet-read-only-port is accepted until 2099-01-01T00:00:00.000Z in breakwater.yaml\n']);
    const output = await runJson('--facts', 'open.json', '--facts', 'other.json', '--exceptions', 'breakwater.yaml');
    expect(stateOf(output, '4.2.4')).toStrictEqual(['fail', ['node-1 accepted', 'node-2 fail']]);
    expect(output.results.find(({ control }) => control === '4.2.4')?.items[0]?.exception).toStrictEqual({
      id: `${folder.at('breakwater.yaml')}:2`,
      target: 'kubelet-read-only-port',
      scope: { workloads: ['Node/node-1'] },
      reason: 'old metrics',
      requester: 'jo',
      expiry: '2099-01-01T00:00:00.000Z',
    });
  });

  test('exceptions that are too broad, have ended or accept nothing are told', async () => {
    const common = { reason: 'known' };
    write(
      'breakwater.yaml',
      JSON.stringify({
        exceptions: [
          { ...common, id: 'broad', target: '4.2.4', scope: {} },
          { ...common, id: 'ended', target: '4.2.1', scope: {}, expiry: '2020-01-01' },
          { ...common, id: 'unused', target: 'cis-1.12/4.2.2', scope: { clusters: ['c-2'] } },
          { ...common, id: 'policy', target: 'privileged-container', scope: {} },
        ],
      }),
    );
    const output = await runJson('--facts', 'open.json', '--facts', 'other.json', '--exceptions', 'breakwater.yaml');
    expect(stateOf(output, '4.2.4')).toStrictEqual(['accepted', ['node-1 accepted', 'node-2 accepted']]);
    expect(output.problems.map(({ code, source }) => `${code} ${source}`)).toStrictEqual([
      'exception-expired ended',
      'exception-unused unused',
      'exception-overbroad broad',
    ]);
  });

  test('compliance attest decides a control for people, and keeps what the file held', async () => {
    write('breakwater.yaml', '# ours\nparams: {}\n');
    write('minutes.txt', 'all fine');
    const manual = (await runJson('--facts', 'open.json', '--framework', 'nist-800-190')).results.find(({ state }) => state === 'manual');
    const control = manual?.control ?? '';
    const { code } = await compliance(
      'attest',
      control,
      '--framework',
      'nist-800-190',
      '--text',
      'reviewed',
      '--by',
      'jo',
      '--attachment',
      'minutes.txt',
      '--into',
      'breakwater.yaml',
      ...UNTIL,
    );
    expect([code, read('breakwater.yaml').startsWith('# ours\nparams: {}\nattestations:')]).toStrictEqual([0, true]);
    const attested = (
      await runJson('--facts', 'open.json', '--framework', 'nist-800-190', '--attestations', 'breakwater.yaml')
    ).results.find(result => result.control === control);
    expect([attested?.state, attested?.items.at(-1)?.evidence]).toStrictEqual([
      'pass',
      [
        {
          source: 'attestation',
          path: expect.stringMatching(/^jo 20/),
          value: {
            text: 'reviewed',
            validUntil: '2099-01-01T00:00:00.000Z',
            attachment: { name: 'minutes.txt', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), size: 8 },
          },
        },
      ],
    ]);
  });

  test('a scope narrows the answer to nodes', async () => {
    const output = await runJson('--facts', 'open.json', '--facts', 'other.json', '--node', 'node-2');
    expect(stateOf(output, '4.2.4')).toStrictEqual(['fail', ['node-2 fail']]);
    expect(stateOf(await runJson('--facts', 'open.json', '--node', 'no*'), '4.2.4')[0]).toBe('fail');
    const none = (await runJson('--facts', 'open.json', '--node', 'x')).results.find(({ control }) => control === '4.2.4');
    expect([none?.state, none?.reason]).toStrictEqual(['not-applicable', 'nothing that it is about is in the scope of this run']);
    const group = (await runJson('--facts', 'open.json', '--node-selector', 'pool=blue')).results.find(
      ({ control }) => control === '4.2.4',
    );
    expect(group?.state).toBe('not-applicable');
  });

  test.each([
    [
      ['except', 'kubelet-read-only-prot', '--reason', 'x', ...UNTIL],
      "no policy, check or control is called 'kubelet-read-only-prot'; did you mean 'kubelet-read-only-port'?",
    ],
    [['except', '4.2.4', ...UNTIL], 'say by --reason why it may stay'],
    [['except', '4.2.4', '--reason', 'x'], '--until takes a day, as 2027-03-31'],
    [['except', '4.2.4', '--reason', 'x', '--until', '2020-01-01'], '--until 2020-01-01 is over already'],
    [['attest', '9.9', '--text', 'x', ...UNTIL], "cis-1.12 has no control '9.9'; compliance run lists them"],
    [['attest', '4.2.4', ...UNTIL], 'say by --text what was looked at and found'],
    [['attest', '4.2.4', '--text', 'x', '--attachment', 'none.txt', ...UNTIL], '--attachment none.txt: '],
  ])('%j is wrong usage', async (words, message) => {
    const { code, err } = await compliance(...words);
    expect([code, plain(err).includes(message)]).toStrictEqual([2, true]);
  });
});
