import { listSchemaIssues, nearestName, type SchemaIssue } from '@breakwater/model';
import { type TSchema, Type } from 'typebox';
import { BaselineChangesFrame } from './baselines.ts';
import { ProtocolError } from './errors.ts';
import { EventsFrame, EventsStored } from './events.ts';
import {
  Acknowledge,
  Batch,
  Hashes,
  Hello,
  MAX_FRAME_BYTES,
  MAX_ITEMS,
  PolicySetFrame,
  Refused,
  type SensorFrame,
  type ServerFrame,
  Status,
  Synced,
  Welcome,
} from './frames.ts';
import { ImageFactsFrame, KnownImages, listImageFactsIssues } from './image-facts.ts';
import { listItemIssues } from './items.ts';
import { NodeFactsFrame } from './node-facts.ts';
import { ResponseWorkFrame } from './response.ts';
import { WantedImagesFrame } from './wanted-images.ts';

const SENSOR_FRAMES: Readonly<Record<SensorFrame['type'], TSchema>> = {
  hello: Hello,
  batch: Batch,
  synced: Synced,
  status: Status,
  'known-images': KnownImages,
  'wanted-images': WantedImagesFrame,
  events: EventsFrame,
  'node-facts': NodeFactsFrame,
};
const SERVER_FRAMES: Readonly<Record<ServerFrame['type'], TSchema>> = {
  welcome: Welcome,
  hashes: Hashes,
  acknowledge: Acknowledge,
  'policy-set': PolicySetFrame,
  'image-facts': ImageFactsFrame,
  'events-stored': EventsStored,
  'response-work': ResponseWorkFrame,
  'baseline-changes': BaselineChangesFrame,
  refused: Refused,
};

export function encodeFrame(frame: SensorFrame | ServerFrame): string {
  return JSON.stringify(frame);
}

/** A frame that a sensor sent. Throws ProtocolError. */
export function decodeSensorFrame(text: string): SensorFrame {
  return decode(text, SENSOR_FRAMES) as SensorFrame;
}

/** A frame that the server sent. Throws ProtocolError. */
export function decodeServerFrame(text: string): ServerFrame {
  return decode(text, SERVER_FRAMES) as ServerFrame;
}

function decode(text: string, frames: Readonly<Record<string, TSchema>>): unknown {
  // UTF-8 takes at least as many bytes as UTF-16 code units.
  if (text.length > MAX_FRAME_BYTES) throw new ProtocolError('frame-too-large', `a frame has at most ${MAX_FRAME_BYTES} bytes`);
  const value = parse(text);
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(frames, type))
    throw new ProtocolError('frame-invalid', describeType(type, Object.keys(frames)));
  const issue = findIssue(frames[type] ?? Type.Never(), value);
  if (issue === undefined) return value;
  const place = issue.path.length === 0 ? '' : `, ${issue.path.join('.')}`;
  throw new ProtocolError('frame-invalid', `frame '${type}'${place}: ${issue.message}`);
}

/** Items are checked one by one: of a union a reader would only learn that nothing fits. */
function findIssue(schema: TSchema, value: Readonly<Record<string, unknown>>): SchemaIssue | undefined {
  if (schema === ImageFactsFrame) return listImageFactsIssues(value)[0];
  const { items } = value;
  if (schema !== Batch || !Array.isArray(items)) return listSchemaIssues(schema, value)[0];
  const [issue] = listSchemaIssues(schema, { ...value, items: items.slice(0, 0) });
  if (issue !== undefined) return issue;
  if (items.length > MAX_ITEMS) return { path: ['items'], message: `a batch has at most ${MAX_ITEMS} items` };
  for (const [index, item] of items.entries()) {
    const [wrong] = listItemIssues(item);
    if (wrong !== undefined) return { path: ['items', index, ...wrong.path], message: wrong.message };
  }
  return undefined;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new ProtocolError('frame-invalid', 'the frame is no JSON', { cause });
  }
  throw new ProtocolError('frame-invalid', 'the frame is no JSON object');
}

function describeType(type: unknown, known: readonly string[]): string {
  if (typeof type !== 'string') return 'the frame has no type';
  const nearest = nearestName(type, known);
  const hint = nearest === undefined ? `known are ${known.join(', ')}` : `did you mean '${nearest}'?`;
  return `no frame is called '${type.slice(0, 100)}'; ${hint}`;
}
