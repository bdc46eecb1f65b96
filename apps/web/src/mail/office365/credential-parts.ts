import { createPart } from '../../ground/create-part.ts'

/** What only certificates and federated credentials need, and the choice itself. */
export const credentialParts = createPart(() => import('./components/credential-parts.tsx'))
