import { SaxesParser } from 'saxes';

/** An element with all that is in it; names without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Bounds of one element that is read whole; what is larger is hostile. */
const MAX_DEPTH = 64;
const MAX_NODES = 500_000;
const MAX_TEXT = 32 * 1024 * 1024;
/** Characters without any tag. */
const MAX_SILENCE = 16 * 1024 * 1024;
const MAX_TOTAL = 2 * 1024 * 1024 * 1024;
/** A description may be long, and nothing of it is needed. */
const MAX_KEPT = 4096;

/**
 * The elements of those names, wherever they stand, one after the other; memory is bound by the largest of them. Entities that a document declares
 * are not replaced: they are errors. Throws where the document is broken.
 */
export async function* readElements(chunks: AsyncIterable<string>, wanted: ReadonlySet<string>): AsyncIterable<XmlElement> {
  const cutter = new ElementCutter(wanted);
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > MAX_TOTAL) throw new RangeError('it is larger than 2 GiB');
    yield* takeBefore(cutter, () => cutter.write(chunk));
  }
  yield* takeBefore(cutter, () => cutter.close());
}

/** What was whole before a break counts. */
function* takeBefore(cutter: ElementCutter, step: () => void): Iterable<XmlElement> {
  try {
    step();
  } finally {
    yield* cutter.take();
  }
}

/** The owner of saxes. */
class ElementCutter {
  readonly #parser = new SaxesParser();
  readonly #open: Open[] = [];
  #done: XmlElement[] = [];
  #depth = 0;
  #nodes = 0;
  #characters = 0;
  #silence = 0;

  constructor(wanted: ReadonlySet<string>) {
    this.#parser.on('error', cause => {
      throw cause;
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#begin(toLocal(name), attributes, wanted));
    this.#parser.on('text', text => this.#addText(text));
    this.#parser.on('cdata', text => this.#addText(text));
    this.#parser.on('closetag', () => this.#end());
  }

  write(chunk: string): void {
    this.#silence += chunk.length;
    this.#parser.write(chunk);
    if (this.#silence > MAX_SILENCE + chunk.length) throw new RangeError('it has more than 16 MiB without a tag');
  }

  close(): void {
    this.#parser.close();
  }

  take(): readonly XmlElement[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  #begin(name: string, attributes: Readonly<Record<string, string>>, wanted: ReadonlySet<string>): void {
    this.#silence = 0;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new RangeError(`it has elements more than ${MAX_DEPTH} deep`);
    if (this.#open.length === 0 && !wanted.has(name)) return;
    if (this.#open.length === 0) [this.#nodes, this.#characters] = [0, 0];
    this.#nodes += 1;
    this.#count(Object.values(attributes).reduce((sum, value) => sum + value.length, name.length));
    if (this.#nodes > MAX_NODES) throw new RangeError(`one of its elements has more than ${MAX_NODES} in it`);
    this.#open.push({ name, attributes: toLocalNames(attributes), children: [], text: '' });
  }

  #addText(text: string): void {
    const current = this.#open.at(-1);
    if (current === undefined || current.text.length >= MAX_KEPT) return;
    const kept = text.trim().slice(0, MAX_KEPT - current.text.length);
    this.#count(kept.length);
    current.text += kept;
  }

  #end(): void {
    this.#silence = 0;
    this.#depth -= 1;
    const ended = this.#open.pop();
    if (ended === undefined) return;
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#done.push(ended);
    else parent.children.push(ended);
  }

  #count(characters: number): void {
    this.#characters += characters;
    if (this.#characters > MAX_TEXT) throw new RangeError('one of its elements has more than 32 MiB');
  }
}

/** A part of a text keeps the whole of it in memory, which here is a part of the file. */
function toOwn(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function toLocal(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function toLocalNames(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [toLocal(name), toOwn(value)]));
}
