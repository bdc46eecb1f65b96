import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { parseMailAddress } from '@office365-email/shared/mail-address'
import { nationalCloudNames, nationalClouds } from '@office365-email/shared/national-cloud'
import { type SendingMode, sendingModes } from '@office365-email/shared/sending'
import { z } from 'zod'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import { type Secret, secretOf } from '../ground/secrets/secret.ts'
import type { StorageLocation } from '../ground/storage-location.ts'
import type { FederationSettings } from '../mail/create-mail.ts'
import type { MicrosoftHosts } from '../mail/microsoft/entra.ts'
import type { QueueLimits } from '../mail/sending/queue-store.ts'
import type { IdentityProviderSettings } from '../shell/sessions/identity-provider.ts'
import { type DatabaseAddress, parseDatabaseUrl } from './database-url.ts'
import { federationSettings, readFederation } from './federation-settings.ts'
import { type HostConfig, hostSettings, readHostConfig } from './host-settings.ts'
import { isIssuerUrl } from './issuer-url.ts'
import { listUnusedSettings, networkSettings } from './network-settings.ts'
import { pageSettings } from './page-settings.ts'
import { readThemeFile, type ThemeFile } from './read-theme-file.ts'

const bytesInMb = 1_048_576

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'is not a whole number')
    .transform(Number)
    .refine((number) => number >= least && number <= most, `is not between ${least} and ${most}`)

const origin = (protocols: string[]) =>
  z.string().refine((text) => {
    if (!URL.canParse(text)) return false
    const url = new URL(text)
    return protocols.includes(url.protocol) && url.href === `${url.origin}/`
  }, `is not an origin such as ${protocols[0]}//host`)

const environmentSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  ...pageSettings,
  DATABASE_URL: z.string().default('file:data/office365-email.db'),
  DATABASE_POOL_SIZE: wholeNumber(2, 1_000).default(10),
  DATABASE_TIMEOUT_MS: wholeNumber(100, 60_000).default(5_000),
  SERVER_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'is not 1 to 64 letters, digits, dots, hyphens or underscores')
    .optional(),
  SERVER_LEASE_SECONDS: wholeNumber(3, 3_600).default(90),
  ENCRYPTION_KEYS_FILE: z.string().min(1).default('data/encryption-keys'),
  ADMIN_EMAIL: z
    .string()
    .refine((text) => parseMailAddress(text) !== null, 'is not an email address')
    .optional(),
  ADMIN_PASSWORD: z.string().min(8, 'is shorter than 8 characters').max(1024).optional(),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuerUrl, 'is not an https URL without query, such as https://login.example.com/realms/staff')
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).max(512).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).max(4096).optional(),
  OIDC_ADMIN_ROLE: z.string().min(1).max(256).optional(),
  OIDC_TRUST_EMAIL: z.enum(['true', 'false'], 'is neither true nor false').default('false'),
  MICROSOFT_LOGIN_URL: origin(['https:']).optional(),
  MICROSOFT_GRAPH_URL: origin(['https:']).optional(),
  SENDING: z.enum(sendingModes).default('on'),
  QUEUE_MAX_MESSAGES: wholeNumber(1, 999_999).default(10_000),
  QUEUE_MAX_MB: wholeNumber(1, 999_999).default(1_024),
  MESSAGE_RETENTION_DAYS: wholeNumber(1, 3_650).default(30),
  AUDIT_RETENTION_DAYS: wholeNumber(1, 3_650).default(400),
  ALERT_WEBHOOK_HOSTS: z
    .string()
    .regex(/^[A-Za-z0-9.:[\],-]+$/, 'is not a list of hosts such as alerts.corp.example:8443')
    .default(''),
  METRICS_TOKEN: z
    .string()
    .regex(/^[!-~]{8,}$/, 'is not 8 or more letters, digits and signs without spaces')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUSTED_PROXY_HOPS: wholeNumber(0, 10).default(0),
  ...federationSettings,
  ...hostSettings,
  ...networkSettings,
})

export interface Config extends HostConfig {
  host: string
  port: number
  /** Without a slash at its end. */
  publicUrl: string
  /** `off`: the pages are inside another dashboard. */
  shell: 'on' | 'off'
  /** Origins whose pages may show ours in a frame. */
  frameAncestors: string[]
  theme: ThemeFile | null
  database: StorageLocation
  /** Reads the address of another database. `name` says where the operator wrote it. */
  parseDatabaseUrl: (name: string, url: string) => DatabaseAddress
  encryptionKeysFile: string
  firstAdmin: { email: string; password: Secret } | null
  identityProvider: IdentityProviderSettings | null
  microsoft: MicrosoftHosts
  federation: FederationSettings
  sending: SendingMode
  queueLimits: QueueLimits
  messageRetentionDays: number
  auditRetentionDays: number
  /** Hosts in the internal network, with ports, that alert webhooks may use. */
  alertWebhookHosts: string[]
  metricsToken: Secret | null
  logLevel: string
  trustedProxyHops: number
  /** Variables that are set and have no effect, although an operator may rely on them. */
  unusedSettings: string[]
}

function readIdentityProvider(values: z.output<typeof environmentSchema>): IdentityProviderSettings | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values
  const { OIDC_ADMIN_ROLE: adminRole } = values
  const given = [issuer, clientId, clientSecret, adminRole].filter((value) => value !== undefined)
  if (given.length === 0) return null
  if (!issuer || !clientId || !clientSecret)
    throw new StartupError(
      exitCodes.configuration,
      'Set all of OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or none of them.',
    )
  return {
    issuer,
    clientId,
    clientSecret: secretOf(clientSecret),
    adminRole: adminRole ?? null,
    trustsEmail: values.OIDC_TRUST_EMAIL === 'true',
  }
}

function readDatabase(values: z.output<typeof environmentSchema>): StorageLocation {
  const address = parseDatabaseUrl('DATABASE_URL', values.DATABASE_URL, values.PGSSLROOTCERT)
  if (address.engine === 'sqlite') return address
  return {
    ...address,
    poolSize: values.DATABASE_POOL_SIZE,
    timeoutMs: values.DATABASE_TIMEOUT_MS,
    // The random part makes each start another server: messages of the one that ended are not its own.
    serverId: `${values.SERVER_ID ?? hostname()}-${randomBytes(4).toString('hex')}`,
    leaseSeconds: values.SERVER_LEASE_SECONDS,
  }
}

/** Only this function reads the environment. Its errors name the invalid variable and never show the value. */
export function parseConfig(environment: NodeJS.ProcessEnv): Config {
  const known = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(known)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new StartupError(exitCodes.configuration, `The configuration is not valid: ${faults.join('; ')}.`)
  }
  const values = parsed.data
  if ((values.ADMIN_EMAIL === undefined) !== (values.ADMIN_PASSWORD === undefined))
    throw new StartupError(exitCodes.configuration, 'Set both ADMIN_EMAIL and ADMIN_PASSWORD, or neither.')

  const identityProvider = readIdentityProvider(values)
  const publicUrl = new URL(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).href.replace(/\/$/, '')
  return Object.freeze({
    identityProvider,
    ...readHostConfig(values, {
      identityProvider: identityProvider !== null,
      firstAdmin: values.ADMIN_EMAIL !== undefined,
    }),
    host: values.HOST,
    port: values.PORT,
    publicUrl,
    federation: readFederation(values, publicUrl),
    shell: values.SHELL,
    frameAncestors: values.FRAME_ANCESTORS,
    theme: values.THEME_FILE === undefined ? null : readThemeFile(values.THEME_FILE),
    database: readDatabase(values),
    parseDatabaseUrl: (name: string, url: string) => parseDatabaseUrl(name, url, values.PGSSLROOTCERT),
    encryptionKeysFile: values.ENCRYPTION_KEYS_FILE,
    firstAdmin:
      values.ADMIN_EMAIL && values.ADMIN_PASSWORD
        ? { email: values.ADMIN_EMAIL.trim(), password: secretOf(values.ADMIN_PASSWORD) }
        : null,
    microsoft: Object.fromEntries(
      nationalCloudNames.map((cloud) => [
        cloud,
        {
          loginUrl: new URL(values.MICROSOFT_LOGIN_URL ?? nationalClouds[cloud].loginUrl).origin,
          graphUrl: new URL(values.MICROSOFT_GRAPH_URL ?? nationalClouds[cloud].graphUrl).origin,
          scope: `${nationalClouds[cloud].graphUrl}/.default`,
        },
      ]),
    ) as MicrosoftHosts,
    sending: values.SENDING,
    queueLimits: { messages: values.QUEUE_MAX_MESSAGES, bytes: values.QUEUE_MAX_MB * bytesInMb },
    messageRetentionDays: values.MESSAGE_RETENTION_DAYS,
    alertWebhookHosts: values.ALERT_WEBHOOK_HOSTS.split(',').filter((host) => host !== ''),
    auditRetentionDays: values.AUDIT_RETENTION_DAYS,
    metricsToken: values.METRICS_TOKEN ? secretOf(values.METRICS_TOKEN) : null,
    logLevel: values.LOG_LEVEL,
    trustedProxyHops: values.TRUSTED_PROXY_HOPS,
    unusedSettings: listUnusedSettings(values),
  })
}
