import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ROOT } from '../../../scripts/run.ts';
import type { Platform } from './platform.ts';

/** Pictures of the last run; not part of the repository. */
const PICTURES = join(ROOT, 'test/e2e/pictures');
const PAGES = [
  ['overview', '/'],
  ['workloads', '/workloads'],
  ['violations', '/violations?filter=severity>=high'],
  ['policies', '/policies'],
  ['clusters', '/clusters'],
  ['namespaces', '/namespaces'],
  ['images', '/images'],
] as const;

/** Logs in as a person would, looks at every page, takes pictures; gives what went wrong. */
export async function visitConsole(platform: Platform, report: (line: string) => void): Promise<readonly string[]> {
  mkdirSync(PICTURES, { recursive: true });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    return await visit(browser, platform, report);
  } finally {
    await browser.close();
  }
}

async function visit(browser: Browser, { url, password }: Platform, report: (line: string) => void): Promise<readonly string[]> {
  const problems: string[] = [];
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  page.on('pageerror', error => problems.push(`script: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error' && !/401/.test(message.text())) problems.push(`console: ${message.text()}`);
  });
  await page.goto(url);
  await page.getByLabel(/name/i).first().fill('admin');
  await page
    .getByLabel(/^password/i)
    .first()
    .fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  for (const [name, path] of PAGES) problems.push(...(await look(page, url, name, path)));
  report(`${PAGES.length} pages seen`);
  return problems;
}

async function look(page: Page, url: string, name: string, path: string): Promise<readonly string[]> {
  const start = performance.now();
  await page.goto(`${url}${path}`);
  const heading = page.getByRole('heading', { level: 1 });
  await heading.waitFor({ timeout: 10_000 });
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  const text = (await page.getByRole('main').textContent())?.trim() ?? '';
  const took = performance.now() - start;
  return [
    ...(text.length < 40 ? [`page ${name} is empty: '${text}'`] : []),
    ...(took > 15_000 ? [`page ${name} took ${Math.round(took)} ms`] : []),
  ];
}
