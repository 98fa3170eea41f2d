import { type ComplianceRecord, type RecordedControl, type RecordedItem, STATES, type State } from '@breakwater/model';

export const buildItem = (parts: Partial<RecordedItem> = {}): RecordedItem => ({
  framework: 'f-1',
  control: '1.1',
  check: 'kubelet-read-only-port',
  state: 'fail',
  severity: 'high',
  subject: { kind: 'Node', name: 'node-1' },
  message: 'the port is open',
  evidence: [{ source: 'node', path: '.readOnlyPort', value: 10255 }],
  remediation: 'close it',
  evidenceHash: 'e'.repeat(64),
  firstSeen: '2026-01-01T00:00:00Z',
  since: '2026-01-01T00:00:00Z',
  lastSeen: '2026-01-02T00:00:00Z',
  ...parts,
});

export const buildControl = (state: State, items: readonly RecordedItem[], parts: Partial<RecordedControl> = {}): RecordedControl => ({
  framework: 'f-1',
  control: '1.1',
  title: 'No read-only port',
  group: '',
  level: '1',
  state,
  reason: '',
  items: [...items],
  ...parts,
});

export const buildRecord = (results: readonly RecordedControl[], parts: Partial<ComplianceRecord> = {}): ComplianceRecord => ({
  schema: 'breakwater/compliance-record',
  version: '1',
  sequence: 3,
  previous: 'a'.repeat(64),
  id: 'run-3',
  startedAt: '2026-01-02T00:00:00Z',
  finishedAt: '2026-01-02T00:01:00Z',
  requester: 'jo',
  cluster: 'c-1',
  scope: {},
  content: { tool: '1.0.0', frameworks: { 'f-1': 'f'.repeat(64) }, deciders: {} },
  results: [...results],
  problems: [],
  summary: {
    frameworks: ['f-1'],
    nodes: 1,
    objects: 0,
    controls: Object.fromEntries(STATES.map(state => [state, results.filter(control => control.state === state).length])),
    decided: results.length,
  },
  hash: 'b'.repeat(64),
  key: 'k-1',
  signature: `${'A'.repeat(86)}==`,
  ...parts,
});

/** A control in each state, each with an item in it. */
export const EVERY_STATE: ComplianceRecord = buildRecord(
  STATES.map((state, index) =>
    buildControl(
      state,
      [
        buildItem({
          state,
          control: `1.${index}`,
          subject: { kind: 'Pod', name: `web-${index}`, namespace: 'shop', container: 'app' },
          ...(state === 'accepted'
            ? { exception: { target: 'x', scope: {}, reason: 'known', requester: 'jo', expiry: '2030-01-01' } }
            : {}),
          ...(state === 'pass' ? { change: { from: 'fail', cause: 'cluster' } } : {}),
        }),
      ],
      { control: `1.${index}` },
    ),
  ),
);
