import type { Event, PolicyDefinition, Result } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { CompiledPolicy } from './compiled-policy.ts';
import { PolicyError } from './errors.ts';
import { toExampleContext, toExampleEvent } from './event-example.ts';
import { EventJudge, type EventJudgeOptions } from './event-judge.ts';
import { createExceptionBook } from './exceptions.ts';
import { buildDefinition } from './testing/build.ts';

const SHELL = buildDefinition({
  id: 'shell',
  stages: ['runtime'],
  target: 'event',
  events: ['process-exec'],
  expression: "!('shell' in process.kinds)",
  message: "'{{process.line}}' in {{event.container}}, below {{process.parentBase}}",
});
const BASELINE = buildDefinition({
  id: 'baseline',
  stages: ['runtime'],
  target: 'event',
  events: ['process-exec'],
  expression: "context.baseline.verdict == 'known'",
});

const EXEC = toExampleEvent({
  type: 'process-exec',
  process: { exe: '/bin/busybox', argv: ['sh', '-c', 'login --password=x'], ancestors: [{ exe: '/usr/sbin/nginx' }] },
});

function createJudge(definitions: readonly PolicyDefinition[], options: Partial<EventJudgeOptions> = {}): EventJudge {
  return new EventJudge(
    definitions.map(definition => new CompiledPolicy(definition)),
    { cluster: 'c', redact: same => same, ...options },
  );
}

const RESULT: Result = {
  policy: 'shell',
  state: 'fail',
  severity: 'high',
  message: "'sh -c login --password=x' in app, below nginx",
  target: { cluster: 'c', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  container: 'app',
  standards: {},
  remediation: 'change it',
  evidence: [
    { source: 'event', path: '', value: { id: 'node-1/boot/1', time: '2026-12-01T00:00:00.000000000Z', type: 'process-exec' } },
    {
      source: 'event',
      path: 'process',
      value: { id: 'node-1/boot/7', exe: '/bin/busybox', argv: ['sh', '-c', 'login --password=x'], uid: 1000 },
    },
    { source: 'event', path: 'process.ancestors[0]', value: { id: 'node-1/boot/6', exe: '/usr/sbin/nginx', argv: ['nginx'], uid: 1000 } },
  ],
};

describe('EventJudge', () => {
  test('tells a violation of the workload, with the tree of processes', () => {
    expect(createJudge([SHELL]).judge(EXEC)).toStrictEqual([RESULT]);
  });

  test('asks a policy about the types of events that it names only', () => {
    expect(createJudge([SHELL]).judge({ ...EXEC, type: 'process-exit' })).toStrictEqual([]);
  });

  test('judges the whole event and shows what is left of it', () => {
    const redact = (event: Event): Event =>
      event.process === undefined ? event : { ...event, process: { ...event.process, argv: ['sh', '***'] } };
    const [result] = createJudge([SHELL], { redact }).judge(EXEC);
    expect(result?.message).toBe("'sh ***' in app, below nginx");
    expect(JSON.stringify(result)).not.toContain('--password');
  });

  test('counts what could not be decided, and tells it once', () => {
    const judge = createJudge([BASELINE]);
    expect([judge.judge(EXEC), judge.judge(EXEC)]).toStrictEqual([[], []]);
    const [{ first, ...rest } = { first: undefined }, ...more] = judge.listUncovered();
    const cause = 'context.baseline is not known: not covered: nothing was looked up for context.baseline';
    expect([rest, first?.state, more]).toStrictEqual([{ policy: 'baseline', cause, count: 2 }, 'not-evaluated', []]);
    expect(judge.judge(EXEC, toExampleContext({ baseline: { verdict: 'new-path' } })).map(({ state }) => state)).toStrictEqual(['fail']);
  });

  test('what the sources of others do not record is not known', () => {
    const upper = { ...SHELL, id: 'upper', expression: "process.layer != 'upper'" };
    const judge = createJudge([upper]);
    const { process } = EXEC;
    const { layer: _layer, ...without } = process as NonNullable<typeof process>;
    expect(judge.judge({ ...EXEC, process: without })).toStrictEqual([]);
    expect(judge.listUncovered()).toStrictEqual([]);
    judge.judge({ ...EXEC, source: 'falco', process: without });
    expect(judge.listUncovered().map(({ cause }) => cause)).toStrictEqual(['process.layer is not known: falco does not record it']);
  });

  test('what an exception covers stays visible as accepted', () => {
    const exception = { target: 'shell', scope: { namespaces: ['shop'], containers: ['app'] }, reason: 'known' };
    const exceptions = createExceptionBook([{ exception }], '2026-12-01T00:00:00Z');
    expect(createJudge([SHELL], { exceptions }).judge(EXEC)).toMatchObject([{ state: 'accepted', exception }]);
  });

  test('the stronger of two mutes the weaker', () => {
    const strong = { ...SHELL, id: 'strong', implies: ['shell'] };
    expect(createJudge([SHELL, strong]).judge(EXEC)).toMatchObject([
      { policy: 'strong', evidence: expect.arrayContaining([{ source: 'also', path: 'shell', value: null }]) },
    ]);
  });

  test('an event of nothing is of its node; an audit event is of the object that was asked about', () => {
    const any = { ...SHELL, events: ['process-exec' as const, 'kube-audit' as const], expression: 'false', message: 'x' };
    const judge = createJudge([any]);
    const { id, time, type, cluster, node, process } = EXEC;
    const ofNode = { id, time, type, cluster, node, ...(process === undefined ? {} : { process }) };
    const audit = toExampleEvent({
      type: 'kube-audit',
      namespace: 'shop',
      audit: { verb: 'create', resource: 'networkpolicies', name: 'n', group: 'networking.k8s.io', version: 'v1' },
    });
    expect([ofNode, audit].flatMap(event => judge.judge(event).map(({ target }) => target))).toStrictEqual([
      { cluster: 'c', apiVersion: 'v1', kind: 'Node', namespace: '', name: 'node-1' },
      { cluster: 'c', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'n' },
    ]);
  });

  test('refuses a policy that does not compile', () => {
    expect(() => createJudge([{ ...SHELL, expression: 'process.nothing' }])).toThrow(PolicyError);
  });
});
