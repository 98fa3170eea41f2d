import { expect, test } from 'vitest';
import { cataloger } from '../catalogers/go-binary.ts';
import { catalog } from '../testing/layers.ts';
import { toGoPackages } from './modules.ts';

const DEVEL = 'path\tx\nmod\texample.com/app\t(devel)\t\n';

test.each<[string, string, readonly string[]]>([
  [
    'go1.26.1',
    'path\tx\nmod\texample.com/app\tv1.2.3\th1:x\ndep\tgolang.org/x/net\tv0.30.0\th1:y\n',
    ['example.com/app v1.2.3', 'golang.org/x/net v0.30.0', 'stdlib 1.26.1'],
  ],
  [
    'go1.25.1-fips',
    'dep\ta.b/c\tv1.0.0\n=>\td.e/f\tv2.0.0\th1:z\ndep\tg.h/i\tv1.0.0\n=>\t./local\t\t\n',
    ['d.e/f v2.0.0', 'g.h/i ', 'stdlib 1.25.1'],
  ],
  [
    'go1.25.1+auto',
    `${DEVEL}build\t-ldflags="-s -w -X main.version=4.5.6 -X main.commit=abc"\n`,
    ['example.com/app v4.5.6', 'stdlib 1.25.1'],
  ],
  [
    'go1.27rc1 X:nodwarf5',
    `${DEVEL}build\tvcs.revision=0123456789abcdef\nbuild\tvcs.time=2026-03-01T10:20:30Z\n`,
    ['example.com/app v0.0.0-20260301102030-0123456789ab', 'stdlib 1.27rc1'],
  ],
  ['devel go1.27-abc', DEVEL, ['example.com/app ', 'stdlib ']],
  ['go1.20', '', ['stdlib 1.20']],
])('%s %#', (version, modules, expected) => {
  expect(toGoPackages({ version, modules }).map(({ name, version: own }) => `${name} ${own}`)).toStrictEqual(expected);
});

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const ELF = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(300_012)]);
const inline = (text: string): Buffer => Buffer.concat([Buffer.from([0x80 | (text.length & 0x7f), text.length >> 7]), Buffer.from(text)]);
const info = (flags: number, version: string): Buffer =>
  Buffer.concat([MAGIC, Buffer.from([8, flags]), Buffer.alloc(16), inline(version), inline('')]);
const put = (...parts: readonly [number, Buffer][]): Buffer => {
  const file = Buffer.from(ELF);
  for (const [at, bytes] of parts) bytes.copy(file, at);
  return file;
};

test.each<[string, Buffer, readonly string[], readonly string[]]>([
  ['no build information', ELF, [], []],
  ['the mark as a text, then the real one', put([4096, MAGIC], [100_000, MAGIC], [200_000, info(2, 'go1.26.0')]), ['stdlib 1.26.0'], []],
  [
    'over the border of two pieces',
    Buffer.concat([ELF, Buffer.alloc(4 * 1024 * 1024 - ELF.length - 16), info(2, 'go1.26.0')]),
    ['stdlib 1.26.0'],
    [],
  ],
  ['Go before 1.18', put([4096, info(0, 'go1.17')]), [], ['packages-unreadable']],
  ['packed', put([200, Buffer.from('UPX!')]), [], ['binary-packed']],
  ['a version that is none', put([4096, info(2, 'rust')]), [], []],
  ['a script', Buffer.concat([Buffer.from('#!/bin/sh\n'), info(2, 'go1.26.0'), Buffer.alloc(300_000)]), [], []],
])('%s', async (_title, content, packages, problems) => {
  const got = await catalog(cataloger, { 'usr/bin/tool': content });
  const names = got.sets.flatMap(set => set.packages.map(({ name, version }) => `${name} ${version}`));
  expect([names, got.problems.map(({ code }) => code)]).toStrictEqual([packages, problems]);
});
