import { judge } from '../check/judge.ts';
import { readMinor } from '../read-minor.ts';
import type { Suite } from '../suite.ts';

/** The field that holds the objects has another name in each set of truth data. */
const OBJECT_FIELDS = ['objects', 'input', 'manifest'] as const;

export const suite: Suite = {
  name: 'check',
  doc: '`objects[]`, `input[]` or `manifest[]`, `policies?`, `preset?`, `kubeVersion?`, `complete?` → result items; with `policies`, passing ones too',
  run: input => {
    const objects = OBJECT_FIELDS.map(field => input[field]).find(Array.isArray);
    if (objects === undefined) throw new TypeError(`a case of suite check has a list of objects in one of ${OBJECT_FIELDS.join(', ')}`);
    const policies = readPolicies(input['policies']);
    const judgement = judge(
      objects.filter(value => value !== null).map(value => ({ value: readObject(value) })),
      {
        policies,
        preset: String(input['preset'] ?? 'recommended'),
        kubeMinor: readMinor(input['kubeVersion']),
        complete: input['complete'] !== false,
        namespace: '',
        cluster: 'file:eval',
        language: 'en',
        keepPassing: policies.length > 0,
      },
    );
    return judgement.evaluation.results.filter(result => result.state !== 'not-applicable');
  },
};

function readObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('every object of a case is a JSON object');
  return value as Readonly<Record<string, unknown>>;
}

function readPolicies(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(id => typeof id === 'string')) return value;
  throw new TypeError("'policies' is a list of policy ids");
}
