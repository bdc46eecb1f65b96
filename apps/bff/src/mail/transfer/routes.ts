import { configurationsEndpoints } from '@office365-email/shared/endpoints/configurations'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { parsePart } from '../../ground/http/parse-request.ts'
import { applyImport, type ImportDependencies } from './apply-import.ts'
import { exportConfigurations } from './export-configurations.ts'
import { importerOf } from './importer.ts'
import { planImport } from './plan-import.ts'
import { readBotsInFile } from './read-bots-in-file.ts'

export const transferRoutes: EndpointRoute<ImportDependencies>[] = [
  handle(configurationsEndpoints.exportConfigurations, (dependencies, { principal }) =>
    exportConfigurations(dependencies, principal.botIds),
  ),

  handle(configurationsEndpoints.planImport, async (dependencies, { principal, body }) => {
    const entries = readBotsInFile(body.bots, parsePart)
    return (await planImport(dependencies, importerOf(principal, dependencies), entries)).shown
  }),

  handle(configurationsEndpoints.importConfigurations, (dependencies, { principal, body, context }) => {
    const { digest, file } = body
    const entries = readBotsInFile(file.bots, parsePart)
    return applyImport(dependencies, context, importerOf(principal, dependencies), { entries, digest })
  }),
]
