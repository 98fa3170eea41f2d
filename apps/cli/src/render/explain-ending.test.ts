import { describe, expect, test } from 'vitest';
import { explainEnding } from './explain-ending.ts';
import type { Ending } from './run-bounded.ts';

const CONTEXT = { tool: '/opt/bin/helm', source: 'charts/shop', bounds: { time: 30_000, memory: 1024 ** 3, output: 64 * 1024 ** 2 } };

function explain(parts: Partial<Ending>) {
  const ending: Ending = { reason: 'exit', code: 1, out: Buffer.alloc(0), err: '', ...parts };
  const { code, message, source, location } = explainEnding(ending, CONTEXT);
  expect(source).toBe('charts/shop');
  return [code, message, ...(location === undefined ? [] : [`${location.file}:${location.line}:${location.column}`])];
}

describe('what a tool took too much of', () => {
  test.each<[Partial<Ending>, string, string]>([
    [{ reason: 'time' }, 'renderer-timeout', 'helm took longer than 30 s and was ended: look for loops without end.'],
    [{ reason: 'output' }, 'renderer-output-too-large', 'helm wrote more than 64 MiB and was ended: look for loops that make too much.'],
    [{ reason: 'start', err: 'spawn EACCES' }, 'render-failed', 'helm could not be started: spawn EACCES'],
    ...[
      'fatal error: runtime: out of memory',
      'runtime/cgo: pthread_create failed: Resource temporarily unavailable',
      'runtime: goroutine stack exceeds 1000000000-byte limit',
    ].map((err): [Partial<Ending>, string, string] => [
      { code: 2, err: `${err}\n\ngoroutine 1` },
      'renderer-out-of-memory',
      'helm needed more than 1024 MiB of memory and was ended: look for loops, recursion and repeated text.',
    ]),
    [
      { err: `Error: template: shop/a.yaml:1:2: ${'executing "a" at <include "shop.a" .>: error calling include: '.repeat(900)}` },
      'renderer-recursion',
      "helm gave up, since the template 'shop.a' calls itself without end.",
    ],
    [
      {
        err: 'Error: template: shop/templates/a.yaml:1:16: executing "b" at <{{template "b" .}}>: exceeded maximum template depth (100000)',
      },
      'renderer-recursion',
      "helm gave up, since the template 'b' calls itself without end.",
    ],
  ])('%j', (ending, code, message) => {
    expect(explain(ending)).toStrictEqual([code, message]);
  });
});

describe('what a tool said', () => {
  test.each<[string, Partial<Ending>, readonly string[]]>([
    ['nothing', {}, ['render-failed', 'helm failed (1) and did not say why']],
    ['nothing, ended by a signal', { code: undefined }, ['render-failed', 'helm was ended by a signal and did not say why']],
    [
      'what the chart depends on',
      {
        err: 'Error: An error occurred while checking for chart dependencies. You may need …: found in Chart.yaml, but missing in charts/ directory: redis, common\n',
      },
      [
        'chart-dependency-missing',
        'What the chart depends on is not in its folder charts/: redis, common. Run: helm dependency build charts/shop',
      ],
    ],
    [
      'a template, line and column',
      {
        err: 'Error: template: shop/templates/web.yaml:7:11: executing "x" at <.Values.a.b>: nil pointer\n\nUse --debug flag to render out invalid YAML\n',
      },
      [
        'render-failed',
        'helm failed: template: shop/templates/web.yaml:7:11: executing "x" at <.Values.a.b>: nil pointer',
        'charts/shop/templates/web.yaml:7:11',
      ],
    ],
    [
      'a template that is none',
      { err: 'Error: parse error at (shop/templates/web.yaml:3): unclosed action' },
      ['render-failed', 'helm failed: parse error at (shop/templates/web.yaml:3): unclosed action', 'charts/shop/templates/web.yaml:3:1'],
    ],
    [
      'a template that makes no YAML',
      { err: 'Error: YAML parse error on shop/charts/db/templates/a.yaml: error converting YAML to JSON' },
      [
        'render-failed',
        'helm failed: YAML parse error on shop/charts/db/templates/a.yaml: error converting YAML to JSON',
        'charts/shop/charts/db/templates/a.yaml:1:1',
      ],
    ],
    [
      'a template, as helm 4 says it',
      { err: 'Error: shop/templates/web.yaml:2:13\n  executing "x" at <.Values.a.b>:\n    nil pointer\n\nUse --debug flag' },
      [
        'render-failed',
        'helm failed: shop/templates/web.yaml:2:13 executing "x" at <.Values.a.b>: nil pointer',
        'charts/shop/templates/web.yaml:2:13',
      ],
    ],
    [
      'a template that refuses',
      { err: 'Error: execution error at (shop/templates/web.yaml:2:6): no good' },
      ['render-failed', 'helm failed: execution error at (shop/templates/web.yaml:2:6): no good', 'charts/shop/templates/web.yaml:2:6'],
    ],
    [
      'a template outside the chart',
      { err: 'Error: template: shop/templates/../../../a.yaml:1:2: no' },
      ['render-failed', 'helm failed: template: shop/templates/../../../a.yaml:1:2: no'],
    ],
    ['very much', { err: 'x '.repeat(10_000) }, ['render-failed', `helm failed: ${'x '.repeat(300)}…`]],
  ])('%s', (_, ending, expected) => {
    expect(explain(ending)).toStrictEqual(expected);
  });
});
