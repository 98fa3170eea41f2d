import { MATRIX_PATH, type Repository, type SourceFile } from '../repository.ts';

export const MAX_LINES = 500;
const MAX_MEDIAN = 90;

/** No file grows without end, and most are small. */
export function checkSize(repository: Repository): string[] {
  const files = repository.workspaces.flatMap(({ files }) => files);
  const { longFiles } = repository.matrix;
  const tooLong = files.filter(file => file.lines > MAX_LINES && !longFiles.includes(file.path));
  const needless = longFiles.filter(path => !files.some(file => file.path === path && file.lines > MAX_LINES));
  const { median } = measureSources(repository);
  return [
    ...tooLong.map(file => `${file.path} has ${file.lines} lines; ${MAX_LINES} is the ceiling`),
    ...needless.map(path => `${MATRIX_PATH}: '${path}' needs no exception from ${MAX_LINES} lines`),
    ...(median > MAX_MEDIAN ? [`the median source file has ${median} lines; ${MAX_MEDIAN} is the ceiling`] : []),
  ];
}

/** Sizes of the hand-written sources without their tests, in lines. */
export function measureSources({ workspaces }: Repository): {
  files: number;
  median: number;
  ninetieth: number;
  largest: SourceFile | undefined;
} {
  const sources = workspaces.flatMap(({ files }) => files.filter(file => !file.isTest)).sort((a, b) => a.lines - b.lines);
  const at = (share: number) => sources[Math.floor((sources.length - 1) * share)]?.lines ?? 0;
  return { files: sources.length, median: at(0.5), ninetieth: at(0.9), largest: sources.at(-1) };
}
