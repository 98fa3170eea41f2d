import type { CheckOutput } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { buildScan, buildVulnerability } from '../testing/scan-output.ts';
import { run } from '../testing/terminal.ts';

const NOW = Date.now();
const CART = 'registry.example.com/shop/cart:1';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const toTime = (daysAgo: number): string => new Date(NOW - daysAgo * 86_400_000).toISOString();

const deployment = (image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, image: "${image}" }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
`;

const OF_IMAGES = /^(?:image-(?:not-scanned|scan|vuln|fix)|too-many|exposed-with)/;

/** Violations by policies over scans, with exit code. */
async function check(image: string, files: Readonly<Record<string, string>>, ...words: readonly string[]) {
  using folder = createFolder(files);
  const scans = Object.keys(files).flatMap(name => ['--scans', folder.at(name)]);
  const { out, err } = await run(['check', '--format', 'json', ...scans, ...words, '-'], deployment(image));
  if (err !== '') return err.replaceAll(folder.at(''), '');
  const { results } = JSON.parse(out) as CheckOutput;
  return results
    .filter(({ policy, state }) => state === 'fail' && OF_IMAGES.test(policy))
    .map(({ policy, message }) => `${policy}: ${message}`);
}

const LOG4SHELL = buildVulnerability('CVE-2021-44228', { kev: { added: '2021-12-10', ransomware: true } });

describe('check --scans', () => {
  test('what a scan found is judged beside the objects', async () => {
    expect(await check(CART, { 'cart.json': buildScan(CART, [LOG4SHELL]) })).toEqual([
      "exposed-with-critical-vulnerability: Deployment 'web' can be reached from outside and has critical vulnerabilities: CVE-2021-44228",
      "exposed-with-rce-vulnerability: Deployment 'web' can be reached from outside and has vulnerabilities rated as remote code execution: CVE-2021-44228",
      `image-vulnerability-exploited: image '${CART}' has what attackers are known to use: CVE-2021-44228`,
      `image-vulnerability-fixable: image '${CART}' has severe vulnerabilities with a fix (1), first of all CVE-2021-44228`,
    ]);
  });

  const missing = (image: string): readonly string[] => [
    `image-not-scanned: image '${image}' was not scanned: no scan of it is among those given`,
  ];
  test.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
    ['nothing found', CART, { 'a.json': buildScan(CART, []) }, []],
    ['another image was scanned', 'nginx:1', { 'a.json': buildScan(CART, []) }, missing('nginx:1')],
    ['another tag was', 'registry.example.com/shop/cart:2', { 'a.json': buildScan(CART, []) }, missing('registry.example.com/shop/cart:2')],
    ['a short name of Docker Hub', 'nginx', { 'a.json': buildScan(CART, [], { subject: 'docker.io/library/nginx:latest' }) }, []],
    [
      'by digest',
      `registry.example.com/shop/cart@${DIGEST}`,
      { 'a.json': buildScan(CART, [], { subject: 'cart.tar', image: { digest: DIGEST, references: [] } }) },
      [],
    ],
    ['by one of its references', CART, { 'a.json': buildScan(CART, [], { subject: 'cart.tar', image: { references: [CART] } }) }, []],
    [
      'of two scans the later counts',
      CART,
      { 'a.json': buildScan(CART, []), 'b.json': buildScan(CART, [LOG4SHELL], { scannedAt: toTime(3) }) },
      [],
    ],
    [
      'advisories of last month',
      CART,
      { 'a.json': buildScan(CART, [], { database: { built: toTime(30), records: 1, feeds: [] } }) },
      [`image-scan-stale: image '${CART}' was compared with advisories of 30 days ago, 7 are allowed`],
    ],
    [
      'what was accepted does not count',
      CART,
      { 'a.json': buildScan(CART, [{ ...LOG4SHELL, exception: { target: LOG4SHELL.id, scope: {}, reason: 'not reachable' } }]) },
      [],
    ],
  ])('%s', async (_, image, files, expected) => {
    expect(await check(image, files)).toEqual(expected);
  });

  test.each<[state: 'loaded' | 'never-loaded' | undefined, violations: readonly string[]]>([
    ['loaded', ['in-use: loaded']],
    ['never-loaded', []],
    [undefined, ['in-use: unknown']],
  ])('a policy that asks whether a package is in use: %s', async (state, expected) => {
    using folder = createFolder({
      'cart.json': buildScan(CART, [buildVulnerability('CVE-1', state === undefined ? {} : { use: { state } })]),
      'in-use.yaml': `id: in-use
title: Vulnerability in use
severity: high
reason: vulnerable
categories: [images]
stages: [build]
target: image
expression: image.scan.vulnerabilities.all(v, v.use == 'never-loaded')
message: "{{image.scan.vulnerabilities.map(v, v.use).join(', ')}}"
field: image.image
rationale: r
remediation: r
ja: { title: t, message: m, rationale: r, remediation: r }
standards: {}
examples: { comply: [{ name: a, objects: [{}] }], violate: [{ name: b, objects: [{}], messages: [m] }] }
`,
    });
    const words = ['--scans', folder.at('cart.json'), '--policies', folder.at('in-use.yaml'), '--policy', 'in-use'];
    const { out, err } = await run(['check', '--format', 'json', ...words, '-'], deployment(CART));
    expect(err).toBe('');
    const { results } = JSON.parse(out) as CheckOutput;
    expect(results.filter(one => one.state === 'fail').map(one => `${one.policy}: ${one.message}`)).toEqual(expected);
  });

  test.each<[string, string, RegExp]>([
    ['no JSON', '{', /--scans \/a\.json: is no JSON; write it with/],
    ['another output', '{"schema":"breakwater/check"}', /--scans \/a\.json: is no scan of an image/],
    ['a list', '[]', /--scans \/a\.json: is no scan of an image/],
  ])('%s is wrong usage', async (_, text, message) => {
    expect(await check(CART, { 'a.json': text })).toMatch(message);
  });

  test('without scans nothing is said of them', async () => {
    expect(await check(CART, {}, '--preset', 'all')).toEqual([]);
  });
});
