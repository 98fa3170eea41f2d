import { type ComplianceItem, type ControlResult, type PolicyDefinition, STATES, type Standard, type State } from '@breakwater/model';
import { createRecord, type FinishedRun } from '../record/create-record.ts';
import type { Sha256, Signer } from '../record/seal-record.ts';

export const TITLE = 'Something is as it should be';

export const buildItem = (parts: Partial<ComplianceItem> = {}): ComplianceItem => ({
  framework: 'f-1',
  control: '1.1',
  check: 'kubelet-read-only-port',
  state: 'fail',
  severity: 'high',
  subject: { kind: 'Node', name: 'node-1' },
  message: 'the port is open',
  evidence: [{ source: 'node', path: '.readOnlyPort', value: 10255 }],
  remediation: 'close it',
  ...parts,
});

export const buildControl = (state: State, items: readonly ComplianceItem[], parts: Partial<ControlResult> = {}): ControlResult => ({
  framework: 'f-1',
  control: '1.1',
  title: TITLE,
  group: '',
  level: '',
  state,
  reason: '',
  items: [...items],
  ...parts,
});

/** One control that one check decides of one node. */
export const buildResults = (parts: Partial<ComplianceItem> = {}): readonly ControlResult[] => {
  const item = buildItem(parts);
  return [buildControl(item.state, [item], { framework: item.framework, control: item.control })];
};

export const STANDARD: Standard = {
  id: 'f-1',
  title: 'F 1',
  ja: 'F 1',
  controls: [{ id: '1.1', title: TITLE, ja: '設定が正しい', checks: ['kubelet-read-only-port'], policies: ['privileged-container'] }],
};

export const buildRun = (day: number, parts: Partial<FinishedRun> = {}): FinishedRun => ({
  id: `run-${day}`,
  startedAt: `2026-01-0${day}T00:00:00Z`,
  finishedAt: `2026-01-0${day}T00:01:00Z`,
  requester: 'jo',
  cluster: 'c-1',
  scope: {},
  tool: '1.0.0',
  standards: [STANDARD],
  policies: [{ id: 'privileged-container', expression: 'false' } as unknown as PolicyDefinition],
  output: {
    results: [...buildResults()],
    problems: [],
    summary: { frameworks: ['f-1'], nodes: 1, objects: 0, controls: Object.fromEntries(STATES.map(state => [state, 0])), decided: 1 },
  },
  ...parts,
});

export const withResults = (results: readonly ControlResult[]): Pick<FinishedRun, 'output'> => ({
  output: { ...buildRun(1).output, results: [...results] },
});

/** The records of runs, each behind the one before. */
export const chainRuns = (runs: readonly FinishedRun[], sha256: Sha256, signer: Signer): ReturnType<typeof createRecord>[] => {
  const records: ReturnType<typeof createRecord>[] = [];
  for (const run of runs) records.push(createRecord(run, { last: records.at(-1), before: records.at(-1) }, sha256, signer));
  return records;
};
