import { configurationFileName, writeConfigurationFile } from '@office365-email/shared/configuration-file'
import { configurationsEndpoints } from '@office365-email/shared/endpoints/configurations'
import { call } from '../ground/api-client.ts'
import { DownloadButton } from '../ground/components/download-button.tsx'

/** Saves the bots and their values as one file. */
export const ExportButton = ({ children }: { children: string }) => (
  <DownloadButton
    fileName={configurationFileName}
    load={async () => writeConfigurationFile(await call(configurationsEndpoints.exportConfigurations, {}))}
  >
    {children}
  </DownloadButton>
)
