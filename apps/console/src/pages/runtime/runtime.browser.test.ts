import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from '../../testing/describe-in-browser.ts';
import { listFaults } from '../../testing/list-faults.ts';
import { tellEvents } from '../../testing/runtime.ts';

const PARTS = ['/runtime', '/runtime?live=on', '/runtime/e-0', '/runtime/e-3', '/agents', '/workloads/w-web?tab=activity'] as const;

describeInBrowser('what containers do, in a browser', 'what containers do', stage => {
  const { open, visit } = stage;

  /** New events, and the hint that the server gives. */
  function tell(count: number): void {
    tellEvents(count);
    for (const stream of stage.server.streams) stream.write('data: {"resource":"events"}\n\n');
  }

  const firstEvent = (page: Page) => page.locator('.bw-row a').first().textContent();

  it.each([
    ['en-US', 'dark', 1280],
    ['ja-JP', 'light', 400],
  ] as const)(
    'every part in %s, %s, %i wide: no complaint, accessible, no text missing',
    async (locale, scheme, width) => {
      const page = await open('/runtime', locale, scheme, width);
      const faults: string[] = [];
      page.on('pageerror', error => faults.push(`${page.url()}: ${error}`));
      page.on('console', message => {
        if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
      });
      for (const path of PARTS) {
        await visit(page, path);
        for (const each of await page.locator('details').all()) await each.locator('summary').click();
        faults.push(...(await listFaults(page)).map(fault => `${path}: ${fault}`));
      }
      expect(faults).toEqual([]);
    },
    120_000,
  );

  it('new events come in at the top once it is switched to live, and only then', async () => {
    const page = await open('/runtime');
    const before = await firstEvent(page);
    tell(3);
    await page.waitForTimeout(1500);
    expect(await firstEvent(page)).toBe(before);
    await page.getByText('Live: new events come in at the top').click();
    await expect.poll(() => firstEvent(page)).toMatch(/ 402$/);
    expect(new URL(page.url()).search).toBe('?live=on');
    tell(2);
    await expect.poll(() => firstEvent(page)).toMatch(/ 404$/);
  });

  it('what one reads stays where it is while events come in above', async () => {
    const page = await open('/runtime?live=on');
    await page.locator('.bw-pane').hover();
    await page.mouse.wheel(0, 740);
    const row = page.locator('.bw-row a', { hasText: / 24$/ });
    const where = async () => Math.round((await row.boundingBox())?.y ?? 0);
    await expect.poll(where).toBeLessThan(700);
    const before = await where();
    tell(30);
    await page.getByText('430 rows').waitFor();
    // Heights of rows are no whole pixels: a small part of one row, over thirty.
    await expect.poll(async () => Math.abs((await where()) - before)).toBeLessThanOrEqual(4);
    expect(await page.locator('.bw-row a', { hasText: / 429$/ }).count()).toBe(0);
  });

  it('says that older ones are not shown when more come than can be read at once', async () => {
    const page = await open('/runtime?live=on');
    tell(1200);
    await page.getByText('Many came at once: older rows are not shown while live').waitFor();
    expect(await firstEvent(page)).toMatch(/ 1599$/);
  });

  it('leads from an event to its process, its workload, and what that did day by day', async () => {
    const page = await open('/runtime?filter=type=connect');
    await page.locator('.bw-row a').first().press('Enter');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/runtime/e-0');
    const tree = page.locator('.bw-processes');
    await expect.poll(() => tree.locator('strong').allInnerTexts()).toEqual(['/usr/local/bin/node', '/bin/sh', '/usr/bin/curl']);
    expect(await tree.textContent()).toContain(String.raw`'a\u000ab\u202e'`);
    await page.getByRole('link', { name: 'Deployment/web' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?tab=activity');
    await page.getByText('everything beyond the 500 things that are kept by name').first().waitFor();
    expect(await page.locator('.bw-group').count()).toBe(3);
    await page.getByText('Timeline: starts, new images, violations and what it did').click();
    const moments = page.getByRole('table', { name: 'Timeline: starts, new images, violations and what it did' });
    await expect.poll(() => moments.locator('tbody > tr').count()).toBe(4);
    expect(await moments.locator('tbody > tr').nth(3).textContent()).toContain('shop/web:1 → shop/web:2');
    await page.getByText('Its latest events, by process').click();
    await page.getByRole('link', { name: 'All its events' }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/runtime');
    await expect.poll(() => page.locator('.bw-row').count()).toBeGreaterThan(10);
  });

  it('says how to watch where nothing is watched', async () => {
    stage.server.fixture.empty('events.list');
    const page = await open('/runtime');
    await page.getByText('breakwater install manifest --role sensor --role agent').waitFor();
    expect(await listFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'See which ones' }).click();
    await page.getByText('the capability NET_ADMIN is missing').waitFor();
    expect(await page.getByRole('link', { name: 'node-3' }).count()).toBe(1);
    await page.getByText('The agent cannot see this: TCP connections').waitFor();
    await page.getByText('104 policies').click();
    await page.getByRole('link', { name: 'Program executed without a file' }).waitFor();
  });
});
