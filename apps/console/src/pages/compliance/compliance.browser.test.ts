import { expect, it } from 'vitest';
import { describeInBrowser } from '../../testing/describe-in-browser.ts';
import { listFaults } from '../../testing/list-faults.ts';

/** Every part of the pages, each with its own address. */
const PARTS = [
  '/compliance',
  '/compliance?tab=runs',
  '/compliance?tab=schedules',
  '/compliance/run-3?framework=cis-1.12',
  '/compliance?tab=responsibility',
  '/compliance/run-3?tab=nodes',
  '/compliance/run-3/node?node=worker-1',
  '/compliance/run-3?tab=drift',
  '/compliance/run-0?tab=drift',
  '/compliance/run-3?tab=reports',
  '/compliance/run-waiting',
  '/compliance/run-3/control?framework=cis-1.12&control=4.2.4',
] as const;

describeInBrowser('compliance in a browser', 'compliance', stage => {
  const { open, visit } = stage;

  it.each([
    ['en-US', 'dark', 1280],
    ['ja-JP', 'light', 400],
  ] as const)(
    'every part in %s, %s, %i wide: no complaint, accessible, no text missing',
    async (locale, scheme, width) => {
      const page = await open('/compliance', locale, scheme, width);
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

  it('leads from the coverage to a control and its evidence, by framework and state', async () => {
    const page = await open('/compliance');
    await page
      .getByRole('link', { name: /84|78 of 94/ })
      .first()
      .click();
    await expect.poll(() => new URL(page.url()).pathname + new URL(page.url()).search).toBe('/compliance/run-3?framework=cis-1.12');
    await page.getByRole('combobox', { name: 'State' }).selectOption('fail');
    await expect.poll(() => new URL(page.url()).search).toBe('?framework=cis-1.12&state=fail');
    const table = page.getByRole('table', { name: 'Controls' });
    await expect.poll(() => table.locator('tbody tr td:nth-child(1)').allInnerTexts()).toEqual(['Fails', 'Fails', 'Fails']);
    await table.getByRole('link').first().click();
    await page.getByText('Evidence').first().click();
    await page.getByText('.readOnlyPort = "10255"').first().waitFor();
  });

  it('starts a run where somebody may, adds a schedule, and checks the record', async () => {
    const page = await open('/compliance?tab=schedules');
    await page.getByRole('button', { name: 'Add a schedule' }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('monthly');
    expect((await listFaults(page)).map(fault => `dialog: ${fault}`)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Start a run' }).click();
    expect((await listFaults(page)).map(fault => `dialog: ${fault}`)).toEqual([]);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/compliance/run-waiting');
    await visit(page, '/compliance/run-3?tab=reports');
    await page.getByRole('button', { name: 'Check the record' }).click();
    await page.getByText('All 4 runs are as they were written.').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as HTML' }).click();
    expect((await download).suggestedFilename()).toBe('compliance-production-3.html');
    expect(stage.server.fixture.changes).toEqual(['complianceSchedules.create', 'complianceRuns.start']);
  });

  it('attests a control that is for people, and no other', async () => {
    const page = await open('/compliance/run-3/control?framework=cis-1.12&control=4.2.4');
    expect(await page.getByRole('button', { name: 'Attest' }).count()).toBe(0);
    await visit(page, '/compliance/run-3/control?framework=cis-1.12&control=5.6.1');
    await page.getByRole('button', { name: 'Attest' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('looked');
    await dialog.locator('input[type=date]').fill('2099-01-01');
    expect((await listFaults(page)).map(fault => `dialog: ${fault}`)).toEqual([]);
    await dialog.getByRole('button', { name: 'Attest' }).click();
    await page.getByText(/^Attested by admin until /).waitFor();
    expect(stage.server.fixture.changes).toEqual(['attestations.create']);
  });

  it('offers those who only look neither runs nor schedules', async () => {
    stage.server.fixture.setRole('viewer');
    const page = await open('/compliance');
    expect(await page.getByRole('button', { name: 'Start a run' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Schedules' }).count()).toBe(0);
  });
});
