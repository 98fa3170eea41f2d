import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SourceObject } from '@breakwater/inventory';
import { formatPath, readManifest, toObjects } from '@breakwater/manifest';
import type { Result } from '@breakwater/model';
import { toFingerprint } from '@breakwater/report';
import { readSource } from './read-source.ts';
import type { RenderedInput } from './rendered-set.ts';
import type { Renderer } from './renderer.ts';
import { listLeaves, type ValuesLeaf } from './values-leaves.ts';

/** The key of values.yaml that a finding hangs on. */
export interface ValuesKey {
  readonly path: string;
  readonly value: unknown;
}

export interface ValuesSearch {
  readonly renderer: Renderer;
  /** Where files with changed values are put. */
  readonly folder: string;
  /** Findings in some objects by some policies. */
  readonly judge: (objects: readonly SourceObject[], policies: readonly string[]) => readonly Result[];
  /** Moment (`performance.now()`) at which to stop. */
  readonly deadline: number;
}

/** Most leaves that are tried for one chart. */
const MAX_TRIES = 200;

/**
 * Renders a chart again with one leaf of values.yaml changed at a time, until for every wanted finding there is a leaf without whose value it
 * is not found at its place. An object or a container that is no longer there proves nothing.
 */
export async function findValues(
  input: RenderedInput,
  wanted: readonly Result[],
  search: ValuesSearch,
): Promise<ReadonlyMap<string, ValuesKey>> {
  const file = join(input.folder, 'values.yaml');
  const [document] = readManifest((await readSource(file)) ?? '', { source: file }).documents;
  const policies = [...new Set(wanted.map(({ policy }) => policy))];
  const alone = new Set(search.judge(input.objects, policies).map(toFingerprint));
  const open = new Map(wanted.map(result => [toFingerprint(result), result] as const).filter(([key]) => alone.has(key)));
  const found = new Map<string, ValuesKey>();
  const leaves = sortByRelevance(listLeaves(document?.value).slice(0, MAX_TRIES), wanted);
  const width = Math.min(4, availableParallelism());
  for (let at = 0; at < leaves.length && open.size > 0 && performance.now() < search.deadline; at += width) {
    const batch = leaves.slice(at, at + width);
    const texts = await Promise.all(batch.map((leaf, index) => renderChanged(leaf, input, search, index)));
    for (const [index, leaf] of batch.entries()) {
      for (const key of listMoved(texts[index], input, open, search)) {
        found.set(key, { path: formatPath(leaf.path), value: leaf.value });
        open.delete(key);
      }
    }
  }
  return found;
}

async function renderChanged(leaf: ValuesLeaf, input: RenderedInput, search: ValuesSearch, index: number): Promise<string | undefined> {
  const file = join(search.folder, `values-${index}.json`);
  await writeFile(
    file,
    JSON.stringify(leaf.override, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
  );
  const rendering = await search.renderer.renderChart(input.folder, input.release, [file]);
  return 'text' in rendering ? rendering.text : undefined;
}

/** Open findings that are not found any more, although what they are about is still there. */
function listMoved(
  text: string | undefined,
  input: RenderedInput,
  open: ReadonlyMap<string, Result>,
  search: ValuesSearch,
): readonly string[] {
  if (text === undefined || text === input.text || performance.now() >= search.deadline) return [];
  const { objects } = toObjects(readManifest(text, { source: input.folder }));
  const policies = [...new Set([...open.values()].map(({ policy }) => policy))];
  const found = new Set(search.judge(objects, policies).map(toFingerprint));
  const there = new Set(objects.map(({ value }) => toSubject(value.apiVersion, value.kind, value.metadata?.name ?? '')));
  const containers = listNames(objects.map(({ value }) => value));
  return [...open]
    .filter(([key, { target, container }]) => {
      const stays =
        there.has(toSubject(target.apiVersion, target.kind, target.name)) && (container === undefined || containers.has(container));
      return stays && !found.has(key);
    })
    .map(([key]) => key);
}

function toSubject(apiVersion: string, kind: string, name: string): string {
  return `${apiVersion} ${kind} ${name}`;
}

/** Every `name` that stands anywhere below some values. */
function listNames(values: readonly unknown[]): ReadonlySet<string> {
  const names = new Set<string>();
  const open: unknown[] = [...values];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const { name } = value as { name?: unknown };
    if (typeof name === 'string') names.add(name);
    for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return names;
}

/** Leaves whose name stands in the path of a finding first: most charts call them alike. */
function sortByRelevance(leaves: readonly ValuesLeaf[], wanted: readonly Result[]): readonly ValuesLeaf[] {
  const words = new Set(wanted.flatMap(({ path = '' }) => path.split(/[.[\]]+/)));
  const isNear = ({ path }: ValuesLeaf) => path.some(step => typeof step === 'string' && words.has(step));
  return [...leaves.filter(isNear), ...leaves.filter(leaf => !isNear(leaf))];
}
