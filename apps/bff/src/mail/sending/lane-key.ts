import type { Office365Configuration } from '../configuration/office365-configuration.ts'

/** One lane for everything that one app sends from one mailbox, whichever bots use it. */
export const laneKey = ({ cloud, tenantId, clientId, userId }: Office365Configuration): string =>
  `${cloud}/${tenantId}/${clientId}/${userId.toLowerCase()}`
