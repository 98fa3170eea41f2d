import type { ImageFacts, ImagePrograms } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { buildImageFacts } from '../testing/image-facts.ts';
import { ProgramBook } from './program-book.ts';

const OPENSSL = { name: 'openssl', version: '1.0', purl: 'pkg:deb/debian/openssl@1.0' };
const PROGRAMS: ImagePrograms = {
  digests: ['sha256:a', 'sha256:index'],
  entrypoint: ['/app/run'],
  command: ['serve'],
  paths: ['app/run', 'usr/bin/openssl'],
  owners: [-1, 0],
  packages: [OPENSSL],
};
const FACTS = buildImageFacts('web:1', ['CVE-1', 'CVE-2']);
const exploit = (count: number, more = 0): ImageFacts => ({
  ...FACTS,
  programs: PROGRAMS,
  scan: { ...FACTS.scan, more, vulnerabilities: FACTS.scan.vulnerabilities.map((one, index) => ({ ...one, exploited: index < count })) },
});

test('programs are known by the digest that was read, and gone with the image', () => {
  const book = new ProgramBook();
  expect(book.apply([exploit(0)], [])).toStrictEqual([exploit(0)].map(({ programs: _, ...rest }) => rest));
  const known = book.find('web:1', 'sha256:index');
  expect([known?.entrypoint, known?.command, known?.find('/app/run'), known?.find('/bin/sh')]).toStrictEqual([
    ['/app/run'],
    ['serve'],
    {},
    undefined,
  ]);
  expect([book.find('web:1', 'sha256:other'), book.find('web:2', 'sha256:a')]).toStrictEqual([undefined, undefined]);
  book.apply([], ['web:1']);
  expect(book.find('web:1', 'sha256:a')).toBeUndefined();
  book.apply([exploit(0)], []);
  book.apply([FACTS], []);
  expect(book.find('web:1', 'sha256:a')).toBeUndefined();
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
  expect(book.find('web:1', 'sha256:a')?.find('/usr/bin/openssl')).toStrictEqual({
    package: OPENSSL.purl,
    ...(exploited === undefined ? {} : { exploited }),
  });
});
