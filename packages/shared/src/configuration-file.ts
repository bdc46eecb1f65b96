import * as z from 'zod/mini'
import { botIdSchema } from './bot.ts'
import { configurationValuesSchema, refuseEqualIds } from './configuration-values.ts'
import { nationalCloudSchema } from './office365-configuration.ts'
import { nameSchema } from './text-schemas.ts'

/** The most bots that one file may have. */
export const maxBotsInFile = 10_000
/** Room for that many bots with long names and addresses. */
export const maxFileBytes = 6_000_000
export const configurationFileName = 'office365-email-configurations.json'

const format = z.literal('office365-email-configurations')
const formatVersion = z.literal(1, 'This server reads version 1 of the file.')

/** The credential that a bot signs in with. The file never contains it, only its kind. */
const credentialSchema = z.strictObject({ kind: z.enum(['client-secret']) })

const valuesInFileSchema = z.strictObject({
  userEmail: z.string(),
  clientId: z.string(),
  tenantId: z.string(),
  userId: z.string(),
  cloud: nationalCloudSchema,
  secretExpiresOn: z.nullable(z.iso.date()),
})
export type ValuesInFile = z.infer<typeof valuesInFileSchema>

/** What an export contains: the bots in order of ID, each with the same members in the same order. */
export const configurationFileSchema = z.strictObject({
  format,
  version: formatVersion,
  bots: z.array(
    z.strictObject({
      id: botIdSchema,
      name: z.string(),
      /** Null if the bot is not set up. */
      office365: z.nullable(valuesInFileSchema),
    }),
  ),
})
export type ConfigurationFile = z.infer<typeof configurationFileSchema>

/** The file as text. It ends with a line break and is the same for the same bots, so that Git can compare two exports. */
export const writeConfigurationFile = (file: ConfigurationFile): string => `${JSON.stringify(file, null, 2)}\n`

/** The file as it is sent. Each bot is parsed separately, so that one mistake does not hide the plan of the others. */
export const sentFileSchema = z.strictObject({
  format,
  version: formatVersion,
  bots: z.array(z.unknown()).check(z.maxLength(maxBotsInFile)),
})

/** The values of one bot, with the same rules as those of a Submit. */
export const importedValuesSchema = z
  .extend(
    z.pick(configurationValuesSchema, { userEmail: true, clientId: true, tenantId: true, userId: true, cloud: true }),
    {
      secretExpiresOn: z._default(z.nullable(z.iso.date('Enter the date as YYYY-MM-DD, such as 2027-05-03.')), null),
      credential: z.optional(credentialSchema),
    },
  )
  .check(refuseEqualIds)

export const importedBotSchema = z.strictObject({
  id: botIdSchema,
  name: nameSchema,
  office365: z._default(z.nullable(importedValuesSchema), null),
})
export type ImportedBot = z.infer<typeof importedBotSchema>
