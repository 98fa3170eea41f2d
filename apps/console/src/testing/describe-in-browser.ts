import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

const CHROMIUM = '/usr/bin/chromium';

export interface BrowserStage {
  /** There from the first test on. */
  readonly server: ConsoleServer;
  /** A page of a context of its own, which ends with the test; resolves once it shows something. */
  readonly open: (path: string, locale?: string, colorScheme?: 'light' | 'dark', width?: number) => Promise<Page>;
  /** Goes elsewhere with a page. */
  readonly visit: (page: Page, path: string) => Promise<void>;
}

/**
 * Tests of the console in a browser, against a server of 100 rows that begins anew with each test. Skipped with a word where there is no browser; throws instead where CI=true.
 *
 * @param subject what the tests are of, for that word
 */
export function describeInBrowser(name: string, subject: string, tests: (stage: BrowserStage) => void): void {
  const isPossible = existsSync(CHROMIUM);
  if (!isPossible && process.env['CI'] === 'true') throw new Error(`${CHROMIUM} is not there, and CI may not skip the console's tests`);
  if (!isPossible) process.stderr.write(`skipped: the tests of ${subject} in the console need ${CHROMIUM}\n`);
  describe.skipIf(!isPossible)(name, { timeout: 60_000 }, () => tests(prepareStage()));
}

function prepareStage(): BrowserStage {
  let server: ConsoleServer;
  let browser: Browser;
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    server = await startConsoleServer(100);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });
  afterEach(async () => {
    await context?.close();
    server.fixture.reset();
  });
  const visit = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${server.base}${path}`);
    await page.locator('h1').first().waitFor();
    await page.locator('.bw-loading').first().waitFor({ state: 'detached' });
  };
  return {
    get server() {
      return server;
    },
    visit,
    open: async (path, locale = 'en-US', colorScheme = 'light', width = 1280) => {
      context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await visit(page, path);
      return page;
    },
  };
}
