import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openDatabase } from '../database/open-database.ts';
import { createTar } from '../testing/tar.ts';
import { buildDatabase } from './build-database.ts';

const GOOD = JSON.stringify({ id: 'X-1', affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }] });
const UPDATE =
  '<update type="security"><id>ALAS2-1</id><references><reference id="CVE-2026-1000" type="cve"/></references><pkglist><collection>';
const many = (text: string, count: number) => text.repeat(count);

const PACKED = gzipSync(
  `<updates>${Array.from({ length: 20_000 }, (_, index) => `<update type="security"><id>ALAS2-${index}</id></update>`).join('')}</updates>`,
);

/** What is told of a file, and how many records it gave; beside it lies a good one, which counts whatever happens. */
async function build(name: string, content: string | Uint8Array) {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-hostile-'));
  try {
    writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, 'zzz.jsonl'), GOOD);
    const { problems, feeds } = await buildDatabase(folder, join(folder, 'db'), { now: '2026-11-30T12:00:00.000Z' });
    using database = openDatabase(join(folder, 'db'));
    expect(database.findAffected('npm', 'a').length).toBe(1);
    const records = feeds.filter(feed => feed.name !== 'osv').reduce((sum, { row }) => sum + row.records, 0);
    return [records, problems.map(({ code, message, source }) => `${code} ${source}: ${message}`)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const broken = (name: string, message: string) => [
  expect.stringContaining(`feed-broken ${name}: it cannot be read to its end: ${message}`),
];
const invalid = (name: string, message: string) => [expect.stringContaining(`record-invalid ${name}: ${message}`)];
const vex = (parts: object) => JSON.stringify({ document: { csaf_version: '2.0' }, ...parts });

it.each<[title: string, file: string, content: string | Uint8Array, records: number, problems: (name: string) => readonly unknown[]]>([
  [
    'updates that break off, packed',
    'amazon-2-updateinfo.xml.gz',
    PACKED.subarray(0, PACKED.length / 2),
    // Which of them arrived depends on the packing; some did.
    Number.NaN,
    name => broken(name, 'unexpected end of file'),
  ],
  [
    'updates that break off',
    'amazon-2-updateinfo.xml',
    `<updates>${UPDATE}</collection></pkglist></update><update>`,
    1,
    name => broken(name, ''),
  ],
  ['an update that is none', 'amazon-2-updateinfo.xml', '<updates><update/></updates>', 0, name => invalid(name, 'the update has no id')],
  [
    'an update with too many packages',
    'amazon-2-updateinfo.xml',
    `<updates>${UPDATE}${many('<package name="a" version="1"/>', 20_001)}</collection></pkglist></update></updates>`,
    0,
    name => invalid(name, 'ALAS2-1 has 20001 packages'),
  ],
  [
    'entities within entities',
    'amazon-2-updateinfo.xml',
    `<!DOCTYPE x [<!ENTITY a "${many('x', 1000)}"><!ENTITY b "${many('&a;', 1000)}">]><updates><update><id>&b;</id></update></updates>`,
    0,
    name => broken(name, ''),
  ],
  ['OVAL that breaks off', 'azurelinux-3.0-oval.xml', '<oval_definitions><definitions><definition id="x"/>', 0, name => broken(name, '')],
  [
    'OVAL with too many tests',
    'com.oracle.elsa-all.xml',
    `<d><definition id="x"><criteria>${many('<criterion test_ref="t"/>', 20_001)}</criteria></definition></d>`,
    0,
    name => broken(name, 'a definition of it has more than 20000 tests'),
  ],
  [
    'OVAL with too many platforms',
    'com.oracle.elsa-all.xml',
    `<d><definition id="x"><metadata><affected>${many('<platform>Oracle Linux 9</platform>', 2001)}</affected></metadata></definition></d>`,
    0,
    name => broken(name, 'a definition of it has 2001 platforms'),
  ],
  [
    'OVAL that is packed, and is not',
    'com.oracle.elsa-all.xml.bz2',
    'BZh9 no, not any more',
    0,
    name => broken(name, 'a block of it does not begin where it should'),
  ],
  [
    'a file packed by what is not read',
    'com.oracle.elsa-all.xml.xz',
    Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
    0,
    name => broken(name, 'it is packed by xz'),
  ],
  ['a list that is none', 'cve_data_photon5.0.json', '{}', 0, name => invalid(name, 'it is no list of CVEs')],
  [
    'names out of all proportion',
    'cve_data_photon5.0.json',
    JSON.stringify([{ cve_id: 'CVE-2026-1000', pkg: many('x', 1_000_000), res_ver: '1' }]),
    0,
    () => [],
  ],
  ['a document that is no CSAF', 'cve-2026-1.json', '{"document": {}}', 0, name => invalid(name, 'it is no CSAF document')],
  [
    'products that are components of each other',
    'cve-2026-1.json',
    vex({
      product_tree: {
        relationships: [
          { product_reference: 'b', relates_to_product_reference: 'b', full_product_name: { product_id: 'a' } },
          { product_reference: 'a', relates_to_product_reference: 'a', full_product_name: { product_id: 'b' } },
        ],
      },
      vulnerabilities: [{ cve: 'CVE-2026-1000', product_status: { fixed: ['a', 'b'] } }],
    }),
    0,
    () => [],
  ],
  [
    'branches without end',
    'cve-2026-1.json',
    vex({ product_tree: JSON.parse(`${many('{"branches":[', 3000)}${many(']}', 3000)}`), vulnerabilities: [] }),
    0,
    () => [],
  ],
  [
    'an archive of documents that breaks off',
    'csaf_vex_latest.tar.gz',
    gzipSync(createTar({ 'cve-2026-1.json': 'no', 'cve-2026-2.json': vex({ vulnerabilities: [] }) }).subarray(0, 1600)),
    0,
    name => [...invalid(name, ''), ...broken(name, 'it ends in the middle of an archive')],
  ],
  [
    'YAML that is broken, stands for more than it is, or is none',
    'rubysec.tar',
    createTar({
      'r/gems/a/1.yml': 'gem: [',
      'r/gems/a/2.yml': `a: &a [${many('x,', 1000)}]\nb: &b [${many('*a,', 1000)}]\ngem: [${many('*b,', 100)}]`,
      'r/gems/a/3.yml': 'hello',
      'r/gems/a/4.yml': 'gem: a\npatched_versions: ["!= 1"]',
      'r/gems/a/5.yml': 'gem: a\npatched_versions: [">= 1"]',
    }),
    1,
    name => ['r/gems/a/1.yml', 'r/gems/a/2.yml', 'r/gems/a/3.yml', "'!= 1' is no requirement"].flatMap(what => invalid(name, what)),
  ],
  [
    'a million ranges',
    'debian.jsonl',
    JSON.stringify({
      id: 'D-1',
      affected: [{ package: { ecosystem: 'Debian:12', name: 'a' }, ranges: Array.from({ length: 200_000 }, () => ({ events: [] })) }],
    }),
    0,
    name => invalid(name, 'it has 1 affected packages and 200000 ranges'),
  ],
])('%s', async (_, file, content, records, problems) => {
  const [read, told] = await build(file, content);
  expect(told).toEqual(problems(file));
  if (Number.isNaN(records)) expect(read).toBeGreaterThan(0);
  else expect(read).toBe(records);
});
