import { setTimeout } from 'node:timers/promises';
import { launchBrowser, logInByPage } from '../../test/e2e/platform/console.ts';
import type { Platform } from '../../test/e2e/platform/platform.ts';

const SAMPLES = 40;

type Page = Parameters<typeof logInByPage>[0];

async function withPage<T>(platform: Platform, use: (page: Page) => Promise<T>): Promise<T> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await logInByPage(page, platform);
    return await use(page);
  } finally {
    await browser.close();
  }
}

/**
 * From a change of one object to what the open list of violations shows of it, in milliseconds.
 *
 * @param name of the workload that `change` makes violate the policy host-pid, or mends
 */
export function measureOpenConsole(platform: Platform, name: string, change: (violates: boolean) => void): Promise<readonly number[]> {
  return withPage(platform, async page => {
    const rows = page.locator('.bw-row');
    await page.goto(`${platform.url}/violations?filter=policy=host-pid,name=${name}`);
    change(true);
    await rows.first().waitFor();
    const times: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample++) {
      // Not in step with anything that happens at regular times.
      await setTimeout(300 + ((sample * 397) % 1200));
      const violates = sample % 2 === 1;
      const start = performance.now();
      change(violates);
      await rows.first().waitFor({ state: violates ? 'visible' : 'detached', timeout: 20_000 });
      times.push(performance.now() - start);
    }
    return times;
  });
}

/** From opening the list of workloads to its rows, in milliseconds. */
export function measureWorkloadList(platform: Platform): Promise<readonly number[]> {
  return withPage(platform, async page => {
    const times: number[] = [];
    for (let sample = 0; sample < 7; sample++) {
      await page.goto(`${platform.url}/images`);
      await page.locator('.bw-row').first().waitFor();
      const start = performance.now();
      await page.goto(`${platform.url}/workloads`);
      await page.locator('.bw-row').nth(10).waitFor();
      times.push(performance.now() - start);
    }
    return times;
  });
}
