import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { download } from '../download.ts'
import { ProblemNotice } from './problem-notice.tsx'

interface DownloadButtonProps {
  children: string
  fileName: string
  /** Fetches the content at the moment of the download. */
  load: () => Promise<string>
}

/** Saves a file that is made when the person asks for it, and says below why that failed. */
export function DownloadButton({ children, fileName, load }: DownloadButtonProps) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => download(fileName, await load()),
    // The content is not kept in memory.
    gcTime: 0,
  })
  return (
    <>
      <Button variant="default" loading={isPending} onClick={() => mutate()}>
        {children}
      </Button>
      {error && <ProblemNotice error={error} />}
    </>
  )
}
