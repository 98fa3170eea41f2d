import { isRecord, type Raw } from './raw.ts';
import type { Reading } from './recording.ts';
import { recordings } from './recordings.generated.ts';

/** Reads what one line of a recording holds: an object of any known shape, or a list of them. `place` makes ids unique where the recording has none. Never throws. */
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
  const recording = recordings.find(candidate => candidate.isOf(value));
  return recording?.read(value, place) ?? fault(`this is no event that is known (${recordings.map(({ name }) => name).join(', ')})`);
}

function fault(message: string): Reading {
  return { events: [], faults: [message] };
}
