import type { SensorOptions } from '@breakwater/sensor';
import type { CommandInput, OptionDefinition } from '../command.ts';

/** Whether the API server is made to refuse by itself what settings want refused. */
export const NATIVE_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'native-enforcement',
    doc: 'Write ValidatingAdmissionPolicies for policies that settings want refused or warned of, so that the API server enforces them by itself',
  },
  {
    name: 'native-exempt',
    value: 'namespace',
    doc: 'Namespace in which they refuse nothing, beside kube-system and that of the sensor; may be repeated',
    repeatable: true,
  },
];

export function readNative({ options }: Pick<CommandInput, 'options'>): Pick<SensorOptions, 'nativeEnforcement' | 'exempt'> {
  return {
    nativeEnforcement: options['native-enforcement'] === true,
    exempt: (options['native-exempt'] as readonly string[] | undefined) ?? [],
  };
}
