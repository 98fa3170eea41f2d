import { describe, expect, it } from 'vitest';
import { feeds } from './feeds.generated.ts';

/** What each feed reads, in the shape in which its publisher writes it. */
const OSV = { id: 'X-1', modified: '2026-01-01T00:00:00Z', affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }] };
const SECDB = (release: object, ecosystem: string, id: string): readonly [record: unknown, items: readonly object[]] => [
  { ...release, packages: [{ pkg: { name: 'a', secfixes: { '1.2-r0': ['CVE-1 GHSA-1'], '0': ['CVE-2'] } } }] },
  [
    {
      type: 'advisory',
      advisory: expect.objectContaining({
        id,
        upstream: ['CVE-1', 'GHSA-1'],
        affected: [
          {
            ecosystem,
            name: 'a',
            ranges: [
              [
                ['introduced', '0'],
                ['fixed', '1.2-r0'],
              ],
            ],
            versions: [],
            ratings: [],
          },
        ],
      }),
    },
  ],
];
const [alpine, alpineItems] = SECDB({ distroversion: 'v3.20' }, 'Alpine:v3.20', 'ALPINE-v3.20-a-CVE-1');
const [wolfi, wolfiItems] = SECDB({}, 'Wolfi', 'WOLFI-a-CVE-1');
const [chainguard, chainguardItems] = SECDB({}, 'Chainguard', 'CHAINGUARD-a-CVE-1');
const debian = (release: string, range: readonly (readonly string[])[], ratings: readonly object[], status?: string) => ({
  ecosystem: `Debian:${release}`,
  name: 'a',
  ranges: [range],
  versions: [],
  ratings,
  ...(status === undefined ? {} : { status }),
});

const RECORDS: Readonly<Record<string, readonly [record: unknown, file: string, items: readonly object[]]>> = {
  kev: [
    {
      vulnerabilities: [
        { cveID: 'CVE-1', dateAdded: '2026-01-01', dueDate: '2026-02-01', knownRansomwareCampaignUse: 'Known' },
        { cve: 'CVE-2', dateAdded: '2026-01-01', ransomware: false },
        { cve: 'CVE-3' },
      ],
    },
    'known_exploited_vulnerabilities.json',
    [
      { type: 'exploited', cve: 'CVE-1', added: '2026-01-01', due: '2026-02-01', ransomware: true },
      { type: 'exploited', cve: 'CVE-2', added: '2026-01-01', ransomware: false },
    ],
  ],
  epss: [
    'CVE-2026-0001,0.00042,0.05',
    'epss_scores-current.csv.gz',
    [{ type: 'probability', cve: 'CVE-2026-0001', probability: 0.00042, percentile: 0.05 }],
  ],
  'alpine-secdb': [alpine, 'alpine-v3.20-main.json', alpineItems],
  'wolfi-secdb': [wolfi, 'wolfi-security.json', wolfiItems],
  'chainguard-secdb': [chainguard, 'chainguard-security.json', chainguardItems],
  nvd: [
    {
      vulnerabilities: [
        {
          cve: {
            id: 'CVE-1',
            metrics: {
              cvssMetricV2: [{ cvssData: { vectorString: 'old' } }],
              cvssMetricV31: [
                { type: 'Secondary', cvssData: { vectorString: 'b' } },
                { type: 'Primary', cvssData: { vectorString: 'a' } },
              ],
            },
          },
        },
        { cve: { id: 'CVE-2', metrics: {} } },
      ],
    },
    'nvdcve-2.0-2026.json.gz',
    [{ type: 'score', cve: 'CVE-1', vectors: ['a', 'b'] }],
  ],
  'debian-tracker': [
    {
      a: {
        'CVE-1': {
          description: 'x',
          releases: {
            bookworm: { status: 'resolved', fixed_version: '1.2-3', urgency: 'not yet assigned' },
            bullseye: { status: 'open', urgency: 'low', nodsa: 'Minor issue', nodsa_reason: 'ignored' },
            trixie: { status: 'open', urgency: 'end-of-life' },
            sid: { status: 'resolved', fixed_version: '0', urgency: 'unimportant' },
            hamm: { status: 'open' },
          },
        },
        'CVE-2': { releases: { sid: { status: 'undetermined' } } },
      },
    },
    'debian-tracker.json',
    [
      {
        type: 'advisory',
        advisory: expect.objectContaining({
          id: 'DEBIAN-a-CVE-1',
          upstream: ['CVE-1'],
          affected: [
            debian(
              '12',
              [
                ['introduced', '0'],
                ['fixed', '1.2-3'],
              ],
              [{ type: 'word', value: 'not yet assigned' }],
            ),
            debian('11', [['introduced', '0']], [{ type: 'word', value: 'low' }], 'wont-fix'),
            debian('13', [['introduced', '0']], [{ type: 'word', value: 'end-of-life' }], 'end-of-life'),
          ],
        }),
      },
    ],
  ],
  'end-of-life': [
    {
      products: {
        debian: {
          releases: [
            { cycle: '12', eol: '2026-07-11', extendedSupportEnd: '2028-06-30' },
            { cycle: 'sid', eol: false },
          ],
        },
      },
    },
    'eol.json',
    [
      { type: 'support', product: 'debian', cycle: '12', ended: '2026-07-11', extendedEnded: '2028-06-30' },
      { type: 'support', product: 'debian', cycle: 'sid', ended: false, extendedEnded: false },
    ],
  ],
};

describe.each(feeds.map(feed => [feed.name, feed] as const))('%s', (name, feed) => {
  const [record, file, items] = RECORDS[name] ?? [
    OSV,
    `${name === 'crates-io' ? 'crates.io' : name}.jsonl.gz`,
    [{ type: 'advisory', advisory: expect.objectContaining({ id: 'X-1' }) }],
  ];

  it('says where it is from and what may be done with it', () => {
    expect(feed.url).toMatch(/^https:\/\//);
    for (const text of [feed.title, feed.licence, feed.cadence]) expect(text).toMatch(/^\S.*[^.\s]$/);
  });

  it('knows its files, and reads what stands in them', () => {
    expect([feed.files.test(file), feed.files.test('../x.exe')]).toEqual([true, false]);
    expect([...feed.parse(record)]).toEqual(items);
  });

  it('refuses what is none', () => {
    for (const junk of [null, 5, [], {}, 'x', { vulnerabilities: 5, products: 5 }]) expect(() => [...feed.parse(junk)]).toThrow(TypeError);
  });
});
