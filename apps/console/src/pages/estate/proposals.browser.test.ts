import { expect, it } from 'vitest';
import { describeInBrowser } from '../../testing/describe-in-browser.ts';
import { listFaults } from '../../testing/list-faults.ts';

describeInBrowser('what a namespace can have', 'proposals', stage => {
  it.each([
    ['en-US', 'Propose', '2 objects are proposed. Namespace shop is there already, and would be changed.'],
    ['ja-JP', '提案を作成', '2 件のオブジェクトを提案します。 うち 1 件はすでに存在し、変更されます: Namespace shop'],
  ])('in %s: objects with what they rest on, what would be changed, and how the API server is asked', async (locale, button, text) => {
    const page = await stage.open('/namespaces/n-shop', locale, 'light', locale === 'ja-JP' ? 400 : 1280);
    await page.getByRole('button', { name: button }).click();
    await page.getByText(text).waitFor();
    expect(await page.locator('#proposals').textContent()).toBe(
      [
        '# enforce: all of its workloads satisfy baseline; in the way of restricted, to be mended first:\n',
        '# Deployment web breaks restricted on runAsNonRoot\n',
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    pod-security.kubernetes.io/enforce: baseline\n',
        '---\n# no LimitRange: every container says what it needs\n',
        '---\n# what its workloads need (6), with a head-room of 50 %\n',
        'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: breakwater-quota\n  namespace: shop\n',
      ].join(''),
    );
    expect(await page.locator('#proposals-command').textContent()).toBe(
      'breakwater propose namespace shop --dry-run server > shop.yaml\nkubectl apply --server-side -f shop.yaml',
    );
    await page.getByText('Service shop/old: it selects no pod').waitFor();
    expect(await listFaults(page)).toEqual([]);
  });
});
