import { Type } from 'typebox';

/** Parts that questions about whole clusters share. */
export const ClusterName = Type.String({ minLength: 1, maxLength: 300, description: 'Id or name of the cluster' });
export const Texts = Type.Array(Type.String());
