import { type Static, Type } from 'typebox';

/** What was seen on one node: version 1 of the shape that agents and `node collect` write. */
export const NodeFacts = Type.Object(
  {
    schema: Type.Literal('node-facts/1'),
    node: Type.String(),
    distribution: Type.String(),
    collectedAt: Type.String({ description: 'RFC 3339 UTC' }),
    processes: Type.Array(
      Type.Object({
        name: Type.String(),
        exe: Type.String(),
        argv: Type.Array(Type.String()),
        env: Type.Record(Type.String(), Type.String()),
      }),
    ),
    files: Type.Array(
      Type.Object({
        path: Type.String(),
        type: Type.String(),
        mode: Type.String({ pattern: '^[0-7]{3,5}$', description: 'Octal' }),
        uid: Type.Integer(),
        gid: Type.Integer(),
        owner: Type.String(),
        group: Type.String(),
        content: Type.Optional(Type.String()),
        sha256: Type.Optional(Type.String()),
      }),
    ),
    configz: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    certificates: Type.Array(Type.Record(Type.String(), Type.Unknown())),
    sysctls: Type.Record(Type.String(), Type.String()),
    listening: Type.Array(
      Type.Object({ protocol: Type.String(), address: Type.String(), port: Type.Integer(), process: Type.Optional(Type.String()) }),
    ),
    packages: Type.Optional(Type.Array(Type.Object({ name: Type.String(), version: Type.String(), type: Type.String() }))),
  },
  { $id: 'node-facts', description: 'What was seen on one node' },
);
export type NodeFacts = Static<typeof NodeFacts>;
