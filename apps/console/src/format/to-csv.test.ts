import { expect, it } from 'vitest';
import { toCsv } from './to-csv.ts';

it('writes a column for each key, quotes what needs it, and lets nothing become a formula', () => {
  const rows = [
    { name: 'web', risk: 83, images: ['a:1', 'b:2'], violations: { high: 1 } },
    { name: '=HYPERLINK("http://evil")', risk: -1, owner: 'a, b', none: null, text: 'two\nlines' },
  ];
  expect(toCsv(rows)).toBe(
    [
      'name,risk,images,violations,owner,none,text',
      'web,83,a:1 b:2,"{""high"":1}",,,',
      `"'=HYPERLINK(""http://evil"")",-1,,,"a, b",,"two\nlines"`,
      '',
    ].join('\r\n'),
  );
});

it('of nothing is an empty line', () => {
  expect(toCsv([])).toBe('\r\n');
});
