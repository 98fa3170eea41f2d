import { type Static, Type } from 'typebox';
import { State } from '../state.ts';
import { ComplianceItem, ComplianceOutput, ControlResult } from './compliance-output.ts';
import { Problem } from './problem.ts';

/** Why a verdict is another one than in the run before. */
const CHANGE_CAUSES = ['cluster', 'content', 'exception', 'attestation', 'source', 'scope'] as const;

export const ChangeCause = Type.Enum([...CHANGE_CAUSES], {
  description:
    'Why it changed: what is there (cluster), what judges it (content), who accepted or attested it, what could be looked at (source), or what was asked (scope)',
});
export type ChangeCause = (typeof CHANGE_CAUSES)[number];

/** What a run says of one thing, with its history. */
export const RecordedItem = Type.Object(
  {
    ...ComplianceItem.properties,
    evidenceHash: Type.String({ description: 'SHA-256 of the evidence in canonical JSON, in hexadecimal' }),
    firstSeen: Type.String({ description: 'Run that first said anything of it: RFC 3339 UTC' }),
    since: Type.String({ description: 'Run since which it says the same: RFC 3339 UTC' }),
    lastSeen: Type.Optional(Type.String({ description: 'Run that last looked at it; absent where none could: RFC 3339 UTC' })),
    change: Type.Optional(
      Type.Object({ from: State, cause: ChangeCause }, { description: 'What it was in the run before, where that was something else' }),
    ),
  },
  { $id: 'recorded-item', description: 'What a run says of one thing, with its history' },
);
export type RecordedItem = Static<typeof RecordedItem>;

export const RecordedControl = Type.Object(
  { ...ControlResult.properties, items: Type.Array(RecordedItem) },
  { $id: 'recorded-control', description: 'A control as a run found it' },
);
export type RecordedControl = Static<typeof RecordedControl>;

/** What was asked; an absent list means everything. Names may hold `*`. */
export const RunScope = Type.Object(
  {
    namespaces: Type.Optional(Type.Array(Type.String())),
    nodes: Type.Optional(Type.Array(Type.String())),
    nodeLabels: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Labels that the nodes have to have; * stands for any characters' }),
    ),
  },
  { $id: 'run-scope', additionalProperties: false, description: 'Which namespaces and nodes a run is about' },
);
export type RunScope = Static<typeof RunScope>;

/** What judged: a verdict that changes while this stays the same is the cluster's doing. */
const RunContent = Type.Object({
  tool: Type.String({ description: 'Version of Breakwater' }),
  frameworks: Type.Record(Type.String(), Type.String(), { description: 'SHA-256 of each framework as it was, by its id' }),
  deciders: Type.Record(Type.String(), Type.String(), { description: 'SHA-256 of each policy, version of each check, by its id' }),
});

/** One text for each signature, so that it cannot be written in another way. */
const Signature = Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$', description: 'Ed25519 over hash and key id, in base64' });

/** One run of `compliance run`, linked to the one before by its hash, and signed. */
export const ComplianceRecord = Type.Object(
  {
    schema: Type.Literal('breakwater/compliance-record'),
    version: Type.Literal('1'),
    sequence: Type.Integer({ minimum: 0, description: 'Place in the chain, from 0' }),
    previous: Type.String({ description: 'Hash of the record before; empty in the first' }),
    id: Type.String(),
    startedAt: Type.String({ description: 'RFC 3339 UTC' }),
    finishedAt: Type.String({ description: 'RFC 3339 UTC' }),
    requester: Type.String({ description: 'Who ran it' }),
    cluster: Type.String(),
    scope: RunScope,
    content: RunContent,
    results: Type.Array(RecordedControl),
    problems: Type.Array(Problem),
    summary: ComplianceOutput.properties.summary,
    hash: Type.String({ description: 'SHA-256 of everything above in canonical JSON, in hexadecimal' }),
    key: Type.String({ description: 'Id of the key that signed it' }),
    signature: Signature,
  },
  { $id: 'compliance-record', description: 'One run, linked to the one before by its hash, and signed' },
);
export type ComplianceRecord = Static<typeof ComplianceRecord>;

/** The end of a chain at some time. Kept elsewhere, it proves that nothing was cut off since. */
export const ComplianceHead = Type.Object(
  {
    schema: Type.Literal('breakwater/compliance-head'),
    version: Type.Literal('1'),
    sequence: Type.Integer({ minimum: 0 }),
    hash: Type.String({ description: 'Hash of the record of that place' }),
    finishedAt: Type.String({ description: 'RFC 3339 UTC' }),
    key: Type.String({ description: 'Id of the key that signed it' }),
    signature: Signature,
  },
  { $id: 'compliance-head', additionalProperties: false, description: 'The end of a chain of runs at some time' },
);
export type ComplianceHead = Static<typeof ComplianceHead>;
