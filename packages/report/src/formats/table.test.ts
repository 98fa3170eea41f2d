import { describe, expect, test } from 'vitest';
import { buildOutput, buildResult, PLAIN } from '../testing/build.ts';
import { format } from './table.ts';

const FINDINGS = [
  buildResult({ severity: 'low', policy: 'mild', name: 'api', namespace: '' }),
  buildResult({
    severity: 'critical',
    policy: 'grave',
    container: 'app',
    location: { file: 'a.yaml', line: 3, column: 5 },
    message: "container 'app' is wrong in a way that takes more than one line to say",
    evidence: [
      { source: 'manifest', path: 'spec.x', value: true },
      { source: 'also', path: 'weaker', value: null },
      { source: 'fact', path: '', value: { a: 1 } },
    ],
  }),
  buildResult({ severity: 'high', policy: 'other', state: 'review' }),
  buildResult({ policy: 'fine', state: 'pass' }),
  buildResult({ policy: 'blind', state: 'not-evaluated', message: 'Blind: could not be evaluated: x' }),
];
const PROBLEM = {
  code: 'invalid-yaml',
  message: 'document 1 cannot be read',
  source: 'b.yaml',
  location: { file: 'b.yaml', line: 2, column: 1 },
};

/** The whole text, as people see it. */
describe('table', () => {
  test('findings, problems and summary', () => {
    expect(`\n${format.render(buildOutput(FINDINGS, [PROBLEM]), { ...PLAIN, width: 60 })}`).toBe(`
Pod shop/web
  critical  grave  a.yaml:3:5  container app
            container 'app' is wrong in a way that takes
            more than one line to say
            do: Change it.
  to review other
            it is wrong

Pod api
  low       mild
            it is wrong
            do: Change it.

Problems
  invalid-yaml  b.yaml:2:1
            document 1 cannot be read

Looked at 1 object (1 workload) in 1 file with 1 policy.
2 violations: 1 critical, 1 low
Beside them: 1 to review
1 verdict could not be reached because something was missing (--verbose lists them, --complete says that nothing is).
`);
  });

  test('evidence and quiet states when verbose', () => {
    expect(`\n${format.render(buildOutput(FINDINGS.slice(1)), { ...PLAIN, verbose: true })}`).toBe(`
Pod shop/web
  critical  grave  a.yaml:3:5  container app
            container 'app' is wrong in a way that takes more than one line to say
            do: Change it.
            because: manifest spec.x = true
            because: also weaker
            because: fact = {"a":1}
  not evaluated blind
            Blind: could not be evaluated: x
  passes    fine
            it is wrong
  to review other
            it is wrong

Looked at 1 object (1 workload) in 1 file with 1 policy.
1 violation: 1 critical
Beside them: 1 to review
`);
  });

  test('in Japanese', () => {
    const result = buildResult({ container: 'app', message: '特権で動いています', remediation: 'privileged を外してください。' });
    expect(`\n${format.render(buildOutput([result]), { ...PLAIN, language: 'ja', width: 40 })}`).toBe(`
Pod shop/web
  高        test-policy  コンテナ app
            特権で動いています
            対処: privileged を外してください。

1 個のファイルにある 1 個のオブジェクト (ワークロード 1 個) を 1 個のポリシーで検査しました。
違反 1 件 (高 1)
`);
  });
});

describe('summary lines', () => {
  const render = (summary: Parameters<typeof buildOutput>[2], language: 'en' | 'ja' = 'en') =>
    format
      .render(buildOutput([], [], summary), { ...PLAIN, language })
      .trimEnd()
      .split('\n');
  test.each<[Parameters<typeof buildOutput>[2], readonly string[]]>([
    [{}, ['Looked at 1 object (1 workload) in 1 file with 1 policy.', 'No violations.']],
    [
      { objects: 2, workloads: 0, files: 3, policies: 4 },
      ['Looked at 2 objects (0 workloads) in 3 files with 4 policies.', 'No violations.'],
    ],
    [{ objects: 0 }, ['No Kubernetes object was found in what was given.']],
    [
      { unknownKinds: { 'example.com/v1/Widget': 1 } },
      [
        'Looked at 1 object (1 workload) in 1 file with 1 policy.',
        'No violations.',
        '1 object of kinds that no policy knows in depth: example.com/v1/Widget (1)',
      ],
    ],
    [
      { unknownKinds: { 'a.b/v1/X': 2, 'a.b/v1/Y': 1 } },
      [
        'Looked at 1 object (1 workload) in 1 file with 1 policy.',
        'No violations.',
        '3 objects of kinds that no policy knows in depth: a.b/v1/X (2), a.b/v1/Y (1)',
      ],
    ],
    [
      { states: { error: 2, accepted: 1, review: 1, manual: 3, inconsistent: 1 } },
      [
        'Looked at 1 object (1 workload) in 1 file with 1 policy.',
        'No violations.',
        'Beside them: 2 error, 1 to review, 3 manual, 1 inconsistent, 1 accepted',
      ],
    ],
  ])('%j', (summary, lines) => {
    expect(render(summary)).toStrictEqual(lines);
  });

  test('in Japanese', () => {
    expect(render({ unknownKinds: { 'a.b/v1/X': 2 }, states: { error: 1 } }, 'ja')).toStrictEqual([
      '1 個のファイルにある 1 個のオブジェクト (ワークロード 1 個) を 1 個のポリシーで検査しました。',
      '違反はありません。',
      'ほかに: エラー 1',
      '詳細を判定できない種類のオブジェクト 2 個: a.b/v1/X (2)',
    ]);
  });
});
