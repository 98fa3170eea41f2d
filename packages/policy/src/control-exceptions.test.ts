import type { ComplianceItem, Exception } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createControlExceptions, listOverbroad } from './control-exceptions.ts';

const NOW = '2026-01-02T00:00:00Z';
const exception = (parts: Partial<Exception> = {}): Exception => ({
  target: 'kubelet-read-only-port',
  scope: {},
  reason: 'known',
  ...parts,
});
const item = (subject: Partial<ComplianceItem['subject']> = {}): ComplianceItem => ({
  framework: 'cis-1.12',
  control: '4.2.4',
  check: 'kubelet-read-only-port',
  state: 'fail',
  severity: 'high',
  subject: { kind: 'Node', name: 'node-1', ...subject },
  message: 'open',
  evidence: [],
  remediation: '',
});
const ASKED = new Set(['kubelet-read-only-port', '4.2.4', 'cis-1.12/4.2.4']);
const OPTIONS = { cluster: 'c-1', now: NOW, asked: ASKED, known: new Set([...ASKED, 'resting-check']) };

/** Whether the exception accepts the item, and what is left to say of it. */
function tell(given: Exception, of: ComplianceItem = item()): readonly unknown[] {
  const book = createControlExceptions([given], OPTIONS);
  return [book.find(of) !== undefined, book.listProblems().map(({ code, source, message }) => `${code} ${source}: ${message}`)];
}

const POD = item({ kind: 'Pod', name: 'api', namespace: 'kube-system', container: 'api', node: 'node-1' });

describe('an exception', () => {
  test.each<[string, Partial<Exception>, ComplianceItem]>([
    ['the check', {}, item()],
    ['the control', { target: '4.2.4' }, item()],
    ['the control of a framework', { target: 'cis-1.12/4.2.4' }, item()],
    ['the cluster', { scope: { clusters: ['c-*'] } }, item()],
    ['the node', { scope: { workloads: ['Node/node-*'] } }, item()],
    ['the node of a pod', { scope: { workloads: ['Node/node-1'] } }, POD],
    ['the namespace and the container', { scope: { namespaces: ['kube-*'], containers: ['api'] } }, POD],
  ])('accepts %s', (_, parts, of) => {
    expect(tell(exception(parts), of)).toStrictEqual([true, []]);
  });

  const UNUSED = 'accepts nothing that was found: remove it or correct its scope';
  const problem = (code: string, target: string, what: string) => [`${code} ${target}: the exception for ${target} (known) ${what}`];
  test.each<[string, Partial<Exception>, readonly string[]]>([
    ['of another cluster', { scope: { clusters: ['c-2'] } }, problem('exception-unused', 'kubelet-read-only-port', UNUSED)],
    ['of a namespace, of what has none', { scope: { namespaces: ['*'] } }, problem('exception-unused', 'kubelet-read-only-port', UNUSED)],
    [
      'of labels, which an item does not tell',
      { scope: { labels: { a: 'b' } } },
      problem('exception-unused', 'kubelet-read-only-port', UNUSED),
    ],
    [
      'that has ended',
      { expiry: NOW },
      problem('exception-expired', 'kubelet-read-only-port', `ended on ${NOW}: its findings count again`),
    ],
    [
      'that never ends by itself',
      { until: 'fixable' },
      problem('exception-invalid', 'kubelet-read-only-port', 'is until a fix, which only vulnerabilities have'),
    ],
    [
      'of what there is not',
      { target: 'kubelet-read-only-prot' },
      problem('exception-unused', 'kubelet-read-only-prot', "names no policy, check or control; did you mean 'kubelet-read-only-port'?"),
    ],
    ['of a check that was not asked', { target: 'resting-check' }, []],
    ['of a vulnerability', { target: 'CVE-2026-1' }, []],
  ])('%s accepts nothing', (_, parts, problems) => {
    expect(tell(exception(parts))).toStrictEqual([false, problems]);
  });
});

describe('an exception is too broad', () => {
  const accepted = (name: string, scope: Exception['scope']): ComplianceItem => ({
    ...item({ name }),
    state: 'accepted',
    exception: exception({ scope }),
  });
  test.each<[string, readonly ComplianceItem[], readonly string[]]>([
    [
      'where it names none of several',
      [accepted('a', {}), accepted('b', {})],
      [
        'exception-overbroad kubelet-read-only-port: the exception for kubelet-read-only-port (known) names none of the 2 objects that it accepts, so it accepts whatever comes next: narrow it by namespaces or workloads',
      ],
    ],
    [
      'where it names a cluster only, or anything',
      [accepted('a', { clusters: ['c'], workloads: ['*'] }), accepted('b', { clusters: ['c'], workloads: ['*'] })],
      [expect.stringContaining('names none of the 2 objects')],
    ],
    ['not of one object', [accepted('a', {}), accepted('a', {})], []],
    ['not where it names them', [accepted('a', { workloads: ['Node/*'] }), accepted('b', { workloads: ['Node/*'] })], []],
  ])('%s', (_, items, problems) => {
    expect(listOverbroad(items).map(({ code, source, message }) => `${code} ${source}: ${message}`)).toStrictEqual(problems);
  });
});
