import type { ImageFacts, ImagePrograms } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { buildImageFacts } from '../testing/image-facts.ts';
import { ProgramBook } from './program-book.ts';

const OPENSSL = { name: 'openssl', version: '1.0', purl: 'pkg:deb/debian/openssl@1.0' };
const PROGRAMS: ImagePrograms = {
  digests: ['sha256:a', 'sha256:config'],
  index: 'sha256:index',
  platform: 'linux/arm64/v8',
  entrypoint: ['/app/run'],
  command: ['serve'],
  paths: ['app/run', 'usr/bin/openssl'],
  hashes: ['a'.repeat(64), ''],
  owners: [-1, 0],
  packages: [OPENSSL],
};
const FACTS = buildImageFacts('web:1', ['CVE-1', 'CVE-2']);
const exploit = (count: number, more = 0): ImageFacts => ({
  ...FACTS,
  programs: PROGRAMS,
  scan: { ...FACTS.scan, more, vulnerabilities: FACTS.scan.vulnerabilities.map((one, index) => ({ ...one, exploited: index < count })) },
});

const nowhere = () => undefined;

test('programs are known by the digest that was read, and gone with the image', () => {
  const book = new ProgramBook();
  expect(book.apply([exploit(0)], [])).toStrictEqual([exploit(0)].map(({ programs: _, ...rest }) => rest));
  const known = book.find('web:1', 'sha256:config', nowhere);
  expect([known?.entrypoint, known?.command, known?.find('/app/run'), known?.find('/bin/sh')]).toStrictEqual([
    ['/app/run'],
    ['serve'],
    { sha256: 'a'.repeat(64) },
    undefined,
  ]);
  expect([book.find('web:1', 'sha256:other', nowhere), book.find('web:2', 'sha256:a', nowhere)]).toStrictEqual([undefined, undefined]);
  book.apply([], ['web:1']);
  expect(book.find('web:1', 'sha256:a', nowhere)).toBeUndefined();
  book.apply([exploit(0)], []);
  book.apply([FACTS], []);
  expect(book.find('web:1', 'sha256:a', nowhere)).toBeUndefined();
});

test.each<readonly [name: string, facts: ImageFacts, exploited: readonly string[] | undefined]>([
  ['none is', exploit(0), []],
  ['one is', exploit(1), ['CVE-1']],
  ['one is, and others are less pressing than what is told', exploit(1, 5), ['CVE-1']],
  ['more may be than are told', exploit(2, 5), undefined],
  ['nobody has matched it', { ...exploit(0), scan: { ...FACTS.scan, problem: 'no scanner has matched it yet' } }, undefined],
])('exploited vulnerabilities of the package of a program: %s', (_, facts, exploited) => {
  const book = new ProgramBook();
  book.apply([facts], []);
  expect(book.find('web:1', 'sha256:a', nowhere)?.find('/usr/bin/openssl')).toStrictEqual({
    package: OPENSSL.purl,
    ...(exploited === undefined ? {} : { exploited }),
  });
});

test.each([
  ['arm64', true],
  ['amd64', false],
  [undefined, false],
])('an index stands for the image that was read on nodes of its kind: %s', (architecture, isKnown) => {
  const book = new ProgramBook();
  book.apply([exploit(0)], []);
  expect(book.find('web:1', 'sha256:index', () => architecture) !== undefined).toBe(isKnown);
});
