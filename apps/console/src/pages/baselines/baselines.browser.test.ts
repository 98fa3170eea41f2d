import { expect, it } from 'vitest';
import { describeInBrowser } from '../../testing/describe-in-browser.ts';
import { listFaults } from '../../testing/list-faults.ts';

const PARTS = ['/baselines', '/baselines/b-web', '/baselines/b-web-old', '/baselines/b-user', '/workloads/w-web?tab=replicas'] as const;

describeInBrowser('baselines, in a browser', 'baselines', stage => {
  const { open, visit } = stage;

  it.each([
    ['en-US', 'dark', 1280],
    ['ja-JP', 'light', 400],
  ] as const)(
    'every part in %s, %s, %i wide: no complaint, accessible, no text missing',
    async (locale, scheme, width) => {
      const page = await open('/baselines', locale, scheme, width);
      const faults: string[] = [];
      page.on('pageerror', error => faults.push(`${page.url()}: ${error}`));
      page.on('console', message => {
        if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
      });
      for (const path of PARTS) {
        await visit(page, path);
        faults.push(...(await listFaults(page)).map(fault => `${path}: ${fault}`));
      }
      expect(faults).toEqual([]);
    },
    120_000,
  );

  it('is locked with a reason, after a look at what would have been a deviation', async () => {
    const page = await open('/baselines?filter=state=learning');
    await page.getByRole('link', { name: 'Deployment/web' }).click();
    await page.getByText('It learns: a whole day has to be seen.').waitFor();
    await page.getByRole('button', { name: 'Lock' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('In the last seven days 2 different things would have been a deviation, in 400 events.').waitFor();
    expect(await listFaults(page)).toEqual([]);
    expect(await dialog.getByRole('button', { name: 'Lock' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('reviewed');
    await dialog.getByRole('button', { name: 'Lock' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(stage.server.fixture.changes).toEqual(['baselines.change']);
  });

  it('what was seen outside of it may be said to be normal, and entries are found and taken out', async () => {
    const page = await open('/baselines/b-web-old');
    await page.getByText('1 change was asked for and is not applied yet').waitFor();
    await page.getByRole('button', { name: 'This is normal' }).first().click();
    await page.getByRole('dialog').getByText('/bin/sh was not run before').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Find an entry' }).fill('tini');
    const programs = page.getByRole('table', { name: 'Programs' });
    await expect.poll(() => programs.locator('tbody > tr').count()).toBe(1);
    await programs.getByRole('button', { name: 'Take out' }).click();
    await page.getByRole('dialog').getByText('process init /usr/local/bin/node').waitFor();
  });

  it('replicas stand side by side, the one that differs first', async () => {
    const page = await open('/workloads/w-web?tab=replicas');
    await page.getByText('Different from the others: web-5d4f8c-b').waitFor();
    const cells = page.getByRole('table', { name: 'app' }).locator('tbody > tr').first().locator('td');
    expect(await cells.allInnerTexts()).toEqual(['/bin/sh -c curl 198.51.100.7', 'yes', '–', '–', 'new, and only this one does it']);
    await page.getByText('Too few to compare: 1 did something').waitFor();
  });

  it('is compared with another version, and who may only look changes nothing', async () => {
    stage.server.fixture.setRole('viewer');
    const page = await open('/baselines/b-web');
    await page.getByText('peer egress tcp 6379 workload shop/Deployment/cache').waitFor();
    for (const name of ['Lock', 'Take out', 'This is normal']) expect(await page.getByRole('button', { name }).count()).toBe(0);
    await page.getByRole('link', { name: 'See the other one' }).click();
    await page.getByText('process init /usr/bin/ncat', { exact: true }).waitFor();
  });
});
