import type { VulnerabilityOutput } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { createScanFolder, VEX } from '../testing/scan-folder.ts';
import { run } from '../testing/terminal.ts';

const folder = createScanFolder();
const at = (name: string) => folder.at(name);

beforeAll(async () => {
  expect((await run(['db', 'build', '--from', at('advisories'), '--out', at('db')])).code).toBe(0);
});
afterAll(() => folder[Symbol.dispose]());

describe('what needs a package decides whether VEX covers it', () => {
  const needs = { a: 'pkg:npm/a@1.0.0', b: 'pkg:npm/b@1.0.0', x: 'pkg:npm/x@1.0.0' };
  const cycloneDx = (edges: Readonly<Record<string, readonly string[]>>) => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 2,
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    metadata: { component: { 'bom-ref': 'root', type: 'application', name: 'shop', purl: 'pkg:generic/shop@1' } },
    components: Object.entries(needs).map(([name, purl]) => ({ 'bom-ref': name, type: 'library', name, version: '1.0.0', purl })),
    dependencies: Object.entries(edges).map(([ref, dependsOn]) => ({ ref, dependsOn })),
  });
  const spdx = (relations: readonly (readonly [from: string, type: string, to: string])[]) => ({
    spdxVersion: 'SPDX-2.3',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'shop',
    documentNamespace: 'https://example.com/shop',
    packages: Object.entries(needs).map(([name, purl]) => ({
      SPDXID: `SPDXRef-${name}`,
      name,
      versionInfo: '1.0.0',
      externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
    })),
    relationships: relations.map(([from, relationshipType, to]) => ({
      spdxElementId: `SPDXRef-${from}`,
      relationshipType,
      relatedSpdxElement: `SPDXRef-${to}`,
    })),
  });
  const statement = (product: string, part?: string) => ({
    ...VEX,
    statements: [
      { ...VEX.statements[0], products: [{ '@id': product, ...(part === undefined ? {} : { subcomponents: [{ '@id': part }] }) }] },
    ],
  });
  const inA = statement('pkg:npm/a', 'pkg:npm/x');
  const isCovered = async (sbom: object, vex: object): Promise<boolean> => {
    using files = createFolder({ 'sbom.json': JSON.stringify(sbom), 'vex.json': JSON.stringify(vex) });
    const { out } = await run(['sbom', 'scan', files.at('sbom.json'), '--db', at('db'), '--vex', files.at('vex.json'), '--format', 'json']);
    return (JSON.parse(out) as VulnerabilityOutput).summary.suppressed === 1;
  };

  test.each<[title: string, sbom: object, vex: object, covered: boolean]>([
    ['the only way', cycloneDx({ root: ['a'], a: ['x'] }), inA, true],
    ['one of two ways', cycloneDx({ root: ['a', 'b'], a: ['x'], b: ['x'] }), inA, false],
    ['a way further up', cycloneDx({ root: ['a'], a: ['b'], b: ['x'] }), inA, true],
    ['the way of another', cycloneDx({ root: ['b'], b: ['x'] }), inA, false],
    ['no ways at all', cycloneDx({}), inA, false],
    ['a cycle without a way to it', cycloneDx({ a: ['x'], x: ['a'] }), inA, false],
    ['the whole', cycloneDx({ root: ['a', 'b'], a: ['x'], b: ['x'] }), statement('pkg:generic/shop@1'), true],
    ['another whole', cycloneDx({ root: ['a'], a: ['x'] }), statement('pkg:generic/other@1'), false],
    [
      'SPDX',
      spdx([
        ['DOCUMENT', 'DESCRIBES', 'b'],
        ['b', 'DEPENDS_ON', 'a'],
        ['a', 'DEPENDS_ON', 'x'],
      ]),
      inA,
      true,
    ],
    ['SPDX, the other way round', spdx([['x', 'DEPENDENCY_OF', 'a']]), inA, true],
    [
      'SPDX, two ways',
      spdx([
        ['x', 'DEPENDENCY_OF', 'a'],
        ['b', 'DEPENDS_ON', 'x'],
      ]),
      inA,
      false,
    ],
    [
      'SPDX, where it lies beside why',
      spdx([
        ['x', 'DEPENDENCY_OF', 'a'],
        ['b', 'CONTAINS', 'x'],
      ]),
      inA,
      true,
    ],
    ['SPDX, where it lies', spdx([['b', 'CONTAINS', 'x']]), inA, false],
  ])('%s', async (_, sbom, vex, covered) => {
    expect(await isCovered(sbom, vex)).toBe(covered);
  });

  test('a statement names a component of the SBOM by its reference', async () => {
    const link = (version: number, reference: string) => ({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      vulnerabilities: [
        {
          id: 'CVE-2026-2',
          analysis: { state: 'not_affected', justification: 'code_not_reachable' },
          affects: [{ ref: `urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/${version}#${reference}` }],
        },
      ],
    });
    const sbom = cycloneDx({ root: ['x'] });
    expect([await isCovered(sbom, link(2, 'x')), await isCovered(sbom, link(1, 'x')), await isCovered(sbom, link(2, 'a'))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

const ACCEPTED = { target: 'CVE-2026-1', approver: 'Jo', reason: 'nobody can reach the shell', expiry: '2027-06-01' };
const FALSE = { target: 'GHSA-2', vexStatus: 'not_affected', reason: 'x is never called', scope: { packages: ['x'] } };
const write = (...exceptions: readonly object[]) =>
  createFolder({ 'x.yaml': JSON.stringify({ exceptions: exceptions.map(one => ({ scope: {}, reason: 'known', ...one })) }) });

describe('exceptions as VEX', () => {
  const DIGEST = `sha256:${'a'.repeat(64)}`;
  const PURL = `pkg:oci/cart@${DIGEST}?repository_url=registry.example%2Fshop%2Fcart`;
  const sbom = (purl: string | undefined = PURL) => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { 'bom-ref': 'image', type: 'container', name: 'registry.example/shop/cart:1', ...(purl === '' ? {} : { purl }) },
    },
    components: [
      { 'bom-ref': 'x', type: 'library', name: 'x', version: '1.0.0', purl: 'pkg:npm/x@1.0.0' },
      { 'bom-ref': 'os', type: 'operating-system', name: 'debian', version: '12' },
      { 'bom-ref': 'b', type: 'library', name: 'bash', version: '5.2', purl: 'pkg:deb/debian/bash@5.2' },
    ],
    dependencies: [{ ref: 'image', dependsOn: ['x', 'b'] }],
  });
  const create = async (exceptions: readonly object[], words: readonly string[] = [], document: object = sbom()) => {
    using file = write(...exceptions);
    using files = createFolder({ 'sbom.json': JSON.stringify(document) });
    const answer = await run(['vex', 'create', '--sbom', files.at('sbom.json'), '--exceptions', file.at('x.yaml'), ...words]);
    return { ...answer, err: answer.err.replaceAll(file.path, 'DIR').replaceAll(files.path, 'SBOM') };
  };

  test('a document has what the exceptions say', async () => {
    const { code, out, err } = await create([
      ACCEPTED,
      { ...FALSE, scope: { images: ['registry.example/shop/*'], packages: ['x'] } },
      { ...FALSE, scope: { images: ['registry.example/other'] } },
      { target: 'CVE-2026-9', vexStatus: 'under_investigation', scope: { images: [DIGEST] } },
      { target: 'CVE-2026-8', id: 'gone', expiry: '2020-01-01' },
      { target: 'CVE-2026-7', id: 'none', scope: { packages: ['nothing'] } },
      { target: 'host-network' },
    ]);
    const {
      '@id': id,
      timestamp,
      statements,
      ...head
    } = JSON.parse(out) as {
      '@id': string;
      timestamp: string;
      statements: readonly Readonly<Record<string, unknown>>[];
    };
    expect([code, err]).toStrictEqual([
      0,
      'exception-unused  gone: the exception for CVE-2026-8 (known) has ended: it is left out\n' +
        'exception-unused  none: the exception for CVE-2026-7 (known) names no package of the image: it is left out\n',
    ]);
    expect([id, timestamp]).toEqual([
      expect.stringMatching(/^https:\/\/breakwater\.invalid\/vex\/[0-9a-f-]{36}$/),
      expect.stringMatching(/Z$/),
    ]);
    expect(head).toStrictEqual({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      author: 'Jo',
      version: 1,
      tooling: expect.stringMatching(/^breakwater /),
    });
    const product = { '@id': PURL, identifiers: { purl: PURL } };
    expect(statements).toStrictEqual([
      {
        vulnerability: { name: 'CVE-2026-1' },
        timestamp,
        products: [product],
        status: 'affected',
        action_statement: 'nobody can reach the shell (until 2027-06-01)',
      },
      {
        vulnerability: { name: 'GHSA-2' },
        timestamp,
        products: [{ ...product, subcomponents: [{ '@id': 'pkg:npm/x@1.0.0', identifiers: { purl: 'pkg:npm/x@1.0.0' } }] }],
        status: 'not_affected',
        impact_statement: 'x is never called',
      },
      { vulnerability: { name: 'CVE-2026-9' }, timestamp, products: [product], status: 'under_investigation', status_notes: 'known' },
    ]);
  });

  test.each(['openvex', 'csaf'])('a scan reads it back: %s', async format => {
    const { out } = await create([ACCEPTED, FALSE, { target: 'GHSA-3', vexStatus: 'fixed' }], ['--format', format, '--author', 'Shop']);
    using files = createFolder({ 'sbom.json': JSON.stringify(sbom()), 'vex.json': out });
    const scanned = await run(['sbom', 'scan', files.at('sbom.json'), '--db', at('db'), '--vex', files.at('vex.json'), '--format', 'json']);
    const { results, suppressed } = JSON.parse(scanned.out) as VulnerabilityOutput;
    expect([
      results.map(({ id }) => id),
      suppressed.map(({ vulnerability, status, author, justification }) => [vulnerability.id, status, author, justification]),
    ]).toEqual([
      ['CVE-2026-1'],
      [
        ['CVE-2026-2', 'not_affected', 'Shop', 'x is never called'],
        ['GHSA-3', 'fixed', 'Shop', undefined],
      ],
    ]);
  });

  test('CSAF says what is in what', async () => {
    const { out } = await create([ACCEPTED, FALSE], ['--format', 'csaf']);
    const { document, product_tree, vulnerabilities } = JSON.parse(out) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    expect([document?.['category'], document?.['csaf_version']]).toStrictEqual(['csaf_vex', '2.0']);
    expect(product_tree).toStrictEqual({
      full_product_names: [
        { name: PURL, product_id: 'product-1', product_identification_helper: { purl: PURL } },
        { name: 'pkg:npm/x@1.0.0', product_id: 'product-2', product_identification_helper: { purl: 'pkg:npm/x@1.0.0' } },
      ],
      relationships: [
        {
          category: 'default_component_of',
          full_product_name: { name: `pkg:npm/x@1.0.0 in ${PURL}`, product_id: 'product-1:product-2' },
          product_reference: 'product-2',
          relates_to_product_reference: 'product-1',
        },
      ],
    });
    expect(vulnerabilities).toStrictEqual([
      {
        cve: 'CVE-2026-1',
        notes: [{ category: 'details', text: 'nobody can reach the shell (until 2027-06-01)', title: 'Statement' }],
        product_status: { known_affected: ['product-1'] },
        remediations: [
          { category: 'none_available', details: 'nobody can reach the shell (until 2027-06-01)', product_ids: ['product-1'] },
        ],
      },
      {
        ids: [{ system_name: 'GHSA', text: 'GHSA-2' }],
        notes: [{ category: 'details', text: 'x is never called', title: 'Statement' }],
        product_status: { known_not_affected: ['product-1:product-2'] },
        threats: [{ category: 'impact', details: 'x is never called', product_ids: ['product-1:product-2'] }],
      },
    ]);
  });

  test.each<[title: string, exceptions: readonly object[], document: object, code: number, err: RegExp]>([
    [
      'no exception',
      [{ target: 'host-network' }],
      sbom(),
      2,
      /^error: no exception speaks of a vulnerability of registry\.example\/shop\/cart:1: /,
    ],
    ['no digest', [FALSE], sbom(''), 2, /^error: registry\.example\/shop\/cart:1 has no digest, so no VEX document can name it: /],
    ['no SBOM', [FALSE], {}, 3, /^error: SBOM\/sbom\.json cannot be read: /],
  ])('%s', async (_, exceptions, document, code, err) => {
    const answer = await create(exceptions, [], document);
    expect([answer.code, answer.out, answer.err]).toStrictEqual([code, '', expect.stringMatching(err)]);
  });

  test('an image or a bill of materials, one of the two', async () => {
    expect((await run(['vex', 'create'])).code).toBe(2);
    expect((await run(['vex', 'create', at('rootfs'), '--sbom', 'x'])).code).toBe(2);
  });
});
