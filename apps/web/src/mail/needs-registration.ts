import type { ConfigurationView } from '@office365-email/shared/office365-configuration'

/** Whether no mail can be sent before an administrator registers the credential in Entra. */
export const needsRegistration = ({ credential }: Pick<ConfigurationView, 'credential'>): boolean =>
  credential.state === 'waiting' && credential.sendsWith === undefined
