import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceObject } from '@breakwater/inventory';
import { readManifest, toObjects } from '@breakwater/manifest';
import type { Result } from '@breakwater/model';
import { judgeSet } from '../content/judge-set.ts';

/** Public manifests that the default preset is read against, finding by finding. */
export const SETS = ['argo-cd', 'kube-prometheus', 'microservices-demo'] as const;

/** One policy's findings and why they are right. */
export interface Section {
  readonly policy: string;
  readonly reason: string;
  readonly findings: readonly string[];
}

/** Findings of the default preset on one set, as lines of the review. */
export function listFindings(root: string, set: string): readonly Result[] {
  return judgeSet(
    listFiles(join(root, set)).flatMap(file => readObjects(file)),
    false,
  );
}

function listFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return /\.ya?ml$/.test(path) ? [path] : [];
  return readdirSync(path)
    .toSorted()
    .flatMap(name => listFiles(join(path, name)));
}

function readObjects(file: string): readonly SourceObject[] {
  return toObjects(readManifest(readFileSync(file), { source: file })).objects.map(object => ({ value: object.value }));
}

export function toLine(set: string, { target, container, message, state }: Result): string {
  const name = [target.namespace, target.name].filter(part => part !== '').join('/');
  return `${set}: ${target.kind} ${name}${container === undefined ? '' : ` (${container})`}: ${state === 'error' ? 'ERROR ' : ''}${message}`;
}

/** Reads the page back: `## policy`, a paragraph with the reason, and a list of findings. */
export function parseReview(text: string): readonly Section[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map(block => {
      const [heading = '', ...lines] = block.split('\n');
      const findings = lines.filter(line => line.startsWith('- ')).map(line => line.slice(2));
      const reason = lines.filter(line => line !== '' && !line.startsWith('- ')).join(' ');
      return { policy: heading.trim(), reason, findings };
    });
}
