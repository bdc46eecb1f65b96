import type { ServiceKey } from '@office365-email/shared/service-key'

export const toServiceKey = ({ keyHash: _, ...key }: ServiceKey & { keyHash: string }): ServiceKey => key
