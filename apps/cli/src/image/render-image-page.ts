import type { ImageOutput } from '@breakwater/model';
import { type PageSection, renderTablePage } from '@breakwater/report';
import { formatBytes } from './format-bytes.ts';
import { describeSecretPlace, KINDS, listFacts } from './render-image.ts';

/** The whole answer of `image inspect` as one page: lists that a terminal cuts are whole here. */
export function renderImagePage(output: ImageOutput): string {
  const { image } = output;
  return renderTablePage({
    title: image.platform === undefined ? image.name : `${image.name} (${image.platform})`,
    facts: [image.digest ?? image.configDigest ?? '', [...listFacts(output), describeSurface(output)].join(' · ')].filter(
      fact => fact !== '',
    ),
    sections: [
      toProblems(output),
      toLayers(output),
      toSecrets(output),
      toNeedless(output),
      toPackages(output),
      toInstructions(output),
      toWaste(output),
    ].filter(section => section !== undefined),
  });
}

function describeSurface({ surface }: ImageOutput): string {
  return `Attack surface: ${surface.score} of 100 points, 100 is nothing but the application`;
}

function toLayers({ layers }: ImageOutput): PageSection {
  const largest = layers.reduce((most, { size }) => Math.max(most, size), 1);
  return {
    heading: 'Layers',
    columns: ['Size', 'Layer', 'Part', 'Packages', 'Instruction'],
    rows: layers.map(({ size, number, base, packages, instruction, complete }) => [
      formatBytes(size),
      String(number),
      base === undefined ? '' : base ? 'base' : 'own',
      String(packages),
      complete ? instruction : `(could not be read to its end) ${instruction}`,
    ]),
    bars: layers.map(({ size }) => size / largest),
  };
}

function toPackages({ results }: ImageOutput): PageSection {
  return {
    heading: 'Packages',
    note: 'With the layer that brought each',
    columns: ['Name', 'Version', 'Type', 'Layer', 'Owned by', 'Licences', 'Where'],
    rows: results.map(({ name, version, type, layer, ownedBy = '', licenses, locations }) => [
      name,
      version,
      type,
      String(layer),
      ownedBy,
      licenses.join(', '),
      locations.slice(0, 3).join(', '),
    ]),
  };
}

function toNeedless({ needless }: ImageOutput): PageSection {
  return {
    heading: 'Needed by hardly any service',
    ...(needless.length === 0 ? { note: 'Nothing of the kind was found' } : {}),
    columns: ['What', 'Path', 'Layer', 'Package', 'Saves'],
    rows: needless.map(({ kind, path, layer, package: owner = '', saves }) => [
      KINDS[kind] ?? kind,
      `/${path}`,
      String(layer),
      owner,
      formatBytes(saves),
    ]),
  };
}

function toSecrets({ secrets }: ImageOutput): PageSection {
  return {
    heading: 'Credentials in the image',
    ...(secrets.length === 0 ? { note: 'None was found' } : {}),
    columns: ['Severity', 'Kind', 'Layer', 'Where'],
    rows: secrets.map(secret => [
      secret.severity,
      secret.kind,
      secret.layer === undefined ? '' : String(secret.layer),
      describeSecretPlace(secret),
    ]),
  };
}

function toInstructions({ instructions }: ImageOutput): PageSection | undefined {
  if (instructions.length === 0) return undefined;
  const rows = instructions.map(({ check, number, keyword, detail }) => [
    number === undefined ? '' : String(number),
    keyword,
    check,
    detail,
  ]);
  return { heading: 'Instructions', columns: ['History', 'Keyword', 'Remark', 'About'], rows };
}

function toWaste({ efficiency }: ImageOutput): PageSection | undefined {
  if (efficiency.wastedBytes === 0) return undefined;
  return {
    heading: 'Seen by no container',
    note: `${formatBytes(efficiency.wastedBytes)} were replaced or deleted by a later instruction`,
    columns: ['Size', 'Why', 'Path'],
    rows: efficiency.wasted.map(({ path, bytes, layers, deleted }) => [
      formatBytes(bytes),
      `${deleted ? 'deleted' : 'replaced'}, in layers ${layers.join(', ')}`,
      `/${path}`,
    ]),
  };
}

function toProblems({ problems, summary }: ImageOutput): PageSection | undefined {
  if (problems.length === 0) return undefined;
  return {
    heading: 'Problems',
    ...(summary.complete ? {} : { note: 'Not everything could be read, so what is not listed may still be there' }),
    columns: ['Problem', 'Where', 'What'],
    rows: problems.map(({ code, source, message }) => [code, source, message]),
  };
}
