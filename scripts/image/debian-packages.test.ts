import { expect, test } from 'vitest';
import { isKept } from './debian-packages.ts';

const LEFT_OUT = ['usr/share/man/', 'usr/lib/*/gconv/', 'usr/share/doc/*/!copyright'];

test.each<[string, readonly string[] | undefined, boolean]>([
  ['usr/lib/x86_64-linux-gnu/libc.so.6', undefined, true],
  ['usr/lib/x86_64-linux-gnu/gconv/UTF-16.so', undefined, false],
  ['usr/lib/gconv/UTF-16.so', undefined, true],
  ['usr/share/man/man1/ls.1.gz', undefined, false],
  ['usr/share/manual', undefined, true],
  ['usr/share/doc/libc6/copyright', undefined, true],
  ['usr/share/doc/libc6/changelog.gz', undefined, false],
  ['usr/bin/prlimit', ['usr/bin/prlimit'], true],
  ['usr/bin/prlimit2', ['usr/bin/prlimit'], false],
  ['usr/bin/mount', ['usr/bin/prlimit'], false],
  ['usr/share/doc/util-linux/copyright', ['usr/bin/prlimit'], true],
  ['usr/share/ca-certificates/mozilla/a.crt', ['usr/share/ca-certificates/'], true],
])('%s of %j', (path, keep, expected) => {
  expect(isKept(path, keep, LEFT_OUT)).toBe(expected);
});
