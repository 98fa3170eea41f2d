import { resolve } from 'node:path';
import type { Problem } from '@breakwater/model';
import type { Confinement } from './confinement.ts';
import { explainEnding } from './explain-ending.ts';
import { findTool } from './find-tool.ts';

export interface RendererOptions {
  /** Folders in which helm, kustomize and kubectl are looked for. */
  readonly searchPath: readonly string[];
  /** Kubernetes minor version that charts are told. */
  readonly kubeMinor: number;
  /** Namespace that charts are told; empty for none. */
  readonly namespace: string;
  /** Files with values for charts, the last one wins. */
  readonly values: readonly string[];
  /** `KEY=VALUE` for charts. */
  readonly set: readonly string[];
}

/** What a tool made of an input, or why there is nothing. */
export type Rendering = { readonly text: string } | { readonly problem: Problem };

/** Runs helm and kustomize. */
export class Renderer {
  readonly #confinement: Confinement;
  readonly #options: RendererOptions;
  readonly #tools = new Map<string, Promise<string | undefined>>();

  constructor(confinement: Confinement, options: RendererOptions) {
    this.#confinement = confinement;
    this.#options = options;
  }

  /** Renders a chart as a release of that name. `first` are files with values that come before those of the user. */
  async renderChart(folder: string, release: string, first: readonly string[] = []): Promise<Rendering> {
    const helm = await this.#find('helm');
    const pipe = `helm template ${release} ${folder} | breakwater check -`;
    if (helm === undefined) return toMissing('There is no helm on PATH', 'Install helm 3 or 4', pipe, folder);
    const { kubeMinor, namespace, values, set } = this.#options;
    const words = [
      ...['template', release, resolve(folder), '--include-crds', '--kube-version', `1.${kubeMinor}.0`],
      ...(namespace === '' ? [] : ['--namespace', namespace]),
      ...[...first, ...values].flatMap(file => ['--values', resolve(file)]),
      ...set.flatMap(assignment => ['--set', assignment]),
    ];
    return await this.#run(helm, words, folder);
  }

  /** Builds a kustomization as `kustomize build`, or as kubectl does. */
  async renderOverlay(folder: string): Promise<Rendering> {
    const pipe = `kustomize build ${folder} | breakwater check -`;
    const kustomize = await this.#find('kustomize');
    if (kustomize !== undefined) return await this.#run(kustomize, ['build', resolve(folder)], folder);
    const kubectl = await this.#find('kubectl');
    if (kubectl !== undefined) return await this.#run(kubectl, ['kustomize', resolve(folder)], folder);
    return toMissing('There is neither kustomize nor kubectl on PATH', 'Install one of them', pipe, folder);
  }

  async #run(tool: string, words: readonly string[], source: string): Promise<Rendering> {
    const { bounds } = this.#confinement;
    const ending = await this.#confinement.run(tool, words);
    if (ending.reason === 'exit' && ending.code === 0) return { text: ending.out.toString('utf8') };
    return { problem: explainEnding(ending, { tool, source, bounds }) };
  }

  async #find(tool: string): Promise<string | undefined> {
    const found = this.#tools.get(tool) ?? findTool(tool, this.#options.searchPath);
    this.#tools.set(tool, found);
    return await found;
  }
}

function toMissing(what: string, install: string, pipe: string, source: string): Rendering {
  const message = `${what}, so this was not judged. ${install}, or render it elsewhere: ${pipe}`;
  return { problem: { code: 'renderer-missing', message, source } };
}
