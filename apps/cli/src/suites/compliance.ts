import { isHostData, readHostData } from '@breakwater/compliance';
import { listSchemaIssues, NodeFacts, ProbeRecord, type Standard } from '@breakwater/model';
import { builtInStandards } from '../catalogue.ts';
import { assess } from '../compliance/assess.ts';
import { readMinor } from '../read-minor.ts';
import type { Suite } from '../suite.ts';

type Document = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  name: 'compliance',
  doc: '`objects[]`, `facts?` (node-facts/1), `probes?` (probes/1), `framework`, `kubeVersion?`, `now?` → result items of compliance; host data of Kubescape among the objects is read as facts',
  run: input => {
    if (input['objects'] === undefined && input['facts'] === undefined)
      throw new TypeError('a case of suite compliance has objects, or facts');
    const objects = toDocuments(input['objects']);
    const facts = toDocuments(input['facts']).map(readFacts);
    const { results } = assess({
      objects: objects.filter(object => !isHostData(object)).map(value => ({ value })),
      facts: [...facts, ...readHostData(objects)],
      probes: input['probes'] === undefined || input['probes'] === null ? undefined : readProbes(input['probes']),
      standards: [findFramework(input['framework'] ?? 'cis-1.12')],
      kubeMinor: readMinor(input['kubeVersion']),
      language: 'en',
      cluster: 'file:eval',
      now: readNow(input['now']),
    });
    return results.flatMap(({ items }) => items);
  },
};

/** A case may say when it is judged, so that it always comes to the same. */
function readNow(value: unknown): string {
  if (value === undefined) return new Date().toISOString();
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
  throw new TypeError('now is a time, as 2026-12-01T00:00:00Z');
}

function readProbes(value: unknown): ProbeRecord {
  const [issue] = listSchemaIssues(ProbeRecord, value);
  if (issue !== undefined) throw new TypeError(`probes: ${[...issue.path, issue.message].join(': ')}`);
  return value as ProbeRecord;
}

function readFacts(value: Document): NodeFacts {
  const [issue] = listSchemaIssues(NodeFacts, value);
  if (issue !== undefined) throw new TypeError(`facts: ${[...issue.path, issue.message].join(': ')}`);
  return value as unknown as NodeFacts;
}

function findFramework(id: unknown): Standard {
  const standard = builtInStandards.find(candidate => candidate.id === id);
  if (standard === undefined) throw new TypeError(`no framework is called ${JSON.stringify(id)?.slice(0, 100)}`);
  return standard;
}

function toDocuments(value: unknown): readonly Document[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TypeError('objects and facts are lists');
  return value.filter((one): one is Document => typeof one === 'object' && one !== null && !Array.isArray(one));
}
