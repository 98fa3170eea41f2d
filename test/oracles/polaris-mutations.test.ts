import { readManifest } from '@breakwater/manifest';
import { CompiledPolicy } from '@breakwater/policy';
import { expect, test } from 'vitest';
import { repairText } from '../content/repair.ts';
import { describeWithShared, sharedPath } from '../shared.ts';
import { readCatalogue, readPolicies } from './agreement.ts';
import { readJsonLines } from './json-lines.ts';

const LAYOUT = 'the same objects; ours keeps the indentation, blank ends and order of the file, where upstream writes all of it anew';
const NUMBERS = 'left to a person: upstream writes an invented amount with a TODO, which then runs in production';
const DEFAULT = 'nothing to do: without a tag the API server sets Always by itself';
const PROBES =
  'left to a person: upstream writes a probe of the file /tmp/healthy, which almost no image has; the container would be killed for it';

/** For each mutation in which way ours is better than upstream's text; one that is missing here has to be the same byte for byte. */
const BETTER: Readonly<Record<string, string>> = {
  'cpuLimitsMissing/mutated': NUMBERS,
  'cpuRequestsMissing/mutated': NUMBERS,
  'dangerousCapabilities/mutated': 'the empty securityContext that upstream leaves behind goes too',
  'deploymentMissingReplicas/mutated': 'left to a person: whether two pods of it may run at once is not in the file',
  'hostIPCSet/mutated': LAYOUT,
  'hostNetworkSet/mutated': LAYOUT,
  'hostPIDSet/mutated': LAYOUT,
  'hostPortSet/mutated': LAYOUT,
  'insecureCapabilities/mutated': LAYOUT,
  'insecureCapabilities/mutated.add': LAYOUT,
  'insecureCapabilities/mutated.drop-most': LAYOUT,
  'livenessProbeMissing/mutated': PROBES,
  'memoryLimitsMissing/mutated': NUMBERS,
  'memoryLimitsMissing/mutated.cpu': NUMBERS,
  'memoryRequestsMissing/mutated': NUMBERS,
  'pullPolicyNotAlways/mutated': DEFAULT,
  'pullPolicyNotAlways/mutated.cron-job': DEFAULT,
  'pullPolicyNotAlways/mutated.deployment': LAYOUT,
  'readinessProbeMissing/mutated': PROBES,
  'runAsRootAllowed/mutated': LAYOUT,
};

/** What upstream's check asks for beside the condition that it maps to. */
const ALSO: Readonly<Record<string, readonly string[]>> = { insecureCapabilities: ['insecure-capability-added'] };

describeWithShared('mutations of Polaris', ['oracles', 'config', 'polaris.jsonl'], file => {
  const mutations = readJsonLines(file).filter(line => line['type'] === 'mutation');
  const policies = new Map(readPolicies().map(policy => [policy.id, policy]));
  const { oracles } = readCatalogue(sharedPath('design', 'field', 'configuration.json'));

  function repair(line: (typeof mutations)[number]): ReturnType<typeof repairText> {
    const mapped = oracles.find(row => row.file === 'polaris.jsonl' && row.id === line['check'])?.conditions ?? [];
    const chosen = [...mapped, ...(ALSO[String(line['check'])] ?? [])].flatMap(id => policies.get(id) ?? []);
    expect(chosen.length).toBeGreaterThan(0);
    return repairText(
      String(line['inputText']),
      chosen.map(policy => new CompiledPolicy({ ...policy, implies: [] })),
    );
  }

  const readValues = (text: unknown) => readManifest(String(text), { source: '' }).documents.map(document => document.value);

  test('there are twenty of them, and every one that differs is explained', () => {
    expect(mutations.map(line => String(line['id'])).toSorted()).toEqual(Object.keys(BETTER).toSorted());
  });

  test.each(mutations.map(line => [String(line['id']), line] as const))('%s', (id, line) => {
    const { text, before, after, refusals } = repair(line);
    const reason = BETTER[id];
    expect([refusals, before.length > 0]).toEqual([[], reason !== DEFAULT]);
    if (reason === undefined) expect(text).toBe(line['mutatedText']);
    else if (reason === DEFAULT || reason.startsWith('left to a person')) expect([text, after]).toEqual([line['inputText'], before]);
    else {
      expect([text === line['mutatedText'], after]).toEqual([false, []]);
      if (reason === LAYOUT) expect(readValues(text)).toEqual(readValues(line['mutatedText']));
      else expect(readValues(text)).toEqual(readValues(String(line['mutatedText']).replace('      securityContext: {}\n', '')));
      const lines = new Set(text.split('\n'));
      const lost = String(line['inputText'])
        .split('\n')
        .filter(written => !lines.has(written));
      const removed = readLost(String(line['check']));
      expect(lost.filter(written => !removed.test(written))).toEqual([]);
    }
  });
});

/** Lines of the input that the repair is about. */
function readLost(check: string): RegExp {
  if (check.endsWith('Capabilities')) return /^ *(?:- [A-Z_]+|add:|capabilities:|securityContext:)$/;
  return /(?:hostIPC|hostNetwork|hostPID|hostPort|runAsNonRoot|replicas):/;
}
