import { expect, test } from 'vitest';
import { renderTablePage } from './table-page.ts';

const page = renderTablePage({
  title: 'cart <1>',
  facts: ['Debian & more'],
  sections: [
    {
      heading: 'Layers',
      columns: ['size', 'instruction'],
      rows: [
        ['1 MB', 'RUN a && "b"'],
        ['2 MB', '</script><script>alert(1)</script>'],
      ],
      bars: [0.5, 7],
    },
    { heading: 'Found', columns: ['severity', 'id'], rows: [['critical', 'CVE-1\uD800']] },
    { heading: 'Nothing', note: 'There is none', columns: ['a'], rows: [] },
  ],
});

test('everything that comes from an image is text', () => {
  expect(page).toContain('<title>cart &lt;1&gt;</title>');
  expect(page).toContain('<p>Debian &amp; more</p>');
  expect(page).toContain('<td>RUN a &amp;&amp; &quot;b&quot;</td>');
  expect(page).not.toContain('<script>alert');
  expect(page.isWellFormed()).toBe(true);
});

test('bars keep their bounds, severities have their colour, an empty list says why', () => {
  expect(page).toContain('<td><span class="bar" style="width:62px"></span>1 MB</td>');
  expect(page).toContain('<td><span class="bar" style="width:122px"></span>2 MB</td>');
  expect(page).toContain('<td class="severity critical">critical</td>');
  expect(page).toContain('<section>\n<h2>Nothing</h2>\n<p>There is none</p>\n</section>');
});

test('no request leaves the page', () => {
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/https?:/);
});
