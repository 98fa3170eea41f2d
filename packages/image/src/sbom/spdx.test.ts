import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { toSpdx, toSpdx3 } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { ImageError } from '../errors.ts';
import { inspect } from '../testing/inspect.ts';
import { readSbom } from './read-sbom.ts';
import { readSpdx } from './read-spdx.ts';

const OPTIONS = {
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  timestamp: '2026-11-30T12:00:00.123Z',
  toolVersion: '0.1.0',
  hash: (text: string) => createHash('sha256').update(text).digest('hex'),
};
const toBytes = (document: unknown): Buffer => Buffer.from(JSON.stringify(document));

const LAYERS = [
  {
    'etc/os-release': 'ID=debian\nVERSION_ID=12\nID_LIKE="a b"\nPRETTY_NAME="Debian 12"',
    'var/lib/dpkg/status':
      'Package: python3-x\nStatus: install ok installed\nVersion: 1:2.0-1\nArchitecture: all\nSource: x (2.0)\nMaintainer: A <a@b>\n',
    'var/lib/dpkg/info/python3-x.list': '/usr/lib/x.dist-info/METADATA\n',
    'usr/lib/x.dist-info/METADATA': 'Name: x\nVersion: 2.0\nLicense: The MIT License\n',
  },
  { 'app/node_modules/@s/y/package.json': '{"name":"@s/y","version":"1","license":"MIT"}' },
];

test('our own document is read back without loss, but for the files of packages', async () => {
  const inspection = await inspect(LAYERS);
  expect(inspection.packages.length).toBe(3);
  expect(readSbom(toBytes(toSpdx(inspection, OPTIONS)))).toStrictEqual({
    format: 'spdx',
    specVersion: '2.3',
    serialNumber: 'https://breakwater.invalid/spdx/3e671687-395b-41f5-a30f-a58921a69b79',
    subject: 'shop/cart:1',
    distribution: inspection.distribution,
    packages: inspection.packages.map(({ files: _files, ...each }) => each),
    documentVersion: undefined,
    graph: {
      root: undefined,
      dependsOn: new Map([['SPDXRef-Image', ['SPDXRef-OperatingSystem', ...inspection.packages.map(({ purl }) => purl)]]]),
      references: expect.any(Map),
    },
    problems: [],
  });
});

test('a document has what others look for', async () => {
  const document = toSpdx(await inspect(LAYERS), OPTIONS) as {
    packages: {
      SPDXID: string;
      name: string;
      supplier?: string;
      licenseDeclared?: string;
      externalRefs?: { referenceLocator: string }[];
    }[];
    relationships: { relationshipType: string; relatedSpdxElement: string }[];
    hasExtractedLicensingInfos: object[];
    creationInfo: object;
  };
  const seen = document.packages.map(one => [one.name, one.supplier, one.licenseDeclared, one.externalRefs?.[0]?.referenceLocator]);
  const reference = 'LicenseRef-c56a28b353fd6559';
  expect(seen).toStrictEqual([
    ['shop/cart:1', undefined, undefined, undefined],
    ['debian', undefined, undefined, undefined],
    ['python3-x', 'Organization: A (a@b)', 'NOASSERTION', 'pkg:deb/debian/python3-x@1:2.0-1?arch=all&distro=debian-12&upstream=x'],
    ['@s/y', 'NOASSERTION', 'MIT', 'pkg:npm/%40s/y@1'],
    ['x', 'NOASSERTION', reference, 'pkg:pypi/x@2.0'],
  ]);
  expect(document.hasExtractedLicensingInfos).toStrictEqual([{ licenseId: reference, extractedText: 'The MIT License' }]);
  expect(document.relationships.map(one => one.relatedSpdxElement)).toStrictEqual([
    'SPDXRef-Image',
    ...document.packages.slice(1).map(one => one.SPDXID),
  ]);
  expect(document.creationInfo).toStrictEqual({ created: '2026-11-30T12:00:00Z', creators: ['Tool: breakwater-0.1.0'] });
});

test('SPDX 3: every element is named once, and every reference leads to one', async () => {
  const { '@graph': graph } = toSpdx3(await inspect(LAYERS), OPTIONS) as { '@graph': Readonly<Record<string, unknown>>[] };
  const ids = graph.flatMap(element => (typeof element['spdxId'] === 'string' ? [element['spdxId']] : []));
  const used = graph.flatMap(element =>
    ['from', 'to', 'rootElement', 'element', 'subject', 'createdBy', 'createdUsing'].flatMap(key => element[key] ?? []),
  );
  expect([new Set(ids).size, used.filter(id => !ids.includes(String(id)))]).toStrictEqual([ids.length, []]);
  const counts = Object.groupBy(graph, element => String(element['type']));
  expect(Object.fromEntries(Object.entries(counts).map(([type, elements]) => [type, elements?.length]))).toStrictEqual({
    CreationInfo: 1,
    SoftwareAgent: 1,
    SpdxDocument: 1,
    software_Sbom: 1,
    Tool: 1,
    software_Package: 5,
    Relationship: 3,
    simplelicensing_LicenseExpression: 2,
    simplelicensing_SimpleLicensingText: 1,
    Annotation: 3,
  });
});

describeWithShared('documents of others', ['oracles', 'sbom'], path => {
  const index = JSON.parse(readFileSync(`${path}/index.json`, 'utf8')) as { file: string }[];
  const documents = index.map(({ file }) => file.slice('sbom/'.length)).filter(file => file.startsWith('spdx'));

  test.each(documents)('%s', name => {
    const bytes = readFileSync(`${path}/${name}`);
    const { packages, problems } = readSbom(bytes);
    const purls = [...bytes.toString('utf8').matchAll(/pkg:[^"\s]+/g)].map(([purl]) => purl);
    expect(problems).toStrictEqual([]);
    expect(packages.map(({ purl }) => purl)).toStrictEqual(purls);
  });

  test('there are as many as the notes say', () => {
    expect(documents.length).toBe(10);
  });
});

describe('what is no SBOM', () => {
  test.each<[string, string]>([
    ['{}', 'SPDX of no version is not read; SPDX-2.0 to SPDX-2.3 are'],
    ['{"spdxVersion":"SPDX-9.9"}', 'SPDX SPDX-9.9 is not read; SPDX-2.0 to SPDX-2.3 are'],
    ['{"spdxVersion":"SPDX-2.3","packages":[{}]}', 'the SBOM has a package without name'],
    ['nothing', 'SPDX of no version is not read; SPDX-2.0 to SPDX-2.3 are'],
    ['{', 'the SBOM is no JSON'],
  ])('%s', (text, message) => {
    expect(() => readSpdx(Buffer.from(text))).toThrow(new ImageError('document-invalid', message));
  });

  test('anything in any place', () => {
    const junk = fc.jsonValue({ maxDepth: 2 });
    const annotation = fc.oneof(junk, fc.constant('breakwater:{"properties":3,"locations":[1]}'), fc.constant('breakwater:{'));
    const one = fc.record({
      name: fc.constant('x'),
      supplier: junk,
      externalRefs: fc.oneof(junk, fc.array(fc.record({ referenceType: fc.constant('purl'), referenceLocator: junk }))),
      annotations: fc.array(fc.record({ comment: annotation })),
      primaryPackagePurpose: fc.constantFrom('OPERATING-SYSTEM', 'LIBRARY'),
    });
    const document = fc.record({ spdxVersion: fc.constant('SPDX-2.3'), packages: fc.oneof(junk, fc.array(one)) });
    fc.assert(
      fc.property(document, value => {
        try {
          readSbom(toBytes(value));
        } catch (cause) {
          expect(cause).toBeInstanceOf(ImageError);
        }
      }),
    );
  });
});
