import { parseMailAddress } from '@office365-email/shared/mail-address'
import { nationalCloudNames, nationalClouds } from '@office365-email/shared/national-cloud'
import { type SendingMode, sendingModes } from '@office365-email/shared/sending'
import { z } from 'zod'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import { isLoopback } from '../ground/is-loopback.ts'
import { type Secret, secretOf } from '../ground/secrets/secret.ts'
import type { MicrosoftHosts } from '../mail/microsoft/entra.ts'
import type { QueueLimits } from '../mail/sending/queue-store.ts'
import type { IdentityProviderSettings } from '../shell/sessions/identity-provider.ts'
import { listUnusedSettings, networkSettings } from './network-settings.ts'

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

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash, username } = new URL(text)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
  return isSafe && search === '' && hash === '' && username === ''
}

const environmentSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: origin(['https:', 'http:']).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/, 'is not a file: URL, such as file:data/office365-email.db')
    .default('file:data/office365-email.db'),
  ENCRYPTION_KEYS_FILE: z.string().min(1).default('data/encryption-keys'),
  ADMIN_EMAIL: z
    .string()
    .refine((text) => parseMailAddress(text) !== null, 'is not an email address')
    .optional(),
  ADMIN_PASSWORD: z.string().min(8, 'is shorter than 8 characters').max(1024).optional(),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'is not an https URL without query, such as https://login.example.com/realms/staff')
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
  ...networkSettings,
})

export interface Config {
  host: string
  port: number
  publicUrl: string
  databaseFile: string
  encryptionKeysFile: string
  firstAdmin: { email: string; password: Secret } | null
  identityProvider: IdentityProviderSettings | null
  microsoft: MicrosoftHosts
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

  return Object.freeze({
    identityProvider: readIdentityProvider(values),
    host: values.HOST,
    port: values.PORT,
    publicUrl: new URL(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).origin,
    databaseFile: values.DATABASE_URL.replace(/^file:(\/\/)?/, ''),
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
