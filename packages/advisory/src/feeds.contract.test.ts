import { describe, expect, it } from 'vitest';
import { feeds } from './feeds.generated.ts';
import { VEX } from './testing/redhat-vex.ts';
import { readElements } from './xml/read-elements.ts';

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

/** The first element of a fixture, as the reader of XML cuts it. */
async function readXml(text: string): Promise<unknown> {
  const chunks = (async function* () {
    yield text;
  })();
  for await (const element of readElements(chunks, new Set(['update']))) return element;
  throw new TypeError('no element');
}

const fixedIn = (ecosystem: string, name: string, fixed: string | undefined, parts: object = {}) => ({
  ecosystem,
  name,
  ranges: [[['introduced', '0'], ...(fixed === undefined ? [] : [['fixed', fixed]])]],
  versions: [],
  ratings: [],
  ...parts,
});

const ALAS =
  await readXml(`<update author="linux-security@amazon.com" from="linux-security@amazon.com" status="final" type="security" version="1.4">
  <id>ALAS2023-2023-001</id><title>Amazon Linux 2023 - ALAS2023-2023-001: Important priority package update for rsyslog</title>
  <issued date="2023-02-17 20:41" /><updated date="2023-02-22 23:22" /><severity>Important</severity>
  <description>Package updates are available</description>
  <references><reference href="http://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2022-24903" id="CVE-2022-24903" title="" type="cve" /></references>
  <pkglist><collection short="amazon-linux-2023"><name>Amazon Linux 2023</name>
    <package arch="x86_64" epoch="0" name="rsyslog" release="3.amzn2023.0.2" version="8.2204.0"><filename>a.rpm</filename></package>
    <package arch="aarch64" epoch="0" name="rsyslog" release="3.amzn2023.0.2" version="8.2204.0"><filename>b.rpm</filename></package>
    <package arch="x86_64" epoch="2" name="vim" release="1.amzn2023" version="9.0"><filename>c.rpm</filename></package>
  </collection></pkglist></update>`);

const vexAdvisory = (id: string, affected: readonly object[]) => ({
  type: 'advisory',
  advisory: expect.objectContaining({
    id,
    upstream: ['CVE-2026-1'],
    modified: '2026-01-02T00:00:00+00:00',
    ratings: [
      { type: 'word', value: 'Moderate' },
      { type: 'cvss', value: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H' },
    ],
    affected,
  }),
});

const RECORDS: Readonly<Record<string, readonly [record: unknown, file: string, items: readonly object[]]>> = {
  amazon: [
    ALAS,
    'amazon-2023-updateinfo.xml.gz',
    [
      {
        type: 'advisory',
        advisory: {
          id: 'ALAS2023-2023-001',
          aliases: [],
          upstream: ['CVE-2022-24903'],
          related: [],
          withdrawn: false,
          modified: '2023-02-22T23:22:00Z',
          published: '2023-02-17T20:41:00Z',
          summary: 'Amazon Linux 2023 - ALAS2023-2023-001: Important priority package update for rsyslog',
          ratings: [{ type: 'word', value: 'Important' }],
          references: ['http://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2022-24903'],
          affected: [
            fixedIn('Amazon Linux:2023', 'rsyslog', '8.2204.0-3.amzn2023.0.2'),
            fixedIn('Amazon Linux:2023', 'vim', '2:9.0-1.amzn2023'),
          ],
        },
      },
    ],
  ],
  azurelinux: [
    {
      id: 'oval:com.microsoft.azurelinux:def:42064',
      title: 'CVE-2024-35176 affecting package rubygem-rexml for versions less than 3.2.8-1',
      severity: 'Medium',
      issued: '2024-05-31T18:55:08Z',
      platforms: ['Azure Linux'],
      references: [{ id: 'CVE-2024-35176', url: 'https://nvd.nist.gov/vuln/detail/CVE-2024-35176' }],
      packages: [
        { name: 'rubygem-rexml', evr: '0:3.2.8-1.azl3', operation: 'less than' },
        { name: 'other', evr: '0:1.0-1.azl3', operation: 'less than or equal' },
        { name: 'strange', evr: '0:1.0-1.azl3', operation: 'greater than' },
      ],
    },
    'azurelinux-3.0-oval.xml',
    [
      {
        type: 'advisory',
        advisory: expect.objectContaining({
          id: 'AZURELINUX-3-42064',
          upstream: ['CVE-2024-35176'],
          modified: '2024-05-31T18:55:08Z',
          ratings: [{ type: 'word', value: 'Medium' }],
          affected: [
            fixedIn('Azure Linux:3', 'rubygem-rexml', '0:3.2.8-1.azl3'),
            fixedIn('Azure Linux:3', 'other', undefined, {
              ranges: [
                [
                  ['introduced', '0'],
                  ['last_affected', '0:1.0-1.azl3'],
                ],
              ],
            }),
          ],
        }),
      },
    ],
  ],
  oracle: [
    {
      id: 'oval:com.oracle.elsa:def:20261111',
      title: 'ELSA-2026-1111:  kernel security update  (IMPORTANT)',
      severity: 'IMPORTANT',
      issued: '2026-06-26',
      platforms: ['Oracle Linux 8', 'Oracle Linux 9'],
      references: [
        { id: 'ELSA-2026-1111', url: 'http://linux.oracle.com/errata/ELSA-2026-1111.html' },
        { id: 'CVE-2026-1', url: 'http://linux.oracle.com/cve/CVE-2026-1.html' },
      ],
      packages: [
        { name: 'oraclelinux-release', evr: '9', operation: 'pattern match' },
        { name: 'kernel', evr: '0:5.4-1.el8uek', operation: 'less than' },
        { name: 'kernel', evr: '0:5.4-1.el8uek', operation: 'less than' },
        { name: 'kernel', evr: '0:5.4-1.el9uek', operation: 'less than' },
        { name: 'firmware', evr: '999:20-1', operation: 'less than' },
      ],
    },
    'com.oracle.elsa-all.xml.bz2',
    [
      {
        type: 'advisory',
        advisory: expect.objectContaining({
          id: 'ELSA-2026-1111',
          upstream: ['CVE-2026-1'],
          modified: '2026-06-26',
          summary: 'kernel security update  (IMPORTANT)',
          ratings: [{ type: 'word', value: 'IMPORTANT' }],
          affected: [
            fixedIn('Oracle Linux:8', 'kernel', '0:5.4-1.el8uek'),
            fixedIn('Oracle Linux:8', 'firmware', '999:20-1'),
            fixedIn('Oracle Linux:9', 'kernel', '0:5.4-1.el9uek'),
            fixedIn('Oracle Linux:9', 'firmware', '999:20-1'),
          ],
        }),
      },
    ],
  ],
  photon: [
    [
      {
        cve_id: 'CVE-2019-3828',
        pkg: 'ansible',
        cve_score: 9.8,
        aff_ver: 'all versions before 2.7.6-2.ph3 are vulnerable',
        res_ver: '2.7.6-2.ph3',
      },
      { cve_id: 'CVE-2026-2', pkg: 'bash', cve_score: 0, aff_ver: 'NA', res_ver: 'NA' },
      { cve_id: 'UNK-1', pkg: 'curl-libs', cve_score: 6.7, aff_ver: 'NA', res_ver: 'NA', status: 'Not Affected' },
    ],
    'cve_data_photon3.0.json',
    [
      {
        type: 'advisory',
        advisory: expect.objectContaining({
          id: 'PHOTON-3.0-ansible-CVE-2019-3828-2.7.6-2.ph3',
          upstream: ['CVE-2019-3828'],
          affected: [fixedIn('Photon OS:3.0', 'ansible', '2.7.6-2.ph3', { ratings: [{ type: 'word', value: 'critical' }] })],
        }),
      },
      {
        type: 'advisory',
        advisory: expect.objectContaining({ upstream: ['CVE-2026-2'], affected: [fixedIn('Photon OS:3.0', 'bash', undefined)] }),
      },
    ],
  ],
  'friends-of-php': [
    {
      path: 'symfony/cache/CVE-2019-10912.yaml',
      document: {
        title: 'CVE-2019-10912: Prevent destructors',
        link: 'https://symfony.com/cve-2019-10912',
        cve: 'CVE-2019-10912',
        branches: {
          '3.3.x': { time: null, versions: ['>=3.3.0', '<3.4.0'] },
          '3.4.x': { time: '2019-04-16 11:01:24', versions: ['>=3.4.0', '<=3.4.26'] },
          master: { time: '2019-04-17', versions: ['==4.0.0'] },
        },
        reference: 'composer://Symfony/cache',
      },
    },
    'friends-of-php.tar.gz',
    [
      {
        type: 'advisory',
        advisory: expect.objectContaining({
          id: 'FOP-symfony-cache-CVE-2019-10912',
          aliases: ['CVE-2019-10912'],
          modified: '2019-04-17T00:00:00Z',
          published: '2019-04-16T11:01:24Z',
          affected: [
            fixedIn('Packagist', 'symfony/cache', undefined, {
              ranges: [
                [
                  ['introduced', '3.3.0'],
                  ['fixed', '3.4.0'],
                ],
                [
                  ['introduced', '3.4.0'],
                  ['last_affected', '3.4.26'],
                ],
                [
                  ['introduced', '4.0.0'],
                  ['last_affected', '4.0.0'],
                ],
              ],
            }),
          ],
        }),
      },
    ],
  ],
  rubysec: [
    {
      path: 'gems/actionpack/CVE-2021-22904.yml',
      document: {
        gem: 'actionpack',
        cve: '2021-22904',
        ghsa: '7wjx-3g7j-8584',
        url: 'https://example.com/a',
        title: 'Possible DoS',
        date: '2021-05-05',
        cvss_v3: 7.5,
        unaffected_versions: ['< 4.0.0'],
        patched_versions: ['~> 5.2.4.6', '~> 5.2.6', '~> 6.0.3, >= 6.0.3.7', '>= 6.1.3.2'],
      },
    },
    'rubysec.tar.gz',
    [
      {
        type: 'advisory',
        advisory: expect.objectContaining({
          id: 'RUBYSEC-actionpack-CVE-2021-22904',
          aliases: ['CVE-2021-22904', 'GHSA-7wjx-3g7j-8584'],
          modified: '2021-05-05T00:00:00Z',
          ratings: [{ type: 'word', value: 'high' }],
          affected: [
            fixedIn('RubyGems', 'actionpack', undefined, {
              ranges: [
                [
                  ['introduced', '4.0.0'],
                  ['fixed', '5.2.4.6'],
                  ['introduced', '5.2.5'],
                  ['fixed', '5.2.6'],
                  ['introduced', '5.3'],
                  ['fixed', '6.0.3.7'],
                  ['introduced', '6.1'],
                  ['fixed', '6.1.3.2'],
                ],
              ],
            }),
          ],
        }),
      },
    ],
  ],
  'redhat-vex': [
    VEX,
    'cve-2026-1.json',
    [
      vexAdvisory('REDHAT-CVE-2026-1-RHSA-2026:1111', [fixedIn('Red Hat:enterprise_linux:8::baseos', 'vim', '2:8.0-1.el8')]),
      vexAdvisory('REDHAT-CVE-2026-1-RHSA-2026:2222', [
        fixedIn('Red Hat:enterprise_linux:8::appstream', 'nodejs:18::nodejs', '1:18.2-1.module+el8'),
      ]),
      vexAdvisory('REDHAT-CVE-2026-1', [
        fixedIn('Red Hat:enterprise_linux:8', 'emacs', undefined, {
          ratings: [
            { type: 'word', value: 'Low' },
            { type: 'cvss', value: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H' },
          ],
          status: 'wont-fix',
        }),
        fixedIn('Red Hat:enterprise_linux:8', 'ruby:2.6::ruby', undefined, { status: 'end-of-life' }),
        fixedIn('Red Hat:enterprise_linux:8', 'nano', undefined, { status: 'not-affected' }),
        fixedIn('Red Hat:enterprise_linux:8', 'curl', undefined, { status: 'under-investigation' }),
      ]),
    ],
  ],
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
    expect([...feed.parse(record, file)]).toEqual(items);
  });

  it('refuses what is none', () => {
    for (const junk of [null, 5, [], {}, 'x', { vulnerabilities: 5, products: 5 }])
      expect(() => [...feed.parse(junk, file)]).toThrow(TypeError);
  });
});

/** As repositories of OSV records have them. */
const SINGLE: Readonly<Record<string, string>> = {
  ghsa: 'GHSA-7wjx-3g7j-8584.json',
  go: 'GO-2026-1234.json',
  pypi: 'PYSEC-2026-1.json',
  'crates-io': 'RUSTSEC-2026-0001.json',
  bitnami: 'BIT-apache-2026-1.json',
  almalinux: 'ALSA-2026:1234.json',
  osv: 'DSA-1234-1.json',
};

it.each(Object.entries(SINGLE))('%s knows records that have a file each', (name, file) => {
  const known = feeds.filter(feed => feed.files.test(file)).map(feed => feed.name);
  expect(known).toEqual([name]);
});
