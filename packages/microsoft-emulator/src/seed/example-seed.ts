import type { Cloud } from './cloud.ts'
import { cloudNames } from './cloud.ts'
import type { Mailbox, Seed } from './seed.ts'
import { shapeSecret } from './shape-secret.ts'

const secrets = {
  valid: shapeSecret('emulator.example-secret_valid~001'),
  expired: shapeSecret('emulator.example-secret_expired~1'),
  future: shapeSecret('emulator.example-secret_future~01'),
  deleted: shapeSecret('emulator.example-secret_deleted~1'),
}

/** Ids and values of the Contoso tenant in `exampleSeed()`. */
export const example = {
  tenantId: 'c0470505-0000-4000-8000-00000000c001',
  tenantName: 'Contoso',
  domain: 'contoso.example',
  initialDomain: 'contoso.onmicrosoft.example',
  clientId: 'c0470505-0000-4000-8000-00000000a001',
  applicationObjectId: 'c0470505-0000-4000-8000-00000000a0b1',
  servicePrincipalId: 'c0470505-0000-4000-8000-00000000a0c1',
  applicationName: 'Unified Dashboard bot mail',
  secret: secrets.valid,
  secretId: 'c0470505-0000-4000-8000-00000000ce01',
  expiredSecret: secrets.expired,
  futureSecret: secrets.future,
  deletedSecret: secrets.deleted,
  userId: 'c0470505-0000-4000-8000-00000000b001',
  userEmail: 'bot@contoso.example',
  userAlias: 'robot@contoso.example',
  /** For restriction tests: a mailbox that the application should not reach. */
  otherUserId: 'c0470505-0000-4000-8000-00000000b002',
  otherUserEmail: 'ceo@contoso.example',
  sharedUserId: 'c0470505-0000-4000-8000-00000000b003',
  sharedUserEmail: 'helpdesk@contoso.example',
  roomUserId: 'c0470505-0000-4000-8000-00000000b004',
  unlicensedUserId: 'c0470505-0000-4000-8000-00000000b005',
  onPremisesUserId: 'c0470505-0000-4000-8000-00000000b006',
  guestUserId: 'c0470505-0000-4000-8000-00000000b007',
  /** A mail-enabled security group with only the bot as member, usable as the scope of an access policy. */
  botGroupId: 'c0470505-0000-4000-8000-00000000d001',
  /** Applications of the same tenant in other states; each has its own valid secret. */
  unconsentedClientId: 'c0470505-0000-4000-8000-00000000a002',
  delegatedOnlyClientId: 'c0470505-0000-4000-8000-00000000a003',
  disabledClientId: 'c0470505-0000-4000-8000-00000000a004',
  withoutServicePrincipalClientId: 'c0470505-0000-4000-8000-00000000a005',
  exchangeOnlyClientId: 'c0470505-0000-4000-8000-00000000a006',
  tooPowerfulClientId: 'c0470505-0000-4000-8000-00000000a007',
} as const

/** One working bot in each cloud; the global one is Contoso itself. The secret is `example.secret` everywhere. */
export const exampleByCloud: Record<Cloud, { tenantId: string; clientId: string; userId: string; userEmail: string }> =
  {
    global: {
      tenantId: example.tenantId,
      clientId: example.clientId,
      userId: example.userId,
      userEmail: example.userEmail,
    },
    'us-government': inCloud('1', 'fabrikam-gov.example'),
    'us-government-dod': inCloud('2', 'fabrikam-dod.example'),
    china: inCloud('3', 'fabrikam-cn.example'),
    bleu: inCloud('4', 'fabrikam-fr.example'),
    delos: inCloud('5', 'fabrikam-de.example'),
    govsg: inCloud('6', 'fabrikam-sg.example'),
  }

function inCloud(digit: string, domain: string) {
  return {
    tenantId: `fab41ca0-0000-4000-8000-00000000c00${digit}`,
    clientId: `fab41ca0-0000-4000-8000-00000000a00${digit}`,
    userId: `fab41ca0-0000-4000-8000-00000000b00${digit}`,
    userEmail: `bot@${domain}`,
  }
}

const longAgo = '2020-01-01T00:00:00Z'
const farFuture = '2999-01-01T00:00:00Z'

function secret(keyId: string, value: string, startsAt = longAgo, expiresAt = farFuture) {
  return { keyId, value, startsAt, expiresAt }
}

/** The Contoso tenant with its applications, secrets and mailboxes, and one tenant in each other cloud. */
export function exampleSeed(): Seed {
  const seed: Seed = {
    tenants: [
      {
        id: example.tenantId,
        name: example.tenantName,
        domains: [example.domain, example.initialDomain],
        cloud: 'global',
      },
    ],
    applications: contosoApplications(),
    mailboxes: contosoMailboxes(),
    users: [
      {
        tenantId: example.tenantId,
        userId: example.guestUserId,
        userPrincipalName: 'guest_partner.example#EXT#@contoso.onmicrosoft.example',
        kind: 'guest',
      },
    ],
    groups: [
      {
        tenantId: example.tenantId,
        groupId: example.botGroupId,
        address: 'bot-mailboxes@contoso.example',
        kind: 'mailEnabledSecurity',
        memberIds: [example.userId],
      },
    ],
    exchangeGrants: [
      {
        tenantId: example.tenantId,
        clientId: example.exchangeOnlyClientId,
        role: 'Application Mail.Send',
        scope: [example.userId],
        effectiveFrom: longAgo,
      },
    ],
    accessPolicies: [],
  }
  for (const cloud of cloudNames) if (cloud !== 'global') addCloudTenant(seed, cloud)
  return seed
}

function contosoApplications(): Seed['applications'] {
  const { tenantId } = example
  const bot = {
    clientId: example.clientId,
    objectId: example.applicationObjectId,
    name: example.applicationName,
    homeTenantId: tenantId,
    secrets: [
      secret(example.secretId, secrets.valid),
      secret('c0470505-0000-4000-8000-00000000ce02', secrets.expired, longAgo, '2021-01-01T00:00:00Z'),
      secret('c0470505-0000-4000-8000-00000000ce03', secrets.future, '2998-01-01T00:00:00Z'),
      { ...secret('c0470505-0000-4000-8000-00000000ce04', secrets.deleted), deletedAt: longAgo },
    ],
    servicePrincipals: [
      { objectId: example.servicePrincipalId, tenantId, enabled: true, applicationPermissions: ['Mail.Send'] },
    ],
  }
  const sibling = (
    clientId: string,
    name: string,
    principal: { applicationPermissions: string[]; enabled?: boolean },
  ) => ({
    clientId,
    objectId: clientId.replace('-00000000a00', '-00000000a0b'),
    name,
    homeTenantId: tenantId,
    secrets: [secret(clientId.replace('-00000000a00', '-00000000ce1'), secrets.valid)],
    servicePrincipals: [
      { objectId: clientId.replace('-00000000a00', '-00000000a0c'), tenantId, enabled: true, ...principal },
    ],
  })
  return [
    bot,
    sibling(example.unconsentedClientId, 'No consent yet', { applicationPermissions: [] }),
    sibling(example.delegatedOnlyClientId, 'Delegated only', {
      applicationPermissions: [],
      ...{ delegatedPermissions: ['Mail.Send', 'User.Read'] },
    }),
    sibling(example.disabledClientId, 'Switched off', { applicationPermissions: ['Mail.Send'], enabled: false }),
    {
      ...sibling(example.withoutServicePrincipalClientId, 'Never instantiated', { applicationPermissions: [] }),
      servicePrincipals: [],
    },
    sibling(example.exchangeOnlyClientId, 'RBAC for Applications', { applicationPermissions: [] }),
    sibling(example.tooPowerfulClientId, 'Too many permissions', {
      applicationPermissions: ['Mail.Send', 'Mail.ReadWrite', 'User.Read.All'],
    }),
  ]
}

function contosoMailboxes(): Mailbox[] {
  const mailbox = (userId: string, address: string, displayName: string, more: Partial<Mailbox> = {}): Mailbox => ({
    tenantId: example.tenantId,
    userId,
    userPrincipalName: address,
    primarySmtpAddress: address,
    displayName,
    kind: 'user',
    state: 'ok',
    ...more,
  })
  return [
    mailbox(example.userId, example.userEmail, 'Dashboard Bot', { aliases: [example.userAlias] }),
    mailbox(example.otherUserId, example.otherUserEmail, 'Chief Executive'),
    mailbox(example.sharedUserId, example.sharedUserEmail, 'Helpdesk', { kind: 'shared' }),
    mailbox(example.roomUserId, 'room@contoso.example', 'Meeting Room', { kind: 'room' }),
    mailbox(example.unlicensedUserId, 'unlicensed@contoso.example', 'No License', { state: 'noLicense' }),
    mailbox(example.onPremisesUserId, 'onprem@contoso.example', 'On Premises', { state: 'onPremises' }),
  ]
}

function addCloudTenant(seed: Seed, cloud: Exclude<Cloud, 'global'>): void {
  const { tenantId, clientId, userId, userEmail } = exampleByCloud[cloud]
  const domain = userEmail.slice(userEmail.indexOf('@') + 1)
  seed.tenants.push({ id: tenantId, name: `Fabrikam (${cloud})`, domains: [domain], cloud })
  seed.applications.push({
    clientId,
    objectId: clientId.replace('-00000000a00', '-00000000a0b'),
    name: example.applicationName,
    homeTenantId: tenantId,
    secrets: [secret(clientId.replace('-00000000a00', '-00000000ce0'), secrets.valid)],
    servicePrincipals: [
      {
        objectId: clientId.replace('-00000000a00', '-00000000a0c'),
        tenantId,
        enabled: true,
        applicationPermissions: ['Mail.Send'],
      },
    ],
  })
  seed.mailboxes.push({
    tenantId,
    userId,
    userPrincipalName: userEmail,
    primarySmtpAddress: userEmail,
    displayName: 'Dashboard Bot',
    kind: 'user',
    state: 'ok',
  })
}
