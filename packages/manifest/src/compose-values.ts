import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { ManifestError, type ManifestErrorCode } from './errors.ts';
import type { Limits } from './limits.ts';
import { toMapKey } from './map-key.ts';
import { type JsonObject, mergeEntries, setEntry } from './mapping.ts';
import { NODE_KIND, type NodeTable, type NodeTableBuilder } from './node-table.ts';
import type { ParsedText } from './parse-document.ts';
import { resolvePlain, resolveTagged, type ScalarValue } from './resolve-scalar.ts';
import { holdsChartTemplate, TEMPLATE_MESSAGE } from './templates.ts';
import { abbreviate, findStart, readTag } from './yaml-text.ts';

/** The value of one document and where its parts stand. */
export interface Composition {
  /** JSON-like: plain objects, arrays, strings, numbers, bigint, booleans, null. Aliases share what they stand for. */
  value: unknown;
  nodes: NodeTable;
}

export interface ComposeOptions {
  limits: Limits;
  builder: NodeTableBuilder;
  /** Takes what is wrong without making the document unreadable. */
  report: (code: ManifestErrorCode, message: string, offset: number) => void;
}

interface Anchor {
  value: unknown;
  record: number;
  /** Nodes below and including it, aliases expanded. */
  size: number;
  /** Levels below it, aliases followed. */
  height: number;
  open: boolean;
}

type NodeEvent = ScalarEvent | SequenceEvent | MappingEvent;

/**
 * Builds the values of every document in the text, in order, as Kubernetes reads them (sigs.k8s.io/yaml).
 *
 * @throws ManifestError for what Kubernetes cannot read as a value, and for what is nested or expanded too far
 */
export function composeValues(text: string, parsed: ParsedText, options: ComposeOptions): Composition[] {
  const compositions: Composition[] = [];
  let cursor = 0;
  while (cursor < parsed.events.length) {
    // One event opens the document and one closes it; its node stands between.
    const composer = new Composer(text, parsed, cursor + 1, options);
    const value = composer.compose(1);
    compositions.push({ value, nodes: options.builder.take() });
    cursor = composer.cursor + 1;
  }
  return compositions;
}

class Composer {
  cursor: number;
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #joined: boolean;
  readonly #hasTemplate: boolean;
  readonly #limits: Limits;
  readonly #builder: NodeTableBuilder;
  readonly #report: ComposeOptions['report'];
  readonly #anchors = new Map<string, Anchor>();
  #size = 0;
  #expanded = 0;
  #deepest = 0;

  constructor(text: string, parsed: ParsedText, cursor: number, options: ComposeOptions) {
    this.cursor = cursor;
    this.#text = text;
    this.#events = parsed.events;
    this.#joined = parsed.joined;
    this.#hasTemplate = text.includes('{{');
    this.#limits = options.limits;
    this.#builder = options.builder;
    this.#report = options.report;
  }

  compose(depth: number): unknown {
    const event = this.#events[this.cursor++];
    if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) {
      throw new ManifestError('invalid-yaml', 'the document ends before its value', this.#text.length);
    }
    if (event.type === EVENT_ID.ALIAS) return this.#composeAlias(event, depth);
    return event.anchorStart < 0 ? this.#composeNode(event, depth) : this.#composeAnchored(event, depth);
  }

  #composeNode(event: NodeEvent, depth: number): unknown {
    this.#size++;
    if (depth > this.#deepest) this.#deepest = depth;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#composeScalar(event);
      case EVENT_ID.SEQUENCE:
        return this.#composeSequence(event, depth);
      default:
        return this.#composeMapping(event, depth);
    }
  }

  #composeAnchored(event: NodeEvent, depth: number): unknown {
    const anchor: Anchor = { value: null, record: this.#builder.size, size: this.#size, height: 0, open: true };
    this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), anchor);
    const deepest = this.#deepest;
    this.#deepest = depth;
    anchor.value = this.#composeNode(event, depth);
    anchor.size = this.#size - anchor.size;
    anchor.height = this.#deepest - depth;
    anchor.open = false;
    this.#deepest = Math.max(deepest, this.#deepest);
    return anchor.value;
  }

  #composeAlias(event: AliasEvent, depth: number): unknown {
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    const anchor = this.#anchors.get(name);
    const start = event.anchorStart - 1;
    if (anchor === undefined) throw new ManifestError('invalid-yaml', `no anchor '&${abbreviate(name)}' stands before this alias`, start);
    if (anchor.open) throw new ManifestError('invalid-yaml', `the anchor '&${abbreviate(name)}' contains itself`, start);
    this.#chargeAlias(anchor, depth, start);
    this.#builder.add(NODE_KIND.alias, start, anchor.record);
    return anchor.value;
  }

  /** Aliases share one value in memory, but whoever walks it later walks every copy: bound what the copies add up to. */
  #chargeAlias(anchor: Anchor, depth: number, start: number): void {
    this.#size += anchor.size;
    this.#expanded += anchor.size;
    this.#deepest = Math.max(this.#deepest, depth + anchor.height);
    const { maxExpandedNodes, maxDepth } = this.#limits;
    if (this.#expanded > maxExpandedNodes)
      throw new ManifestError('alias-expansion', `its aliases stand for more than ${maxExpandedNodes} nodes`, start);
    if (depth + anchor.height > maxDepth) throw new ManifestError('nesting-too-deep', `nested deeper than ${maxDepth} levels`, start);
  }

  #composeSequence(event: SequenceEvent, depth: number): unknown[] {
    const record = this.#builder.add(NODE_KIND.sequence, event.start, -1);
    const items: unknown[] = [];
    while (!this.#isAtEnd()) items.push(this.compose(depth + 1));
    this.cursor++;
    this.#builder.close(record);
    return items;
  }

  #composeMapping(event: MappingEvent, depth: number): JsonObject {
    const record = this.#builder.add(NODE_KIND.mapping, event.start, -1);
    const mapping: JsonObject = {};
    let merged: Set<string> | undefined;
    while (!this.#isAtEnd()) {
      const keyEvent = this.#events[this.cursor];
      const key = this.#composeKey(depth + 1);
      if (key === undefined) {
        merged ??= new Set();
        this.#composeMerge(mapping, merged, depth + 1);
        continue;
      }
      const value = this.compose(depth + 1);
      if (Object.hasOwn(mapping, key) && merged?.delete(key) !== true) this.#reportDuplicate(key, keyEvent);
      setEntry(mapping, key, value);
    }
    this.cursor++;
    this.#builder.close(record);
    return mapping;
  }

  /** The key as a string; undefined for the merge key. */
  #composeKey(depth: number): string | undefined {
    const event = this.#events[this.cursor];
    const record = this.#builder.size;
    const value = this.compose(depth);
    const start = event === undefined ? 0 : Math.max(findStart(this.#text, event), 0);
    if (typeof value === 'object' && value !== null) throw this.#refuseKey(start);
    const spelled = event?.type === EVENT_ID.SCALAR && event.valueStart >= 0 ? this.#text.slice(event.valueStart, event.valueEnd) : '';
    if (event?.type === EVENT_ID.SCALAR && spelled === '<<' && isMergeKey(event, this.#text)) {
      this.#builder.setKind(record, NODE_KIND.mergeKey);
      return undefined;
    }
    const key = toMapKey(value as ScalarValue, spelled);
    if (key === undefined) throw new ManifestError('invalid-yaml', 'a key is empty or null', start);
    if (key !== spelled) this.#builder.setName(record, key);
    return key;
  }

  #refuseKey(start: number): ManifestError {
    if (this.#text.startsWith('{{', Math.max(start - 1, 0)) || this.#text.startsWith('{{', start)) {
      return new ManifestError('template-not-rendered', TEMPLATE_MESSAGE, start);
    }
    return new ManifestError('invalid-yaml', 'a key must be a single value, not a mapping or a list', start);
  }

  #composeMerge(mapping: JsonObject, merged: Set<string>, depth: number): void {
    const event = this.#events[this.cursor];
    const source = this.compose(depth);
    const isAliasOfList = event?.type === EVENT_ID.ALIAS && Array.isArray(source);
    if (isAliasOfList || !mergeEntries(mapping, source, merged)) {
      throw new ManifestError(
        'invalid-yaml',
        "'<<' needs a mapping or a list of mappings",
        event === undefined ? 0 : findStart(this.#text, event),
      );
    }
  }

  #reportDuplicate(key: string, event: Event | undefined): void {
    const start = event === undefined ? 0 : findStart(this.#text, event);
    this.#report('duplicate-key', `the key '${abbreviate(key)}' is given twice; Kubernetes keeps the last one`, start);
  }

  #composeScalar(event: ScalarEvent): ScalarValue {
    this.#builder.add(NODE_KIND.scalar, findStart(this.#text, event), event.valueEnd);
    const text = this.#read(event);
    if (event.tagStart >= 0) return this.#composeTagged(event, text);
    return event.style === SCALAR_STYLE.PLAIN ? this.#composePlain(event, text) : text;
  }

  #read(event: ScalarEvent): string {
    const value = getScalarValue(this.#text, this.#joined && event.fast ? { ...event, fast: false } : event);
    return isUnendedBlock(this.#text, event) && value.endsWith('\n') ? value.slice(0, -1) : value;
  }

  #composePlain(event: ScalarEvent, text: string): ScalarValue {
    if (this.#hasTemplate && holdsChartTemplate(text)) throw new ManifestError('template-not-rendered', TEMPLATE_MESSAGE, event.valueStart);
    return this.#requireJson(event, text, resolvePlain(text));
  }

  #composeTagged(event: ScalarEvent, text: string): ScalarValue {
    const tag = readTag(this.#text, event);
    const value = resolveTagged(tag, text);
    if (value === undefined)
      throw new ManifestError('invalid-yaml', `'${abbreviate(text)}' is not a value of type ${abbreviate(tag)}`, event.tagStart);
    return this.#requireJson(event, text, value);
  }

  #requireJson(event: ScalarEvent, text: string, value: ScalarValue): ScalarValue {
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    this.#report(
      'value-not-json',
      `'${text}' is a number that JSON cannot hold, so Kubernetes refuses it; it is read as text`,
      event.valueStart,
    );
    return text;
  }

  #isAtEnd(): boolean {
    return this.#events[this.cursor]?.type === EVENT_ID.POP;
  }
}

/** `<<` merges when it is plain; in quotes or with another tag it is a key like any other. */
function isMergeKey(event: ScalarEvent, text: string): boolean {
  return event.tagStart < 0 ? event.style === SCALAR_STYLE.PLAIN : readTag(text, event) === '!!merge';
}

/** A block scalar that the file ends in without a line end has none in its value either; js-yaml adds one. */
function isUnendedBlock(text: string, event: ScalarEvent): boolean {
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  return isBlock && event.valueEnd === text.length && !/[\r\n]$/.test(text.slice(-1));
}
