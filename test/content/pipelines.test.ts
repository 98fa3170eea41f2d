import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { readManifest } from '@breakwater/manifest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/pipelines.md'), 'utf8');
const PRIVILEGED = `apiVersion: v1
kind: Pod
metadata: { name: app }
spec: { containers: [{ name: app, image: app:1, securityContext: { privileged: true } }] }
`;

/** The block below a heading, and its YAML value. */
function readBlock(heading: string): { readonly text: string; readonly value: unknown } {
  const text = new RegExp(`## ${heading}\\n.*?\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(PAGE)?.[1] ?? '';
  return { text, value: readManifest(text, { source: heading }).documents[0]?.value };
}

function readAt(value: unknown, ...path: readonly (string | number)[]): string {
  return String(path.reduce((current, step) => (current as Record<string | number, unknown>)[step], value));
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-pipeline-'));
  mkdirSync(join(folder, 'deploy'));
  writeFileSync(join(folder, 'deploy/app.yaml'), PRIVILEGED);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a recipe's script as its pipeline would: in the repository, with breakwater on PATH. */
function runScript(script: string): { readonly status: number | null; readonly stdout: string } {
  const env = { ...process.env, PATH: [join(ROOT, 'bin'), process.env['PATH']].join(delimiter) };
  return spawnSync('sh', ['-c', script], { cwd: folder, env, encoding: 'utf8' });
}

describe('the recipes of docs/pipelines.md', () => {
  test.each<[string, () => string, string, readonly string[]]>([
    [
      'GitHub Actions',
      () => readAt(readBlock('GitHub Actions').value, 'jobs', 'check', 'steps', 1, 'run'),
      '::error',
      ['breakwater.sarif'],
    ],
    [
      'GitLab',
      () => readAt(readBlock('GitLab').value, 'manifests', 'script', 0),
      'privileged-container',
      ['code-quality.json', 'breakwater.xml'],
    ],
    ['Tekton', () => readAt(readBlock('Tekton').value, 'spec', 'steps', 0, 'script'), 'privileged-container', ['breakwater.json']],
    ['Jenkins', () => /sh '(.*?)'/.exec(readBlock('Jenkins').text)?.[1] ?? '', 'privileged-container', ['breakwater.xml']],
    [
      'pre-commit',
      () => `${readAt(readBlock('pre-commit').value, 'repos', 0, 'hooks', 0, 'entry')} deploy/app.yaml`,
      'privileged-container',
      [],
    ],
  ])('%s fails on a privileged container and leaves its reports', (_, readScript, told, reports) => {
    const script = readScript();
    const { status, stdout } = runScript(script);
    expect([status, stdout]).toStrictEqual([1, expect.stringContaining(told)]);
    expect(reports.filter(report => script.includes(report) && statSync(join(folder, report)).size > 100)).toStrictEqual(reports);
  });

  test('the reports that a recipe hands on are those that its script writes', () => {
    const gitlab = readAt(readBlock('GitLab').value, 'manifests', 'script', 0);
    for (const report of ['codequality', 'junit'])
      expect(gitlab).toContain(`=${readAt(readBlock('GitLab').value, 'manifests', 'artifacts', 'reports', report)}`);
    const github = readBlock('GitHub Actions').value;
    expect(readAt(github, 'jobs', 'check', 'steps', 1, 'run')).toContain(readAt(github, 'jobs', 'check', 'steps', 2, 'with', 'sarif_file'));
  });
});
