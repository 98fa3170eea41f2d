import type { ComplianceRecord, RecordedControl, RecordedItem, State } from '@breakwater/model';
import type { ComplianceFormat, ComplianceOptions } from '../compliance/compliance-format.ts';
import { clean, nameSubject } from '../compliance/plain.ts';
import { toUuid5 } from '../compliance/uuid5.ts';

/** Namespace of our properties, for what OSCAL has no word for. */
const NS = 'https://breakwater.dev/ns/oscal';
const VERSION = '1.2.2';

export const format: ComplianceFormat = {
  name: 'oscal',
  doc: 'OSCAL assessment results: an observation for each object, a finding for each control',
  extension: 'oscal.json',
  mediaType: 'application/oscal+json',
  render: (record, options) => [`${JSON.stringify(toAssessmentResults(record, options), null, 2)}\n`],
};

type Name = (...parts: readonly string[]) => string;

/** https://pages.nist.gov/OSCAL/resources/concepts/layer/assessment/assessment-results/ */
function toAssessmentResults(record: ComplianceRecord, { sha1 }: ComplianceOptions): object {
  const name: Name = (...parts) => toUuid5([record.id, ...parts].join('\n'), sha1);
  const { finishedAt, content, sequence } = record;
  const metadata = {
    title: `Compliance of cluster ${clean(record.cluster)}, run ${sequence}`,
    'last-modified': finishedAt,
    version: String(sequence),
    'oscal-version': VERSION,
    roles: [{ id: 'assessor', title: 'Assessor' }],
    parties: [{ uuid: name('party'), type: 'organization', name: toLine(record.requester, 'unknown') }],
    'responsible-parties': [{ 'role-id': 'assessor', 'party-uuids': [name('party')] }],
  };
  const frameworks = [...Map.groupBy(record.results, control => control.framework)];
  return {
    'assessment-results': {
      uuid: name('document'),
      metadata,
      'import-ap': { href: '#plan', remarks: `Breakwater ${content.tool} judges by itself; there is no plan beside its content` },
      results: frameworks.map(([framework, controls]) => toResult(record, framework, controls, name)),
    },
  };
}

function toResult(record: ComplianceRecord, framework: string, controls: readonly RecordedControl[], name: Name): object {
  const items = controls.flatMap(control => control.items.map(item => ({ control, item })));
  const subjects = [...new Map(items.map(({ item }) => [nameSubject(item), item])).values()];
  const observations = items.map(({ control, item }, index) =>
    toObservation(record, item, name(framework, control.control, String(index)), name),
  );
  const related = Map.groupBy(
    items.map(({ control }, index) => ({ control, uuid: name(framework, control.control, String(index)) })),
    ({ control }) => control,
  );
  return {
    uuid: name('result', framework),
    title: toLine(framework, 'unnamed framework'),
    description: `Run ${record.sequence} of cluster ${clean(record.cluster)} against ${framework}`,
    start: record.startedAt,
    end: record.finishedAt,
    props: [
      { name: 'record-hash', ns: NS, value: record.hash },
      { name: 'framework-hash', ns: NS, value: record.content.frameworks[framework] ?? 'unknown' },
    ],
    ...(subjects.length === 0 ? {} : { 'local-definitions': { 'inventory-items': subjects.map(item => toInventoryItem(item, name)) } }),
    'reviewed-controls': {
      'control-selections': [{ 'include-controls': controls.map(({ control }) => ({ 'control-id': toToken(control) })) }],
    },
    ...(observations.length === 0 ? {} : { observations }),
    findings: controls.map(control =>
      toFinding(
        control,
        (related.get(control) ?? []).map(({ uuid }) => uuid),
        name,
      ),
    ),
  };
}

function toInventoryItem(item: RecordedItem, name: Name): object {
  return { uuid: name('subject', nameSubject(item)), description: clean(nameSubject(item)) };
}

function toObservation(record: ComplianceRecord, item: RecordedItem, uuid: string, name: Name): object {
  const { state, check, evidence, evidenceHash, message } = item;
  const relevant = evidence.map(({ source, path, value }) => ({
    description: clean(`${source} ${path} = ${JSON.stringify(value) ?? ''}`),
  }));
  return {
    uuid,
    title: toLine(check, 'unnamed check'),
    description: toLine(message, check),
    props: [
      { name: 'state', ns: NS, value: state },
      { name: 'check', ns: NS, value: toToken(check) },
      { name: 'evidence-hash', ns: NS, value: evidenceHash },
    ],
    methods: [check === 'attestation' ? 'INTERVIEW' : 'TEST'],
    subjects: [{ 'subject-uuid': name('subject', nameSubject(item)), type: 'inventory-item', title: clean(nameSubject(item)) }],
    ...(relevant.length === 0 ? {} : { 'relevant-evidence': relevant }),
    collected: record.finishedAt,
  };
}

function toFinding(control: RecordedControl, observations: readonly string[], name: Name): object {
  const { framework, control: id, title, state } = control;
  return {
    uuid: name('finding', framework, id),
    title: `${framework} ${id}`,
    description: toLine(title, id),
    props: [{ name: 'state', ns: NS, value: state }],
    target: { type: 'objective-id', 'target-id': toToken(id), status: toStatus(state) },
    ...(observations.length === 0 ? {} : { 'related-observations': observations.map(uuid => ({ 'observation-uuid': uuid })) }),
  };
}

/** OSCAL knows two ends. What was not proven is not satisfied, and its reason says which of our states it is. */
function toStatus(state: State): object {
  if (state === 'pass') return { state: 'satisfied', reason: 'pass' };
  if (state === 'not-applicable')
    return { state: 'satisfied', reason: 'other', remarks: 'not applicable: nothing here that the control is about' };
  return { state: 'not-satisfied', reason: state === 'fail' ? 'fail' : 'other', remarks: state };
}

/** A text of OSCAL neither is empty nor has space at its ends. */
function toLine(text: string, otherwise: string): string {
  return clean(text).trim() || otherwise;
}

/** Ids of OSCAL are tokens: they begin with a letter. */
function toToken(id: string): string {
  const plain = id.replace(/[^\p{L}\p{N}._-]/gu, '_');
  return /^\p{L}|^_/u.test(plain) ? plain : `_${plain}`;
}
