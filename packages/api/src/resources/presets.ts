import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { strict } from '../strict.ts';

const Presets = Type.Object({
  preset: Type.String({ description: 'What is on where no cluster has one of its own and no setting says otherwise' }),
  clusters: Type.Array(
    Type.Object({
      cluster: Type.String(),
      clusterName: Type.String(),
      preset: Type.Optional(Type.String({ description: 'Of its own; absent where the general one holds' })),
    }),
  ),
  presets: Type.Array(Type.Object({ name: Type.String(), policies: Type.Integer({ description: 'That it switches on' }) })),
});

export const resource = defineResource({
  name: 'presets',
  doc: 'Which set of built-in policies is on, everywhere and by cluster',
  endpoints: {
    get: {
      method: 'GET',
      path: '/api/v1/presets',
      summary: 'The presets that are, and where which is on',
      permission: 'view',
      answer: Presets,
    },
    set: {
      method: 'PUT',
      path: '/api/v1/presets',
      summary: 'Choose the preset, everywhere or for one cluster',
      permission: 'administer',
      body: Type.Object(
        {
          cluster: Type.Optional(Type.String({ description: 'Absent: everywhere' })),
          preset: Type.Optional(Type.String({ description: 'Absent, with a cluster: what holds everywhere' })),
        },
        strict,
      ),
      answer: Presets,
    },
  },
});
