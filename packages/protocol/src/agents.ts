import { Problem } from '@breakwater/model';
import { type Static, Type } from 'typebox';

/** Events of one POST of an agent. */
export const MAX_AGENT_EVENTS = 500;
/** An agent tells how it is so often at least, in seconds. */
export const AGENT_ALIVE_SECONDS = 10;
/** Not heard of for so long, it is taken for silent. */
export const AGENT_SILENT_SECONDS = 60;

const strict = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: 253 });

/** Something that an agent can see or do on its node, or cannot. */
export const AgentCapability = Type.Object(
  { name: Name, missing: Type.Optional(Type.String({ maxLength: 500, description: 'Why it cannot; absent where it can' })) },
  strict,
);
export type AgentCapability = Static<typeof AgentCapability>;

/** How the agent of a node is, as it says itself. */
export const AgentWord = Type.Object(
  {
    node: Name,
    bootId: Type.String({ maxLength: 100 }),
    version: Type.String({ maxLength: 100 }),
    since: Type.String({ maxLength: 40, description: 'RFC 3339 UTC' }),
    capabilities: Type.Array(AgentCapability, { maxItems: 100 }),
    problems: Type.Array(Problem, { maxItems: 100, description: 'That last' }),
  },
  strict,
);
export type AgentWord = Static<typeof AgentWord>;

/** What a server says in its capabilities that takes the agents of a cluster; to another they are not sent. */
export const KNOWS_AGENTS = 'agents';
/** Agents of one cluster that are told of, those with problems first. */
export const MAX_TOLD_AGENTS = 1000;

/** An agent as its sensor knows it: apart from clocks, `silentSeconds` is how long ago it was heard of. */
export const KnownAgent = Type.Object(
  { ...AgentWord.properties, silentSeconds: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }) },
  strict,
);
export type KnownAgent = Static<typeof KnownAgent>;

/** Events are checked one by one, so that one that is wrong does not hold up the others. */
export const AgentEventsRequest = Type.Object(
  { agent: AgentWord, events: Type.Array(Type.Unknown(), { maxItems: MAX_AGENT_EVENTS }) },
  strict,
);
export type AgentEventsRequest = Static<typeof AgentEventsRequest>;
