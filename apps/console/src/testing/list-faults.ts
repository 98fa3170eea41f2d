import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/** What is wrong with what is on the screen: not accessible (axe), a text that nobody wrote, wider than the screen. */
export async function listFaults(page: Page): Promise<string[]> {
  // Half a megabyte that a document needs once, however often it is looked at.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  return page.evaluate(async () => {
    const { axe, document, innerWidth } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }> };
      document: { body: { textContent: string }; documentElement: { scrollWidth: number } };
      innerWidth: number;
    };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    const unreadable = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id} ${target} ${/contrast of.*?\)/.exec(failureSummary)?.[0] ?? ''}`.trim()),
    );
    const missing = document.body.textContent.match(/\b(?:columns|words|states|actions|failures|[a-z]+State)\.[a-zA-Z-]+/g) ?? [];
    const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the screen'] : [];
    return [...unreadable, ...missing.map(key => `text ${key} is missing`), ...wide];
  });
}
