import { defineMetadataAction } from '../plan/metadata-action.ts';

/** Labels of an object, as another system looks for them. */
export const action = defineMetadataAction('label', 'labels');
