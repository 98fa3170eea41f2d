import { POLICY_ID, renderNewPolicy } from '@breakwater/policy';
import type { UnitTemplate } from '../unit-template.ts';

export const template: UnitTemplate = {
  nameFormat: 'NAME (kebab-case; says what is wrong, as privileged-container)',
  namePattern: POLICY_ID,
  render: name => [
    {
      path: `content/policies/${name}.yaml`,
      content: renderNewPolicy(name).replace('standards: {}', 'standards: { lifecycle: [deploy-privileges] }'),
    },
  ],
};
