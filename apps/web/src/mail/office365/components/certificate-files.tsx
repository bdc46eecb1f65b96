import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '../../../ground/components/copy-button.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { download } from '../../../ground/download.ts'
import { certificateQuery } from '../queries.ts'
import { registrationTexts } from '../registration-texts.ts'
import classes from './configuration-form.module.css'

const texts = registrationTexts.register

/** The certificate as Windows and Entra know it: without the lines and letters of PEM. */
const toDer = (pem: string): Blob =>
  new Blob([Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, '')), (letter) => letter.charCodeAt(0))])

interface CertificateFilesProps {
  botId: string
  thumbprint: string
  which?: 'next'
}

/** The public certificate, to download or to copy. Its private key never leaves the server. Null while it is being fetched. */
export const CertificateButtons = ({ botId, pem }: { botId: string; pem: string | null }) => (
  <div className={classes['actions']}>
    <Button
      variant="default"
      loading={pem === null}
      onClick={() => pem && download(`office365-email-${botId}.cer`, toDer(pem))}
    >
      {texts.download}
    </Button>
    {pem && <CopyButton text={pem} what={texts.pem} />}
  </div>
)

/** The certificate of a configuration. */
export function CertificateFiles({ botId, thumbprint, which }: CertificateFilesProps) {
  const { data: pem, error, refetch } = useQuery(certificateQuery(botId, which, thumbprint))
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  return <CertificateButtons botId={botId} pem={pem ?? null} />
}
