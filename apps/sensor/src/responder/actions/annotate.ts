import { defineMetadataAction } from '../plan/metadata-action.ts';

/** Annotations of an object, as a note for people and other systems. */
export const action = defineMetadataAction('annotate', 'annotations');
