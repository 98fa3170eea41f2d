import { type Event, FILE_OPERATIONS } from '@breakwater/model';
import { readMessage } from '../dns/read-message.ts';
import type { Frame } from '../frames/frame.ts';
import { FRAME, TAG } from '../frames/layout.ts';
import { describePrivilege } from './describe-privilege.ts';
import { formatError, formatProtocol, listOpenFlags } from './linux-names.ts';
import { readEndpoint, readFieldPath, readFieldText } from './read-fields.ts';

/** Type of an event and what it says beside who, where and when. */
export type EventBody = Pick<Event, 'type' | 'exit' | 'connect' | 'accept' | 'listen' | 'dns' | 'file' | 'privilege'>;

/** By the type of the frame; undefined for what is not told, or makes no sense. */
export function toBody(frame: Frame): EventBody | undefined {
  return BODIES[frame.head.type]?.(frame);
}

const BODIES: Readonly<Record<number, (frame: Frame) => EventBody | undefined>> = {
  [FRAME.exec]: () => ({ type: 'process-exec' }),
  [FRAME.name]: () => ({ type: 'process-exec' }),
  [FRAME.exit]: toExit,
  [FRAME.connect]: toConnect,
  [FRAME.accept]: frame => ({ type: 'accept', accept: toConnection(frame) }),
  [FRAME.listen]: frame => ({ type: 'listen', listen: { protocol: readProtocol(frame), local: readEndpoint(frame, TAG.local) } }),
  [FRAME.dns]: toDns,
  [FRAME.file]: toFile,
  [FRAME.privilege]: toPrivilege,
};

/** The low seven bits are the signal that ended it, the second byte is what it returned. */
function toExit({ head }: Frame): EventBody {
  const status = Number(head.numbers[0]);
  const signal = status & 0x7f;
  return { type: 'process-exit', exit: signal === 0 ? { code: (status >> 8) & 0xff } : { signal } };
}

function readProtocol({ head }: Frame): string {
  return formatProtocol(Number(head.numbers[0]));
}

function toConnection(frame: Frame): NonNullable<Event['accept']> {
  return { protocol: readProtocol(frame), local: readEndpoint(frame, TAG.local), remote: readEndpoint(frame, TAG.remote) };
}

function toConnect(frame: Frame): EventBody {
  const error = Number(frame.head.numbers[1]);
  const result = error === 0 ? 'started' : formatError(error);
  const path = readFieldText(frame, TAG.path);
  if (path === undefined) return { type: 'connect', connect: { ...toConnection(frame), result } };
  const local = { address: '', port: 0 };
  return { type: 'connect', connect: { protocol: 'unix', local, remote: { address: path, port: 0 }, result } };
}

function toDns(frame: Frame): EventBody | undefined {
  const [bytes] = frame.fields.get(TAG.payload) ?? [];
  const message = bytes === undefined ? undefined : readMessage(bytes);
  if (message === undefined) return undefined;
  const { query, type, answers, code } = message;
  const server = readEndpoint(frame, TAG.remote).address;
  return { type: 'dns', dns: { query, type, answers: [...answers], server, ...(code === undefined ? {} : { code }) } };
}

function toFile(frame: Frame): EventBody | undefined {
  const operation = FILE_OPERATIONS[Number(frame.head.numbers[0]) - 1];
  const path = readFieldPath(frame, TAG.path);
  if (operation === undefined || path === undefined) return undefined;
  const [called, alias, target] = [readFieldText(frame, TAG.called), readFieldPath(frame, TAG.alias), readFieldPath(frame, TAG.target)];
  const number = Number(BigInt.asUintN(32, frame.head.numbers[1]));
  const isOpened = operation === 'read' || operation === 'write' || operation === 'create';
  return {
    type: 'file-open',
    file: {
      path: path.text,
      operation,
      flags: isOpened ? listOpenFlags(number) : [],
      ...(called === undefined ? {} : { called }),
      ...(alias === undefined ? {} : { alias: alias.text }),
      ...(target === undefined ? {} : { target: target.text }),
      ...(operation === 'chmod' ? { mode: number.toString(8) } : {}),
      ...(path.outside ? { outside: true } : {}),
    },
  };
}

function toPrivilege(frame: Frame): EventBody {
  const error = Number(frame.head.numbers[5]);
  return { type: 'privilege', privilege: { ...describePrivilege(frame), ...(error === 0 ? {} : { result: formatError(error) }) } };
}
