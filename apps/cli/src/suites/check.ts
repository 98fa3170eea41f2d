import { NEWEST_MINOR, parseMinor } from '@breakwater/policy';
import { judge } from '../check/judge.ts';
import type { Suite } from '../suite.ts';

/** The field that holds the objects has another name in each set of truth data. */
const OBJECT_FIELDS = ['objects', 'input', 'manifest'] as const;

export const suite: Suite = {
  name: 'check',
  doc: '`objects[]`, `input[]` or `manifest[]`, `policies?`, `preset?`, `kubeVersion?`, `complete?` → result items; with `policies`, passing ones too',
  run: input => {
    const objects = OBJECT_FIELDS.map(field => input[field]).find(Array.isArray);
    if (objects === undefined) throw new TypeError(`a case of suite check has a list of objects in one of ${OBJECT_FIELDS.join(', ')}`);
    const policies = (input['policies'] as readonly string[] | undefined) ?? [];
    const judgement = judge(
      objects.filter(isObject).map(value => ({ value })),
      {
        policies,
        preset: String(input['preset'] ?? 'recommended'),
        kubeMinor: input['kubeVersion'] === undefined ? NEWEST_MINOR : parseMinor(String(input['kubeVersion'])),
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
