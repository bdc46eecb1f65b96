import type { AuditStore } from '../ground/audit/audit-store.ts'
import type { StartupError } from '../ground/exit-codes.ts'
import type { CreateLimiter } from '../ground/limiter.ts'
import type { MailStorage } from '../mail/create-mail.ts'
import type { SealedValues } from '../mail/encryption-keys/sealed-values.ts'
import type { BotStore } from '../shell/bots/bot-store.ts'
import type { PersonStore } from '../shell/people/person-store.ts'
import type { ServiceKeyStore } from '../shell/service-keys/service-key-store.ts'
import type { SessionStore } from '../shell/sessions/session-store.ts'
import type { SetUpLinkStore } from '../shell/sessions/set-up-link-store.ts'
import type { ServerRegistry } from './server-registry.ts'

/** A fault after which nothing may be written anymore, and the process has to end. */
export interface StorageFaults {
  /** Null while the storage can be trusted. */
  current(): StartupError | null
  /** Resolves with the first fault. */
  happened: Promise<StartupError>
}

/** Every port that an engine implements: one folder of `storage/` each. */
export interface Storage extends MailStorage {
  audit: AuditStore
  bots: BotStore
  people: PersonStore
  sessions: SessionStore
  setUpLinks: SetUpLinkStore
  serviceKeys: ServiceKeyStore
  sealedValues: SealedValues
  servers: ServerRegistry
  createLimiter: CreateLimiter
  /** Writes a consistent copy of the database into a new file, in which sending is on hold. Null: use the engine's tools. */
  copyTo: ((copy: string, at: Date) => Promise<void>) | null
  /** Why this server cannot take traffic now; null if it can. */
  readiness(): Promise<'storage-unavailable' | 'lease-lost' | 'schema-too-new' | null>
  faults: StorageFaults
  /** What an operator wants to know at the start, for the log. */
  description: Readonly<Record<string, string>>
  close: () => Promise<void>
}
