import { findInputs } from '../check/find-files.ts';
import { type ReadSet, readObjects } from '../check/read-objects.ts';
import type { Terminal } from '../command.ts';
import { type RenderedSet, renderInputs } from './render-inputs.ts';
import type { RenderOptions } from './render-options.ts';
import { createRenderProgress } from './render-progress.ts';

/** Everything that some paths hold: plain manifests, and what charts and overlays render to. */
export interface InputSet extends ReadSet {
  /** Plain files, charts and overlays. */
  readonly files: number;
  readonly rendered: RenderedSet;
}

/** Reads what stands in files first, then what is rendered; `report` counts the files. */
export async function readInputs(
  paths: readonly string[],
  terminal: Terminal,
  options: RenderOptions,
  report: (done: number, total: number) => void,
): Promise<InputSet> {
  const found = await findInputs(paths);
  const progress = createRenderProgress(terminal);
  const rendered = await renderInputs(found, options, progress.show);
  progress.clear();
  const { files } = rendered;
  const plain = await readObjects(files, terminal.stdin, done => report(done, files.length));
  return {
    objects: [...plain.objects, ...rendered.objects],
    problems: [...found.problems, ...plain.problems, ...rendered.problems],
    documents: plain.documents + rendered.documents,
    remarks: [...plain.remarks, ...rendered.remarks],
    sources: plain.sources,
    files: files.length + rendered.attempted,
    rendered,
  };
}
