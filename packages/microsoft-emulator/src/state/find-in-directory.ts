import type { Application, DirectoryUser, Mailbox, Seed, ServicePrincipal, Tenant } from '../seed/seed.ts'

/** Finds by tenant ID or verified domain. */
export function findTenant(directory: Seed, idOrDomain: string): Tenant | undefined {
  const wanted = idOrDomain.toLowerCase()
  return directory.tenants.find((tenant) => tenant.id === wanted || tenant.domains.includes(wanted))
}

export function findApplication(directory: Seed, clientId: string): Application | undefined {
  const wanted = clientId.toLowerCase()
  return directory.applications.find((application) => application.clientId === wanted)
}

export function findServicePrincipal(application: Application, tenantId: string): ServicePrincipal | undefined {
  return application.servicePrincipals.find((principal) => principal.tenantId === tenantId)
}

/** Finds by object ID or user principal name, as Graph does. An alias is not found. */
export function findMailbox(directory: Seed, tenantId: string, idOrName: string): Mailbox | undefined {
  const wanted = idOrName.toLowerCase()
  return directory.mailboxes.find(
    (mailbox) =>
      mailbox.tenantId === tenantId &&
      (mailbox.userId === wanted || mailbox.userPrincipalName.toLowerCase() === wanted),
  )
}

export function findUser(directory: Seed, tenantId: string, idOrName: string): DirectoryUser | undefined {
  const wanted = idOrName.toLowerCase()
  return directory.users.find(
    (user) => user.tenantId === tenantId && (user.userId === wanted || user.userPrincipalName.toLowerCase() === wanted),
  )
}

/** All addresses of the mailbox, in lower case. */
export function listAddresses(mailbox: Mailbox): string[] {
  return [mailbox.primarySmtpAddress, mailbox.userPrincipalName, ...(mailbox.aliases ?? [])].map((address) =>
    address.toLowerCase(),
  )
}
