import { NodeFacts } from '@breakwater/model';
import { type Static, Type } from 'typebox';

/** What servers say in their capabilities that take facts of nodes from sensors. */
export const KNOWS_FACTS = 'node-facts';
/** Longest facts of one node, in bytes of JSON. */
export const MAX_FACTS = 6 * 1024 * 1024;
/** An agent tells facts of its node so often, in seconds. */
export const FACTS_SECONDS = 3600;

const strict = { additionalProperties: false } as const;

/** What an agent saw on its node below the workloads, told to its sensor. */
export const NodeFactsRequest = Type.Object({ facts: NodeFacts }, strict);
export type NodeFactsRequest = Static<typeof NodeFactsRequest>;

/** The same, told to the server. Not kept for later: the agent tells it again. */
export const NodeFactsFrame = Type.Object({ type: Type.Literal('node-facts'), facts: NodeFacts }, strict);
export type NodeFactsFrame = Static<typeof NodeFactsFrame>;
