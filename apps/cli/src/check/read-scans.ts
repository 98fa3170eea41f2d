import { type ImageScan, parseImageReference, toImageScan, toMissingScan } from '@breakwater/inventory';
import { type ImageScanSummary, listSchemaIssues, VulnerabilityOutput } from '@breakwater/model';
import { type OptionDefinition, UsageError } from '../command.ts';
import { findFiles } from './find-files.ts';
import { readText } from './read-bytes.ts';

export const SCANS_OPTION: OptionDefinition = {
  name: 'scans',
  value: 'path',
  doc: 'File or folder with what `image scan --format json` wrote: policies over vulnerabilities judge by it, and an image without a scan is told; may be repeated',
  repeatable: true,
};

/** Scans by each name that an image goes by. */
export type ScansByName = ReadonlyMap<string, ImageScanSummary>;

/** Throws UsageError with the file for what is no scan. */
export async function readScans(paths: readonly string[]): Promise<ScansByName | undefined> {
  if (paths.length === 0) return undefined;
  const { files, problems } = await findFiles(paths);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`--scans ${problem.source}: ${problem.message}`);
  if (files.length === 0) throw new UsageError(`--scans: there is no scan in ${paths.join(', ')}; files end in .json`);
  // Other checks need none of it, and it takes its time to load.
  const { summarizeScan } = await import('@breakwater/vulnerability');
  const scans = new Map<string, ImageScanSummary>();
  for (const file of files) {
    const output = parseScan(await readText(file), file);
    const summary = summarizeScan({
      ...output,
      scannedAt: output.scannedAt ?? output.database.built,
      databaseBuilt: output.database.built,
    });
    for (const name of listNames(output)) scans.set(name, newer(scans.get(name), summary));
  }
  return scans;
}

function parseScan(text: string, file: string): VulnerabilityOutput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`--scans ${file}: is no JSON; write it with 'breakwater image scan IMAGE --format json'`);
  }
  const [issue] = listSchemaIssues(VulnerabilityOutput, value);
  if (issue === undefined) return value as VulnerabilityOutput;
  const place = [...issue.path, issue.message].join(': ');
  throw new UsageError(`--scans ${file}: is no scan of an image (${place}); write it with 'breakwater image scan IMAGE --format json'`);
}

/** Of several scans of one image the later one counts. */
function newer(known: ImageScanSummary | undefined, summary: ImageScanSummary): ImageScanSummary {
  return known !== undefined && (known.scannedAt ?? '') > (summary.scannedAt ?? '') ? known : summary;
}

function listNames({ subject, image }: VulnerabilityOutput): readonly string[] {
  const written = [subject, ...(image?.references ?? [])].flatMap(toNames);
  return image?.digest === undefined ? written : [...written, image.digest];
}

/** A reference goes by its digest where it has one, by its tag otherwise. */
function toNames(reference: string): readonly string[] {
  const { registry, repository, tag, digest } = parseImageReference(reference);
  return digest === '' ? [`${registry}/${repository}:${tag === '' ? 'latest' : tag}`] : [digest];
}

/** Answers what facts ask; `now` is milliseconds since 1970. */
export function createScanReader(scans: ScansByName, now: number): (reference: string) => ImageScan {
  const found = new Map<string, ImageScan>();
  const find = (reference: string): ImageScan => {
    const summary = toNames(reference).flatMap(name => scans.get(name) ?? [])[0];
    return summary === undefined ? toMissingScan('no scan of it is among those given') : toImageScan(summary, now);
  };
  return reference => {
    const known = found.get(reference) ?? find(reference);
    found.set(reference, known);
    return known;
  };
}
