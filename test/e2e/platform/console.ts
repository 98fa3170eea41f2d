import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ROOT } from '../../../scripts/run.ts';
import type { Platform } from './platform.ts';

export type { Page } from 'playwright-core';

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
  ['network', '/network'],
  ['attack', '/attack'],
  ['identities', '/identities'],
  ['secrets', '/secrets'],
] as const;

export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

/** Logs in as a person would, looks at every page, takes pictures; gives what went wrong. */
export async function visitConsole(platform: Platform, report: (line: string) => void): Promise<readonly string[]> {
  mkdirSync(PICTURES, { recursive: true });
  const browser = await launchBrowser();
  try {
    return await visit(browser, platform, report);
  } finally {
    await browser.close();
  }
}

/** A page of somebody who has logged in. */
export async function logInByPage(page: Page, { url, password }: Pick<Platform, 'url' | 'password'>): Promise<void> {
  await page.goto(url);
  await page.getByLabel(/name/i).first().fill('admin');
  await page
    .getByLabel(/^password/i)
    .first()
    .fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}

async function visit(browser: Browser, platform: Platform, report: (line: string) => void): Promise<readonly string[]> {
  const problems: string[] = [];
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  page.on('pageerror', error => problems.push(`script: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error' && !/401/.test(message.text())) problems.push(`console: ${message.text()}`);
  });
  await logInByPage(page, platform);
  for (const [name, path] of PAGES) problems.push(...(await look(page, platform.url, name, path)));
  report(`${PAGES.length} pages seen`);
  return problems;
}

async function look(page: Page, url: string, name: string, path: string): Promise<readonly string[]> {
  const start = performance.now();
  await page.goto(`${url}${path}`);
  const heading = page.getByRole('heading', { level: 1 });
  await heading.waitFor({ timeout: 10_000 });
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
  await takePicture(page, name);
  const text = (await page.getByRole('main').textContent())?.trim() ?? '';
  const took = performance.now() - start;
  return [
    ...(text.length < 40 ? [`page ${name} is empty: '${text}'`] : []),
    ...(took > 15_000 ? [`page ${name} took ${Math.round(took)} ms`] : []),
  ];
}

/** Keeps how a page looks at this moment. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}
