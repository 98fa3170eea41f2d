import { createHash } from 'node:crypto';
import { STATES } from '@breakwater/model';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { complianceFormats } from './compliance-formats.generated.ts';
import { buildControl, buildItem, buildRecord, EVERY_STATE } from './testing/build-record.ts';
import { OSCAL_RULES } from './testing/oscal-rules.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
const HOSTILE = `\u001b[31m\u0000\u202e\ud800 <script>alert(1)</script> "'&]]>\r\n=1+1 ${'w'.repeat(3000)}`;
const HOSTILE_RECORD = buildRecord(
  [
    buildControl(
      'fail',
      [
        buildItem({
          subject: { kind: HOSTILE, name: HOSTILE, namespace: HOSTILE, container: HOSTILE },
          message: HOSTILE,
          remediation: HOSTILE,
          evidence: [{ source: HOSTILE, path: HOSTILE, value: { [HOSTILE]: HOSTILE } }],
          exception: { target: HOSTILE, scope: {}, reason: HOSTILE },
        }),
      ],
      { title: HOSTILE, reason: HOSTILE },
    ),
  ],
  { cluster: HOSTILE, requester: HOSTILE },
);
/** A record as nobody should write it, of which a report is asked all the same. */
const BLANK_RECORD = buildRecord(
  [
    buildControl(
      'fail',
      [buildItem({ check: ' ', message: '', subject: { kind: '', name: '' }, evidence: [{ source: '', path: '', value: '' }] })],
      { framework: ' ', control: '', title: '\n' },
    ),
  ],
  { cluster: '', requester: ' ' },
);
const RECORDS = {
  'every state': EVERY_STATE,
  nothing: buildRecord([buildControl('manual', [], { reason: 'attest it' })]),
  hostile: HOSTILE_RECORD,
};

const render = (name: string, record = EVERY_STATE, language: 'en' | 'ja' = 'en'): string => {
  const format = complianceFormats.find(candidate => candidate.name === name);
  if (format === undefined) throw new TypeError(`no format is called ${name}`);
  return [...format.render(record, { language, sha1 })].join('');
};

describe.each(complianceFormats.map(format => [format.name, format] as const))('%s', (name, { doc, extension, mediaType }) => {
  test('is named, documented in one line, and says what its files are', () => {
    expect([name, extension]).toStrictEqual([expect.stringMatching(/^[a-z]+$/), expect.stringMatching(/^[a-z.]+$/)]);
    expect([doc, mediaType]).toStrictEqual([expect.stringMatching(/^[A-Z].*[^.\s]$/), expect.stringMatching(/^[a-z]+\/[a-z+]+$/)]);
  });

  test.each(Object.entries(RECORDS))('writes %s the same each time, well-formed, ending with a line end', (_, record) => {
    for (const language of ['en', 'ja'] as const) {
      const text = render(name, record, language);
      expect([text.endsWith('\n'), text.isWellFormed(), render(name, record, language) === text]).toStrictEqual([true, true, true]);
    }
  });

  test('tells of every object that fails', () => {
    expect(render(name)).toContain('web-1');
  });
});

describe('formats', () => {
  test('a first run has nothing to be compared with, which is not the same as no change', () => {
    const controls = [buildControl('pass', [])];
    const [first, next] = [buildRecord(controls, { previous: '' }), buildRecord(controls)].map(record => render('html', record));
    expect([first?.includes('This is the first run'), first?.includes('Nothing changed.')]).toStrictEqual([true, false]);
    expect([next?.includes('This is the first run'), next?.includes('Nothing changed.')]).toStrictEqual([false, true]);
  });

  test.each(['json', 'oscal', 'sarif', 'openreports'])('%s is JSON, whatever a cluster holds', name => {
    for (const record of Object.values(RECORDS)) expect(() => JSON.parse(render(name, record)) as unknown).not.toThrow();
  });

  test('html asks for nothing from elsewhere, runs nothing, and holds no markup of others', () => {
    const text = render('html', HOSTILE_RECORD);
    expect([text.includes('<script'), text.includes('src='), text.includes("default-src 'none'")]).toStrictEqual([false, false, true]);
    expect(render('html', EVERY_STATE, 'ja')).toContain('<html lang="ja">');
    expect(render('html', EVERY_STATE, 'ja')).toContain('判定された管理策 4 件のうち 1 件が合格。4 件は未証明');
  });

  test('csv has one line for each object, and no formulas', () => {
    const lines = render('csv').split('\r\n');
    expect(lines).toHaveLength(STATES.length + 2);
    expect(lines[2]).toBe(
      `f-1,1.1,1,No read-only port,fail,kubelet-read-only-port,fail,high,Pod,shop,web-1,app,the port is open,node .readOnlyPort = 10255,${'e'.repeat(64)},2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,,,,,close it`,
    );
    expect(render('csv', buildRecord([buildControl('fail', [buildItem({ message: '=1+1' })])]))).toContain(",'=1+1,");
  });

  test.each([
    [{}, 'the whole cluster'],
    [{ namespaces: ['shop'], nodes: ['edge-*'], nodeLabels: { pool: 'blue' } }, 'shop, edge-*, pool=blue'],
  ])('a report says of what it is: %j', (scope, wanted) => {
    expect(render('html', buildRecord([buildControl('pass', [])], { scope }))).toContain(wanted);
  });

  test('what makes it right is said once for each change, node by node, and is no markup of others', () => {
    const record = buildRecord([
      buildControl('fail', [
        buildItem({ remediation: 'set <b>readOnlyPort: 0</b>' }),
        buildItem({ remediation: 'set <b>readOnlyPort: 0</b>', check: 'other', control: '1.2' }),
        buildItem({
          subject: { kind: 'Pod', name: 'etcd-1', namespace: 'kube-system', node: 'node-1' },
          remediation: 'set --auto-tls=false',
        }),
        buildItem({ subject: { kind: 'Namespace', name: 'shop' }, remediation: 'label it' }),
        buildItem({ state: 'pass', remediation: 'nothing to do' }),
      ]),
    ]);
    expect(render('remediation', record)).toBe(
      [
        '# What makes it right: c-1, 3\n',
        'Changes on nodes are made there by hand: nothing here runs by itself.\n',
        '## Cluster, roles and workloads\n',
        '- [ ] label it\n  (f-1 1.1; for Namespace shop)\n',
        '## node-1\n',
        '- [ ] set \\<b\\>readOnlyPort: 0\\</b\\>\n  (f-1 1.1, f-1 1.2; for Node node-1)',
        '- [ ] set --auto-tls=false\n  (f-1 1.1; for Pod kube-system/etcd-1)\n',
      ].join('\n'),
    );
    expect(render('remediation', buildRecord([]), 'ja')).toContain('不合格の管理策はありません');
  });

  test('a verdict of several controls is one finding to formats without controls', () => {
    const shared = buildRecord([
      buildControl('fail', [buildItem()]),
      buildControl('fail', [buildItem({ control: '1.2' })], { control: '1.2' }),
    ]);
    const sarif = JSON.parse(render('sarif', shared)) as { runs: [{ results: unknown[] }] };
    expect(sarif.runs[0].results).toHaveLength(1);
  });
});

type Loose = Record<string, Record<string, unknown> | undefined>;

interface Oscal {
  readonly 'assessment-results': {
    readonly uuid: string;
    readonly results: readonly [
      {
        readonly observations: readonly { uuid: string; subjects: readonly { 'subject-uuid': string }[] }[];
        readonly findings: readonly {
          target: { status: { state: string; reason: string } };
          'related-observations': readonly { 'observation-uuid': string }[];
        }[];
        readonly 'local-definitions': { readonly 'inventory-items': readonly { uuid: string }[] };
      },
    ];
  };
}

describe('OSCAL', () => {
  const results = JSON.parse(render('oscal')) as Oscal;
  const [{ observations, findings, 'local-definitions': local }] = results['assessment-results'].results;

  test('calls satisfied only what passes or does not apply, and says why for the rest', () => {
    expect(findings.map(({ target: { status } }, index) => `${STATES[index]} ${status.state} ${status.reason}`)).toStrictEqual([
      'pass satisfied pass',
      'fail not-satisfied fail',
      'review not-satisfied other',
      'manual not-satisfied other',
      'not-applicable satisfied other',
      'not-evaluated not-satisfied other',
      'error not-satisfied other',
      'inconsistent not-satisfied other',
      'accepted not-satisfied other',
    ]);
  });

  const validate = new Ajv({ allErrors: true, strict: true }).compile(OSCAL_RULES);

  test.each(Object.entries({ ...RECORDS, blank: BLANK_RECORD }))('is as its schema says: %s', (_, record) => {
    validate(JSON.parse(render('oscal', record)));
    expect(validate.errors).toBeNull();
  });

  test.each<[string, (document: Loose) => void]>([
    ['/assessment-results must have required property', document => delete document['assessment-results']?.['import-ap']],
    [
      '/assessment-results must NOT have additional properties',
      document => Object.assign(document['assessment-results'] ?? {}, { note: 1 }),
    ],
    ['/assessment-results/uuid must match pattern', document => Object.assign(document['assessment-results'] ?? {}, { uuid: 'run-3' })],
    ['/assessment-results/results must NOT have fewer', document => Object.assign(document['assessment-results'] ?? {}, { results: [] })],
  ])('the schema finds what is wrong: %s', (message, spoil) => {
    const document = JSON.parse(render('oscal')) as Loose;
    spoil(document);
    validate(document);
    expect(validate.errors?.map(error => `${error.instancePath} ${error.message}`)).toStrictEqual([expect.stringContaining(message)]);
  });

  test('names each part by a UUID of version 5, and refers to parts that there are', () => {
    const uuids = [results['assessment-results'].uuid, ...observations.map(({ uuid }) => uuid)];
    expect(uuids.filter(uuid => !/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid))).toStrictEqual([]);
    expect(new Set(uuids).size).toBe(uuids.length);
    const known = new Set([...observations, ...local['inventory-items']].map(({ uuid }) => uuid));
    const used = [
      ...findings.flatMap(finding => finding['related-observations'].map(one => one['observation-uuid'])),
      ...observations.flatMap(({ subjects }) => subjects.map(one => one['subject-uuid'])),
    ];
    expect(used.filter(uuid => !known.has(uuid))).toStrictEqual([]);
  });
});
