import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import { callForFile } from '../../../ground/api-client.ts'
import { ExportPanel } from '../../../ground/components/export-panel.tsx'
import { type MessageSearch, toQuery } from '../search-address.ts'
import { messagesTexts } from '../texts.ts'

/** Exports all messages that a search finds. */
export const ExportMessages = ({ search }: { search: MessageSearch }) => (
  <ExportPanel
    summary={messagesTexts.export.title}
    help={messagesTexts.export.help}
    ask={(format, signal) =>
      callForFile(messageEndpoints.exportMessages, { query: { ...toQuery(search), format }, signal })
    }
  />
)
