import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceObject } from '@breakwater/inventory';
import { type ManifestObject, type Remark, readManifest, toObjects } from '@breakwater/manifest';
import type { Location } from '@breakwater/model';
import { readSource } from './read-source.ts';
import type { Remember, RenderedObjects } from './rendered-set.ts';
import { listSources, toChartPath } from './source-lines.ts';
import { listParentPlaces, TemplateText, type TextPlace } from './template-place.ts';

/** The objects of a rendered chart, located in the templates that helm names. */
export async function readChartObjects(text: string, folder: string, remember: Remember): Promise<RenderedObjects> {
  const manifest = readManifest(text, { source: folder });
  const found = toObjects(manifest);
  const lines = text.split(/\r\n|\r|\n/);
  const sources = listSources(lines);
  const templates = await readTemplates(new Set(sources), folder);
  const problems = [...manifest.problems, ...found.problems.filter(({ code }) => code !== 'not-a-kubernetes-object')];
  const objects = found.objects.map(object => toSource(object, new TemplateLocator(lines, sources, templates, folder), remember));
  return {
    objects,
    problems: problems.map(({ location: _, ...problem }) => ({ ...problem, message: `What the chart renders to: ${problem.message}` })),
    documents: manifest.documents.length,
    remarks: [...templates.values()].flatMap(template => template.remarks),
  };
}

interface Template {
  /** File to name, even if the template itself is packed in an archive. */
  readonly file: string;
  readonly text: TemplateText | undefined;
  readonly remarks: readonly Remark[];
}

async function readTemplates(sources: ReadonlySet<string | undefined>, folder: string): Promise<ReadonlyMap<string, Template>> {
  const templates = new Map<string, Template>();
  for (const source of sources) if (source !== undefined) templates.set(source, await readTemplate(source, folder));
  return templates;
}

async function readTemplate(source: string, folder: string): Promise<Template> {
  const path = toChartPath(source);
  const file = path === undefined ? undefined : join(folder, path);
  const text = file === undefined ? undefined : await readSource(file);
  if (file === undefined || text === undefined) return { file: await findArchive(path, folder), text: undefined, remarks: [] };
  return { file, text: new TemplateText(text), remarks: readManifest(text, { source: file }).remarks };
}

/** The archive in charts/ that holds a template of a sub-chart; the chart itself when there is none. */
async function findArchive(path: string | undefined, folder: string): Promise<string> {
  const [, name] = /^charts\/([^/]+)\//.exec(path ?? '') ?? [];
  const archives = name === undefined ? [] : (await listFolder(join(folder, 'charts'))).filter(entry => isArchive(entry, name));
  return archives[0] === undefined ? join(folder, 'Chart.yaml') : join(folder, 'charts', archives[0]);
}

function isArchive(entry: string, name: string): boolean {
  return entry.startsWith(`${name}-`) && entry.endsWith('.tgz');
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch {
    return [];
  }
}

/** Leads from a line of the rendered text to a place in a template. */
class TemplateLocator {
  readonly #lines: readonly string[];
  readonly #sources: readonly (string | undefined)[];
  readonly #templates: ReadonlyMap<string, Template>;
  readonly #folder: string;

  constructor(
    lines: readonly string[],
    sources: readonly (string | undefined)[],
    templates: ReadonlyMap<string, Template>,
    folder: string,
  ) {
    this.#lines = lines;
    this.#sources = sources;
    this.#templates = templates;
    this.#folder = folder;
  }

  locate(place: TextPlace, kind: string): { location: Location; exact: boolean; line: string } {
    const template = this.#templates.get(this.#sources[place.line - 1] ?? '');
    const line = (this.#lines[place.line - 1] ?? '').trim();
    const file = template?.file ?? join(this.#folder, 'Chart.yaml');
    const found = template?.text?.find({ lines: this.#lines, place, kind });
    if (found !== undefined) return { location: { file, ...found }, exact: true, line };
    const near = this.#findParent(template?.text, place, kind);
    return { location: { file, ...near }, exact: false, line };
  }

  /** The nearest key above that stands in the template; its beginning when none does. */
  #findParent(template: TemplateText | undefined, place: TextPlace, kind: string): TextPlace {
    for (const parent of listParentPlaces(this.#lines, place.line)) {
      const found = template?.find({ lines: this.#lines, place: parent, kind });
      if (found !== undefined) return found;
    }
    return { line: 1, column: 1 };
  }
}

function toSource(object: ManifestObject, locator: TemplateLocator, remember: Remember): SourceObject {
  const { kind } = object.value;
  return {
    value: object.value,
    locate: path => {
      const { location, exact, line } = locator.locate(object.locate(path), kind);
      return remember(location, { exact, line });
    },
  };
}
