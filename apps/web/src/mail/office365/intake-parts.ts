import { createPart } from '../../ground/create-part.ts'

/** What a link needs only for a certificate or a federated credential. */
export const intakeParts = createPart(() => import('./components/intake-registration.tsx'))
