import { type Problem, toErrorMessage } from '@breakwater/model';
import { composeValues } from './compose-values.ts';
import { decodeText } from './decode-text.ts';
import { type ManifestDocument, SourceDocument } from './document.ts';
import { ManifestError } from './errors.ts';
import { DEFAULT_LIMITS, type Limits, mayExceedNodes } from './limits.ts';
import { NodeTableBuilder } from './node-table.ts';
import { parseDocument, type ReparseBudget } from './parse-document.ts';
import { ProblemList } from './problems.ts';
import { listRemarks, type Remark } from './remarks.ts';
import { SourceText } from './source-text.ts';
import { type Segment, splitDocuments, splitJsonStream, startsWithJson } from './split-documents.ts';
import { failsAsTemplate, findTemplate, TEMPLATE_MESSAGE } from './templates.ts';

export interface ReadOptions {
  /** File name as given, `-` for standard input; it stands in every place and problem. */
  source: string;
  limits?: Partial<Limits>;
}

/** What could be read of one file, and what could not. */
export interface ManifestFile {
  source: string;
  documents: ManifestDocument[];
  problems: Problem[];
  /** Comments that are addressed to Breakwater. */
  remarks: readonly Remark[];
}

/**
 * Reads a YAML or JSON file as Kubernetes reads it (sigs.k8s.io/yaml: YAML 1.1 words, merge keys, last duplicate wins). Every
 * document stands alone: one that is broken, is an unrendered template or breaks a limit becomes a Problem with its place, and the
 * others are read. Empty documents are left out. Never throws on input, whatever it is.
 */
export function readManifest(input: string | Uint8Array, options: ReadOptions): ManifestFile {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  if (input.length > limits.maxBytes)
    return refuseFile(options.source, 'file-too-large', `the file is larger than ${limits.maxBytes} bytes`);
  try {
    const text = decodeText(input);
    const reader = new FileReader(new SourceText(options.source, text), limits);
    reader.readAll();
    return { source: options.source, documents: reader.documents, problems: reader.problems, remarks: listRemarks(options.source, text) };
  } catch (thrown) {
    return refuseFile(options.source, thrown instanceof ManifestError ? thrown.code : 'invalid-yaml', toErrorMessage(thrown));
  }
}

function refuseFile(source: string, code: string, message: string): ManifestFile {
  return { source, documents: [], problems: [{ code, message, source }], remarks: [] };
}

class FileReader {
  readonly documents: ManifestDocument[] = [];
  readonly #text: SourceText;
  readonly #limits: Limits;
  readonly #problems: ProblemList;
  readonly #budget: ReparseBudget = { characters: 40_000_000 };
  #builder = new NodeTableBuilder();
  #index = 0;

  constructor(text: SourceText, limits: Limits) {
    this.#text = text;
    this.#limits = limits;
    this.#problems = new ProblemList(text);
  }

  get problems(): Problem[] {
    return this.#problems.problems;
  }

  readAll(): void {
    for (const segment of splitDocuments(this.#text.text)) {
      if (!this.#read(segment)) return;
    }
  }

  /** Reads one segment; false when the file may hold no more documents. */
  #read(segment: Segment): boolean {
    if (this.#index >= this.#limits.maxDocuments) {
      this.#problems.add(
        'too-many-documents',
        `the file holds more than ${this.#limits.maxDocuments} documents; the rest is not read`,
        segment.start,
      );
      return false;
    }
    try {
      this.#readSegment(segment);
    } catch (thrown) {
      return this.#recover(segment, thrown);
    }
    return true;
  }

  #readSegment(segment: Segment): void {
    const text = this.#text.text.slice(segment.start, segment.end);
    if (mayExceedNodes(text, this.#limits.maxNodes)) {
      throw new ManifestError(
        'document-too-large',
        `it may hold more than ${this.#limits.maxNodes} values; split it into several documents`,
        0,
      );
    }
    const parsed = parseDocument(text, this.#limits.maxDepth, this.#budget);
    const compositions = composeValues(text, parsed, {
      limits: this.#limits,
      builder: this.#builder,
      report: (code, message, offset) => this.#problems.add(code, message, segment.start + offset),
    });
    for (const { value, nodes } of compositions) {
      if (value !== null) this.documents.push(new SourceDocument(this.#text, this.#index++, value, segment.start, nodes));
    }
  }

  /** A broken segment is either several JSON values, each to be read by itself, or a problem. */
  #recover(segment: Segment, thrown: unknown): boolean {
    this.#builder = new NodeTableBuilder();
    const error =
      thrown instanceof ManifestError ? thrown : new ManifestError('invalid-yaml', toErrorMessage(thrown), 0, { cause: thrown });
    if (error.code === 'invalid-yaml' && startsWithJson(this.#text.text, segment)) {
      const values = splitJsonStream(this.#text.text, segment);
      if (values.length > 1) return values.every(value => this.#read(value));
    }
    this.#addProblem(segment, error);
    return true;
  }

  #addProblem(segment: Segment, error: ManifestError): void {
    this.#index++;
    const text = this.#text.text.slice(segment.start, segment.end);
    const subject = `document ${this.#index} cannot be read`;
    if (error.code === 'template-not-rendered' || (error.code === 'invalid-yaml' && failsAsTemplate(text, error.offset))) {
      this.#problems.add('template-not-rendered', `${subject}: ${TEMPLATE_MESSAGE}`, segment.start + findTemplate(text, error.offset));
      return;
    }
    // "Unexpected end" is found after the last line end; point at the last thing that is there instead.
    const last = Math.max(text.trimEnd().length - 1, 0);
    this.#problems.add(error.code, `${subject}: ${error.message}`, segment.start + Math.min(error.offset, last));
  }
}
