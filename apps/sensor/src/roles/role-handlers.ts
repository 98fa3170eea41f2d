import { toRecord } from '@breakwater/inventory';
import { listSchemaIssues, type ResponseRecord } from '@breakwater/model';
import {
  AgentEventsRequest,
  DecisionsRequest,
  MAX_WORK,
  NodeFactsRequest,
  type PodProcesses,
  type ProcessesAnswer,
  parseReplica,
  type ReplicaWord,
  ReportsRequest,
  type TakenAnswer,
  WantedImages,
  type WorkAnswer,
} from '@breakwater/protocol';
import type { Caller } from './authenticate-role.ts';
import type { Latest } from './latest.ts';

/** What admission decides by, as it is sent. */
export interface Bundle {
  /** Hash of the content, in hexadecimal. */
  readonly etag: string;
  readonly body: Uint8Array;
}

/** What the sensor has for its roles, and does with what they tell. What is left out is answered with 404. */
export interface RoleHandlers {
  readonly bundle?: Latest<Bundle>;
  /** Hears what an admission process says of itself. */
  readonly hear?: (replica: ReplicaWord) => void;
  /** Asks the server to have images read; whether it hears of it. */
  readonly wantImages?: (references: readonly string[]) => boolean;
  /** Takes decisions over, each checked by itself; what it returns is only sent once they are on disk. */
  readonly takeDecisions?: (decisions: readonly unknown[]) => TakenAnswer;
  /** Takes over what an agent saw, and how it is, and whether the cluster says that it runs on the node that it speaks of; resolves once what it returns is on disk. Rejects when that cannot be said now. */
  readonly takeEvents?: (told: AgentEventsRequest, isProven: boolean) => Promise<TakenAnswer>;
  /** Hands the facts of a node on to the server. */
  readonly takeFacts?: (told: NodeFactsRequest) => TakenAnswer;
  /** What runs in the pod of a uid; undefined where no agent has told of it. */
  readonly findProcesses?: (uid: string) => PodProcesses | undefined;
  readonly work?: {
    readonly listAfter: (sequence: number, most: number) => WorkAnswer['work'];
    /** Sequence of the newest. */
    readonly newest: Latest<number>;
    readonly takeReports: (reports: readonly ResponseRecord[]) => TakenAnswer;
  };
}

/** What a role asked, read as far as every path needs it. */
export interface RoleQuestion {
  readonly after: number;
  readonly waitMs: number;
  /** Of `if-none-match`, empty for none. */
  readonly etag: string;
  /** What an admission process says of itself; empty for nothing. */
  readonly replica: string;
  /** uid of the pod that is asked about; empty for none. */
  readonly pod: string;
  /** Who asks. */
  readonly caller: Caller;
  /** JSON of a POST. */
  readonly body: unknown;
  readonly signal: AbortSignal;
}

export interface RoleAnswer {
  readonly status: number;
  /** JSON, or bytes of JSON. */
  readonly body?: unknown;
  readonly etag?: string;
}

export async function answerBundle({ bundle, hear }: RoleHandlers, { etag, replica, waitMs, signal }: RoleQuestion): Promise<RoleAnswer> {
  if (bundle === undefined) return toError(404, 'bundle-not-made', 'this sensor makes no bundle for admission');
  const word = parseReplica(replica);
  if (word !== undefined) hear?.(word);
  await bundle.wait(value => value !== undefined && value.etag !== etag, waitMs, signal);
  const { value } = bundle;
  if (value === undefined) return toError(503, 'bundle-not-ready', 'nothing was judged yet; ask again in a moment');
  return value.etag === etag ? { status: 304, etag } : { status: 200, etag: value.etag, body: value.body };
}

export async function answerImages({ wantImages }: RoleHandlers, { body }: RoleQuestion): Promise<RoleAnswer> {
  if (wantImages === undefined) return toError(404, 'images-not-asked', 'this sensor has nobody to ask for images');
  return checked(WantedImages, body, ({ images }: WantedImages) => ({ taken: wantImages(images) ? images.length : 0, refused: [] }));
}

export async function answerDecisions({ takeDecisions }: RoleHandlers, { body }: RoleQuestion): Promise<RoleAnswer> {
  if (takeDecisions === undefined) return toError(404, 'decisions-not-taken', 'this sensor takes no decisions of admission');
  return checked(DecisionsRequest, body, ({ decisions }: DecisionsRequest) => takeDecisions(decisions));
}

export async function answerWork({ work }: RoleHandlers, { after, waitMs, signal }: RoleQuestion): Promise<RoleAnswer> {
  if (work === undefined) return toError(404, 'work-not-given', 'this sensor has no work for a responder');
  await work.newest.wait((newest = 0) => newest > after, waitMs, signal);
  return { status: 200, body: { work: work.listAfter(after, MAX_WORK) } satisfies WorkAnswer };
}

export async function answerProcesses({ findProcesses }: RoleHandlers, { pod }: RoleQuestion): Promise<RoleAnswer> {
  if (findProcesses === undefined) return toError(404, 'processes-not-known', 'this sensor takes no events of agents');
  const processes = findProcesses(pod);
  return { status: 200, body: (processes === undefined ? {} : { processes }) satisfies ProcessesAnswer };
}

export async function answerReports({ work }: RoleHandlers, { body }: RoleQuestion): Promise<RoleAnswer> {
  if (work === undefined) return toError(404, 'reports-not-taken', 'this sensor takes no reports of a responder');
  return checked(ReportsRequest, body, ({ reports }: ReportsRequest) => work.takeReports(reports));
}

export async function answerEvents({ takeEvents }: RoleHandlers, { body, caller: { node } }: RoleQuestion): Promise<RoleAnswer> {
  if (takeEvents === undefined) return toError(404, 'events-not-taken', 'this sensor takes no events of agents');
  return (
    refuseNode(toRecord(toRecord(body)['agent'])['node'], node) ??
    checked(AgentEventsRequest, body, (told: AgentEventsRequest) => takeEvents(told, node !== undefined))
  );
}

/** An agent speaks of the node that its token is of, where the cluster says which that is. */
function refuseNode(claimed: unknown, node: string | undefined): RoleAnswer | undefined {
  if (node === undefined || typeof claimed !== 'string' || claimed === node) return undefined;
  const message = `the token is of a pod on node ${node}: tell what happens there (--node), and not on ${claimed.slice(0, 253)}`;
  return toError(403, 'node-wrong', message);
}

export async function answerFacts({ takeFacts }: RoleHandlers, { body, caller: { node } }: RoleQuestion): Promise<RoleAnswer> {
  if (takeFacts === undefined) return toError(404, 'facts-not-taken', 'this sensor takes no facts of nodes');
  return refuseNode(toRecord(toRecord(body)['facts'])['node'], node) ?? checked(NodeFactsRequest, body, takeFacts);
}

async function checked<T>(
  schema: Parameters<typeof listSchemaIssues>[0],
  body: unknown,
  take: (body: T) => TakenAnswer | Promise<TakenAnswer>,
): Promise<RoleAnswer> {
  const [issue] = listSchemaIssues(schema, body);
  if (issue === undefined) return { status: 200, body: await take(body as T) };
  return toError(400, 'body-invalid', `${issue.path.join('.') || 'the body'}: ${issue.message}`);
}

export function toError(status: number, code: string, message: string): RoleAnswer {
  return { status, body: { error: { code, message } } };
}
