import { expect, test } from 'vitest';
import { ROW_FORMATS, renderRows } from './render-rows.ts';

const rows = [
  ['ann', '=1+1', 'a|b'],
  ['\u001b[31m名前', '', 'say "hi", then\ngo'],
];

test.each([
  ['table', 'WHO        WHAT  WHY\nann        =1+1  a|b\n [31m名前        say "hi", then go\n'],
  ['csv', 'who,what,why\r\nann,\'=1+1,a|b\r\n\u001b[31m名前,,"say ""hi"", then\ngo"\r\n'],
  ['markdown', '| who | what | why |\n|---|---|---|\n| ann | =1+1 | a\\|b |\n|  \\[31m名前 |  | say "hi", then go |\n'],
] as const)('%s', (format, text) => {
  expect(renderRows(format, ['who', 'what', 'why'], rows)).toBe(text);
  expect(ROW_FORMATS).toContain(format);
});
