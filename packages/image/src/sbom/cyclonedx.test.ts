import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CYCLONEDX_VERSIONS, outputToSbomImage, toCycloneDx, toSpdx } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { ImageError } from '../errors.ts';
import { inspect } from '../testing/inspect.ts';
import { toImageOutput } from '../to-image-output.ts';
import { readCycloneDx } from './read-cyclonedx.ts';
import { readSbom } from './read-sbom.ts';

const OPTIONS = {
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  timestamp: '2026-11-30T12:00:00.000Z',
  toolVersion: '0.1.0',
  hash: (text: string) => createHash('sha256').update(text).digest('hex'),
};
const toBytes = (document: unknown): Buffer => Buffer.from(JSON.stringify(document));

const LAYERS = [
  {
    'etc/os-release': 'ID=debian\nVERSION_ID=12\nID_LIKE="a b"',
    'var/lib/dpkg/status':
      'Package: python3-x\nStatus: install ok installed\nVersion: 1:2.0-1\nArchitecture: all\nSource: x (2.0)\nMaintainer: A <a@b>\n',
    'var/lib/dpkg/info/python3-x.list': '/usr/lib/x.dist-info/METADATA\n',
    'usr/lib/x.dist-info/METADATA': 'Name: x\nVersion: 2.0\nLicense: MIT\n',
  },
  {
    'app/node_modules/@s/y/package.json': '{"name":"@s/y","version":"1"}',
    'srv/node_modules/@s/y/package.json': '{"name":"@s/y","version":"1"}',
  },
];

test.each(CYCLONEDX_VERSIONS)('our own document, %s, is read back without loss, but for the files of packages', async version => {
  const inspection = await inspect(LAYERS);
  expect(inspection.packages.length).toBe(3);
  const read = readCycloneDx(toBytes(toCycloneDx(inspection, { ...OPTIONS, cycloneDxVersion: version })));
  expect(read).toStrictEqual({
    format: 'cyclonedx',
    specVersion: version,
    serialNumber: OPTIONS.serialNumber,
    subject: 'shop/cart:1',
    distribution: inspection.distribution,
    packages: inspection.packages.map(({ files: _files, ...each }) => each),
    documentVersion: 1,
    graph: {
      root: undefined,
      dependsOn: new Map([
        ['image', ['distribution', ...inspection.packages.map(({ purl }) => purl)].filter((one, index, all) => all.indexOf(one) === index)],
      ]),
      references: expect.any(Map),
    },
    problems: [],
  });
});

test('a stored image gives the same document but for what is not stored of it', async () => {
  const inspection = await inspect(LAYERS);
  const told = outputToSbomImage(toImageOutput(inspection));
  const { distribution } = inspection;
  const known = {
    ...inspection,
    distribution: distribution && { id: distribution.id, version: distribution.version, name: distribution.name },
    packages: inspection.packages.map(one => ({
      ...one,
      cataloger: undefined,
      found: { ...one.found, licenses: one.found.licenses ?? [] },
    })),
  };
  const withoutPlace = (document: unknown): unknown =>
    JSON.parse(JSON.stringify(document), (_, value: unknown) =>
      Array.isArray(value)
        ? value.filter(
            one => !/^breakwater:(?:location|namespace|subpath|qualifier:)/.test(String((one as { name?: unknown } | null)?.name)),
          )
        : value,
    );
  expect(withoutPlace(toCycloneDx(told, OPTIONS))).toStrictEqual(withoutPlace(toCycloneDx(known, OPTIONS)));
});

test('an image with a digest is named as VEX documents name it', async () => {
  const inspection = await inspect(LAYERS);
  const digest = `sha256:${'a'.repeat(64)}`;
  const named = { ...inspection, image: { ...inspection.image, digest, references: ['shop/cart:1'], platform: 'linux/amd64' } };
  const purl = `pkg:oci/cart@${digest}?arch=amd64&repository_url=index.docker.io%2Fshop%2Fcart`;
  for (const document of [toCycloneDx(named, OPTIONS), toSpdx(named, OPTIONS)]) {
    const { graph, packages } = readSbom(toBytes(document));
    expect([graph.root, [...graph.dependsOn.keys()], packages.length]).toStrictEqual([purl, [purl], 3]);
  }
});

test('a document has what others look for', async () => {
  const { components, compositions, dependencies } = toCycloneDx(await inspect(LAYERS), OPTIONS) as {
    components: { name: string; purl?: string; 'bom-ref': string }[];
    compositions: unknown;
    dependencies: { dependsOn: string[] }[];
  };
  expect(components.map(({ name, purl }) => [name, purl])).toStrictEqual([
    ['debian', undefined],
    ['python3-x', 'pkg:deb/debian/python3-x@1:2.0-1?arch=all&distro=debian-12&upstream=x'],
    ['@s/y', 'pkg:npm/%40s/y@1'],
    ['x', 'pkg:pypi/x@2.0'],
  ]);
  expect(compositions).toStrictEqual([{ aggregate: 'complete', assemblies: ['image'] }]);
  const references = components.map(component => component['bom-ref']);
  expect([new Set(references).size, dependencies[0]?.dependsOn]).toStrictEqual([4, references]);
});

test('version 1.4 knows neither tools that are components nor places', async () => {
  const { $schema, metadata, components } = toCycloneDx(await inspect(LAYERS), { ...OPTIONS, cycloneDxVersion: '1.4' }) as {
    $schema: string;
    metadata: { tools: unknown };
    components: { properties: { name: string; value: string }[]; evidence?: unknown }[];
  };
  expect([$schema, metadata.tools]).toStrictEqual([
    'http://cyclonedx.org/schema/bom-1.4.schema.json',
    [{ name: 'breakwater', version: '0.1.0' }],
  ]);
  expect(
    components.map(({ evidence, properties }) => [evidence, properties.filter(({ name }) => name.endsWith(':occurrence'))]),
  ).toStrictEqual([
    [undefined, []],
    [undefined, [{ name: 'breakwater:occurrence', value: 'var/lib/dpkg/status' }]],
    [
      undefined,
      [
        { name: 'breakwater:occurrence', value: 'app/node_modules/@s/y/package.json' },
        { name: 'breakwater:occurrence', value: 'srv/node_modules/@s/y/package.json' },
      ],
    ],
    [undefined, [{ name: 'breakwater:occurrence', value: 'usr/lib/x.dist-info/METADATA' }]],
  ]);
});

describeWithShared('documents of others', ['oracles', 'sbom'], path => {
  const index = JSON.parse(readFileSync(`${path}/index.json`, 'utf8')) as { file: string }[];
  const documents = index.map(({ file }) => file.slice('sbom/'.length)).filter(file => file.startsWith('cyclonedx'));

  test.each(documents)('%s', name => {
    const bytes = readFileSync(`${path}/${name}`);
    if (name.includes('spec-invalid')) {
      expect(() => readCycloneDx(bytes)).toThrow(ImageError);
      return;
    }
    const { packages, problems } = readCycloneDx(bytes);
    const listed = countPurls(JSON.parse(bytes.toString('utf8')));
    expect(packages.length + problems.length).toBe(listed);
    expect(problems.map(({ source }) => source)).toStrictEqual(name.includes('invalid-purl') ? ['pkg:composer/pear/log@1.13.1'] : []);
  });

  test('there are as many as the notes say', () => {
    expect(documents.length).toBe(22);
  });
});

/** Components with a purl, at any depth. */
function countPurls(value: unknown): number {
  const { components = [] } = value as { components?: { purl?: string }[] };
  return components.reduce((count, component) => count + (component.purl === undefined ? 0 : 1) + countPurls(component), 0);
}

describe('what is no SBOM', () => {
  test.each<[unknown, string]>([
    [{}, 'the SBOM is no CycloneDX document: bomFormat says something else'],
    [{ bomFormat: 'CycloneDX', specVersion: '9' }, 'CycloneDX 9 is not read; 1.2 to 1.7 are'],
    [[], 'the SBOM is no JSON object'],
    [{ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library' }] }, 'the SBOM has a component without name'],
  ])('%j', (document, message) => {
    expect(() => readCycloneDx(toBytes(document))).toThrow(new ImageError('document-invalid', message));
  });

  test('components within components without end', () => {
    let component: object = { type: 'library', name: 'x', purl: 'pkg:npm/x@1' };
    for (let depth = 0; depth < 200; depth++) component = { type: 'library', name: `x${depth}`, components: [component] };
    const { packages, problems } = readCycloneDx(toBytes({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [component] }));
    expect([packages, problems.map(({ code }) => code)]).toStrictEqual([[], ['component-invalid']]);
  });

  test('anything in any place', () => {
    const junk = fc.jsonValue({ maxDepth: 2 });
    const component = fc.record({
      type: fc.constantFrom('library', 'x'),
      name: fc.constant('x'),
      purl: junk,
      properties: junk,
      licenses: junk,
      evidence: junk,
      components: junk,
    });
    const document = fc.record({
      bomFormat: fc.constant('CycloneDX'),
      specVersion: fc.constant('1.6'),
      components: fc.oneof(junk, fc.array(component)),
      metadata: junk,
      dependencies: junk,
    });
    fc.assert(
      fc.property(document, value => {
        try {
          readCycloneDx(toBytes(value));
        } catch (cause) {
          expect(cause).toBeInstanceOf(ImageError);
        }
      }),
    );
  });
});
