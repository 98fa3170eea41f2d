import { isHostData, readHostData } from '@breakwater/compliance';
import type { NodeFacts } from '@breakwater/model';
import { findStandard } from '../catalogue.ts';
import { assess } from '../compliance/assess.ts';
import { readMinor } from '../read-minor.ts';
import type { Suite } from '../suite.ts';

type Document = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  name: 'compliance',
  doc: '`objects[]`, `facts?` (node-facts/1), `framework`, `kubeVersion?` → result items of compliance; host data of Kubescape among the objects is read as facts',
  run: input => {
    const objects = toDocuments(input['objects']);
    const facts = toDocuments(input['facts']) as unknown as readonly NodeFacts[];
    const { results } = assess({
      objects: objects.filter(object => !isHostData(object)).map(value => ({ value })),
      facts: [...facts, ...readHostData(objects)],
      standards: [findStandard(String(input['framework'] ?? 'cis-1.12'))],
      kubeMinor: readMinor(input['kubeVersion']),
      language: 'en',
      complete: true,
      cluster: 'file:eval',
    });
    return results.flatMap(({ items }) => items);
  },
};

function toDocuments(value: unknown): readonly Document[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TypeError('objects and facts are lists');
  return value.filter((one): one is Document => typeof one === 'object' && one !== null && !Array.isArray(one));
}
