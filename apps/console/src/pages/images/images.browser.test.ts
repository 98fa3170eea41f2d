import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeInBrowser } from '../../testing/describe-in-browser.ts';
import { listFaults } from '../../testing/list-faults.ts';
import { en } from '../../texts/en.ts';

/** Every part of the pages about images, each with its own address. */
const PARTS = [
  '/images/i-0',
  '/images/i-0?tab=layers',
  '/images/i-0?tab=vulnerabilities',
  '/images/i-0?tab=packages',
  '/images/i-0?tab=files',
  '/images/i-0?tab=fix',
  '/images/i-3',
  '/images/i-3?tab=layers',
  '/images/i-3?tab=files',
  '/images/i-3?tab=packages',
  '/images/i-3?tab=fix',
  '/vulnerabilities/CVE-2024-3094?tab=images',
  '/vulnerabilities/CVE-2024-3094?tab=workloads',
  '/vulnerabilities/GHSA-7wjx-3g7j-8584',
  '/workloads/w-web?tab=vulnerabilities',
  '/fixes?filter=state=closed',
  '/base-images?tab=approvals',
  '/advisories?tab=scans',
  '/advisories?tab=scanners',
  '/advisories?tab=watched',
  '/exceptions/e-3',
  '/exceptions/new?target=CVE-2024-3094&kind=false-positive',
] as const;

describeInBrowser('images and vulnerabilities in a browser', 'images and vulnerabilities', stage => {
  const { open, visit } = stage;

  it.each([
    ['en-US', 'dark', 1280],
    ['ja-JP', 'light', 400],
  ] as const)(
    'every part in %s, %s, %i wide: no complaint, accessible, no text missing',
    async (locale, scheme, width) => {
      const page = await open('/images', locale, scheme, width);
      const faults: string[] = [];
      page.on('pageerror', error => faults.push(`${page.url()}: ${error}`));
      page.on('console', message => {
        // A plan that is not there is an answer, of which the browser tells by itself.
        const isTold = message.text().includes('404');
        if (message.type() === 'error' && !isTold) faults.push(`${page.url()}: ${message.text()}`);
      });
      for (const path of PARTS) {
        await visit(page, path);
        faults.push(...(await listFaults(page)).map(fault => `${path}: ${fault}`));
      }
      expect(faults).toEqual([]);
    },
    120_000,
  );

  it('a part of an image has an address of its own, and its filter stays with it', async () => {
    const page = await open('/images/i-0');
    await page.getByRole('link', { name: 'Layers' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?tab=layers');
    const current = page.getByRole('navigation', { name: 'Parts of the image' }).locator('[aria-current="page"]');
    await expect.poll(() => current.allInnerTexts()).toEqual(['Layers']);
    await page.getByRole('button', { name: /^Layer 5/ }).click();
    await page.getByRole('heading', { name: 'Layer 5 of 5' }).waitFor();
    await page.getByRole('link', { name: 'Show these' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?tab=vulnerabilities&filter=layer=5');
    await expect.poll(() => page.locator('.bw-row a[data-row-link]').allInnerTexts()).toEqual(['CVE-2024-21538', 'GHSA-7wjx-3g7j-8584']);
    await page.getByRole('link', { name: 'Packages' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?tab=packages');
    await page.goBack();
    await expect.poll(() => page.locator('.bw-filter-terms .pf-v6-c-label').allInnerTexts()).toEqual(['layer = 5']);
  });

  it('picture and table of the layers say the same', async () => {
    const page = await open('/images/i-0?tab=layers');
    const listTexts = async (parts: readonly string[]) => Promise.all(parts.map(part => page.locator(part).allTextContents()));
    const [numbers = [], ...pictured] = await listTexts(['.bw-layer-number', '.bw-layer-text', '.bw-layer-size']);
    const cell = (position: number) => `table[aria-label="All layers, from the lowest on"] td:nth-child(${position})`;
    const [listedNumbers, ...listed] = await listTexts([cell(1), cell(2), cell(4)]);
    expect(numbers.map(text => text.replace('Layer ', '')).toReversed()).toEqual(listedNumbers);
    expect(pictured.map(texts => texts.toReversed())).toEqual(listed);
  });

  it('one of several images behind a reference is chosen by its digest, in every part', async () => {
    const page = await open('/images/i-0');
    await page.getByRole('link', { name: 'sha256:333333333333…' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('digest')).toBe(`sha256:${'33'.repeat(32)}`);
    const asked = page.waitForRequest(request => request.url().includes('/packages?'));
    await page.getByRole('link', { name: 'Packages' }).click();
    expect(new URL((await asked).url()).searchParams.get('digest')).toBe(`sha256:${'33'.repeat(32)}`);
  });

  it('what could not be read says why and what to do; nothing of it counts as none', async () => {
    const page = await open('/images/i-3');
    await page.getByText('It could not be read.').waitFor();
    await page.getByText('Give the scanner a login for this registry').waitFor();
    await page.getByRole('link', { name: 'Vulnerabilities' }).last().click();
    await page.getByText('Not compared with advisories yet').waitFor();
    await visit(page, '/images?filter=scan=failed');
    await expect.poll(() => page.locator('.bw-row td:nth-child(3)').allInnerTexts()).toEqual(['not known', 'not known', 'not known']);
  });

  it('the bill of materials is a file, and a scan is asked for', async () => {
    const page = await open('/images/i-0');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'SBOM (SPDX)' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('registry.example.com_shop_web_latest.spdx.json');
    expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).toMatchObject({ asked: { format: 'spdx' } });
    const decisions = page.waitForEvent('download');
    await page.getByRole('button', { name: 'VEX' }).click();
    expect((await decisions).suggestedFilename()).toBe('registry.example.com_shop_web_latest.openvex.json');
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByText('Queued before everything else.').waitFor();
    expect(stage.server.fixture.changes).toEqual(['scans.create']);
  });

  it('a finding is accepted for its package and image, a vulnerability deferred until a fix', async () => {
    const page = await open('/images/i-0?tab=vulnerabilities');
    await page.getByRole('link', { name: 'Accept…: CVE-2024-3094 xz-utils' }).click();
    expect(await page.getByLabel('Packages').inputValue()).toBe('xz-utils');
    expect(await page.getByLabel('Images').inputValue()).toBe('registry.example.com/shop/web:latest');
    await page.getByLabel('Reason').fill('No service logs in through it.');
    const sent = page.waitForRequest(request => request.method() === 'POST');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    expect((await sent).postDataJSON()).toEqual({
      target: 'CVE-2024-3094',
      scope: { packages: ['xz-utils'], images: ['registry.example.com/shop/web:latest'] },
      reason: 'No service logs in through it.',
      expiry: expect.any(String),
      vexStatus: 'affected',
    });
    await visit(page, '/vulnerabilities/CVE-2024-3094');
    await page.getByRole('button', { name: 'Defer' }).click();
    await page.getByText('Without any name above it holds for this vulnerability in every image.').waitFor();
    await page.getByLabel('Reason').fill('Upstream is at work.');
    const deferred = page.waitForRequest(request => request.method() === 'POST');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    expect((await deferred).postDataJSON()).toEqual({
      target: 'CVE-2024-3094',
      scope: {},
      reason: 'Upstream is at work.',
      until: 'fixable',
    });
  });

  it('addresses that are none of the web lead nowhere', async () => {
    const page = await open('/vulnerabilities/CVE-2024-3094');
    expect(await page.getByRole('link', { name: 'NVD' }).getAttribute('rel')).toBe('noreferrer noopener');
    expect(await page.getByText('not a page').count()).toBe(0);
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
  });

  it('the fix plan stands step by step, and a rebuild shows what is sent before it is', async () => {
    const page = await open('/fixes');
    await expect.poll(() => page.locator('.bw-group').allInnerTexts()).toEqual(['Step 1', 'Step 2']);
    await page.locator('a[data-row-link]').nth(1).focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator(':focus').textContent()).toContain('shop/auth');
    await page.getByRole('button', { name: 'Severity' }).click();
    await expect.poll(() => page.locator('.bw-group').count()).toBe(0);
    await visit(page, '/fixes/i-0');
    await page.getByRole('button', { name: 'Ask for a rebuild' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('"event": "rebuild-requested"').waitFor();
    await dialog.getByText('chat (https://chat.example.com/hooks/breakwater)').waitFor({ state: 'attached' });
    expect(stage.server.fixture.changes).toEqual([]);
    expect(await listFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('Delivered.').waitFor();
    expect(stage.server.fixture.changes).toEqual(['fixPlan.rebuild']);
  });

  it('the days to mend are whole numbers, and an administrator changes them', async () => {
    const page = await open('/fixes', 'en-US', 'dark');
    await page.getByRole('button', { name: 'Days to mend' }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: 'Save' });
    expect(await dialog.getByLabel('Critical').inputValue()).toBe('7');
    expect(await listFaults(page)).toEqual([]);
    await dialog.getByLabel('Critical').fill('0');
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByLabel('Critical').fill('3');
    const sent = page.waitForRequest(request => request.method() === 'PUT');
    await save.click();
    expect((await sent).postDataJSON()).toEqual({ critical: 3, high: 30, medium: 90, low: 180 });
    await dialog.waitFor({ state: 'detached' });
  });

  it('a base image is approved from where it is seen, and an approval ends after a question', async () => {
    const page = await open('/base-images');
    await page.getByRole('button', { name: 'Approve: docker.io/library/alpine:3.15' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Base image').inputValue()).toBe('docker.io/library/alpine:3.15');
    expect(await dialog.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
    expect(await listFaults(page)).toEqual([]);
    await dialog.getByLabel('Reason').fill('Small and ours.');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Approvals' }).click();
    await page.getByRole('button', { name: 'End: registry.example.com/base/*' }).click();
    await page.getByRole('dialog', { name: 'End the approval of registry.example.com/base/*?' }).waitFor();
    await page.keyboard.press('Escape');
    expect(stage.server.fixture.changes).toEqual(['baseImages.create']);
  });

  it('a watched image is added and taken away; a scan is asked for by name', async () => {
    const page = await open('/advisories?tab=watched');
    await page.getByRole('button', { name: 'Watch an image' }).click();
    expect(await listFaults(page)).toEqual([]);
    await page.getByLabel('Image or pattern').fill('registry.example.com/shop/next:2.*');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete: registry.example.com/shop/cart:1.*' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Scans' }).click();
    await page.getByText('Reads layers: 70.6 MiB of 268 MiB').waitFor();
    await page.getByRole('button', { name: 'Scan an image' }).click();
    await page.getByRole('dialog').getByLabel('Image').fill('redis:7');
    await page.getByRole('dialog').getByRole('button', { name: 'Scan' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(stage.server.fixture.changes).toEqual(['watchedImages.create', 'watchedImages.delete', 'scans.create']);
  });

  it('a viewer sees all of it and is offered to ask only', async () => {
    stage.server.fixture.setRole('viewer');
    const page = await open('/images/i-0');
    expect(await page.getByRole('button', { name: 'Scan now' }).count()).toBe(0);
    await page.getByRole('button', { name: 'SBOM (CycloneDX)' }).waitFor();
    await visit(page, '/fixes/i-0');
    expect(await page.getByRole('button', { name: 'Ask for a rebuild' }).count()).toBe(0);
    await visit(page, '/fixes');
    await page.getByRole('button', { name: 'Days to mend' }).click();
    await page.getByRole('dialog').getByText('7 days').waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Save' }).count()).toBe(0);
    await visit(page, '/base-images');
    expect(await page.getByRole('button', { name: /^Approve(?!d|al)/ }).count()).toBe(0);
    await visit(page, '/advisories');
    await expect
      .poll(() => page.getByRole('navigation', { name: 'Parts of the page' }).getByRole('link').allInnerTexts())
      .toEqual(['Advisories', 'Scans']);
    await visit(page, '/vulnerabilities/CVE-2024-3094');
    await page.getByRole('button', { name: 'Defer' }).waitFor();
  });

  it('without a scanner every list says so, with the command; a failure is told and tried again', async () => {
    const page = await open('/images');
    stage.server.fixture.setScanners({ connected: 0, known: 0 });
    for (const path of ['/images', '/vulnerabilities', '/fixes', '/']) {
      await visit(page, path);
      await page.getByText(en.scanners.noScanner).waitFor();
      await page.getByText('breakwater scanner --join TOKEN').waitFor();
      await page.getByRole('link', { name: 'Make a join token' }).waitFor();
    }
    expect(await listFaults(page)).toEqual([]);
    stage.server.fixture.setScanners({ connected: 1, known: 1 });
    stage.server.fixture.empty('vulnerabilities.list');
    await visit(page, '/vulnerabilities');
    await page.getByText(en.scanners.noAdvisories).waitFor();
    await page.getByText('No open vulnerabilities').waitFor();
    stage.server.fixture.refuse('vulnerabilities.images', 'conflict');
    await visit(page, '/vulnerabilities/CVE-2024-3094?tab=images');
    await page.getByText('It has changed in the meantime').waitFor();
    stage.server.fixture.refuse('vulnerabilities.list', 'internal');
    await page.goto(`${stage.server.base}/`);
    await expect.poll(() => page.locator('a.bw-figure', { hasText: 'with a fix' }).first().textContent()).toContain('?');
  });
});
