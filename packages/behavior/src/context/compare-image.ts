import type { Event, EventContext } from '@breakwater/model';

type ImageContext = NonNullable<EventContext['image']>;
type Process = NonNullable<Event['process']>;

/** A file as the image has it. */
export interface ImageFile {
  /** SHA-256 in hexadecimal; absent where the list does not say it. */
  readonly sha256?: string;
  /** purl of the package that it belongs to. */
  readonly package?: string;
  /** Known exploited vulnerabilities of that package. */
  readonly exploited?: readonly string[];
}

/** What is known of images and manifests; each may be silent. */
export interface ImagePromise {
  /** The file of an image at a path; `absent` where its list of files has none there, undefined where there is no list. */
  readonly findFile?: (event: Event, path: string) => ImageFile | 'absent' | undefined;
  /** SHA-256 of the program that runs, where somebody has computed it. */
  readonly readHash?: (event: Event) => string | undefined;
  /** What the first process of the container is to be, by manifest and image: the words, as they are executed; undefined where nobody knows. */
  readonly findCommand?: (event: Event) => readonly string[] | undefined;
}

/** What image and manifest promise of a program that was started; undefined where nothing was looked at. `isFirst`: it is the first of its container. */
export function compareImage(event: Event, promise: ImagePromise, isFirst: boolean): ImageContext | undefined {
  const { process } = event;
  if (event.type !== 'process-exec' || process === undefined || process.traits?.includes('runtime') === true) return undefined;
  const found = promise.findFile?.(event, process.exe);
  const file = compareFile(event, process, found, promise);
  // Words that were cut off cannot be compared.
  const command = isFirst && !process.argvTruncated ? promise.findCommand?.(event) : undefined;
  const known = found === undefined || found === 'absent' ? {} : found;
  const context: ImageContext = {
    ...(file === undefined ? {} : { file }),
    ...(command === undefined ? {} : { entrypoint: isCommand(process.argv, command) }),
    ...(known.package === undefined ? {} : { package: known.package }),
    ...(known.exploited === undefined ? {} : { exploited: [...known.exploited] }),
  };
  return Object.keys(context).length === 0 ? undefined : context;
}

/**
 * A file of the image's own layers is the same, unless the image has none there: then something else was put below the container. One that was written since may still have the same
 * content, as after chmod: without hashes of both nothing is said of it.
 */
function compareFile(
  event: Event,
  { traits = [], layer }: Process,
  found: ImageFile | 'absent' | undefined,
  { readHash }: ImagePromise,
): ImageContext['file'] | undefined {
  if (traits.includes('memfd') || traits.includes('deleted')) return 'absent';
  if (found === 'absent') return 'absent';
  if (layer === 'lower') return 'same';
  const hash = found?.sha256 === undefined ? undefined : readHash?.(event);
  if (hash === undefined) return undefined;
  return hash === found?.sha256 ? 'same' : 'changed';
}

/** Of a script the kernel puts its interpreter before it. `$(NAME)` stands for whatever the environment says. */
function isCommand(argv: readonly string[], command: readonly string[]): boolean {
  for (let start = 0; start <= Math.min(2, argv.length - command.length); start++)
    if (argv.length - start === command.length && command.every((word, index) => isWord(argv[start + index] ?? '', word, index === 0)))
      return true;
  return false;
}

function isWord(actual: string, promised: string, isProgram: boolean): boolean {
  if (promised.includes('$(')) return true;
  return actual === promised || (isProgram && (actual.endsWith(`/${promised}`) || promised.endsWith(`/${actual}`)));
}
