import type { Event } from '@breakwater/model';
import { redactArguments } from './redact-arguments.ts';

type Process = NonNullable<Event['process']>;

/** An event without secrets in the arguments of its process and that one's ancestors; the same one where there are none. */
export function redactEvent(event: Event): Event {
  const { process } = event;
  if (process === undefined) return event;
  const shown = redactProcess(process);
  return shown === process ? event : { ...event, process: shown };
}

function redactProcess(process: Process): Process {
  const argv = redactList(process.argv);
  const ancestors = process.ancestors.map(ancestor => {
    const words = redactList(ancestor.argv);
    return words === ancestor.argv ? ancestor : { ...ancestor, argv: words };
  });
  const isSame = argv === process.argv && ancestors.every((ancestor, index) => ancestor === process.ancestors[index]);
  return isSame ? process : { ...process, argv, ancestors };
}

function redactList(argv: string[]): string[] {
  const shown = redactArguments(argv);
  return shown.every((word, index) => word === argv[index]) ? argv : [...shown];
}
