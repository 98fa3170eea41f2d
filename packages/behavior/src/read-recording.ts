import { isRecord, parseRecord, type Raw } from './raw.ts';
import type { Reading, Recording } from './recording.ts';
import { recordings } from './recordings.generated.ts';

/**
 * Reads what one line of a recording holds: an object of any known shape, a list of them, or lines as log shippers wrap them (`log`, `message`). `place` makes ids unique where the
 * recording has none. Never throws.
 */
export function readRecordedLine(line: string, place: string): Reading {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fault('this is no JSON');
  }
  if (!Array.isArray(value)) return isRecord(value) ? readRecord(value, place) : fault('this is no JSON object');
  const readings = value.map((part: unknown, index) =>
    isRecord(part) ? readRecord(part, `${place}.${index}`) : fault('a list holds what is no JSON object'),
  );
  return { events: readings.flatMap(({ events }) => events), faults: readings.flatMap(({ faults }) => faults) };
}

function readRecord(value: Raw, place: string): Reading {
  const recording = find(value);
  if (recording !== undefined) return recording.read(value, place);
  const shipped = parseRecord(value['log'] ?? value['message']);
  const inner = shipped === undefined ? undefined : find(shipped);
  if (shipped !== undefined && inner !== undefined) return inner.read(shipped, place);
  return fault(`this is no event that is known (${recordings.map(({ name }) => name).join(', ')})`);
}

function find(value: Raw): Recording | undefined {
  return recordings.find(candidate => candidate.isOf(value));
}

function fault(message: string): Reading {
  return { events: [], faults: [message] };
}
